"""Codes made from what addresses have in common are those of the library."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import segno
from hypothesis import given, strategies as st

from portal.theming import qr
from portal.theming.qr import QrCode, qr_code


@pytest.fixture(autouse=True, scope="module")
def at_once() -> Iterator[None]:
    """Use what addresses share from the first one on."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(qr, "_FEW", 0)
        yield


def matrix(text: str) -> list[list[int]]:
    code = segno.make(text, error="m", micro=False, mask=3)
    return [list(row) for row in code.matrix]


def modules(code: QrCode) -> list[list[int]]:
    """Return the modules that the strokes of a code's path cover, row by row."""
    side = code["side"]
    dark = [[0] * side for _ in range(side)]
    row = column = 0
    for command, numbers in re.findall(r"([Mmh])([\d. ]+)", code["path"]):
        if command == "h":
            for _ in range(int(numbers)):
                dark[row][column] = 1
                column += 1
            continue
        across, down = map(float, numbers.split())
        column = int(across) + (column if command == "m" else 0)
        row = row if command == "m" else int(down)
    return dark


@given(
    code=st.text(
        alphabet="abcdefghijklmnopqrstuvwxyz0123456789-ABCDEF", min_size=1, max_size=40
    )
)
def test_code_of_an_address_is_the_librarys(code: str) -> None:
    text = f"https://zwfw.example.gov.cn/guides/{code}/"

    assert modules(qr_code(text)) == matrix(text)


@given(text=st.text(min_size=1, max_size=30))
def test_code_of_any_text_is_the_librarys(text: str) -> None:
    try:
        expected = matrix(text)
    except UnicodeEncodeError:
        return
    assert modules(qr_code(text)) == expected


def test_few_and_many_are_drawn_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"https://other.example.gov.cn/guides/m{n:04}/" for n in range(90)]
    many = [qr_code(text)["path"] for text in texts]
    monkeypatch.setattr(qr, "_FEW", 1_000_000)
    assert [qr_code(text)["path"] for text in texts] == many

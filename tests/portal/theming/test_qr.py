"""Codes made from what addresses have in common are those of the library."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import segno
from hypothesis import given, strategies as st

from portal.theming import qr
from portal.theming.qr import qr_code


@pytest.fixture(autouse=True, scope="module")
def at_once() -> Iterator[None]:
    """Use what addresses share from the first one on."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(qr, "_FEW", 0)
        yield


def drawn(text: str) -> str:
    matrix = segno.make(text, error="m", micro=False, mask=3).matrix
    path = []
    for row, modules in enumerate(matrix):
        column = 0
        while column < len(modules):
            end = column
            while end < len(modules) and modules[end]:
                end += 1
            if end > column:
                path.append(f"M{column} {row}h{end - column}v1H{column}z")
            column = end + 1
    return "".join(path)


@given(
    code=st.text(
        alphabet="abcdefghijklmnopqrstuvwxyz0123456789-ABCDEF", min_size=1, max_size=40
    )
)
def test_code_of_an_address_is_the_librarys(code: str) -> None:
    text = f"https://zwfw.example.gov.cn/guides/{code}/"

    assert qr_code(text)["path"] == drawn(text)


@given(text=st.text(min_size=1, max_size=30))
def test_code_of_any_text_is_the_librarys(text: str) -> None:
    try:
        expected = drawn(text)
    except UnicodeEncodeError:
        return
    assert qr_code(text)["path"] == expected


def test_few_and_many_are_drawn_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"https://other.example.gov.cn/guides/m{n:04}/" for n in range(90)]
    many = [qr_code(text)["path"] for text in texts]
    monkeypatch.setattr(qr, "_FEW", 1_000_000)
    assert [qr_code(text)["path"] for text in texts] == many

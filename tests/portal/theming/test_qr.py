"""Codes made from what addresses have in common are those of the library."""

from __future__ import annotations

import segno
from hypothesis import given, strategies as st

from portal.theming.qr import qr_code


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

"""Find numbers of real people: by their pattern, and by their own checksum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ID_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_MOBILE: Final = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d{9}(?!\d)")
_CARD: Final = re.compile(r"(?<!\d)[3-6]\d{15,18}(?!\d)")
_ADDRESS: Final = re.compile(
    r"[\u4e00-\u9fff]{2,12}(路|街|巷|村|小区)\d+号?\d*(栋|幢|单元|室)\d*(单元|室|号)?\d*"
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
_MODULUS: Final = 10
_SPLIT: Final = 9


def personal_data(text: str) -> Iterator[str]:
    """Yield identity, mobile and card numbers and home addresses, half masked.

    >>> list(personal_data("李某 13800138000 已填写"))
    ['138****8000']
    """
    for found in _ID_NUMBER.finditer(text):
        if _is_id_number(found[0]):
            yield f"{found[0][:6]}********{found[0][-4:]}"
    for found in _MOBILE.finditer(text):
        number = found[0][-11:]
        yield f"{number[:3]}****{number[-4:]}"
    for found in _CARD.finditer(text):
        if not _ID_NUMBER.fullmatch(found[0]) and _passes_luhn(found[0]):
            yield f"{found[0][:4]}****{found[0][-4:]}"
    for found in _ADDRESS.finditer(text):
        yield f"{found[0][:4]}…"


def _is_id_number(number: str) -> bool:
    total = sum(
        int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)
    )
    return _CHECK[total % 11] == number[-1].upper()


def _passes_luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - _SPLIT if value > _SPLIT else value
    return total % _MODULUS == 0

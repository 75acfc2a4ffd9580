"""Find numbers of real people: by their pattern, and by their own checksum."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from content.validators import id_check_character

_ID_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_MOBILE: Final = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d{9}(?!\d)")
_CARD: Final = re.compile(r"(?<!\d)[3-6]\d{15,18}(?!\d)")
_ADDRESS: Final = re.compile(
    r"[\u4e00-\u9fff]{2,12}(路|街|巷|村|小区)\d+号?\d*(栋|幢|单元|室)\d*(单元|室|号)?\d*"
)
_FIRST_BIRTH: Final = 1850
_MODULUS: Final = 10
_SPLIT: Final = 9


def personal_data(text: str) -> Iterator[str]:
    """Yield identity, mobile and card numbers and home addresses, half masked."""
    yield from personal_numbers(text)
    for found in _ADDRESS.finditer(text):
        yield f"{found[0][:4]}…"


def personal_numbers(text: str) -> Iterator[str]:
    """Yield identity, mobile and card numbers, half masked.

    A filled sample needs some address; of numbers, their own check digits tell whether
    they could be somebody's.

    >>> list(personal_numbers("李某 13800138000 已填写"))
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


def _is_id_number(number: str) -> bool:
    try:
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born.year >= _FIRST_BIRTH and (
        id_check_character(number[:17]) == number[17].upper()
    )


def _passes_luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - _SPLIT if value > _SPLIT else value
    return total % _MODULUS == 0

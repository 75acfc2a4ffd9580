"""Case numbers and query keys.

Number: region (6), date (8), serial of the day (6), Luhn check digit; 21 digits, gapless
and never used again. Key: 12 random signs, so that numbers cannot be enumerated.
"""

from __future__ import annotations

import re
import secrets
from datetime import date
from typing import Final

from portal.cases.models import CaseNumberCounter

_KEY_LENGTH: Final = 12
# Without 0 O 1 I L, which people mix up when they copy a receipt.
KEY_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LAST_SERIAL: Final = 999_999
_NUMBER: Final = re.compile(r"\d{21}\Z", re.ASCII)
_LUHN_BASE: Final = 10


class NumbersUsedUp(Exception):
    """A region has filed a million cases in one day."""


def next_number(region: str, day: date) -> str:
    """Allocate the next number of a region and day.

    The counter's row stays locked until the caller's transaction ends, and a rollback
    gives the serial back: so numbers have no gap.
    """
    region = region[:6]
    CaseNumberCounter.objects.get_or_create(region=region, day=day)
    counter = CaseNumberCounter.objects.select_for_update().get(region=region, day=day)
    if counter.last_serial >= _LAST_SERIAL:
        raise NumbersUsedUp(
            f"Region '{region}' has used {counter.last_serial} numbers on "
            f"{day.isoformat()}; expected fewer than a million. File again tomorrow."
        )
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    digits = f"{region}{day:%Y%m%d}{counter.last_serial:06d}"
    return digits + luhn_digit(digits)


def is_case_number(text: str) -> bool:
    """Say whether a text has the form and check digit of a case number."""
    return bool(_NUMBER.match(text)) and luhn_digit(text[:-1]) == text[-1]


def luhn_digit(digits: str) -> str:
    """Return the Luhn check digit to append.

    Source: ISO/IEC 7812-1, annex B.

    Examples:
        >>> luhn_digit("99010120260302000001")
        '9'
    """
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value >= _LUHN_BASE else value
    return str(-total % _LUHN_BASE)


def new_query_key() -> str:
    """Return a fresh random query key."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(_KEY_LENGTH))


def normalised_key(text: str) -> str:
    """Return a key as it is stored, whatever spaces or case a person typed."""
    return re.sub(r"[\s-]", "", text).upper()

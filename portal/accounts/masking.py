"""Show personal data to others only as far as they need it."""

from __future__ import annotations

from typing import Final

STAR: Final = "*"
_SURNAME_AND_ONE: Final = 2
MOBILE_HEAD: Final = 3
MOBILE_TAIL: Final = 4
NUMBER_HEAD: Final = 6
NUMBER_TAIL: Final = 4
ADDRESS_HEAD: Final = 6


def mask_name(name: str) -> str:
    """Keep the first sign of a name, and the last of three or more.

    Examples:
        >>> mask_name("王晓明"), mask_name("李明"), mask_name("")
        ('王*明', '李*', '')
    """
    signs = name.strip()
    if len(signs) <= 1:
        return signs
    if len(signs) == _SURNAME_AND_ONE:
        return signs[0] + STAR
    return signs[0] + STAR * (len(signs) - 2) + signs[-1]


def mask_number(number: str) -> str:
    """Keep the region and the last four signs of a certificate number.

    Examples:
        >>> mask_number("990101199403120026"), mask_number("H1234567")
        ('990101********0026', 'H1****67')
    """
    if len(number) >= NUMBER_HEAD + NUMBER_TAIL + 4:
        return _middle(number, NUMBER_HEAD, NUMBER_TAIL)
    return _middle(number, 2, 2)


def mask_mobile(number: str) -> str:
    """Keep the first three and last four digits of a mobile number.

    Examples:
        >>> mask_mobile("19900001001")
        '199****1001'
    """
    return _middle(number, MOBILE_HEAD, MOBILE_TAIL)


def mask_address(address: str) -> str:
    """Keep the district and street, hide the rest.

    Examples:
        >>> mask_address("云溪区望江街道望江亭社区某小区1栋")
        '云溪区望江街******'
    """
    return address[:ADDRESS_HEAD] + (STAR * 6 if len(address) > ADDRESS_HEAD else "")


def _middle(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden <= 0:
        return STAR * len(text)
    return text[:head] + STAR * hidden + text[-tail:]

"""Checks of identifiers and values (rules V-… of the data dictionary, section 2).

Each check returns None or raises Django's `ValidationError` whose text names the value
and what is expected. They are pure but for `settings.PORTAL_DEMO`, which alone allows the
fictional region prefix 99.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Final, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS: Final = "10X98765432"
DEMO_REGION_PREFIX: Final = "99"

_TEL: Final = re.compile(
    r"0\d{2,3}-\d{7,8}(-\d{1,6})?|1[12]\d{3}|400-\d{3}-\d{4}", re.ASCII
)
_PAGE_URL: Final = re.compile(r"/([A-Za-z0-9][A-Za-z0-9._-]*/)*", re.ASCII)
_CODE_LENGTHS: Final = {"N2020": (12, 31, 33), "N2018": (10, 24, 24)}
_MATTER_TYPE_EXTENSIONS: Final = {"10": ("1",), "20": ("2",)}
_DAYS_LIMIT: Final = 3650
_COUNTY_LENGTH: Final = 6
_CENTS: Final = 2


def _refuse(name: str, value: object, expected: str, code: str) -> NoReturn:
    raise ValidationError(
        _("%(name)s“%(value)s”不正确:应为%(expected)s"),
        code=code,
        params={"name": name, "value": value, "expected": expected},
    )


def _digits(value: str, lengths: tuple[int, ...]) -> bool:
    return value.isascii() and value.isdigit() and len(value) in lengths


def check_region(value: str) -> None:
    """V-REGION: 6 digits (county and above), 9 (town) or 12 (village)."""
    if not _digits(value, (6, 9, 12)) or value.startswith("0"):
        _refuse(_("区划代码"), value, _("6、9或12位数字"), "region")
    if value.startswith(DEMO_REGION_PREFIX) and not settings.PORTAL_DEMO:
        _refuse(_("区划代码"), value, _("真实区划(99开头只用于演示站点)"), "region")


def check_region_parent(value: str, parent: str) -> None:
    """The parent of a region is its prefix: town in county, county in city, …."""
    check_region(value)
    expected = _region_stem(parent)
    if not value.startswith(expected) or value == parent:
        _refuse(
            _("区划代码"),
            value,
            _("以上级区划“%(parent)s”的“%(stem)s”开头")
            % {"parent": parent, "stem": expected},
            "region_parent",
        )


def _region_stem(code: str) -> str:
    if len(code) != _COUNTY_LENGTH:
        return code
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def uscc_check_character(first17: str) -> str:
    """Return the 18th character of a credit code. Source: GB 32100-2015."""
    total = sum(
        USCC_ALPHABET.index(character) * weight
        for character, weight in zip(first17, USCC_WEIGHTS, strict=True)
    )
    return USCC_ALPHABET[(31 - total % 31) % 31]


def check_uscc(value: str) -> None:
    """V-USCC: unified social credit code, 18 characters with a check character."""
    name = _("统一社会信用代码")
    if not re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{18}", value):
        _refuse(name, value, _("18位数字或大写字母(不含I、O、S、V、Z)"), "uscc")
    if not _digits(value[2:8], (6,)):
        _refuse(name, value, _("第3至8位为登记区划数字"), "uscc")
    check_region(value[2:8])
    if uscc_check_character(value[:17]) != value[17]:
        _refuse(
            name,
            value,
            _("末位校验码为“%(check)s”") % {"check": uscc_check_character(value[:17])},
            "uscc_check",
        )


def id_check_character(first17: str) -> str:
    """Return the 18th character of an identity number. Source: GB 11643-1999."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True)
    )
    return ID_CHECKS[total % 11]


def normalise_idno(value: str) -> str:
    """Return the form that is stored: no spaces, upper-case X."""
    return value.strip().replace(" ", "").upper()


def check_idno(value: str) -> None:
    """V-IDNO: citizen identity number; the message never repeats the number."""
    name, masked = _("公民身份号码"), mask_middle(value)
    number = normalise_idno(value)
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        _refuse(name, masked, _("18位,前17位为数字,末位为数字或X"), "idno")
    check_region(number[:6])
    if _birth_date(number) is None:
        _refuse(name, masked, _("第7至14位为真实的、已过去的出生日期"), "idno_birth")
    if id_check_character(number[:17]) != number[17]:
        _refuse(name, masked, _("末位与前17位相符,请核对是否输错"), "idno_check")


def _birth_date(number: str) -> dt.date | None:
    try:
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if dt.date(1850, 1, 1) <= born <= timezone.localdate() else None


def mask_middle(value: str) -> str:
    """Hide all but the first 6 and last 4 characters, as personal numbers are shown."""
    text = value.strip()
    return _mask(text, shown_first=6)


def normalise_mobile(value: str) -> str:
    """Strip a +86 prefix, spaces and hyphens."""
    digits = re.sub(r"[\s-]", "", value)
    return re.sub(r"^(\+86|0086)", "", digits)


def check_mobile(value: str) -> None:
    """V-MOBILE: mainland mobile number."""
    if not re.fullmatch(r"1[3-9]\d{9}", normalise_mobile(value), re.ASCII):
        _refuse(_("手机号码"), mask_mobile(value), _("11位,以13至19开头"), "mobile")


def mask_mobile(value: str) -> str:
    """Hide the middle of a mobile number: 138****8000."""
    text = normalise_mobile(value)
    return _mask(text, shown_first=3)


def _mask(text: str, *, shown_first: int, shown_last: int = 4) -> str:
    hidden = len(text) - shown_first - shown_last
    if hidden <= 0:
        return "*" * len(text)
    return f"{text[:shown_first]}{'*' * hidden}{text[-shown_last:]}"


def check_tel(value: str) -> None:
    """V-TEL: telephone with area code, a service number, or 400-…."""
    if not _TEL.fullmatch(value):
        _refuse(
            _("电话号码"),
            value,
            _("“区号-号码”(如0600-5558001)、12345类短号或400电话"),
            "tel",
        )


def check_page_url(value: str) -> None:
    """Require the address of a page of this site: `/halls/H-QU/`."""
    if not _PAGE_URL.fullmatch(value):
        _refuse(
            "站内地址", value, "本站的地址，以 / 开头和结尾，如 /halls/", "page-url"
        )


def check_post_code(value: str) -> None:
    """V-POST: six digits."""
    if not _digits(value, (6,)):
        _refuse(_("邮政编码"), value, _("6位数字"), "post_code")


def check_site_id(value: str) -> None:
    """V-SITEID: `bm` and 8 digits, or 10 digits (region and serial)."""
    if not re.fullmatch(r"bm\d{8}|\d{10}", value, re.ASCII):
        _refuse(_("网站标识码"), value, _("10位数字,或“bm”加8位数字"), "site_id")


def check_basic_code(value: str, matter_type: str = "", scheme: str = "N2020") -> None:
    """V-BASIC: `[2 region][2 matter type][5 main][3 sub]` of scheme N2020.

    Args:
        value: The basic code (基本编码).
        matter_type: Two digits that the code must repeat; "" skips the comparison.
        scheme: A `CodeScheme`; LOCAL codes are not looked into.
    """
    if scheme not in _CODE_LENGTHS:
        return
    length = _CODE_LENGTHS[scheme][0]
    if not _digits(value, (length,)):
        _refuse(
            _("基本编码"), value, _("%(length)d位数字") % {"length": length}, "basic"
        )
    if scheme == "N2020" and matter_type and not _type_matches(value, matter_type):
        _refuse(
            _("基本编码"),
            value,
            _("第3、4位与事项类型“%(type)s”一致") % {"type": matter_type},
            "basic_type",
        )


def _type_matches(code: str, matter_type: str) -> bool:
    digits = code[2:4]
    extensions = _MATTER_TYPE_EXTENSIONS.get(matter_type, ())
    return digits == matter_type or digits[0] in extensions


def check_impl_code(value: str, *, uscc: str, level: str, basic: str) -> None:
    """V-IMPL: credit code of the body, level, basic code, joined (31 characters).

    Raises:
        ValidationError: naming the first part that differs.
    """
    name = _("实施编码")
    if len(value) != _CODE_LENGTHS["N2020"][1]:
        _refuse(name, value, _("31位:信用代码18位+层级1位+基本编码12位"), "impl")
    parts = (
        (_("前18位"), value[:18], uscc),
        (_("第19位(层级)"), value[18], level),
        (_("后12位(基本编码)"), value[19:], basic),
    )
    for part, found, expected in parts:
        if expected and found != expected:
            _refuse(
                name,
                value,
                _("%(part)s为“%(expected)s”") % {"part": part, "expected": expected},
                "impl_part",
            )


def check_item_code(value: str, impl_code: str) -> None:
    """V-ITEM: the implementation code and two digits 01-99 (33 characters)."""
    tail = value[len(impl_code) :]
    fits = value.startswith(impl_code) and _digits(tail, (2,)) and tail != "00"
    if not fits:
        _refuse(
            _("业务办理项编码"),
            value,
            _("实施编码“%(impl)s”加01至99两位") % {"impl": impl_code},
            "item",
        )


def check_duration(value: int, unit: str) -> None:
    """V-DUR: a whole number of units, 0 or more (0 is 即办), within ten years."""
    if isinstance(value, bool) or not 0 <= value <= _DAYS_LIMIT:
        _refuse(
            _("时限"),
            value,
            _("0至%(limit)d的整数") % {"limit": _DAYS_LIMIT},
            "duration",
        )
    if unit not in {"1", "2", "3", "4", "5", "6"}:
        _refuse(_("时限单位"), unit, _("代码1至6(1为工作日)"), "unit")


def check_money(value: Decimal | float | str) -> None:
    """V-MONEY: yuan, 0 or more, at most two decimals."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        _refuse(_("金额"), value, _("数字,单位为元"), "money")
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or amount < 0 or exponent < -_CENTS:
        _refuse(_("金额"), value, _("不小于0、最多两位小数的元"), "money")

"""Rules for texts in foreign records, named as in the data dictionary, section 2."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content import validators


@dataclass(frozen=True, slots=True)
class TextRule:
    """A named rule; ``expects`` tells what was expected when a text breaks it."""

    name: str
    expects: Callable[[str], str | None]


def _pattern(pattern: str, expected: str | Promise) -> Callable[[str], str | None]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: None if compiled.fullmatch(text) else str(expected)


def _validator(check: Callable[[str], None]) -> Callable[[str], str | None]:
    def expects(text: str) -> str | None:
        try:
            check(text)
        except ValidationError as error:
            return expectation_of(error)
        return None

    return expects


def expectation_of(error: ValidationError) -> str:
    """Return what a validator of this project expected, without the value."""
    params = getattr(error, "params", None) or {}
    return str(params.get("expected", "；".join(error.messages)))


def _date_expectation(text: str) -> str | None:
    expected = str(_("真实的日期，写成 2026-01-31"))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) is None:
        return expected
    try:
        date.fromisoformat(text)
    except ValueError:
        return expected
    return None


REGION = TextRule("V-REGION", _validator(validators.check_region))
USCC = TextRule("V-USCC", _validator(validators.check_uscc))
TEL = TextRule("V-TEL", _validator(validators.check_tel))
SITE_ID = TextRule("V-SITEID", _validator(validators.check_site_id))
BASIC = TextRule("V-BASIC", _pattern(r"\d{12}", _("12 位数字的基本编码")))
IMPL = TextRule(
    "V-IMPL",
    _pattern(
        r"[0-9A-HJ-NPQRTUWXY]{18}[1-7]\d{12}",
        _("31 位实施编码：18 位统一社会信用代码、1 位层级、12 位基本编码"),
    ),
)
ITEM = TextRule(
    "V-ITEM",
    _pattern(
        r"[0-9A-HJ-NPQRTUWXY]{18}[1-7]\d{12}(0[1-9]|[1-9]\d)",
        _("33 位业务办理项编码：31 位实施编码加 01 至 99"),
    ),
)
DATE = TextRule("date", _date_expectation)
TIME_OF_DAY = TextRule(
    "time", _pattern(r"([01]\d|2[0-3]):[0-5]\d|24:00", _("时刻，写成 09:00"))
)
SLUG = TextRule(
    "slug", _pattern(r"[a-z0-9]+(-[a-z0-9]+)*", _("小写字母、数字和连字符"))
)
KEY = TextRule("key", _pattern(r"[A-Za-z0-9_-]+", _("字母、数字、连字符和下划线")))
RECORD_CODE = TextRule(
    "code", _pattern(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", _("字母、数字和连字符"))
)
FIELD_KEY = TextRule("key", _pattern(r"[a-z0-9_]+", _("小写字母、数字和下划线")))
MATTER_ID = TextRule(
    "matter-id",
    _pattern(r"M\d{4,6}", _("目录编号，M 加 4 至 6 位数字，如 M0901")),
)
PAGE_URL = TextRule("page-url", _validator(validators.check_page_url))
ADDRESS = TextRule(
    "address",
    _pattern(
        r"|/(?![/\\])[^\s\\<>\"']*|https://[^\s\\<>\"']+",
        _("以 / 开头的站内地址，或 https 网址"),
    ),
)
# Attachments keep the address that the guide uses; "..", drive letters, other roots
# and hidden files never fit.
ATTACHMENT = TextRule(
    "attachment-path",
    _pattern(
        r"files/([a-z0-9][a-z0-9-]*/)*[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9]+)+",
        _("files/ 之下的相对地址，如 files/food/blank-2.html"),
    ),
)

"""Check and freeze what an applicant answers, against the form of the pinned version.

One set of rules serves each step of the form and the filing itself, so that what a step
lets through a filing does not refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content import validators
from content.expressions import evaluate
from portal.cases.errors import Issue

_LONGEST_TEXT: Final = 10_000
_CHOICE_TYPES: Final = {"radio", "select"}
_NUMBER_TYPES: Final = {"number", "money"}
_OFF: Final = {"", "off", "false", "0", "no"}

Rule = Callable[[str], None]
RULES: Final[Mapping[str, Rule]] = {
    "V-IDNO": validators.check_idno,
    "V-MOBILE": validators.check_mobile,
    "V-USCC": lambda value: validators.check_uscc(value.strip().upper()),
    "V-MONEY": validators.check_money,
    "V-TEL": validators.check_tel,
    "V-POST": validators.check_post_code,
    "V-REGION": validators.check_region,
}
_RULE_OF_TYPE: Final = {
    "idno": "V-IDNO",
    "mobile": "V-MOBILE",
    "uscc": "V-USCC",
    "money": "V-MONEY",
    "tel": "V-TEL",
}
_STORED_FILE: Final = re.compile(r"[0-9a-f]{64}/.")
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


def validate_answers(
    form: Mapping[str, Any] | None,
    answers: Mapping[str, Any],
    scenario_answers: Mapping[str, Any] | None = None,
) -> list[Issue]:
    """Return everything that is wrong with the answers to a whole form.

    A missing key and an empty answer are the same. Fields that `show_if` hides are not
    looked at. Keys that no field has are refused, since nobody would ever read them.
    """
    fields = form_fields(form)
    issues = validate_fields(fields, answers, scenario_answers)
    known = {field["key"] for field in fields}
    issues.extend(
        Issue(
            field=f"field:{key}",
            message=_("表单里没有“%(key)s”这一项，请删除后再提交。") % {"key": key},
        )
        for key in answers
        if key not in known
    )
    return issues


def validate_fields(
    fields: Iterable[Mapping[str, Any]],
    answers: Mapping[str, Any],
    scenario_answers: Mapping[str, Any] | None = None,
) -> list[Issue]:
    """Return everything that is wrong with the answers to some fields of a form."""
    context = {**(scenario_answers or {}), **answers}
    return [
        Issue(field=f"field:{field['key']}", message=message)
        for field in fields
        if is_shown(field, context)
        and (message := field_fault(field, answers.get(field["key"])))
    ]


def form_fields(form: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """Return the fields of a form in order."""
    sections = (form or {}).get("sections") or ()
    return [field for section in sections for field in section["fields"]]


def is_shown(field: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """Say whether a field is asked for, given all answers so far."""
    condition = field.get("show_if")
    return condition is None or evaluate(condition, answers)


def shown_answers(
    form: Mapping[str, Any] | None,
    answers: Mapping[str, Any],
    scenario_answers: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the answers without those of fields that are hidden, and without empty ones."""
    context = {**(scenario_answers or {}), **answers}
    hidden = {
        field["key"] for field in form_fields(form) if not is_shown(field, context)
    }
    return {
        key: value
        for key, value in answers.items()
        if key not in hidden and not is_empty(value)
    }


def answered_files(
    form: Mapping[str, Any] | None, answers: Mapping[str, Any]
) -> list[str]:
    """Return the digests of the stored files that the file fields were answered with.

    Such an answer is a list of `<digest>/<name>`.
    """
    return [
        text.partition("/")[0]
        for field in form_fields(form)
        if field["type"] == "file"
        for text in _texts(answers.get(field["key"]))
    ]


def is_empty(value: Any) -> bool:
    """Say whether an answer is as good as none."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value in ([], (), {})


def field_fault(field: Mapping[str, Any], value: Any) -> str:
    """Return what is wrong with one answer, or ""."""
    label = field["label"]
    if is_empty(value):
        if field.get("required"):
            return _("请填写“%(label)s”。") % {"label": label}
        return ""
    if field["type"] == "checkbox":
        return _checkbox_fault(field, value)
    if field["type"] == "file":
        return _file_fault(label, value)
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return _("“%(label)s”应当填写文字或者数字。") % {"label": label}
    return _text_fault(field, str(value).strip())


def frozen(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers in the form in which they are kept for ever.

    Text is stripped; numbers that are not whole become decimal text, since only text and
    whole numbers have one canonical form.
    """
    return {str(key): _frozen(value) for key, value in answers.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float | Decimal):
        return int(value) if value == int(value) else str(value)
    if isinstance(value, Mapping):
        return frozen(value)
    if isinstance(value, Sequence):
        return [_frozen(item) for item in value]
    return value


def _checkbox_fault(field: Mapping[str, Any], value: Any) -> str:
    options = _option_values(field)
    if not options:
        if isinstance(value, bool) or str(value).lower() not in _OFF:
            return ""
        return _("请勾选“%(label)s”。") % {"label": field["label"]}
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, Sequence):
        return _("请从“%(label)s”列出的选项中选择。") % {"label": field["label"]}
    if any(item not in options for item in chosen) or len(set(chosen)) != len(chosen):
        return _("请从“%(label)s”列出的选项中选择。") % {"label": field["label"]}
    return ""


def _file_fault(label: str, value: Any) -> str:
    texts = _texts(value)
    if texts and all(_STORED_FILE.match(text) for text in texts):
        return ""
    return _("请为“%(label)s”上传文件。") % {"label": label}


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [text for text in values if isinstance(text, str) and text]


def _text_fault(field: Mapping[str, Any], text: str) -> str:
    label, kind = field["label"], field["type"]
    validation = field.get("validation") or {}
    if kind in _CHOICE_TYPES:
        if text in _option_values(field):
            return ""
        return _("请从“%(label)s”列出的选项中选择。") % {"label": label}
    return (
        _length_fault(label, text, validation)
        or _kind_fault(label, kind, text)
        or _range_fault(label, kind, text, validation)
        or _rule_fault(label, kind, text, validation)
        or _pattern_fault(field, text, validation)
    )


def _option_values(field: Mapping[str, Any]) -> list[str]:
    return [str(option["value"]) for option in field.get("options") or ()]


def _length_fault(label: str, text: str, validation: Mapping[str, Any]) -> str:
    longest = int(validation.get("maxLength") or _LONGEST_TEXT)
    if len(text) > longest:
        return _("“%(label)s”最多%(longest)d个字，现在有%(length)d个字。") % {
            "label": label,
            "longest": longest,
            "length": len(text),
        }
    if any(ord(sign) < ord(" ") and sign not in "\r\n\t" for sign in text):
        return _("“%(label)s”含有不能显示的字符，请重新填写。") % {"label": label}
    return ""


def _kind_fault(label: str, kind: str, text: str) -> str:
    if kind == "date" and not _is_date(text):
        return _("“%(label)s”应为日期，例如 2026-03-02。") % {"label": label}
    if kind in _NUMBER_TYPES and _number(text) is None:
        return _("“%(label)s”应为数字，例如 12。") % {"label": label}
    if kind == "email" and not _EMAIL.fullmatch(text):
        return _("“%(label)s”应为电子邮箱，例如 name@example.cn。") % {"label": label}
    return ""


def _range_fault(
    label: str, kind: str, text: str, validation: Mapping[str, Any]
) -> str:
    if kind == "date":
        return _date_range_fault(label, text, validation)
    number = _number(text) if kind in _NUMBER_TYPES else None
    if number is None:
        return ""
    least, most = validation.get("min"), validation.get("max")
    if least is not None and number < Decimal(str(least)):
        return _("“%(label)s”不能小于%(least)s。") % {"label": label, "least": least}
    if most is not None and number > Decimal(str(most)):
        return _("“%(label)s”不能大于%(most)s。") % {"label": label, "most": most}
    exponent = number.as_tuple().exponent
    decimals = validation.get("decimals")
    if decimals is not None and isinstance(exponent, int) and -exponent > decimals:
        return _("“%(label)s”最多%(decimals)d位小数。") % {
            "label": label,
            "decimals": decimals,
        }
    return ""


def _date_range_fault(label: str, text: str, validation: Mapping[str, Any]) -> str:
    least, most = validation.get("min"), validation.get("max")
    if least and text < str(least):
        return _("“%(label)s”不能早于%(least)s。") % {"label": label, "least": least}
    if most and text > str(most):
        return _("“%(label)s”不能晚于%(most)s。") % {"label": label, "most": most}
    return ""


def _rule_fault(label: str, kind: str, text: str, validation: Mapping[str, Any]) -> str:
    rule = RULES.get(validation.get("rule") or _RULE_OF_TYPE.get(kind, ""))
    if rule is None:
        return ""
    try:
        rule(text)
    except ValidationError as fault:
        return _("“%(label)s”有误：%(fault)s。") % {
            "label": label,
            "fault": fault.messages[0].rstrip("。"),
        }
    return ""


def _pattern_fault(
    field: Mapping[str, Any], text: str, validation: Mapping[str, Any]
) -> str:
    pattern = validation.get("pattern")
    # A named rule is the stricter and kinder check of the same shape.
    if not pattern or validation.get("rule") or re.search(pattern, text):
        return ""
    return _("“%(label)s”的格式不对，例如 %(example)s。") % {
        "label": field["label"],
        "example": field.get("example") or _("按填写说明填写"),
    }


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

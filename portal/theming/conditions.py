"""Say a scenario condition in words: when is a material needed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from portal.theming.contexts import Payload
from portal.theming.texts import gettext as _

_COMPARISONS: Final = {
    "lt": "小于",
    "lte": "不大于",
    "gt": "大于",
    "gte": "不小于",
}


def condition_text(expression: Payload | None, questions: Sequence[Payload]) -> str:
    """Return e.g. ``“谁来办？”选“家人或者他人代办”``, or ``""`` for no condition.

    The expression has the shapes of the guide format (``{"eq": [{"var": …}, …]}``); a
    part that is not understood makes the whole text empty rather than wrong.
    """
    if not expression:
        return ""
    try:
        return _text(expression, {question["code"]: question for question in questions})
    except (KeyError, TypeError, ValueError, IndexError):
        return ""


def _text(expression: Payload, questions: Mapping[str, Payload]) -> str:
    ((operator, operand),) = expression.items()
    if operator == "and":
        return _("，并且").join(_text(part, questions) for part in operand)
    if operator == "or":
        return _("，或者").join(_text(part, questions) for part in operand)
    if operator == "not":
        inner = operand[0] if isinstance(operand, list) else operand
        return _("不是（%(inner)s）") % {"inner": _text(inner, questions)}
    return _comparison(operator, questions[operand[0]["var"]], operand[1])


def _comparison(operator: str, question: Payload, value: Any) -> str:
    asked = f"“{question['text']}”"
    if operator in _COMPARISONS:
        return f"{asked}{_COMPARISONS[operator]} {_number(value)}"
    values = value if operator == "in" else [value]
    chosen = _("或者").join(f"“{_answer(question, each)}”" for each in values)
    verb = _("不选") if operator == "ne" else _("选")
    return f"{asked}{verb}{chosen}"


def _answer(question: Payload, value: object) -> str:
    for option in question.get("options") or []:
        if option["code"] == value:
            return str(option["label"])
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return _number(value)


def _number(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

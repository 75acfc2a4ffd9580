"""The expected shape of a condition, such as ``{"eq": [{"var": "gas"}, "pipe"]}``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content import expressions
from content.importers.kinds import Problem, is_storable
from content.importers.report import JsonValue

# How many values follow the variable.
COMPARISONS = {"eq": 1, "ne": 1, "lt": 1, "lte": 1, "gt": 1, "gte": 1, "between": 2}
COMBINATIONS = ("and", "or")
DEEPEST_EXPRESSION = 12
LONGEST_EXPRESSION = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionKind:
    """A condition over answers; null, or nothing at all, only if ``nullable``."""

    nullable: bool = False

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        if value is None and self.nullable:
            return
        expected = _expectation(value)
        if expected is not None:
            yield Problem(path=path, value=value, expected=expected, rule="expression")


def _expectation(value: JsonValue) -> str | None:
    """Return what was expected of a value that is no condition."""
    if not _is_expression(value, DEEPEST_EXPRESSION) or not isinstance(value, dict):
        return _('条件式，如 {"eq": [{"var": "问题代码"}, "选项代码"]}')
    try:
        text = expressions.format(value)
        expressions.parse(text)
    except ValidationError as error:
        return _("编辑能读写的条件式（%(reason)s）") % {
            "reason": "；".join(error.messages)
        }
    if len(text) > LONGEST_EXPRESSION:
        return _("写成文字不超过 %(limit)s 个字的条件式") % {
            "limit": LONGEST_EXPRESSION
        }
    return None


def _is_expression(value: JsonValue, depth: int) -> bool:
    if depth == 0 or not isinstance(value, dict) or len(value) != 1:
        return False
    ((operator, operand),) = value.items()
    if operator in COMBINATIONS:
        return (
            isinstance(operand, list)
            and bool(operand)
            and all(_is_expression(item, depth - 1) for item in operand)
        )
    if operator == "not":
        return _is_expression(operand, depth - 1)
    if not isinstance(operand, list) or not operand or not _is_variable(operand[0]):
        return False
    values = operand[1:]
    if operator == "in":
        return len(values) == 1 and _is_list_of_literals(values[0])
    count = COMPARISONS.get(operator)
    return count == len(values) and all(_is_literal(item) for item in values)


def _is_variable(value: JsonValue) -> bool:
    if not isinstance(value, dict) or list(value) != ["var"]:
        return False
    name = value["var"]
    return isinstance(name, str) and bool(name) and is_storable(name)


def _is_list_of_literals(value: JsonValue) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_literal, value))


def _is_literal(value: JsonValue) -> bool:
    if isinstance(value, str):
        return is_storable(value)
    return isinstance(value, bool | int | float)

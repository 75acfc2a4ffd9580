"""Conditions over scenario answers: readable text, JSON form, evaluation.

Text is what editors write and citizens may read:

    agent == yes        age < 16         item in name,addr
    samebook == no and age < 16          not (kind == food or size > 10)

JSON is what a published version carries, e.g. `{"eq": [{"var": "agent"}, "yes"]}`; its
operators are eq, ne, lt, lte, gt, gte, in, between, not, and, or.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from content.expression_parser import (
    NUMBER,
    RESERVED_WORDS,
    SYMBOLS,
    Expr,
    ExpressionError,
    parse,
)

__all__ = [
    "Expr",
    "ExpressionError",
    "check_expression",
    "decide",
    "evaluate",
    "format",
    "parse",
    "variables",
]

_TEXT_OF: Final = {name: symbol for symbol, name in SYMBOLS.items()}
_BARE: Final = re.compile(r"[^\s()<>=!,\"\\]+")


def format(expr: Expr) -> str:
    """Return readable text that `parse` reads back to an equal expression."""
    operator, arguments = _split(expr)
    if operator in ("and", "or"):
        parts = (_bracketed(part, inside=operator) for part in arguments)
        return f" {operator} ".join(parts)
    if operator == "not":
        return f"not ({format(arguments)})"
    variable, value = arguments[0]["var"], arguments[1]
    if operator == "in":
        return f"{variable} in {','.join(_atom_text(item) for item in value)}"
    if operator == "between":
        low, high = (_atom_text(item) for item in arguments[1:])
        return f"{variable} between {low},{high}"
    return f"{variable} {_TEXT_OF[operator]} {_atom_text(value)}"


def evaluate(expr: Expr, answers: Mapping[str, Any]) -> bool:
    """Return whether the condition certainly holds; nothing follows from silence."""
    return decide(expr, answers) is True


def decide(expr: Expr, answers: Mapping[str, Any]) -> bool | None:
    """Return whether the condition holds; None while the answers leave it open.

    An answer list (several ticks) equals a value when it contains it. Numbers may be
    given as texts; a text that is no number fails every order comparison.
    """
    operator, arguments = _split(expr)
    if operator == "and":
        return _all(decide(part, answers) for part in arguments)
    if operator == "or":
        found = _all(_not(decide(part, answers)) for part in arguments)
        return _not(found)
    if operator == "not":
        return _not(decide(arguments, answers))
    answer = answers.get(arguments[0]["var"])
    if answer is None or answer in ("", [], ()):
        return None
    return _COMPARISONS[operator](answer, *arguments[1:])


def variables(expr: Expr) -> set[str]:
    """Return the codes of the questions that the condition asks."""
    operator, arguments = _split(expr)
    if operator == "not":
        return variables(arguments)
    if operator in ("and", "or"):
        return set().union(*(variables(part) for part in arguments))
    return {arguments[0]["var"]}


def check_expression(text: str) -> None:
    """Model validator: refuse text that `parse` cannot read."""
    parse(text)


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: Iterable[bool | None]) -> bool | None:
    """Three-valued and: false beats open, open beats true."""
    found = set(values)
    if False in found:
        return False
    return None if None in found else True


def _split(expr: Expr) -> tuple[str, Any]:
    """Return operator and arguments of one node, checked for shape."""
    if not isinstance(expr, dict) or len(expr) != 1:
        raise ExpressionError(
            _("条件“%(expr)s”应为只有一个运算的对象"), params={"expr": expr}
        )
    ((operator, arguments),) = expr.items()
    if operator == "not" and isinstance(arguments, dict):
        return operator, arguments
    if operator in ("and", "or") and isinstance(arguments, list) and arguments:
        return operator, arguments
    if operator in _COMPARISONS and _is_comparison(operator, arguments):
        return operator, arguments
    raise ExpressionError(
        _("条件“%(expr)s”不正确:运算应为 %(known)s 之一,且参数齐全"),
        params={
            "expr": expr,
            "known": "、".join([*_COMPARISONS, "not", "and", "or"]),
        },
    )


def _is_comparison(operator: str, arguments: Any) -> bool:
    count = 3 if operator == "between" else 2
    if not isinstance(arguments, list) or len(arguments) != count:
        return False
    variable, value = arguments[0], arguments[1]
    if not isinstance(variable, dict) or set(variable) != {"var"}:
        return False
    if operator == "in":
        return isinstance(value, list) and bool(value)
    return not isinstance(value, (dict, list))


def _same(answer: Any, value: Any) -> bool:
    if isinstance(answer, (list, tuple)):
        return any(_same(item, value) for item in answer)
    if isinstance(answer, bool):
        answer = "yes" if answer else "no"
    left, right = _number(answer), _number(value)
    if left is not None and right is not None:
        return left == right
    return str(answer) == str(value)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    text = value.strip(" ") if isinstance(value, str) else ""
    return float(text) if NUMBER.fullmatch(text) else None


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def holds(answer: Any, value: Any) -> bool:
        left, right = _number(answer), _number(value)
        return left is not None and right is not None and compare(left, right)

    return holds


def _between(answer: Any, low: Any, high: Any) -> bool:
    number, first, last = _number(answer), _number(low), _number(high)
    if number is None or first is None or last is None:
        return False
    return first <= number <= last


def _one_of(answer: Any, values: Sequence[Any]) -> bool:
    return any(_same(answer, value) for value in values)


_COMPARISONS: Final[dict[str, Callable[..., bool]]] = {
    "eq": _same,
    "ne": lambda answer, value: not _same(answer, value),
    "lt": _ordered(lambda left, right: left < right),
    "lte": _ordered(lambda left, right: left <= right),
    "gt": _ordered(lambda left, right: left > right),
    "gte": _ordered(lambda left, right: left >= right),
    "in": _one_of,
    "between": _between,
}


def _bracketed(expr: Expr, *, inside: str) -> str:
    """Text of a part of and/or; brackets keep the nesting that the JSON has."""
    operator, _arguments = _split(expr)
    text = format(expr)
    needs = operator in ("and", "or") and not (inside == "or" and operator == "and")
    return f"({text})" if needs else text


def _atom_text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.15g}" if value != int(value) else str(int(value))
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if _BARE.fullmatch(text) and text not in RESERVED_WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

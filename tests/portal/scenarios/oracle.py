"""What the data dictionary says about scenarios, written out without the portal's code.

Source: data dictionary, 4.6 D (materials: need, need_when) and 4.7 (scenario rules).
Answers are what a person says: option codes and numbers, all questions answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

Guide = Mapping[str, Any]
Answers = Mapping[str, Any]

BY_SCENARIO, LATER = "2", "3"
COMPARED: dict[str, Callable[..., bool]] = {
    "eq": lambda given, value: given == value,
    "ne": lambda given, value: given != value,
    "in": lambda given, values: given in values,
    "between": lambda given, low, high: low <= given <= high,
    "lt": lambda given, value: given < value,
    "lte": lambda given, value: given <= value,
    "gt": lambda given, value: given > value,
    "gte": lambda given, value: given >= value,
}


@dataclass(frozen=True)
class Expected:
    """The list that the rules say; the rest is empty when there is a stop."""

    stops: frozenset[str]
    bring: frozenset[int]
    later: frozenset[int]
    promise_days: int | None
    fee: float | None
    notes: frozenset[str]


def expected(guide: Guide, said: Answers) -> Expected:
    answers = _asked(guide, said)
    rules = sorted(guide["scenario"]["rules"], key=lambda rule: rule["priority"])
    effects = [r["effects"] for r in rules if _true(r["condition"], answers)]
    added = {e["add_material"] for e in effects if "add_material" in e}
    removed = {e["remove_material"] for e in effects if "remove_material" in e}
    needed = {
        material["order"]: material["need"]
        for material in guide["materials"]
        if material["order"] not in removed
        and (
            material["need"] != BY_SCENARIO
            or material["order"] in added
            or _true(material.get("need_condition"), answers)
        )
    }
    return Expected(
        stops=frozenset(e["stop"] for e in effects if "stop" in e),
        bring=frozenset(o for o, need in needed.items() if need != LATER),
        later=frozenset(o for o, need in needed.items() if need == LATER),
        promise_days=next(
            (e["set_promise"] for e in effects if "set_promise" in e), None
        ),
        fee=next((e["set_fee"] for e in effects if "set_fee" in e), None),
        notes=frozenset(e["set_note"] for e in effects if "set_note" in e),
    )


def everything_said(guide: Guide) -> Iterator[dict[str, Any]]:
    """Yield all answers; of numbers those at, below and above each number in a rule."""
    questions = guide["scenario"]["questions"]
    for values in product(*(_values(guide, question) for question in questions)):
        yield dict(zip([q["code"] for q in questions], values, strict=True))


def numbers_in(expression: Any, code: str) -> Iterator[float]:
    """Yield the numbers that an expression compares a question with."""
    if isinstance(expression, dict):
        for inner in expression.values():
            yield from numbers_in(inner, code)
    elif isinstance(expression, list):
        if expression and expression[0] == {"var": code}:
            yield from (float(v) for v in expression[1:] if isinstance(v, int | float))
        else:
            for inner in expression:
                yield from numbers_in(inner, code)


def _values(guide: Guide, question: Mapping[str, Any]) -> list[Any]:
    if question["kind"] != "number":
        return [option["code"] for option in question["options"]]
    low, high = (question["validation"].get(name) for name in ("min", "max"))
    limits = {low, high}
    for number in numbers_in(guide["scenario"], question["code"]):
        limits |= {number - 1, number - 0.5, number, number + 0.5, number + 1}
    return sorted(n for n in limits if n is not None and low <= n <= high)


def _asked(guide: Guide, said: Answers) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in guide["scenario"]["questions"]:
        if question["show_if"] is None or _true(question["show_if"], answers):
            answers[question["code"]] = said[question["code"]]
    return answers


def _true(expression: Any, answers: Answers) -> bool:
    return expression is not None and _value(expression, answers) is True


def _value(expression: Mapping[str, Any], answers: Answers) -> bool | None:
    """Three-valued: a question that was not asked says neither yes nor no."""
    ((operator, rest),) = expression.items()
    if operator in ("and", "or"):
        values = [_value(part, answers) for part in rest]
        ends = operator == "or"
        if ends in values:
            return ends
        return None if None in values else not ends
    if operator == "not":
        inner = _value(rest, answers)
        return None if inner is None else not inner
    given = answers.get(rest[0]["var"])
    return None if given is None else COMPARED[operator](given, *rest[1:])

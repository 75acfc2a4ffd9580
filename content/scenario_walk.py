"""Walk a guide's questions in every way that matters, to find what leads nowhere.

A condition depends on the questions that it asks and on those that decide whether these
are asked; only their answers are combined. Numbers are tried at, below and above every
limit that some condition names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, Final

from content.codes import QuestionKind
from content.expressions import Expr, decide, variables

# Beyond this many combinations a condition counts as one that may hold.
MOST_CASES: Final = 4096

Question = Mapping[str, Any]
Guidance = Mapping[str, Any]


class Walk:
    """The answers that one guidance (`scenario` of a guide) allows."""

    def __init__(self, guidance: Guidance) -> None:
        self.questions: Sequence[Question] = guidance.get("questions") or ()
        self.rules: Sequence[Mapping[str, Any]] = guidance.get("rules") or ()
        self._by_code = {row["code"]: row for row in self.questions}
        self._limits = _limits(
            [rule["condition"] for rule in self.rules]
            + [row["show_if"] for row in self.questions if row.get("show_if")]
        )

    def hidden_questions(self) -> list[Question]:
        """Return the questions that no answers show."""
        return [
            question
            for question in self.questions
            if question.get("show_if")
            and not self._can_hold(question["show_if"], asked_before=question["code"])
        ]

    def dead_rules(self) -> list[Mapping[str, Any]]:
        """Return the rules whose condition no answers fulfil."""
        return [rule for rule in self.rules if not self._can_hold(rule["condition"])]

    def unanswerable(self) -> list[Question]:
        """Return the choices with fewer than two options: there is nothing to choose."""
        choices = {QuestionKind.SINGLE.value: 2, QuestionKind.MULTI.value: 1}
        return [
            question
            for question in self.questions
            if len(question.get("options") or ()) < choices.get(question["kind"], 0)
        ]

    def cases(self, codes: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield the answers to questions, every combination, silence among them."""
        values = [self._values(code) for code in codes]
        for answers in product(*values):
            yield dict(zip(codes, answers, strict=True))

    def answers(self, code: str) -> list[Any]:
        """Return the answers of a question that matter, without silence."""
        return [value for value in self._values(code) if value is not None] or [None]

    def answered(self, codes: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield the answers to questions, every combination of given ones."""
        for answers in product(*(self.answers(code) for code in codes)):
            yield dict(zip(codes, answers, strict=True))

    def _can_hold(self, condition: Expr, asked_before: str = "") -> bool:
        """Tell whether some answers make a condition true."""
        codes = self._needed(condition)
        if prod(len(self._values(code)) for code in codes) > MOST_CASES:
            return True
        return any(
            decide(condition, self._given(case, asked_before)) is True
            for case in self.cases(codes)
        )

    def _needed(self, condition: Expr) -> list[str]:
        """Return the questions asked for a condition, in the order of the guide."""
        needed: set[str] = set()
        waiting = set(variables(condition))
        while waiting:
            code = waiting.pop()
            needed.add(code)
            shown = (self._by_code.get(code) or {}).get("show_if")
            waiting |= (variables(shown) if shown else set()) - needed
        return [row["code"] for row in self.questions if row["code"] in needed]

    def _given(self, case: Mapping[str, Any], asked_before: str) -> dict[str, Any]:
        """Leave out answers to questions that are not asked, or not asked yet."""
        given: dict[str, Any] = {}
        for question in self.questions:
            code = question["code"]
            if code == asked_before:
                break
            condition = question.get("show_if")
            if case.get(code) is not None and (
                not condition or decide(condition, given) is True
            ):
                given[code] = case[code]
        return given

    def _values(self, code: str) -> list[Any]:
        question = self._by_code[code]
        options = [option["code"] for option in question.get("options") or ()]
        match question["kind"]:
            case QuestionKind.SINGLE:
                return [None, *options]
            case QuestionKind.MULTI:
                return [None, *([option] for option in options), options]
            case QuestionKind.BOOLEAN:
                return [None, "yes", "no"]
        limits = self._limits.get(code, set())
        numbers = {near for limit in limits for near in _around(limit)}
        return [None, *sorted(numbers & _allowed(question, numbers), key=str)]


def _around(limit: Any) -> tuple[Any, ...]:
    """Return a limit and its neighbours; a text (a date) has none."""
    try:
        number = float(limit)
    except (TypeError, ValueError):
        return (limit,)
    return (number - 1, number, number + 1)


def _allowed(question: Question, values: set[Any]) -> set[Any]:
    """Return the values that the question's own limits let through."""
    limits = question.get("validation") or {}
    low, high = limits.get("min"), limits.get("max")
    return {
        value
        for value in values
        if not isinstance(value, float)
        or ((low is None or value >= low) and (high is None or value <= high))
    }


def _limits(conditions: Sequence[Expr]) -> dict[str, set[Any]]:
    """Return the values that conditions compare each question with."""
    found: dict[str, set[Any]] = {}
    for condition in conditions:
        for code, value in comparisons(condition):
            found.setdefault(code, set()).add(value)
    return found


def comparisons(condition: Expr) -> Iterator[tuple[str, Any]]:
    """Yield what a condition compares: (question, value), a pair for each value."""
    for operator, arguments in condition.items():
        if operator == "not":
            yield from comparisons(arguments)
        elif operator in ("and", "or"):
            for part in arguments:
                yield from comparisons(part)
        else:
            code, *values = arguments
            for value in values[0] if operator == "in" else values:
                yield code["var"], value

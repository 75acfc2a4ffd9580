"""Cut the numbers that answer a question where some condition tells them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from content.expressions import Expr, decide
from portal.theming.texts import gettext as _


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a range begins or ends, and whether the number itself belongs to it."""

    number: float
    inside: bool


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two edges that mean the same to every condition.

    Attributes:
        low: Where it begins; None for no lower end.
        high: Where it ends; None for no upper end.
        sample: One number of the range, what the rules are asked about.
    """

    low: Edge | None
    high: Edge | None
    sample: float

    @property
    def token(self) -> str:
        """`ge80`, `gt4p5`, `ge16lt18`, `eq3`; `any` for all numbers."""
        if self.low and self.low == self.high:
            return f"eq{_code(self.low.number)}"
        parts = []
        if self.low:
            parts.append(("ge" if self.low.inside else "gt") + _code(self.low.number))
        if self.high:
            parts.append(("le" if self.high.inside else "lt") + _code(self.high.number))
        return "".join(parts) or "any"

    @property
    def label(self) -> str:
        """The range in words: 满 80, 超过 4.5, 满 16、不到 18."""
        if self.low and self.low == self.high:
            return _("正好 %(number)s") % {"number": f"{self.low.number:g}"}
        parts = []
        if self.low:
            words = _("满 %(number)s") if self.low.inside else _("超过 %(number)s")
            parts.append(words % {"number": f"{self.low.number:g}"})
        if self.high:
            words = _("不超过 %(number)s") if self.high.inside else _("不到 %(number)s")
            parts.append(words % {"number": f"{self.high.number:g}"})
        return "，".join(parts) or _("不论多少")


def ranges_of(
    question: Mapping[str, Any], conditions: Sequence[Expr]
) -> Sequence[Range]:
    """Return the ranges of a number, from low to high, within the question's limits."""
    code = question["code"]
    parts = [part for each in conditions for part in _comparisons(each, code)]
    found: list[Range] = []
    for piece in _pieces(question, sorted(set(_limits(parts)))):
        meaning = _meaning(parts, code, piece.sample)
        if found and _meaning(parts, code, found[-1].sample) == meaning:
            found[-1] = Range(found[-1].low, piece.high, found[-1].sample)
        else:
            found.append(piece)
    return found


def _pieces(question: Mapping[str, Any], limits: Sequence[float]) -> Iterator[Range]:
    """Yield the limits themselves and what lies between, before and after them."""
    allowed = question.get("validation") or {}
    low, high = allowed.get("min"), allowed.get("max")
    inner = [
        limit
        for limit in limits
        if (low is None or limit >= low) and (high is None or limit <= high)
    ]
    if not inner:
        yield Range(None, None, _first(low, high, limits))
        return
    if low is None or low < inner[0]:
        below = inner[0] - 1 if low is None else max(inner[0] - 1, low)
        yield Range(None, Edge(inner[0], inside=False), below)
    yield _at(inner[0])
    for here, after in pairwise(inner):
        between = (here + after) / 2
        yield Range(Edge(here, inside=False), Edge(after, inside=False), between)
        yield _at(after)
    if high is None or high > inner[-1]:
        above = inner[-1] + 1 if high is None else min(inner[-1] + 1, high)
        yield Range(Edge(inner[-1], inside=False), None, above)


def _at(number: float) -> Range:
    edge = Edge(number, inside=True)
    return Range(edge, edge, number)


def _first(low: Any, high: Any, limits: Sequence[float]) -> float:
    """Return a number within the question's limits; limits outside do not matter."""
    if low is not None:
        return float(low)
    return float(high) if high is not None else max(limits, default=0.0)


def _meaning(parts: Sequence[Expr], code: str, number: float) -> list[bool | None]:
    return [decide(part, {code: number}) for part in parts]


def _comparisons(expr: Expr, code: str) -> Iterator[Expr]:
    """Yield the comparisons of a condition that look at one question."""
    ((operator, arguments),) = expr.items()
    if operator == "not":
        yield from _comparisons(arguments, code)
    elif operator in ("and", "or"):
        for part in arguments:
            yield from _comparisons(part, code)
    elif arguments[0]["var"] == code:
        yield expr


def _limits(parts: Sequence[Expr]) -> Iterator[float]:
    for part in parts:
        ((operator, arguments),) = part.items()
        for value in arguments[1] if operator == "in" else arguments[1:]:
            try:
                yield float(value)
            except (TypeError, ValueError):
                continue  # A text that is no number equals no number.


def _code(number: float) -> str:
    """Return a number for an address: 4p5 for 4.5, n1 for -1."""
    return f"{number:.15g}".replace(".", "p").replace("-", "n").replace("+", "")

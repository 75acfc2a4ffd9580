"""What can be answered to a question: radio buttons of a form, words of an address.

A number is answered by the range it falls in: only what some condition tells apart
makes a difference, and nobody has to type her age into an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from content.codes import QuestionKind
from content.expressions import Expr
from portal.scenarios.ranges import ranges_of
from portal.theming.texts import gettext as _

Question = Mapping[str, Any]

SKIPPED: Final = "~"
SEVERAL: Final = "."
_PLAIN: Final = re.compile(r"\w+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer a question.

    Attributes:
        token: How an address names it; letters, digits, `_`, `.` and `~`.
        label: What people read.
        answer: What the rules get; None for no answer.
    """

    token: str
    label: str
    answer: Any


def choices_of(question: Question, conditions: Sequence[Expr]) -> list[Choice]:
    """Return the answers that a question can have, in the order to show them.

    A number that no condition looks at has one choice, and so needs no asking.
    """
    choices = _choices(question, conditions)
    if not question.get("required", True) and len(choices) > 1:
        choices.append(Choice(SKIPPED, _("不清楚，先跳过"), None))
    return choices


def options_of(question: Question) -> list[Choice]:
    """Return the options of a choice or of yes and no, each for itself."""
    options = question.get("options") or []
    if not options and question["kind"] == QuestionKind.BOOLEAN:
        return [Choice("yes", _("是"), "yes"), Choice("no", _("否"), "no")]
    codes = [str(option["code"]) for option in options]
    plain = all(_PLAIN.fullmatch(code) for code in codes)
    return [
        Choice(code if plain else str(place), str(option["label"]), code)
        for place, (code, option) in enumerate(
            zip(codes, options, strict=True), start=1
        )
    ]


def choice_named(
    question: Question, conditions: Sequence[Expr], token: str
) -> Choice | None:
    """Return the choice that a token names, None when the question has no such one.

    Ticks are named in any order and kept in that of the question.
    """
    if question["kind"] == QuestionKind.MULTI and token != SKIPPED:
        wanted = set(token.split(SEVERAL))
        ticked = [each for each in options_of(question) if each.token in wanted]
        return _joined(ticked) if ticked and len(ticked) == len(wanted) else None
    choices = choices_of(question, conditions)
    return next((each for each in choices if each.token == token), None)


def only_choice(question: Question, conditions: Sequence[Expr]) -> Choice | None:
    """Return the one choice of a question that need not be asked, else None."""
    if question["kind"] == QuestionKind.MULTI:
        return None
    choices = choices_of(question, conditions)
    return choices[0] if len(choices) == 1 else None


def _joined(chosen: Sequence[Choice]) -> Choice:
    """Return several ticks of one question as one choice."""
    return Choice(
        token=SEVERAL.join(choice.token for choice in chosen),
        label="、".join(choice.label for choice in chosen),
        answer=[choice.answer for choice in chosen],
    )


def _choices(question: Question, conditions: Sequence[Expr]) -> list[Choice]:
    kind = question["kind"]
    if kind == QuestionKind.MULTI:
        options = options_of(question)
        return [
            _joined(chosen)
            for size in range(1, len(options) + 1)
            for chosen in combinations(options, size)
        ]
    if kind in (QuestionKind.SINGLE, QuestionKind.BOOLEAN):
        return options_of(question)
    return [
        Choice(found.token, found.label, found.sample)
        for found in ranges_of(question, conditions)
    ]

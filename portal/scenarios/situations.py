"""One person's answers to a guide's questions, as an address can name them.

Which question is asked and what follows is said by `content.scenario.resolve` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Final

from content.codes import QuestionKind
from content.expressions import Expr
from content.scenario import ScenarioResult, asking, resolve
from portal.scenarios.choices import (
    SEVERAL,
    Choice,
    choice_named,
    choices_of,
    only_choice,
    options_of,
)

Guide = Mapping[str, Any]
Question = Mapping[str, Any]
Picker = Callable[[Question], Choice | None]

# So many lists of one guide are written as files; more are made when asked for.
MOST_FILES: Final = 120
# Beyond this many ticks a question's combinations are not even counted.
MOST_TICKS: Final = 8
_JOIN: Final = "-"
# A number is answered by its range, for which the rules get a sample.
_EXACT: Final = frozenset(
    {QuestionKind.SINGLE, QuestionKind.BOOLEAN, QuestionKind.MULTI}
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that was asked, and what was chosen."""

    question: Question
    choice: Choice


@dataclass(frozen=True)
class Situation:
    """All questions that matter are answered, or an answer ended the asking.

    `silent` holds samples for numbers that no condition looks at: nobody is asked.
    """

    guide: Guide
    answered: tuple[Answered, ...]
    silent: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def code(self) -> str:
        """How addresses name these answers: `small-pipe-no-no`."""
        return _JOIN.join(each.choice.token for each in self.answered)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The answers by question code, as the rules take them."""
        return dict(self.silent) | {
            each.question["code"]: each.choice.answer for each in self.answered
        }

    @cached_property
    def result(self) -> ScenarioResult:
        """What follows from the answers."""
        return resolve(self.guide, self.answers)

    @property
    def own_answers(self) -> dict[str, Any]:
        """What the person said herself, as a form keeps it: no number for a range."""
        return {
            each.question["code"]: each.choice.answer
            for each in self.answered
            if each.choice.answer is not None and each.question["kind"] in _EXACT
        }

    def tokens(self) -> dict[str, str]:
        """Return what a form calls the answers, by question code."""
        return {each.question["code"]: each.choice.token for each in self.answered}


def has_questions(guide: Guide) -> bool:
    """Tell whether a guide asks anything that its own list depends on."""
    return any(True for _question in asked_questions(guide))


def asked_questions(guide: Guide) -> Iterator[tuple[Question, list[Choice]]]:
    """Yield the questions of the form in order, with their choices; ticks one by one."""
    conditions = _conditions(guide)
    for question in _questions(guide):
        if question["kind"] == QuestionKind.MULTI:
            yield question, options_of(question)
            continue
        if only_choice(question, conditions) is None:
            yield question, choices_of(question, conditions)


def situation_of(guide: Guide, code: str) -> Situation | None:
    """Return the situation that an address names, None when it names none."""
    conditions = _conditions(guide)
    tokens = iter(code.split(_JOIN))

    def pick(question: Question) -> Choice | None:
        return choice_named(question, conditions, next(tokens, ""))

    found = _walked(guide, pick)
    return found if found and found.code == code else None


def situation_given(
    guide: Guide, given: Mapping[str, Sequence[str]]
) -> tuple[Situation | None, list[Question]]:
    """Return the situation that a filled-in form means, and the questions without answer.

    `given` holds tokens by question code. A question that hangs on one without answer
    is not among those returned.
    """
    conditions = _conditions(guide)
    missing: list[Question] = []

    def pick(question: Question) -> Choice | None:
        tokens = given.get(question["code"], ())
        chosen = choice_named(question, conditions, SEVERAL.join(tokens))
        if chosen is None:
            missing.append(question)
        return chosen

    return _walked(guide, pick, go_on=True), missing


def situations(guide: Guide) -> Iterator[Situation]:
    """Yield every situation, in the order of questions and choices."""
    too_many = any(
        question["kind"] == QuestionKind.MULTI
        and len(question.get("options") or ()) > MOST_TICKS
        for question in _questions(guide)
    )
    if too_many:
        raise ValueError(
            f"Guide '{guide.get('name')}' has a question with more than {MOST_TICKS} "
            f"ticks; its combinations are too many to go through."
        )
    yield from _branches(guide, ())


def file_situations(guide: Guide) -> list[Situation]:
    """Return the situations to write as files: all of them, or none when too many."""
    if not has_questions(guide):
        return []
    try:
        found = list(islice(situations(guide), MOST_FILES + 1))
    except ValueError:
        return []
    return found if len(found) <= MOST_FILES else []


def _branches(guide: Guide, tokens: tuple[str, ...]) -> Iterator[Situation]:
    conditions = _conditions(guide)
    remaining = iter(tokens)
    open_choices: list[Sequence[Choice]] = []

    def pick(question: Question) -> Choice | None:
        token = next(remaining, None)
        if token is None:
            open_choices.append(choices_of(question, conditions))
            return None
        return choice_named(question, conditions, token)

    found = _walked(guide, pick)
    if found is not None:
        yield found
        return
    for choice in open_choices[0]:
        yield from _branches(guide, (*tokens, choice.token))


def _walked(guide: Guide, pick: Picker, *, go_on: bool = False) -> Situation | None:
    """Ask the questions in order; None when one gets no answer.

    With `go_on` those after it are asked too, as far as they are sure to be asked.
    """
    missing = False
    conditions = _conditions(guide)
    answered: list[Answered] = []
    silent: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    for question in _questions(guide):
        code = question["code"]
        known = asking(guide, answers)
        if known.stop is not None:
            break
        if code not in known.questions:
            continue
        only = only_choice(question, conditions)
        if only is not None:
            silent[code] = answers[code] = only.answer
            continue
        choice = pick(question)
        if choice is None:
            missing = True
            if not go_on:
                break
            continue
        answered.append(Answered(question, choice))
        answers[code] = choice.answer
    return None if missing else Situation(guide, tuple(answered), silent)


def _questions(guide: Guide) -> Sequence[Question]:
    return (guide.get("scenario") or {}).get("questions") or ()


def _conditions(guide: Guide) -> list[Expr]:
    """Return everything that may look at an answer."""
    scenario = guide.get("scenario") or {}
    found = [row["show_if"] for row in _questions(guide) if row.get("show_if")]
    found += [rule["condition"] for rule in scenario.get("rules") or ()]
    found += [
        row["need_condition"]
        for row in guide.get("materials") or ()
        if row.get("need_condition")
    ]
    return found

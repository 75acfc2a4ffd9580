"""Every combination of answers with its materials, and what none of them reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Final

from content.scenario import resolve
from content.scenario_walk import Walk

MOST_ROWS: Final = 500

Guide = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One way to answer.

    Attributes:
        answers: Question and answer in words, of the questions that are asked.
        materials: Names of the materials that are handed in then.
        stop: Why it ends here, "" to go on.
        note: Limit and fee where the answers change them.
    """

    answers: tuple[tuple[str, str], ...]
    materials: tuple[str, ...]
    stop: str
    note: str

    @property
    def empty(self) -> bool:
        """Whether an applicant would hand in nothing at all."""
        return not self.materials and not self.stop


@dataclass(frozen=True, slots=True)
class CaseTable:
    """All cases of a guide.

    Attributes:
        cases: The cases, at most `MOST_ROWS`.
        total: How many combinations there are.
        unreachable: Materials that no case asks for.
    """

    cases: tuple[Case, ...]
    total: int
    unreachable: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every combination was looked at."""
        return self.total <= MOST_ROWS


def case_table(guide: Guide) -> CaseTable:
    """Return the table of a guide; without questions it has one case."""
    walk = Walk(guide.get("scenario") or {})
    codes = [question["code"] for question in walk.questions]
    total = prod(len(walk.answers(code)) for code in codes)
    seen: dict[tuple[tuple[str, str], ...], Case] = {}
    reached: set[int] = set()
    for number, answers in enumerate(walk.answered(codes)):
        if number >= MOST_ROWS:
            break
        result = resolve(guide, answers)
        reached.update((*result.required, *result.optional, *result.later))
        case = _case(guide, walk, answers, result)
        seen.setdefault(case.answers, case)
    unreachable = tuple(
        material["name"]
        for material in guide.get("materials") or ()
        if material["order"] not in reached
    )
    return CaseTable(
        tuple(seen.values()), total, unreachable if total <= MOST_ROWS else ()
    )


def _case(guide: Guide, walk: Walk, answers: Mapping[str, Any], result: Any) -> Case:
    names = {row["order"]: row["name"] for row in guide.get("materials") or ()}
    notes = []
    if result.promise_days is not None:
        notes.append(f"承诺{result.promise_days}天")
    if result.fee_yuan is not None:
        notes.append(f"收费{result.fee_yuan:g}元")
    if result.jump:
        notes.append(f"转办{result.jump}")
    return Case(
        answers=tuple(
            (question["text"], _word(question, answers.get(question["code"])))
            for question in walk.questions
            if question["code"] in result.questions
        ),
        materials=tuple(names[order] for order in result.required if order in names),
        stop=result.stop.reason if result.stop else "",
        note="，".join(notes),
    )


def _word(question: Mapping[str, Any], answer: Any) -> str:
    labels = {
        str(row["code"]): str(row["label"]) for row in question.get("options") or ()
    }
    labels.setdefault("yes", "是")
    labels.setdefault("no", "否")
    if answer is None:
        return ""
    if isinstance(answer, list):
        return "、".join(labels.get(str(each), str(each)) for each in answer)
    if isinstance(answer, float):
        return f"{answer:g}"
    return labels.get(str(answer), str(answer))

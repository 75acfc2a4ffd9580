"""Cut an application into pages, one thing on each.

The pages follow from the pinned version and from what was answered so far; nothing of
this is stored. Order: who applies, one page per scenario question, the form, the
materials, the check.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from content.expressions import variables
from content.scenario import resolve
from portal.cases.answers import is_shown

# A section with more fields is cut into pages of nearly equal length, so that a page
# stays within one or two screens of a phone.
FIELDS_PER_PAGE: Final = 4

Payload = Mapping[str, Any]
StepKind = Literal["applicant", "question", "fields", "materials", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of an application."""

    key: str
    kind: StepKind
    title: str
    section: str = ""
    fields: tuple[Payload, ...] = ()
    question: Payload | None = None


def steps_of(
    guide: Payload,
    *,
    answers: Mapping[str, Any],
    scenario_answers: Mapping[str, Any],
    choose_applicant: bool,
) -> list[Step]:
    """Return the pages of an application in order.

    Args:
        guide: the guide of the pinned version; it has an online form.
        answers: the form's answers so far, by field key.
        scenario_answers: the scenario's answers so far, by question code.
        choose_applicant: whether the person can apply as more than one party.
    """
    known = {**scenario_answers, **answers}
    steps = []
    if choose_applicant:
        steps.append(Step(key="applicant", kind="applicant", title=_("谁来申请")))
    steps += [
        Step(
            key=f"q-{question['code']}",
            kind="question",
            title=question["text"],
            question=question,
        )
        for question in visible_questions(guide, scenario_answers)
    ]
    for number, section in enumerate(guide["online_form"]["sections"], start=1):
        steps += _section_steps(number, section, known)
    if guide["materials"]:
        steps.append(Step(key="materials", kind="materials", title=_("申请材料")))
    steps.append(Step(key="check", kind="check", title=_("核对后提交")))
    return steps


def visible_questions(
    guide: Payload, scenario_answers: Mapping[str, Any]
) -> list[Payload]:
    """Return the scenario questions that the answers so far call for, in order."""
    questions = (guide.get("scenario") or {}).get("questions") or []
    shown = resolve(guide, scenario_answers).questions
    return [question for question in questions if question["code"] in shown]


def pages_of(fields: Sequence[Payload]) -> list[list[Payload]]:
    """Cut a section's fields into pages.

    A page has at most `FIELDS_PER_PAGE` fields and all pages of a section are nearly
    equally long. A field that shows only for an answer never shares a page with the
    field that is asked for it, since the page could not change without a script.
    """
    pages: list[list[Payload]] = []
    for run in _runs_without_dependency(fields):
        count = -(-len(run) // FIELDS_PER_PAGE)
        size, rest = divmod(len(run), count)
        start = 0
        for page in range(count):
            end = start + size + (1 if page < rest else 0)
            pages.append(list(run[start:end]))
            start = end
    return pages


def _runs_without_dependency(fields: Iterable[Payload]) -> list[list[Payload]]:
    runs: list[list[Payload]] = []
    for field in fields:
        asked = variables(field["show_if"]) if field.get("show_if") else set()
        if not runs or any(earlier["key"] in asked for earlier in runs[-1]):
            runs.append([])
        runs[-1].append(field)
    return runs


def _section_steps(
    number: int, section: Payload, known: Mapping[str, Any]
) -> list[Step]:
    pages = pages_of(section["fields"])
    steps = []
    for page, fields in enumerate(pages, start=1):
        shown = tuple(field for field in fields if is_shown(field, known))
        if not shown:
            continue
        title = section["title"]
        if len(pages) > 1:
            title = _("%(title)s（%(page)d/%(pages)d）") % {
                "title": title,
                "page": page,
                "pages": len(pages),
            }
        steps.append(
            Step(
                key=f"f-{number}-{page}",
                kind="fields",
                title=title,
                section=section["title"],
                fields=shown,
            )
        )
    return steps

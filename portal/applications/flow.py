"""Know where a draft stands: its pages, what is missing, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from content.scenario import ScenarioResult, resolve
from portal.accounts.models import Organisation
from portal.accounts.policy import organisations_of
from portal.applications.forms import question_fault
from portal.applications.materials import Slot, slots_of
from portal.applications.models import Draft, DraftFile
from portal.applications.selectors import files_by_slot, guide_of
from portal.applications.steps import Step, steps_of
from portal.cases.answers import validate_fields
from portal.cases.models import CorrectionPoint

NATURAL_PERSON = "1"


@dataclass
class Flow:
    """A draft with everything that its pages need, read once."""

    draft: Draft
    guide: Mapping[str, Any] = field(init=False)
    points: dict[str, CorrectionPoint] = field(init=False)

    def __post_init__(self) -> None:
        self.guide = guide_of(self.draft.version)
        notice = self.draft.notice
        points = notice.points.all() if notice is not None else ()
        self.points = {point.target: point for point in points}

    @property
    def corrects(self) -> bool:
        """Whether the draft answers a correction notice."""
        return self.draft.notice_id is not None

    @cached_property
    def organisations(self) -> list[Organisation]:
        """The organisations that the owner may apply for."""
        if all(code == NATURAL_PERSON for code in self.guide["service_objects"]):
            return []
        return list(organisations_of(self.draft.owner))

    @cached_property
    def files(self) -> dict[int, list[DraftFile]]:
        """The draft's files by the order of their material; 0 holds field files."""
        return files_by_slot(self.draft)

    @cached_property
    def situation(self) -> ScenarioResult:
        """What the scenario answers mean."""
        return resolve(self.guide, self.draft.scenario_answers)

    @cached_property
    def slots(self) -> list[Slot]:
        """The materials that this application has to bring."""
        slots = slots_of(self.guide, self.draft.scenario_answers)
        if not self.corrects:
            return slots
        # What the office could not get by itself, or found wrong, now has to be uploaded.
        return [
            replace(slot, plan=replace(slot.plan, required=True, exempt_way=""))
            for slot in slots
            if f"material:{slot.order}" in self.points
        ]

    @cached_property
    def steps(self) -> list[Step]:
        """The pages in order; in a correction only what a point names."""
        steps = steps_of(
            self.guide,
            answers=self.draft.answers,
            scenario_answers=self.draft.scenario_answers,
            choose_applicant=bool(self.organisations),
        )
        if not self.corrects:
            return steps
        return [narrow for step in steps if (narrow := self._pointed_at(step))]

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The form's answers, with the files of file fields by digest and name."""
        return {**self.draft.answers, **self.field_files}

    @cached_property
    def field_files(self) -> dict[str, list[str]]:
        """The files of each file field as answers: digest, a slash, the name."""
        answers: dict[str, list[str]] = {}
        for file in self.files.get(0, []):
            answers.setdefault(file.field_key, []).append(f"{file.digest}/{file.name}")
        return answers

    def step(self, key: str) -> Step | None:
        """Return the page of this key, or None when it is not asked for."""
        return next((each for each in self.steps if each.key == key), None)

    def number(self, step: Step) -> int:
        """Return the place of a page, counted from 1."""
        return self.steps.index(step) + 1

    def before(self, step: Step) -> Step | None:
        """Return the page before, or None on the first one."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None

    def after(self, step: Step) -> Step:
        """Return the page after; the check is its own successor."""
        place = self.steps.index(step)
        return self.steps[min(place + 1, len(self.steps) - 1)]

    def first_incomplete(self) -> Step:
        """Return the first page that still misses something, at last the check."""
        return next(
            (each for each in self.steps if not self.is_complete(each)), self.steps[-1]
        )

    def is_complete(self, step: Step) -> bool:
        """Say whether nothing is missing or wrong on a page."""
        if step.kind == "applicant":
            return self.draft.applicant_chosen
        if step.question is not None:
            answer = self.draft.scenario_answers.get(step.question["code"])
            return not question_fault(self.guide, step.question, answer)
        if step.kind == "fields":
            return not validate_fields(
                step.fields, self.answers, self.draft.scenario_answers
            )
        if step.kind == "materials":
            return all(
                slot.automatic or not slot.required or self.files.get(slot.order)
                for slot in self.slots
            )
        return False

    def _pointed_at(self, step: Step) -> Step | None:
        if step.kind == "fields":
            asked = tuple(
                each for each in step.fields if f"field:{each['key']}" in self.points
            )
            return replace(step, title=step.section, fields=asked) if asked else None
        if step.kind == "materials":
            return step if self.slots else None
        return step if step.kind == "check" else None

"""Read what an officer typed: kept to be shown again, and made into a command's input.

Whether the input is good is for the services to say. Here only what a form must have
before it means anything is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.cases.errors import Issue
from portal.cases.guards.acceptance import correction_targets
from portal.cases.inputs import MaterialVerdict, PointInput
from portal.cases.models import Case, MaterialSlot, SlotState

_WHOLE_NUMBER: Final = re.compile(r"[0-9]{1,9}")
CONTROLS: Final = frozenset({"csrfmiddlewaretoken", "seen_seq", "resume"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it was sent: `typed` by input name, and the service's keywords."""

    typed: Mapping[str, str]
    inputs: Mapping[str, Any] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


Reader = Callable[[Mapping[str, str], Case], Filled]


def typed_from(post: QueryDict) -> dict[str, str]:
    """Return every field that was sent, without what only steers the form."""
    return {name: str(post[name]) for name in post if name not in CONTROLS}


def seen_seq_from(post: QueryDict) -> int:
    """Return the event that the page was made after; -1, which never fits, when unclear."""
    return whole_number(post.get("seen_seq", ""))


def whole_number(text: str) -> int:
    """Return a whole number, or -1, which names nothing."""
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else -1


def texts(*names: str) -> Reader:
    """Return a reader that takes these fields as they are."""

    def read(typed: Mapping[str, str], _case: Case) -> Filled:
        return Filled(typed=typed, inputs={name: _one(typed, name) for name in names})

    return read


def step_texts(*names: str) -> Reader:
    """Return a reader of these fields and the step that the page showed."""

    def read(typed: Mapping[str, str], _case: Case) -> Filled:
        inputs: dict[str, Any] = {name: _one(typed, name) for name in names}
        inputs["step_id"] = whole_number(_one(typed, "step_id"))
        return Filled(typed=typed, inputs=inputs)

    return read


def return_target(typed: Mapping[str, str], _case: Case) -> Filled:
    """Read where a case goes back to, and why."""
    return Filled(
        typed=typed,
        inputs={
            "target_order": whole_number(_one(typed, "target_order")),
            "reason": _one(typed, "reason"),
        },
    )


def all_verdicts(typed: Mapping[str, str], case: Case) -> Filled:
    """Read the officer's verdict on every material that has to be looked at."""
    slots = [slot for slot in case.slots.all() if awaits_verdict(slot)]
    return Filled(
        typed=typed,
        inputs={
            "note": _one(typed, "note"),
            "verdicts": tuple(_given_verdicts(typed, slots)),
        },
        issues=tuple(
            Issue(
                field=f"material:{slot.order}",
                message=_("请选择“%(name)s”的核对结论。") % {"name": slot.name},
            )
            for slot in slots
            if not _one(typed, f"verdict-{slot.order}")
        ),
    )


def some_verdicts(typed: Mapping[str, str], case: Case) -> Filled:
    """Read the verdicts given so far; at least one."""
    slots = [slot for slot in case.slots.all() if awaits_verdict(slot)]
    given = tuple(_given_verdicts(typed, slots))
    nothing = Issue(field="", message=_("请至少选择一项材料的核对结论。"))
    return Filled(
        typed=typed,
        inputs={"verdicts": given},
        issues=() if given else (nothing,),
    )


def known_verdicts(case: Case) -> dict[str, str]:
    """Return what the verdict form shows first: the verdicts recorded so far."""
    typed = {}
    for slot in case.slots.all():
        if slot.state in {SlotState.CHECKED, SlotState.REJECTED}:
            typed[f"verdict-{slot.order}"] = str(slot.state)
            typed[f"note-{slot.order}"] = slot.note
    return typed


def known_defects(case: Case) -> dict[str, str]:
    """Return what the correction form shows first: materials found wanting."""
    return {
        f"explanation-material:{slot.order}": slot.note
        for slot in case.slots.all()
        if slot.state == SlotState.REJECTED
    }


def nothing_yet(_case: Case) -> dict[str, str]:
    """Return an empty form."""
    return {}


def awaits_verdict(slot: MaterialSlot) -> bool:
    """Say whether an officer has to look at a material before the case is accepted."""
    if slot.state in {SlotState.UPLOADED, SlotState.CHECKED, SlotState.REJECTED}:
        return True
    return slot.required and slot.state == SlotState.MISSING


def points(typed: Mapping[str, str], case: Case) -> Filled:
    """Read everything that has to be corrected; a point is what has a reason or text."""
    found, issues = [], []
    for target, label in correction_targets(case).items():
        reason = _one(typed, f"reason-{target}")
        explanation = _one(typed, f"explanation-{target}")
        if not reason and not explanation:
            continue
        found.append(
            PointInput(target=target, explanation=explanation, reason_code=reason)
        )
        if not explanation:
            message = _("请写明“%(label)s”怎样补正。") % {"label": label}
            issues.append(Issue(field=f"point:{target}", message=message))
        if not reason:
            message = _("请选择“%(label)s”的补正原因。") % {"label": label}
            issues.append(Issue(field=f"reason:{target}", message=message))
    return Filled(
        typed=typed,
        inputs={
            "points": tuple(found),
            "override_reason": _one(typed, "override_reason"),
        },
        issues=tuple(issues),
    )


def _given_verdicts(
    typed: Mapping[str, str], slots: Iterable[MaterialSlot]
) -> Iterable[MaterialVerdict]:
    for slot in slots:
        state = _one(typed, f"verdict-{slot.order}")
        if state:
            yield MaterialVerdict(
                order=slot.order, state=state, note=_one(typed, f"note-{slot.order}")
            )


def _one(typed: Mapping[str, str], name: str) -> str:
    # Browsers send line ends as CR LF; one kind is kept.
    return typed.get(name, "").replace("\r\n", "\n").strip()

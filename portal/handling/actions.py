"""What an officer can do to a case from the desk: one row per command.

The buttons, the forms' addresses and the calls of the services all come from here; who may
do what and when comes from the transition table of `portal.cases`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.cases import services
from portal.cases.inputs import MaterialVerdict
from portal.cases.models import Case
from portal.cases.transitions import Command
from portal.handling.inputs import (
    Reader,
    all_verdicts,
    known_defects,
    known_verdicts,
    nothing_yet,
    points,
    return_target,
    some_verdicts,
    step_texts,
    texts,
)


@transaction.atomic
def accept_checked(
    case_id: UUID,
    *,
    actor: User,
    seen_seq: int | None,
    verdicts: Sequence[MaterialVerdict],
    note: str,
) -> Case:
    """Record the verdicts on the materials and accept: both, or neither."""
    if verdicts:
        checked = services.check_materials(
            case_id, actor=actor, seen_seq=seen_seq, verdicts=verdicts
        )
        seen_seq = checked.head_seq
    return services.accept(case_id, actor=actor, seen_seq=seen_seq, note=note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do: its address, its words, its form and its service.

    `kind` is the look of the button: "go" for the way forward, "plain", or "stop" for
    what ends or refuses. `first` gives what the form shows before anything is typed. An
    action that is not `listed` is reached from another one's page.
    """

    command: Command
    slug: str
    text: Promise
    lead: Promise
    done: Promise
    template: str
    reader: Reader
    run: Callable[..., Any]
    kind: str = "plain"
    first: Callable[[Case], Mapping[str, str]] = nothing_yet
    listed: bool = True


ACTIONS: Final[Mapping[str, Action]] = {
    action.slug: action
    for action in (
        Action(
            command=Command.ACCEPT,
            slug="accept",
            text=_("受理"),
            lead=_(
                "逐项核对材料。全部合格后受理，受理通知书同时出具，时限从明天起算。"
            ),
            done=_("已受理，受理通知书已经出具。"),
            template="handling/accept.html",
            reader=all_verdicts,
            run=accept_checked,
            kind="go",
            first=known_verdicts,
        ),
        Action(
            command=Command.CHECK_MATERIALS,
            slug="materials",
            text=_("核对材料"),
            lead=_("先把核对结论记下来，以后再受理或者告知补正。"),
            done=_("核对结论已保存。"),
            template="handling/accept.html",
            reader=some_verdicts,
            run=services.check_materials,
            first=known_verdicts,
            listed=False,
        ),
        Action(
            command=Command.REQUEST_CORRECTION,
            slug="correction",
            text=_("一次性告知补正"),
            lead=_("把要补正的地方一次写全。申请人会原样看到您写的话。"),
            done=_("补正告知书已经发出，等申请人补正。"),
            template="handling/correction.html",
            reader=points,
            run=services.request_correction,
            first=known_defects,
        ),
        Action(
            command=Command.REFUSE_ACCEPTANCE,
            slug="refuse",
            text=_("不予受理"),
            lead=_("不予受理要说明理由，并告知申请人怎样救济。"),
            done=_("已作出不予受理决定，通知书已经出具。"),
            template="handling/refuse.html",
            reader=texts("reason_code", "reasons"),
            run=services.refuse_acceptance,
            kind="stop",
        ),
        Action(
            command=Command.CLAIM_STEP,
            slug="claim",
            text=_("领取环节"),
            lead=_("领取后由您办理这个环节，别人不能再领取。"),
            done=_("已领取，现在由您办理。"),
            template="handling/claim.html",
            reader=step_texts(),
            run=services.claim_step,
            kind="go",
        ),
        Action(
            command=Command.COMPLETE_STEP,
            slug="complete",
            text=_("完成环节"),
            lead=_("写明结论和意见。意见记入案卷，作决定的人会看到。"),
            done=_("环节已完成，转入下一步。"),
            template="handling/complete.html",
            reader=step_texts("result", "opinion"),
            run=services.complete_step,
            kind="go",
        ),
        Action(
            command=Command.DECIDE,
            slug="decide",
            text=_("作出决定"),
            lead=_("决定作出后不能撤销，只能另行办理变更或者撤销。"),
            done=_("决定已作出，决定书已经出具。"),
            template="handling/decide.html",
            reader=texts("outcome", "reasons", "legal_basis"),
            run=services.decide,
            kind="go",
        ),
        Action(
            command=Command.RETURN_STEP,
            slug="return",
            text=_("退回上一环节"),
            lead=_("退回后那个环节重新办理，办理时限不停。"),
            done=_("已退回，请前一环节重新办理。"),
            template="handling/return.html",
            reader=return_target,
            run=services.return_step,
        ),
        Action(
            command=Command.CLOSE,
            slug="close",
            text=_("送达并办结"),
            lead=_("结果已经送到申请人手里再办结。办结后案卷归档。"),
            done=_("已办结，案卷归档。"),
            template="handling/close.html",
            reader=texts(),
            run=services.close,
            kind="go",
        ),
        Action(
            command=Command.TERMINATE,
            slug="terminate",
            text=_("终止办理"),
            lead=_("只有法律规定的情形才能终止，例如申请人死亡或者资格丧失。"),
            done=_("已终止办理，终止通知书已经出具。"),
            template="handling/terminate.html",
            reader=texts("reasons"),
            run=services.terminate,
            kind="stop",
        ),
    )
}


def actions_for(commands: Container[str]) -> list[Action]:
    """Return the actions of the commands that are allowed now, the main one first."""
    return [
        action
        for action in ACTIONS.values()
        if action.listed and action.command in commands
    ]

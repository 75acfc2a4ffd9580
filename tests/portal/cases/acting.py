"""Inputs of the commands, right ones unless a test changes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from portal.accounts.models import User
from portal.audit import blobs
from portal.cases import services
from portal.cases.inputs import (
    FileInput,
    MaterialInput,
    MaterialVerdict,
    PointInput,
)
from portal.cases.models import Case
from portal.cases.transitions import Command
from tests.factories.food import ANSWERS, SCENARIO, UPLOADED

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)

ADDRESS_POINT = PointInput(
    target="field:addr", explanation="请写到门牌号", reason_code="unclear"
)
PLAN_POINT = PointInput(
    target="material:3", explanation="平面图看不清", reason_code="unclear"
)


def stored_file(text: str, **others: Any) -> FileInput:
    content = b"%PDF-1.7 " + text.encode()
    values: dict[str, Any] = {
        "digest": blobs.store(content),
        "name": f"{text}.pdf",
        "size": len(content),
        "content_type": "application/pdf",
    }
    return FileInput(**{**values, **others})


def material(order: int, text: str = "") -> MaterialInput:
    return MaterialInput(order=order, files=(stored_file(text or f"材料{order}"),))


def filing(**others: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "answers": ANSWERS,
        "scenario_answers": SCENARIO,
        "materials": [material(order) for order in UPLOADED],
        "idempotency_key": "key-1",
    }
    return {**values, **others}


def finish_steps(case: Case, actor: User) -> Case:
    while step := case.steps.filter(state__in=["open", "claimed"]).first():
        case = services.complete_step(
            case.pk,
            actor=actor,
            seen_seq=None,
            step_id=step.pk,
            opinion="材料属实，符合条件",
            result="passed",
        )
    return case


def open_step_id(case: Case) -> int:
    step = case.steps.filter(state__in=["open", "claimed"]).first()
    return step.pk if step else 0


def _open_step_of(case_id: UUID) -> int:
    case = Case.objects.filter(pk=case_id).first()
    return open_step_id(case) if case is not None else 0


Giver = Callable[..., Case]

# Every command that a person gives, with inputs that its guards let through.
GIVE: Mapping[Command, Giver] = {
    Command.ACCEPT: services.accept,
    Command.REFUSE_ACCEPTANCE: lambda pk, **by: services.refuse_acceptance(
        pk, reason_code="not_competent", reasons="应当向住建部门申请", **by
    ),
    Command.CHECK_MATERIALS: lambda pk, **by: services.check_materials(
        pk, verdicts=[MaterialVerdict(order=3)], **by
    ),
    Command.REQUEST_CORRECTION: lambda pk, **by: services.request_correction(
        pk, points=[ADDRESS_POINT, PLAN_POINT], **by
    ),
    Command.ANSWER_CORRECTION: lambda pk, **by: services.answer_correction(
        pk,
        answers={"addr": "云溪区文昌街道书香路5号2层"},
        materials=[material(3, "新平面图")],
        **by,
    ),
    Command.CLAIM_STEP: lambda pk, **by: services.claim_step(
        pk, step_id=_open_step_of(pk), **by
    ),
    Command.COMPLETE_STEP: lambda pk, **by: services.complete_step(
        pk,
        step_id=_open_step_of(pk),
        opinion="符合条件",
        result="passed",
        **by,
    ),
    Command.RETURN_STEP: lambda pk, **by: services.return_step(
        pk, target_order=2, reason="现场情况没有写清", **by
    ),
    Command.DECIDE: lambda pk, **by: services.decide(
        pk, outcome="granted", reasons="符合法定条件", **by
    ),
    Command.CLOSE: services.close,
    Command.WITHDRAW: services.withdraw,
    Command.TERMINATE: lambda pk, **by: services.terminate(
        pk, reasons="申请人主体资格灭失", **by
    ),
}

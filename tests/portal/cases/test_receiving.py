from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
import time_machine

from portal.cases import services
from portal.cases.errors import CaseError, RequirementsUnmet
from portal.cases.inputs import MaterialInput, MaterialVerdict, PointInput
from portal.cases.models import Case, MaterialFile
from portal.cases.transitions import Command
from tests.factories.people import Cast
from tests.portal.cases.acting import (
    ADDRESS_POINT,
    GIVE,
    NOW,
    PLAN_POINT,
    material,
)

NEW_ADDRESS = {"addr": "云溪区文昌街道书香路5号2层"}


@pytest.fixture
def corrected(received: Case, cast: Cast) -> Case:
    """The case after olive asked for two corrections; alice's turn."""
    return GIVE[Command.REQUEST_CORRECTION](
        received.pk, actor=cast.olive, seen_seq=None
    )


def timers(case: Case) -> dict[str, tuple[str, date | None]]:
    return {timer.purpose: (timer.state, timer.due_on) for timer in case.timers.all()}


def test_accepting_checks_materials_and_starts_the_clocks(
    received: Case, cast: Cast
) -> None:
    case = services.accept(received.pk, actor=cast.olive, seen_seq=1, note="齐全")
    assert (case.phase, case.waiting_for) == ("accepted", "review")
    assert case.accepted_at == NOW
    assert {slot.state for slot in case.slots.all()} == {"checked", "waived"}
    assert timers(case) == {
        "acceptance": ("stopped", date(2026, 12, 2)),
        "statutory": ("running", date(2026, 12, 9)),
        "promised": ("running", date(2026, 12, 3)),
        "stage": ("running", date(2026, 11, 27)),
    }
    notice = case.documents.get(kind="acceptance")
    assert notice.content["promise"]["due_on"] == "2026-12-03"
    assert case.steps.get().name == "审查"


def test_rejected_or_missing_material_stops_acceptance(
    received: Case, cast: Cast
) -> None:
    services.check_materials(
        received.pk,
        actor=cast.olive,
        seen_seq=1,
        verdicts=[
            MaterialVerdict(order=3, state="rejected", note="看不清"),
            MaterialVerdict(order=4),
        ],
    )
    with pytest.raises(RequirementsUnmet, match="不合格") as refused:
        services.accept(received.pk, actor=cast.olive, seen_seq=2)
    assert [issue.field for issue in refused.value.issues] == ["material:3"]


@pytest.mark.parametrize("scan", ["pending", "infected", "error"])
def test_file_that_is_not_clean_stops_acceptance(
    received: Case, cast: Cast, scan: str
) -> None:
    MaterialFile.objects.filter(slot__order=3).update(scan=scan)
    with pytest.raises(RequirementsUnmet) as refused:
        services.accept(received.pk, actor=cast.olive, seen_seq=1)
    assert [issue.field for issue in refused.value.issues] == ["material:3"]


@pytest.mark.parametrize(
    "verdict",
    [
        MaterialVerdict(order=99),
        MaterialVerdict(order=3, state="promised"),
        MaterialVerdict(order=3, state="rejected", note=" "),
        MaterialVerdict(order=3, state="waived", note="免" * 501),
    ],
)
def test_unsound_verdict_is_refused(
    received: Case, cast: Cast, verdict: MaterialVerdict
) -> None:
    with pytest.raises(RequirementsUnmet):
        services.check_materials(
            received.pk, actor=cast.olive, seen_seq=1, verdicts=[verdict]
        )
    assert received.slots.get(order=3).state == "uploaded"


def test_refusing_acceptance_ends_the_case_with_remedies(
    received: Case, cast: Cast
) -> None:
    case = GIVE[Command.REFUSE_ACCEPTANCE](received.pk, actor=cast.olive, seen_seq=None)
    assert (case.phase, case.outcome) == ("not_accepted", "not_accepted")
    assert (case.due_on, case.waiting_for) == (None, "")
    paper = case.documents.get(kind="refusal").content
    assert paper["reason"] == "不属于本机关职权范围"
    assert "行政复议" in paper["remedies"]
    assert not case.timers.filter(state="running").exists()


@pytest.mark.parametrize(
    ("code", "reasons", "field"),
    [
        ("rainy", "下雨", "reason_code"),
        ("other", " ", "reasons"),
        ("other", "长" * 1001, "reasons"),
    ],
)
def test_refusal_without_a_sound_reason_is_refused(
    received: Case, cast: Cast, code: str, reasons: str, field: str
) -> None:
    with pytest.raises(RequirementsUnmet) as refused:
        services.refuse_acceptance(
            received.pk,
            actor=cast.olive,
            seen_seq=None,
            reason_code=code,
            reasons=reasons,
        )
    assert [issue.field for issue in refused.value.issues] == [field]


def test_correction_names_everything_once_and_stops_the_clock(
    corrected: Case,
) -> None:
    case = corrected
    assert (case.phase, case.waiting_for) == ("correction", "applicant")
    notice = case.correction_notices.get()
    assert [point.label for point in notice.points.all()] == [
        next(
            field["label"]
            for section in case.version.payload["guide"]["online_form"]["sections"]
            for field in section["fields"]
            if field["key"] == "addr"
        ),
        case.slots.get(order=3).name,
    ]
    assert notice.due_on == case.due_on == date(2026, 12, 16)
    assert timers(case)["acceptance"] == ("running", None)
    assert case.slots.get(order=3).state == "rejected"
    paper = case.documents.get(kind="correction").content
    assert [point["explanation"] for point in paper["points"]] == [
        ADDRESS_POINT.explanation,
        PLAN_POINT.explanation,
    ]


def test_answer_opens_a_new_round_and_the_clock_goes_on(
    corrected: Case, cast: Cast, clock: time_machine.Coordinates
) -> None:
    clock.move_to(NOW + timedelta(days=7))
    case = GIVE[Command.ANSWER_CORRECTION](
        corrected.pk, actor=cast.alice, seen_seq=corrected.head_seq
    )
    assert (case.phase, case.waiting_for) == ("received", "receive")
    first, second = case.submissions.order_by("round")
    assert first.answers["addr"] != second.answers["addr"] == NEW_ADDRESS["addr"]
    assert {**first.answers, **NEW_ADDRESS} == second.answers
    assert case.slots.get(order=3).state == "uploaded"
    assert sorted(case.slots.get(order=3).files.values_list("round", flat=True)) == [
        0,
        1,
    ]
    assert case.correction_notices.get().state == "answered"
    # Five days after Wednesday 2 December, since none was used before the pause.
    assert case.due_on == date(2026, 12, 9)


def test_correction_answered_on_the_same_day_moves_no_date(
    corrected: Case, cast: Cast
) -> None:
    case = GIVE[Command.ANSWER_CORRECTION](corrected.pk, actor=cast.alice)
    assert case.due_on == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("answers", "materials", "words"),
    [
        ({}, [3], "请补正"),
        (NEW_ADDRESS, [], "请补正"),
        ({**NEW_ADDRESS, "area": "900"}, [3], "没有要求补正"),
        (NEW_ADDRESS, [3, 4], "没有要求补正"),
        ({"addr": "  "}, [3], "请补正"),
    ],
)
def test_answer_covers_every_point_and_nothing_else(
    corrected: Case,
    cast: Cast,
    answers: dict[str, str],
    materials: list[int],
    words: str,
) -> None:
    with pytest.raises(RequirementsUnmet, match=words):
        services.answer_correction(
            corrected.pk,
            actor=cast.alice,
            answers=answers,
            materials=[material(order, "新的") for order in materials],
        )
    assert Case.objects.get().phase == "correction"


def test_point_on_a_material_is_not_answered_by_an_empty_hand(
    corrected: Case, cast: Cast
) -> None:
    with pytest.raises(RequirementsUnmet, match="请提交"):
        services.answer_correction(
            corrected.pk,
            actor=cast.alice,
            answers=NEW_ADDRESS,
            materials=[MaterialInput(order=3)],
        )


@pytest.mark.parametrize(
    "points",
    [
        [],
        [PointInput(target="field:ghost", explanation="没有这一项")],
        [PointInput(target="material:99", explanation="没有这一项")],
        [ADDRESS_POINT, ADDRESS_POINT],
        [PointInput(target="field:addr", explanation=" ")],
        [PointInput(target="field:addr", explanation="长" * 501)],
        [PointInput(target="field:addr", explanation="好", reason_code="rain")],
    ],
)
def test_unsound_points_are_refused(
    received: Case, cast: Cast, points: Sequence[PointInput]
) -> None:
    with pytest.raises(RequirementsUnmet):
        services.request_correction(
            received.pk, actor=cast.olive, seen_seq=None, points=points
        )
    assert not received.correction_notices.exists()


def test_second_correction_needs_a_supervisor_with_a_reason(
    corrected: Case, cast: Cast
) -> None:
    case = GIVE[Command.ANSWER_CORRECTION](corrected.pk, actor=cast.alice)

    def ask(actor: object, reason: str = "") -> Case:
        return services.request_correction(
            case.pk,
            actor=actor,  # type: ignore[arg-type]
            seen_seq=None,
            points=[ADDRESS_POINT],
            override_reason=reason,
        )

    with pytest.raises(RequirementsUnmet, match="已经一次性告知"):
        ask(cast.olive, "还要补")
    with pytest.raises(RequirementsUnmet, match="再次要求补正的理由"):
        ask(cast.sam, " ")
    again = ask(cast.sam, "首次告知遗漏法定材料")
    notices = list(again.correction_notices.order_by("round"))
    assert [notice.state for notice in notices] == ["answered", "open"]
    assert notices[1].override_reason == "首次告知遗漏法定材料"


def test_supervisor_does_not_ask_first(received: Case, cast: Cast) -> None:
    with pytest.raises(CaseError, match="首次补正告知"):
        services.request_correction(
            received.pk,
            actor=cast.sam,
            seen_seq=None,
            points=[ADDRESS_POINT],
            override_reason="着急",
        )


def test_withdrawing_cancels_the_open_notice_and_all_clocks(
    corrected: Case, cast: Cast
) -> None:
    case = services.withdraw(corrected.pk, actor=cast.alice, reason="不开了")
    assert (case.phase, case.outcome) == ("withdrawn", "withdrawn")
    assert case.correction_notices.get().state == "cancelled"
    assert not case.timers.filter(state="running").exists()
    assert case.closed_at == NOW

"""Steps, decision and close: what the handling and approving posts do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import Duty, PostHolding
from portal.cases import services
from portal.cases.models import Case, Outcome, Phase, StepState
from tests.factories.people import IN_POST_SINCE, Cast
from tests.portal.handling.conftest import desk, read, send

GRANT = {"outcome": "granted", "reasons": "材料属实，符合条件"}
PASSED = {"result": "passed", "opinion": "布局合理"}


def open_step_id(case: Case) -> int:
    return case.steps.get(state__in=["open", "claimed"]).pk


class TestSteps:
    def test_reviewer_claims_a_step(
        self, client: Client, accepted: Case, cast: Cast
    ) -> None:
        step_id = open_step_id(accepted)
        assert f'value="{step_id}"' in read(client, cast.rita, desk(accepted, "claim"))

        status, _html = send(client, cast.rita, accepted, "claim", step_id=step_id)

        step = accepted.steps.get(pk=step_id)
        assert status == 302
        assert (step.state, step.claimed_by) == (StepState.CLAIMED, cast.rita)

    def test_reviewer_completes_a_step_with_an_opinion(
        self, client: Client, accepted: Case, cast: Cast
    ) -> None:
        step_id = open_step_id(accepted)

        status, _html = send(
            client, cast.rita, accepted, "complete", step_id=step_id, **PASSED
        )

        assert status == 302
        assert accepted.steps.get(pk=step_id).opinion == "布局合理"
        assert "布局合理" in read(client, cast.rita, desk(accepted))

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"opinion": " "}, "opinion"),
            ({"opinion": "长" * 1001}, "opinion"),
            ({"result": ""}, "result"),
            ({"result": "perhaps"}, "result"),
        ],
    )
    def test_step_without_conclusion_or_opinion_is_not_completed(
        self,
        client: Client,
        accepted: Case,
        cast: Cast,
        changes: dict[str, str],
        field: str,
    ) -> None:
        typed = {"step_id": open_step_id(accepted), **PASSED, **changes}

        status, html = send(client, cast.rita, accepted, "complete", **typed)

        assert status == 422
        assert f'href="#{field}"' in html
        assert f'id="{field}"' in html

    @pytest.mark.parametrize("step_id", ["", "abc", "0", "999999", "-1", "9" * 30])
    def test_unknown_step_is_refused(
        self, client: Client, accepted: Case, cast: Cast, step_id: str
    ) -> None:
        status, html = send(
            client, cast.rita, accepted, "complete", step_id=step_id, **PASSED
        )

        assert status == 422
        assert "这个环节现在不能办理" in html

    def test_receiver_may_not_complete_a_step(
        self, client: Client, accepted: Case, cast: Cast
    ) -> None:
        status, html = send(
            client,
            cast.olive,
            accepted,
            "complete",
            step_id=open_step_id(accepted),
            **PASSED,
        )

        assert status == 403
        assert "您没有这个岗位" in html
        assert "布局合理" in html

    def test_approver_sends_a_case_back_with_a_reason(
        self, client: Client, reviewed: Case, cast: Cast
    ) -> None:
        first = reviewed.steps.order_by("sequence").first()
        assert first is not None
        html = read(client, cast.anna, desk(reviewed, "return"))
        assert first.name in html

        status, _html = send(
            client,
            cast.anna,
            reviewed,
            "return",
            target_order=first.stage_order,
            reason="现场情况没有写明",
        )

        assert status == 302
        assert reviewed.steps.filter(state="open").count() == 1

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"target_order": "", "reason": "不清楚"}, "target_order"),
            ({"target_order": "99", "reason": "不清楚"}, "target_order"),
            ({"target_order": "2", "reason": ""}, "reason"),
        ],
    )
    def test_sending_back_needs_a_target_and_a_reason(
        self,
        client: Client,
        reviewed: Case,
        cast: Cast,
        typed: dict[str, str],
        field: str,
    ) -> None:
        status, html = send(client, cast.anna, reviewed, "return", **typed)

        assert status == 422
        assert f'href="#{field}"' in html


class TestDecision:
    def test_approver_grants_and_the_paper_is_issued(
        self, client: Client, reviewed: Case, cast: Cast
    ) -> None:
        form = read(client, cast.anna, desk(reviewed, "decide"))
        assert "材料属实，符合条件" in form  # rita's opinion
        assert "申请行政复议" in form

        status, _html = send(client, cast.anna, reviewed, "decide", **GRANT)

        reviewed.refresh_from_db()
        assert status == 302
        assert (reviewed.phase, reviewed.outcome) == (Phase.DECIDED, Outcome.GRANTED)
        assert reviewed.documents.filter(kind="decision").exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"outcome": ""}, "outcome"),
            ({"outcome": "withdrawn"}, "outcome"),
            ({"reasons": ""}, "reasons"),
            ({"outcome": "refused"}, "legal_basis"),
        ],
    )
    def test_incomplete_decision_is_refused(
        self,
        client: Client,
        reviewed: Case,
        cast: Cast,
        changes: dict[str, str],
        field: str,
    ) -> None:
        status, html = send(client, cast.anna, reviewed, "decide", **(GRANT | changes))

        reviewed.refresh_from_db()
        assert status == 422
        assert f'href="#{field}"' in html
        assert f'id="{field}"' in html
        assert reviewed.phase == Phase.ACCEPTED

    def test_maker_is_not_the_checker(
        self, client: Client, reviewed: Case, cast: Cast
    ) -> None:
        PostHolding.objects.create(
            staff=cast.rita.staff,
            department_key="scj",
            duty=Duty.APPROVE,
            from_on=IN_POST_SINCE,
        )

        status, html = send(client, cast.rita, reviewed, "decide", **GRANT)

        reviewed.refresh_from_db()
        assert status in {403, 422}
        assert reviewed.phase == Phase.ACCEPTED
        assert "材料属实，符合条件" in html

    def test_decision_waits_for_open_steps(
        self, client: Client, accepted: Case, cast: Cast
    ) -> None:
        status, _html = send(client, cast.anna, accepted, "decide", **GRANT)

        accepted.refresh_from_db()
        assert status in {403, 422}
        assert accepted.phase == Phase.ACCEPTED

    def test_decided_case_is_closed_after_delivery(
        self, client: Client, reviewed: Case, cast: Cast
    ) -> None:
        case = services.decide(reviewed.pk, actor=cast.anna, seen_seq=None, **GRANT)
        assert "送达方式" in read(client, cast.anna, desk(case, "close"))

        status, _html = send(client, cast.anna, case, "close")

        case.refresh_from_db()
        assert status == 302
        assert case.phase == Phase.CLOSED
        assert "您现在不用办" in read(client, cast.anna, desk(case))

    def test_approver_terminates_with_reasons(
        self, client: Client, accepted: Case, cast: Cast
    ) -> None:
        empty, html = send(client, cast.anna, accepted, "terminate", reasons="")
        assert (empty, 'href="#reasons"' in html) == (422, True)

        status, _html = send(
            client, cast.anna, accepted, "terminate", reasons="申请单位已注销"
        )

        accepted.refresh_from_db()
        assert status == 302
        assert accepted.phase == Phase.TERMINATED


STEPS: list[tuple[str, dict[str, Any]]] = [
    ("accept", {}),
    ("correction", {}),
    ("refuse", {}),
    ("claim", {}),
    ("complete", {}),
    ("return", {}),
    ("decide", GRANT),
    ("close", {}),
    ("terminate", {"reasons": "x"}),
]


@pytest.mark.parametrize(("slug", "typed"), STEPS)
def test_supervisor_does_none_of_the_handling(
    client: Client, reviewed: Case, cast: Cast, slug: str, typed: dict[str, Any]
) -> None:
    status, _html = send(client, cast.sam, reviewed, slug, **typed)

    seen = reviewed.head_seq
    reviewed.refresh_from_db()
    assert status in {403, 409}
    assert reviewed.head_seq == seen

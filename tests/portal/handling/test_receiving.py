"""Accepting, asking for corrections, refusing: what the receiving post does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portal.audit.models import Event
from portal.cases import services
from portal.cases.models import Case, Phase
from tests.factories.people import Cast
from tests.portal.handling.conftest import desk, material, read, send

ALL_GOOD = {"verdict-3": "checked", "verdict-4": "checked"}
ONE_POINT = {
    "explanation-material:3": "图上没有标面积，请标明",
    "reason-material:3": "missing",
}
REFUSAL = {"reason_code": "not_competent", "reasons": "本事项由市局办理"}


def events(case: Case) -> list[str]:
    return list(
        Event.objects.filter(stream=case.pk)
        .order_by("seq")
        .values_list("type", flat=True)
    )


class TestAccepting:
    def test_form_lists_the_materials_to_look_at(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        html = read(client, cast.olive, desk(case, "accept"))

        assert 'name="verdict-3"' in html
        assert 'name="verdict-4"' in html
        assert 'name="verdict-1"' not in html  # a licence the office looks up itself
        assert "材料4.pdf" in html

    def test_case_is_accepted_with_every_material_marked(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        status, _html = send(client, cast.olive, case, "accept", **ALL_GOOD)

        case.refresh_from_db()
        assert status == 302
        assert case.phase == Phase.ACCEPTED
        assert events(case)[-2:] == ["case.materials_checked", "case.accepted"]
        assert "受理通知书已经出具" in read(client, cast.olive, desk(case))

    def test_material_without_a_verdict_is_asked_for(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        status, html = send(
            client, cast.olive, case, "accept", **{"verdict-3": "checked"}, note="看过"
        )

        case.refresh_from_db()
        assert status == 422
        assert 'href="#material:4"' in html
        assert 'id="material:4"' in html
        assert html.count("请选择“食品安全管理制度文本”的核对结论。") == 2
        assert "<title>错误：" in html
        assert ">看过</textarea>" in html
        assert case.phase == Phase.RECEIVED

    def test_rejected_material_writes_nothing_at_all(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        typed = {**ALL_GOOD, "verdict-3": "rejected", "note-3": "没有标面积"}

        status, html = send(client, cast.olive, case, "accept", **typed)

        assert status == 422
        assert "还不能受理" in html
        assert events(case) == ["case.filed"]
        assert case.slots.get(order=3).state == "uploaded"

    def test_waiver_needs_a_reason(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        status, html = send(
            client, cast.olive, case, "accept", **{**ALL_GOOD, "verdict-4": "waived"}
        )

        assert status == 422
        assert html.count("食品安全管理制度文本：请写明理由") == 2

    def test_verdicts_can_be_kept_for_later(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        typed = {"verdict-3": "rejected", "note-3": "没有标面积"}

        status, _html = send(client, cast.olive, case, "materials", **typed)

        assert status == 302
        assert case.slots.get(order=3).state == "rejected"
        correction = read(client, cast.olive, desk(case, "correction"))
        assert ">没有标面积</textarea>" in correction

    def test_keeping_no_verdict_is_refused(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        status, html = send(client, cast.olive, case, "materials")

        assert status == 422
        assert "请至少选择一项材料的核对结论" in html


class TestAskingForCorrection:
    def test_form_offers_every_field_and_material(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        html = read(client, cast.olive, desk(case, "correction"))

        assert 'name="explanation-field:area"' in html
        assert 'name="explanation-material:4"' in html
        assert "只能告知一次" in html

    def test_all_points_go_out_at_once(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        typed = {
            **ONE_POINT,
            "explanation-field:area": "面积与图不一致",
            "reason-field:area": "inconsistent",
        }

        status, _html = send(client, cast.olive, case, "correction", **typed)

        case.refresh_from_db()
        notice = case.correction_notices.get()
        assert status == 302
        assert case.phase == Phase.CORRECTION
        assert {point.target for point in notice.points.all()} == {
            "field:area",
            "material:3",
        }

    @pytest.mark.parametrize(
        ("typed", "link", "words"),
        [
            ({}, "#points", "请至少写明一处"),
            (
                {"reason-field:area": "missing"},
                "#point:field:area",
                "请写明“经营面积(平方米)”怎样补正",
            ),
            (
                {"explanation-field:area": "少了", "reason-field:area": "because"},
                "#point:field:area",
                "经营面积(平方米)：请选择补正原因",
            ),
            (
                {"explanation-field:area": "少了"},
                "#reason:field:area",
                "请选择“经营面积(平方米)”的补正原因",
            ),
            (
                {"explanation-field:area": "少" * 501, "reason-field:area": "missing"},
                "#point:field:area",
                "最多500个字",
            ),
        ],
    )
    def test_incomplete_points_are_refused_at_their_field(
        self,
        client: Client,
        case: Case,
        cast: Cast,
        typed: dict[str, Any],
        link: str,
        words: str,
    ) -> None:
        status, html = send(client, cast.olive, case, "correction", **typed)

        case.refresh_from_db()
        assert status == 422
        assert f'href="{link}"' in html
        assert f'id="{link[1:]}"' in html
        assert words in html
        assert case.phase == Phase.RECEIVED

    def test_second_request_needs_the_supervisor_and_a_reason(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        send(client, cast.olive, case, "correction", **ONE_POINT)
        case = services.answer_correction(
            case.pk,
            actor=cast.alice,
            answers={},
            materials=[material(3, "标了面积")],
        )

        status, html = send(client, cast.olive, case, "correction", **ONE_POINT)
        assert status == 422
        assert "不能再次要求补正" in html

        status, html = send(client, cast.sam, case, "correction", **ONE_POINT)
        assert status == 422
        assert 'href="#override_reason"' in html

        status, _html = send(
            client,
            cast.sam,
            case,
            "correction",
            **ONE_POINT,
            override_reason="图纸与现场不符，新发现",
        )
        assert status == 302
        assert case.correction_notices.count() == 2


class TestRefusingAcceptance:
    def test_form_shows_reasons_and_remedies(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        html = read(client, cast.olive, desk(case, "refuse"))

        assert "不属于本机关职权范围" in html
        assert "申请行政复议" in html

    def test_case_is_refused_with_reason_and_paper(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        status, _html = send(client, cast.olive, case, "refuse", **REFUSAL)

        case.refresh_from_db()
        assert status == 302
        assert case.phase == Phase.NOT_ACCEPTED
        assert case.documents.filter(kind="refusal").exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reason_code": ""}, "reason_code"),
            ({"reason_code": "because"}, "reason_code"),
            ({"reasons": "  "}, "reasons"),
            ({"reasons": "长" * 1001}, "reasons"),
        ],
    )
    def test_incomplete_refusal_is_sent_back_with_what_was_typed(
        self,
        client: Client,
        case: Case,
        cast: Cast,
        changes: dict[str, str],
        field: str,
    ) -> None:
        status, html = send(client, cast.olive, case, "refuse", **(REFUSAL | changes))

        case.refresh_from_db()
        assert status == 422
        assert f'href="#{field}"' in html
        assert f'id="{field}"' in html
        assert case.phase == Phase.RECEIVED

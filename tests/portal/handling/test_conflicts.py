"""Stale pages, second clicks, own cases and strangers: nothing is done, nothing lost."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from portal.accounts.models import Duty, User
from portal.cases import services
from portal.cases.inputs import MaterialVerdict, PointInput
from portal.cases.models import Case, Phase
from portal.handling.actions import ACTIONS
from tests.factories.people import Cast, make_officer
from tests.portal.handling.conftest import Filer, desk, read, send
from tests.portal.handling.test_receiving import ALL_GOOD, ONE_POINT, REFUSAL

SLUGS = sorted(ACTIONS)
POINT = PointInput(target="field:area", explanation="面积与图不一致")
VERDICT = MaterialVerdict(order=3, state="checked")


@pytest.fixture
def otto(cast: Cast) -> User:
    """Receives in the same department as olive."""
    return make_officer("otto", Duty.RECEIVE, department_key="scj")


class TestStalePage:
    def test_page_says_who_acted_when_and_what(
        self, client: Client, case: Case, cast: Cast, otto: User
    ) -> None:
        services.request_correction(
            case.pk, actor=otto, seen_seq=case.head_seq, points=[POINT]
        )

        status, html = send(client, cast.olive, case, "refuse", **REFUSAL)

        assert status == 409
        assert otto.staff.display_name in html
        assert "一次性告知补正" in html
        assert "2026 年 11 月 25 日 10:00" in html
        assert desk(case) in html

    def test_typed_text_is_kept_and_can_be_taken_back_to_the_form(
        self, client: Client, case: Case, cast: Cast, otto: User
    ) -> None:
        services.check_materials(
            case.pk, actor=otto, seen_seq=case.head_seq, verdicts=[VERDICT]
        )

        status, html = send(client, cast.olive, case, "refuse", **REFUSAL)
        assert status == 409
        assert "本事项由市局办理" in html
        assert 'name="resume" value="1"' in html

        again = client.post(desk(case, "refuse"), {**REFUSAL, "resume": "1"})
        text = again.content.decode()
        case.refresh_from_db()
        assert again.status_code == 200
        assert ">本事项由市局办理</textarea>" in text
        assert f'name="seen_seq" value="{case.head_seq}"' in text
        assert case.phase == Phase.RECEIVED

    def test_typed_text_is_kept_when_the_action_is_no_longer_possible(
        self, client: Client, case: Case, cast: Cast, otto: User
    ) -> None:
        services.refuse_acceptance(
            case.pk, actor=otto, seen_seq=None, reason_code="other", reasons="x"
        )

        status, html = send(client, cast.olive, case, "correction", **ONE_POINT)

        assert status == 409
        assert "图上没有标面积，请标明" in html
        assert "要补什么：主要设施设备布局和操作流程图" in html
        assert 'name="resume"' not in html

    @pytest.mark.parametrize("seen_seq", ["", "abc", "-1", "0", "999999999999", "1.0"])
    def test_page_without_a_good_seen_seq_is_stale(
        self, client: Client, case: Case, cast: Cast, seen_seq: str
    ) -> None:
        status, _html = send(
            client, cast.olive, case, "refuse", seen_seq=seen_seq, **REFUSAL
        )

        case.refresh_from_db()
        assert status == 409
        assert case.phase == Phase.RECEIVED


class TestSecondClick:
    def test_second_click_goes_back_to_the_case_and_does_nothing(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        first, _html = send(client, cast.olive, case, "accept", **ALL_GOOD)
        second, _html = send(client, cast.olive, case, "accept", **ALL_GOOD)
        documents = case.documents.filter(kind="acceptance").count()

        assert (first, second) == (302, 302)
        assert documents == 1
        assert "这一步您已经办过，没有重复执行" in read(client, cast.olive, desk(case))


class TestOwnCase:
    def test_officer_does_not_handle_her_own_case(
        self, client: Client, file_case: Filer, cast: Cast
    ) -> None:
        own = file_case(cast.olive)

        status, _html = send(client, cast.olive, own, "accept", **ALL_GOOD)

        own.refresh_from_db()
        assert status in {403, 404}
        assert own.phase == Phase.RECEIVED

    def test_own_case_offers_no_action(
        self, client: Client, file_case: Filer, cast: Cast
    ) -> None:
        own = file_case(cast.olive)
        client.force_login(cast.olive)

        assert desk(own, "accept") not in client.get(desk(own)).content.decode()


@pytest.mark.parametrize("slug", SLUGS)
class TestEveryAction:
    def test_visitor_is_sent_to_sign_in(
        self, client: Client, case: Case, slug: str
    ) -> None:
        for response in (client.get(desk(case, slug)), client.post(desk(case, slug))):
            assert response.status_code == 302
            assert response["Location"].startswith("/accounts/login/")

    def test_citizens_are_refused(
        self, client: Client, case: Case, cast: Cast, slug: str
    ) -> None:
        for person in (cast.alice, cast.charlie):
            read(client, person, desk(case, slug), status=403)
            assert send(client, person, case, slug)[0] == 403

    def test_other_department_finds_nothing(
        self, client: Client, case: Case, oscar: User, slug: str
    ) -> None:
        read(client, oscar, desk(case, slug), status=404)
        assert send(client, oscar, case, slug)[0] == 404

    def test_unknown_case_is_not_found(
        self, client: Client, case: Case, cast: Cast, slug: str
    ) -> None:
        unknown = Case(pk=uuid.uuid4())
        read(client, cast.olive, desk(unknown, slug), status=404)
        assert send(client, cast.olive, unknown, slug)[0] == 404

    def test_other_methods_are_refused(
        self, client: Client, case: Case, cast: Cast, slug: str
    ) -> None:
        client.force_login(cast.olive)
        for method in ("put", "patch", "delete"):
            assert getattr(client, method)(desk(case, slug)).status_code == 405

    def test_opening_the_form_writes_nothing(
        self, client: Client, case: Case, cast: Cast, slug: str
    ) -> None:
        seen = case.head_seq
        client.force_login(cast.olive)
        assert client.get(desk(case, slug)).status_code in {200, 403}
        case.refresh_from_db()
        assert case.head_seq == seen

    def test_form_refuses_a_post_without_a_token(
        self, case: Case, cast: Cast, slug: str
    ) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(cast.olive)

        assert strict.post(desk(case, slug), {"seen_seq": 1}).status_code == 403


def test_unknown_action_is_not_found(client: Client, case: Case, cast: Cast) -> None:
    read(client, cast.olive, desk(case, "burn"), status=404)

from __future__ import annotations

import pytest
from django.test import Client

from portal.applications.filing import submit_draft
from portal.applications.models import Draft
from portal.cases.models import Case, Channel, DocumentKind
from tests.factories.people import Cast
from tests.portal.applications.conftest import ANSWERS, fill, step_address

DECLARED = {"declared": "yes"}


def check(draft: Draft) -> str:
    return step_address(draft, "check")


def test_submission_makes_a_case_and_a_receipt(client: Client, filled: Draft) -> None:
    answer = client.post(check(filled), DECLARED)
    case = Case.objects.get()
    assert answer["Location"] == f"/my/cases/{case.pk}/receipt/"
    assert case.version == filled.version
    assert case.channel == Channel.DESKTOP
    submission = case.submissions.get()
    assert submission.answers["area"] == "120"
    assert "seats" not in submission.answers
    assert submission.scenario_answers["gas"] == "electric"
    assert {slot.order for slot in case.slots.all() if slot.files.exists()} == {3, 4}


def test_draft_is_emptied_and_remembers_its_case(client: Client, filled: Draft) -> None:
    client.post(check(filled), DECLARED)
    filled.refresh_from_db()
    assert filled.case == Case.objects.get()
    assert filled.answers == {}
    assert not filled.files.exists()
    assert "没交的草稿" not in client.get("/my/").content.decode()


def test_receipt_says_everything(client: Client, filled: Draft) -> None:
    client.post(check(filled), DECLARED)
    case = Case.objects.get()
    text = client.get(f"/my/cases/{case.pk}/receipt/").content.decode()
    for words in (
        case.number,
        case.query_key,
        "食品经营许可",
        "2026 年 11 月 25 日 10:0",
        "2026 年 12 月 2 日（周三）",
        "6个工作日",
        "主要设施设备布局和操作流程图",
        "咨询电话",
        "监督电话",
        'class="qr"',
    ):
        assert words in text
    assert case.documents.get().kind == DocumentKind.FILING_RECEIPT


def test_double_click_and_reload_give_the_same_receipt(
    client: Client, filled: Draft
) -> None:
    first = client.post(check(filled), DECLARED)
    case = Case.objects.get()
    second = client.post(check(filled), DECLARED)
    assert second["Location"] == f"/my/cases/{case.pk}/"
    assert first["Location"] == f"/my/cases/{case.pk}/receipt/"
    reloaded = client.get(f"/my/drafts/{filled.pk}/")
    assert reloaded["Location"] == f"/my/cases/{case.pk}/"
    assert Case.objects.count() == 1
    assert submit_draft(filled.pk, actor=filled.owner) == case


def test_filed_draft_no_longer_changes(client: Client, filled: Draft) -> None:
    client.post(check(filled), DECLARED)
    client.post(step_address(filled, "f-2-2"), {**ANSWERS, "mgr": "别人"})
    assert Case.objects.get().submissions.get().answers["mgr"] == ANSWERS["mgr"]
    assert client.post(f"/my/drafts/{filled.pk}/materials/3/").status_code == 404
    answer = client.post(f"/my/drafts/{filled.pk}/delete/")
    assert answer["Location"].startswith("/my/cases/")
    assert Draft.objects.exists()


def test_phone_is_another_channel(client: Client, filled: Draft) -> None:
    client.post(check(filled), DECLARED, headers={"User-Agent": "X Mobi"})
    assert Case.objects.get().channel == Channel.MOBILE


def test_declaration_is_needed(client: Client, filled: Draft) -> None:
    answer = client.post(check(filled))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#declared"' in text
    assert "<title>错误：" in text
    assert not Case.objects.exists()


def test_everything_missing_is_named_at_once_and_linked(
    client: Client, draft: Draft
) -> None:
    answer = client.post(check(draft), DECLARED)
    text = answer.content.decode()
    assert answer.status_code == 422
    for target in ("field-e_name", "field-area", "material-3", "scenario-scale"):
        assert f'href="#{target}"' in text, target
        assert f'id="{target}"' in text, target
    assert not Case.objects.exists()
    draft.refresh_from_db()
    assert draft.case is None


def test_invalid_answer_is_refused_at_submission(client: Client, draft: Draft) -> None:
    fill(client, draft, e_uscc="91990101MA0000007K")
    answer = client.post(check(draft), DECLARED)
    assert 'href="#field-e_uscc"' in answer.content.decode()
    assert not Case.objects.exists()


def test_missing_material_is_refused_at_submission(
    client: Client, filled: Draft
) -> None:
    filled.files.filter(slot_order=4).delete()
    answer = client.post(check(filled), DECLARED)
    assert 'href="#material-4"' in answer.content.decode()
    assert not Case.objects.exists()


def test_answer_to_a_question_no_longer_asked_is_left_out(
    client: Client, filled: Draft
) -> None:
    filled.scenario_answers["ghost"] = "x"
    filled.save()
    client.post(check(filled), DECLARED)
    assert "ghost" not in Case.objects.get().submissions.get().scenario_answers


def test_organisation_applies_and_its_members_see_the_case(
    client: Client, filled: Draft, cast: Cast
) -> None:
    client.post(
        step_address(filled, "applicant"), {"applicant": str(cast.organisation.pk)}
    )
    client.post(check(filled), DECLARED)
    case = Case.objects.get()
    assert case.organisation == cast.organisation
    client.force_login(cast.bob)
    assert client.get(f"/my/cases/{case.pk}/").status_code == 200
    assert case.number in client.get("/my/").content.decode()
    client.force_login(cast.charlie)
    assert client.get(f"/my/cases/{case.pk}/").status_code == 404


def test_membership_that_ended_no_longer_files(
    client: Client, filled: Draft, cast: Cast
) -> None:
    client.post(
        step_address(filled, "applicant"), {"applicant": str(cast.organisation.pk)}
    )
    cast.alice.memberships.all().delete()
    answer = client.post(check(filled), DECLARED)
    assert answer.status_code == 409
    assert "授权" in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("seen", ["", "abc", "９", "-1"])
def test_odd_hidden_values_do_no_harm(client: Client, filled: Draft, seen: str) -> None:
    client.post(check(filled), {**DECLARED, "seen_seq": seen})
    assert Case.objects.count() == 1

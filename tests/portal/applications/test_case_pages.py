from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.applications.models import Draft
from portal.cases import services
from portal.cases.inputs import PointInput
from portal.cases.models import Case, Phase, StepResult
from tests.factories.people import Cast
from tests.portal.applications.conftest import ANSWERS, step_address
from tests.portal.applications.sample_files import image_bytes, pdf_bytes, upload

DECLARED = {"declared": "yes"}


@pytest.fixture
def case(client: Client, filled: Draft) -> Case:
    client.post(step_address(filled, "check"), DECLARED)
    return Case.objects.get()


@pytest.fixture
def corrected(case: Case, cast: Cast) -> Case:
    """The case after olive asked for two corrections."""
    return services.request_correction(
        case.pk,
        actor=cast.olive,
        seen_seq=case.head_seq,
        points=[
            PointInput(target="field:area", explanation="面积与平面图不一致"),
            PointInput(target="material:3", explanation="图上没有标面积"),
        ],
    )


def page(case: Case, name: str = "") -> str:
    return f"/my/cases/{case.pk}/{name}"


def test_case_page_says_whose_turn_and_until_when(client: Client, case: Case) -> None:
    text = client.get(page(case)).content.decode()
    for words in (
        case.number,
        "现在由办理单位办",
        "2026 年 12 月 2 日（周三）前告诉您是否受理",
        "还剩 5 个工作日",
        "提交申请，已收件",
        "材料3.pdf",
        "阿依古丽·买买提",
        "热食类、冷食类",
        "撤回申请",
        "收件凭证",
    ):
        assert words in text, words


def test_accepted_and_decided_case(client: Client, case: Case, cast: Cast) -> None:
    services.accept(case.pk, actor=cast.olive, seen_seq=None)
    accepted = client.get(page(case)).content.decode()
    assert "作出决定" in accepted
    assert "受理通知书" in accepted
    case.refresh_from_db()
    while (
        step := case.steps.filter(state__in=["open", "claimed"]).first()
    ) is not None:
        services.complete_step(
            case.pk,
            actor=cast.rita,
            seen_seq=None,
            step_id=step.pk,
            opinion="内部意见不公开",
            result=StepResult.PASSED,
        )
    services.decide(
        case.pk, actor=cast.anna, seen_seq=None, outcome="granted", reasons="符合条件"
    )
    decided = client.get(page(case)).content.decode()
    assert "准予" in decided
    assert "符合条件" in decided
    assert "行政复议" in decided
    assert "内部意见不公开" not in decided
    assert "撤回申请" not in decided


def test_every_paper_can_be_read(client: Client, case: Case, cast: Cast) -> None:
    services.accept(case.pk, actor=cast.olive, seen_seq=None)
    for document in case.documents.all():
        url = page(case, f"documents/{document.number}/")
        answer = client.get(url, follow=True)
        assert answer.status_code == 200
        assert document.number in answer.content.decode()
    assert client.get(page(case, "documents/none/")).status_code == 404


def test_filed_file_is_given_as_an_attachment(client: Client, case: Case) -> None:
    file = case.slots.get(order=3).files.get()
    answer = client.get(page(case, f"files/{file.pk}/"))
    assert b"".join(answer.streaming_content) == pdf_bytes(3)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(page(case, "files/999999/")).status_code == 404


CASE_PAGES = ("", "receipt/", "withdraw/", "correction/", "files/1/", "documents/x/")


@pytest.mark.parametrize("name", CASE_PAGES)
def test_case_is_not_shown_to_strangers(
    client: Client, corrected: Case, cast: Cast, name: str
) -> None:
    url = page(corrected, name)
    for stranger in (cast.charlie, cast.bob, cast.olive):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        assert client.post(url, {"reason": "x"}).status_code in {404, 405}
    client.logout()
    assert client.get(url)["Location"] == f"/accounts/login/?next={url}"
    corrected.refresh_from_db()
    assert corrected.phase == Phase.CORRECTION
    assert Draft.objects.filter(notice__isnull=False).count() == 0


@pytest.mark.parametrize("name", CASE_PAGES)
def test_unknown_case_is_not_found(client: Client, case: Case, name: str) -> None:
    assert client.get(f"/my/cases/{uuid.uuid4()}/{name}").status_code == 404
    assert client.put(page(case, name)).status_code == 405


def test_withdrawal_asks_why(client: Client, case: Case) -> None:
    url = page(case, "withdraw/")
    assert client.get(url).status_code == 200
    empty = client.post(url, {"reason": "  "})
    assert empty.status_code == 422
    assert 'href="#reason"' in empty.content.decode()
    long = client.post(url, {"reason": "长" * 501})
    assert "最多 500 个字" in long.content.decode()
    case.refresh_from_db()
    assert case.phase == Phase.RECEIVED
    assert client.post(url, {"reason": "不办了"})["Location"] == page(case)
    case.refresh_from_db()
    assert case.phase == Phase.WITHDRAWN
    again = client.post(url, {"reason": "不办了"})
    assert again.status_code == 409
    assert "已撤回" in again.content.decode()


def test_correction_is_shown_everywhere_it_is_looked_for(
    client: Client, corrected: Case
) -> None:
    home = client.get("/my/").content.decode()
    assert "要补正" in home
    shown = client.get(page(corrected)).content.decode()
    assert "前补正 2 处" in shown
    assert "面积与平面图不一致" in shown
    notice = client.get(page(corrected, "correction/")).content.decode()
    assert "图上没有标面积" in notice
    assert not Draft.objects.filter(notice__isnull=False).exists()


def begin(client: Client, case: Case) -> Draft:
    client.post(page(case, "correction/"))
    return Draft.objects.get(notice__case=case)


def test_correction_asks_only_what_was_named(client: Client, corrected: Case) -> None:
    copy = begin(client, corrected)
    client.post(page(corrected, "correction/"))
    assert Draft.objects.filter(notice__case=corrected).count() == 1
    resumed = client.get(f"/my/drafts/{copy.pk}/")
    text = client.get(resumed["Location"]).content.decode()
    assert 'value="120"' in text
    assert "补正要求：面积与平面图不一致" in text
    assert 'name="items"' not in text
    assert "第 1 步，共 3 步" in text
    materials = client.get(step_address(copy, "materials")).content.decode()
    assert "图上没有标面积" in materials
    assert "食品安全管理制度文本" not in materials
    assert client.get(f"/my/drafts/{copy.pk}/materials/4/").status_code == 404
    assert client.get(step_address(copy, "q-gas")).status_code == 404
    assert client.get(f"/my/drafts/{copy.pk}/version/").status_code == 302


def test_correction_is_answered_as_one_act(client: Client, corrected: Case) -> None:
    copy = begin(client, corrected)
    client.post(step_address(copy, "f-2-1"), {**ANSWERS, "area": "98"})
    corrected.refresh_from_db()
    assert corrected.submissions.count() == 1
    new = upload("新图.png", image_bytes())
    client.post(f"/my/drafts/{copy.pk}/materials/3/", {"file": new})
    shown = client.get(step_address(copy, "check")).content.decode()
    assert "提交补正" in shown
    assert f'name="seen_seq" value="{corrected.head_seq}"' in shown
    answer = client.post(
        step_address(copy, "check"), {**DECLARED, "seen_seq": corrected.head_seq}
    )
    assert answer["Location"] == page(corrected), answer.content.decode()
    corrected.refresh_from_db()
    assert corrected.phase == Phase.RECEIVED
    latest = corrected.submissions.order_by("round").last()
    assert latest is not None
    assert latest.answers["area"] == "98"
    assert latest.answers["mgr"] == ANSWERS["mgr"]
    names = {file.name: file.round for file in corrected.slots.get(order=3).files.all()}
    assert names == {"材料3.pdf": 0, "新图.png": 1}
    repeated = client.post(step_address(copy, "check"), DECLARED)
    assert repeated["Location"] == page(corrected)
    assert corrected.submissions.count() == 2
    assert "第 1 次补正" in client.get(page(corrected)).content.decode()


def test_half_answered_correction_is_refused(client: Client, corrected: Case) -> None:
    copy = begin(client, corrected)
    client.post(step_address(copy, "f-2-1"), {**ANSWERS, "area": ""})
    answer = client.post(step_address(copy, "check"), DECLARED)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#field-area"' in text
    assert 'href="#material-3"' in text
    corrected.refresh_from_db()
    assert corrected.phase == Phase.CORRECTION


def test_exempt_material_that_is_asked_for_has_to_be_uploaded(
    client: Client, case: Case, cast: Cast
) -> None:
    services.request_correction(
        case.pk,
        actor=cast.olive,
        seen_seq=None,
        points=[PointInput(target="material:1", explanation="证照库里没有查到")],
    )
    copy = begin(client, case)
    answer = client.post(step_address(copy, "materials"))
    assert answer.status_code == 422
    licence = upload("执照.pdf", pdf_bytes())
    client.post(f"/my/drafts/{copy.pk}/materials/1/", {"file": licence})
    client.post(step_address(copy, "check"), DECLARED)
    case.refresh_from_db()
    assert case.phase == Phase.RECEIVED


def test_stale_correction_is_told_who_acted(
    client: Client, corrected: Case, cast: Cast
) -> None:
    copy = begin(client, corrected)
    client.post(step_address(copy, "f-2-1"), {**ANSWERS, "area": "98"})
    new = upload("新图.png", image_bytes())
    client.post(f"/my/drafts/{copy.pk}/materials/3/", {"file": new})
    seen = corrected.head_seq
    services.refuse_acceptance(
        corrected.pk,
        actor=cast.olive,
        seen_seq=None,
        reason_code="other",
        reasons="不属于本区",
    )
    answer = client.post(
        step_address(copy, "check"), {**DECLARED, "seen_seq": str(seen)}
    )
    assert answer.status_code == 409
    assert "不予受理" in answer.content.decode()
    assert client.get(page(corrected, "correction/"))["Location"] == page(corrected)


def test_colleague_answers_for_the_organisation(
    client: Client, filled: Draft, cast: Cast
) -> None:
    client.post(
        step_address(filled, "applicant"), {"applicant": str(cast.organisation.pk)}
    )
    client.post(step_address(filled, "check"), DECLARED)
    case = Case.objects.get()
    services.request_correction(
        case.pk,
        actor=cast.olive,
        seen_seq=None,
        points=[PointInput(target="field:area", explanation="请核对")],
    )
    begun = begin(client, case)
    client.force_login(cast.bob)
    client.post(step_address(begun, "f-2-1"), {**ANSWERS, "area": "77"})
    client.post(step_address(begun, "check"), DECLARED)
    case.refresh_from_db()
    assert case.phase == Phase.RECEIVED
    latest = case.submissions.order_by("round").last()
    assert latest is not None
    assert latest.signed_by == cast.bob


def test_due_date_of_a_year_without_notice_is_provisional(
    client: Client, filled: Draft
) -> None:
    with time_machine.travel("2026-12-31T10:00:00+08:00", tick=True):
        client.force_login(filled.owner)
        client.post(step_address(filled, "check"), DECLARED)
        case = Case.objects.get()
        text = client.get(f"/my/cases/{case.pk}/receipt/").content.decode()
    assert "日期暂定" in text
    assert case.due_on is not None
    assert case.due_on > date(2026, 12, 31)


def test_home_lists_with_few_queries(
    client: Client,
    case: Case,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    client.get("/my/")
    with django_assert_num_queries(7) as few:
        client.get("/my/")
    originals = Case.objects.get()
    for number in range(30):
        copy = Case.objects.get(pk=originals.pk)
        copy.pk = uuid.uuid4()
        copy.number = f"copy-{number}"
        copy.idempotency_key = f"copy-{number}"
        copy._state.adding = True
        copy.save(force_insert=True)
    with django_assert_num_queries(len(few.captured_queries)):
        text = client.get("/my/").content.decode()
    assert "共 31 件" in text
    assert 'href="/my/?page=2"' in text
    assert client.get("/my/?page=2").status_code == 200
    assert client.get("/my/?page=nonsense").status_code == 200
    assert client.get("/my/?page=999").status_code == 200


def test_home_needs_a_sign_in_and_reads_only(client: Client, cast: Cast) -> None:
    assert client.get("/my/")["Location"] == "/accounts/login/?next=/my/"
    client.force_login(cast.charlie)
    text = client.get("/my/").content.decode()
    assert "还没有交过申请" in text
    assert client.post("/my/").status_code == 405


def test_officer_finds_the_desk_from_home(client: Client, cast: Cast) -> None:
    client.force_login(cast.olive)
    assert 'href="/desk/"' in client.get("/my/").content.decode()

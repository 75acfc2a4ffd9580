"""A reader reports an error without an account; staff close it with an answer."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from portal.accounts.models import User
from portal.feedback.models import ErrorReport
from portal.feedback.services import answer_report, report_error

pytestmark = pytest.mark.django_db

TOLD = {"page": "/guides/food/", "fault": "content", "text": "收费写错了，应当是 0 元"}


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("keeper", password="tea-and-plum-blossom-7")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["change_errorreport", "access_admin"])
    )
    return user


def test_form_is_filled_in_with_the_page_that_led_there(client: Client) -> None:
    by_link = client.get("/report/?page=/guides/food/").content.decode()
    from_page = client.get(
        "/report/", headers={"referer": "http://testserver/track/"}
    ).content.decode()
    assert 'value="/guides/food/"' in by_link
    assert 'value="/track/"' in from_page


@pytest.mark.parametrize("page", ["//evil.example/", "https://evil.example/", "/a\\b"])
def test_form_takes_no_address_of_another_site(client: Client, page: str) -> None:
    assert "evil" not in client.get("/report/", {"page": page}).content.decode()


def test_report_gets_a_code_with_which_the_answer_is_read(
    client: Client, editor: User
) -> None:
    sent = client.post("/report/", TOLD, follow=True)
    report = ErrorReport.objects.get()
    assert sent.redirect_chain == [(f"/report/{report.code}/", 302)]
    assert report.code in sent.content.decode()
    assert 'href="/guides/food/"' in sent.content.decode()

    answer_report(editor, report.pk, outcome="corrected", answer="已改为不收费。")

    typed = f" {report.code[:5]} {report.code[5:].lower()}"
    found = client.get("/report/find/", {"code": typed}, follow=True)
    assert "已改正" in found.content.decode()
    assert "已改为不收费。" in found.content.decode()


def test_incomplete_report_is_kept_on_the_form_with_what_is_missing(
    client: Client,
) -> None:
    answer = client.post("/report/", TOLD | {"text": "", "fault": "nonsense"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写哪里不对" in page
    assert "请从列出的几种错误里选一种" in page
    assert 'value="/guides/food/"' in page
    assert not ErrorReport.objects.exists()


def test_unknown_code_is_said_to_be_unknown(client: Client) -> None:
    answer = client.get("/report/find/?code=AAAAAAAAAA")
    assert answer.status_code == 422
    assert "没有这个编号" in answer.content.decode()
    assert client.get("/report/AAAAAAAAAA/").status_code == 404


def test_sixth_report_within_a_minute_is_refused(client: Client) -> None:
    answers = [client.post("/report/", TOLD).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert ErrorReport.objects.count() == 5


def test_answer_is_due_after_three_working_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    friday = datetime.date(2026, 11, 20)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: friday)
    assert report_error(**TOLD).due_on == datetime.date(2026, 11, 25)


def test_editor_finds_the_report_at_the_desk_and_closes_it_once(editor: User) -> None:
    report = report_error(**TOLD)
    desk = Client()
    desk.force_login(editor)
    assert "/admin/error_reports/" in desk.get("/admin/").content.decode()
    assert "等待答复" in desk.get("/admin/error_reports/").content.decode()
    address = f"/admin/error_reports/edit/{report.pk}/"
    shown = desk.get(address).content.decode()
    assert TOLD["text"] in shown
    assert 'name="text"' not in shown

    empty = desk.post(address, {"outcome": "", "answer": ""}).content.decode()
    assert "请选处理结果" in empty
    closed = desk.post(address, {"outcome": "no_error", "answer": "核对过，没有写错。"})
    again = desk.post(address, {"outcome": "corrected", "answer": "改了。"})

    assert closed.status_code == 302
    assert "已经答复过了" in again.content.decode()
    report.refresh_from_db()
    assert (report.outcome, report.answered_by) == ("no_error", editor)
    with pytest.raises(ValidationError):
        answer_report(editor, report.pk, outcome="corrected", answer="改了。")


def test_report_is_neither_added_nor_deleted_at_the_desk(
    editor: User, admin_client: Client
) -> None:
    report = report_error(**TOLD)
    for address in ("new/", f"delete/{report.pk}/"):
        refused = admin_client.post(f"/admin/error_reports/{address}", TOLD)
        assert refused.status_code == 302
        assert refused.headers["Location"] == "/admin/"
    assert ErrorReport.objects.count() == 1


def test_others_cannot_answer() -> None:
    report = report_error(**TOLD)
    stranger = User.objects.create_user("stranger", password="tea-and-plum-7-xyz")
    with pytest.raises(PermissionDenied):
        answer_report(stranger, report.pk, outcome="corrected", answer="改了。")
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.filter(pk=report.pk).update(outcome="corrected")

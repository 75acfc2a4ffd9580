"""A faulty guide cannot be published by any way in."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, PageLogEntry, Task, Workflow, WorkflowTask

from content.bulk.pages import create_pages
from content.importers.running import import_files
from content.importers.writers.guides import basic_matter_of, fill_guide
from content.lint import PublicationRefused, gate
from content.lint.hooks import refuse_faulty_pages
from content.lint.middleware import RefusedPublicationMiddleware
from content.models import MatterPage
from content.models.keyed_page import REFUSED
from portal.accounts.models import User
from portal.publishing import services
from portal.publishing.models import MatterVersion
from tests.content.lint.matters import SLUG, TOO_LONG, faulty_matter, latest, stored
from tests.content.lint.worlds import FAULTY, demo
from tests.factories import content

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
FAULTY_NAMES = sorted(demo("guides-faulty/expected.json")["guides"])


def assert_not_public(page: MatterPage) -> None:
    assert not stored(page).live
    assert not MatterVersion.objects.filter(code=page.code).exists()


@pytest.mark.parametrize("name", FAULTY_NAMES)
def test_shell_cannot_publish_a_faulty_guide(name: str) -> None:
    raw = demo(f"guides-faulty/{name}.json")
    content.what_publishing_asks_for(raw)
    page = MatterPage(live=False)
    fill_guide(page, raw, basic=basic_matter_of(raw), keywords=[])
    content.add_page(content.department(raw["department"]), page)
    page.checks_publishing = False
    revision = page.save_revision()
    with pytest.raises(PublicationRefused) as refused:
        revision.publish()
    rules = {finding.rule for finding in refused.value.findings}
    expected = demo("guides-faulty/expected.json")["guides"][name]["must_report"]
    assert rules <= set(expected)
    assert_not_public(page)


def test_refusal_names_page_rule_place_and_how_to_mend_it() -> None:
    page = faulty_matter()
    with pytest.raises(PublicationRefused) as refused:
        latest(page).publish()
    title, line = refused.value.messages
    assert title == f"“{page.title}”不能发布"
    assert line.startswith("L201 promise_days：承诺时限(30工作日)超过法定时限")
    assert line.endswith("把承诺时限改到法定时限以内")


def test_action_of_admin_and_api_refuses() -> None:
    page = faulty_matter()
    action = PublishPageRevisionAction(latest(page))
    with pytest.raises(PublicationRefused):
        action.execute(skip_permission_checks=True)
    assert_not_public(page)


def test_saving_a_page_as_live_refuses() -> None:
    page = faulty_matter()
    page.live = True
    with pytest.raises(PublicationRefused):
        page.save()
    assert_not_public(page)


def test_adding_a_live_page_refuses() -> None:
    raw = content.guide_json(SLUG) | {"promise_days": TOO_LONG}
    content.what_publishing_asks_for(raw)
    page = MatterPage(live=True)
    fill_guide(page, raw, basic=basic_matter_of(raw), keywords=[])
    with pytest.raises(PublicationRefused):
        content.add_page(content.department(raw["department"]), page)


def test_live_page_may_be_saved_without_publishing_anything_new() -> None:
    page = content.guide_matter(SLUG)
    page.save_revision().publish()
    MatterPage.objects.filter(pk=page.pk).update(promise_days=TOO_LONG)
    faulty = stored(page)
    faulty.latest_revision_created_at = timezone.now()
    faulty.save()
    with pytest.raises(PublicationRefused):
        faulty.save_revision().publish()


def test_bulk_rows_that_skip_the_page_are_not_recorded() -> None:
    raw = content.guide_json(SLUG) | {"promise_days": TOO_LONG}
    content.what_publishing_asks_for(raw)
    department = content.department(raw["department"])
    page = MatterPage()
    fill_guide(page, raw, basic=basic_matter_of(raw), keywords=[])
    page.known_parent = department
    for _batch in create_pages(department, [page], publish=True, user=None):
        pass
    good = content.catalogue_matter()
    report = services.publish_pages(MatterPage.objects.live())
    assert report.refused == (SLUG,)
    assert MatterVersion.objects.get().code == good.code


def test_page_made_live_in_the_database_is_not_recorded() -> None:
    page = faulty_matter()
    MatterPage.objects.filter(pk=page.pk).update(live=True)
    with pytest.raises(PublicationRefused):
        services.record_publication(stored(page))
    assert not MatterVersion.objects.exists()


def test_scheduled_faulty_page_stays_and_does_not_keep_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        soon = timezone.now() + dt.timedelta(hours=1)
        faulty = content.guide_matter(SLUG, live=False)
        good = content.catalogue_matter(live=False)
        for page in (faulty, good):
            page.go_live_at = soon
            page.save_revision().publish()
        # The law changes while the page waits.
        revision = latest(faulty)
        revision.content["statutory_days"] = 3
        revision.save()
        clock.shift(dt.timedelta(hours=2))
        call_command("publish_scheduled")
        assert stored(good).live
        assert_not_public(faulty)
        entry = PageLogEntry.objects.get(action=REFUSED)
        assert entry.page_id == faulty.pk
        assert entry.data["rules"] == ["L201"]
        assert "超过法定时限" in entry.message
        assert "scheduled publication refused" in caplog.text
        assert latest(faulty).approved_go_live_at is None
        call_command("publish_scheduled")
    assert PageLogEntry.objects.filter(action=REFUSED).count() == 1


def test_faulty_page_is_not_even_scheduled() -> None:
    page = faulty_matter()
    page.go_live_at = timezone.now() + dt.timedelta(days=1)
    with pytest.raises(PublicationRefused):
        page.save_revision().publish()
    assert latest(page).approved_go_live_at is None


def test_last_approval_of_a_faulty_page_is_undone() -> None:
    page = faulty_matter()
    user = User.objects.create_user("lawyer", password="tea-and-plum-blossom-7")
    task = Task.objects.create(name="审核")
    workflow = Workflow.objects.create(name="发布流程")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    state = workflow.start(stored(page), user)
    step = state.current_task_state
    with pytest.raises(PublicationRefused):
        step.approve()
    step.refresh_from_db()
    assert step.status == step.STATUS_IN_PROGRESS
    assert_not_public(page)


def test_import_refuses_faulty_guides_and_publishes_none() -> None:
    for name in FAULTY_NAMES:
        raw = demo(f"guides-faulty/{name}.json")
        content.what_publishing_asks_for(raw)
        content.department(raw["department"])
    paths = [FAULTY / f"{name}.json" for name in FAULTY_NAMES]
    run = import_files(paths, publish=True, progress=lambda _text: None)
    refused = {(each.file.rsplit("/")[-1], each.rule) for each in run.report.refusals}
    expected = demo("guides-faulty/expected.json")["guides"]
    for name in FAULTY_NAMES:
        assert name in {file.removesuffix(".json") for file, _rule in refused}
        found = [
            each.finding
            for each in run.report.findings
            if each.file.endswith(f"{name}.json")
        ]
        assert set(expected[name]["must_report"]) <= {each.rule for each in found}
        named = {(each["rule"], each["path"]) for each in expected[name]["paths"]}
        assert named <= {(each.rule, each.path) for each in found}, name
    assert not MatterPage.objects.exists()


def request_with_messages(user: User) -> HttpRequest:
    request = RequestFactory().post("/admin/")
    request.user = user
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


class _View:
    next_url = "/admin/pages/"


def test_bulk_action_is_stopped_with_the_page_and_the_rule(admin_user: User) -> None:
    page = Page.objects.get(pk=faulty_matter().pk)
    request = request_with_messages(admin_user)
    response = refuse_faulty_pages(request, "publish", [page], _View())
    assert response is not None
    assert response["Location"] == _View.next_url
    told = " ".join(str(message) for message in request._messages)  # type: ignore[attr-defined]
    assert page.title in told
    assert "L201" in told


def test_bulk_action_of_sound_pages_goes_on(admin_user: User) -> None:
    page = Page.objects.get(pk=content.guide_matter(SLUG, live=False).pk)
    request = request_with_messages(admin_user)
    assert refuse_faulty_pages(request, "publish", [page], _View()) is None
    faulty = Page.objects.get(pk=page.pk)
    assert refuse_faulty_pages(request, "unpublish", [faulty], _View()) is None


def test_refusal_without_a_form_is_told_as_a_message(admin_user: User) -> None:
    middleware = RefusedPublicationMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]
    request = request_with_messages(admin_user)
    response = middleware.process_exception(request, PublicationRefused("津贴", ()))
    assert response is not None
    assert response.status_code == 302
    assert "“津贴”不能发布" in [str(each).strip() for each in request._messages]  # type: ignore[attr-defined]


def test_refusal_of_a_script_is_told_as_json(admin_user: User) -> None:
    middleware = RefusedPublicationMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]
    request = RequestFactory().post("/api/v3/pages/3/actions/publish/")
    request.user = admin_user
    response = middleware.process_exception(request, PublicationRefused("津贴", ()))
    assert response is not None
    assert response.status_code == 422
    assert json.loads(response.content) == {"errors": ["“津贴”不能发布"]}


@pytest.mark.parametrize("error", [ValueError("x"), ValidationError("x")])
def test_other_errors_stay_errors(error: Exception) -> None:
    middleware = RefusedPublicationMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]
    request = RequestFactory().post("/my/")
    assert middleware.process_exception(request, error) is None


def test_address_of_the_bulk_action_publishes_nothing(
    admin_client: Client, db: None
) -> None:
    page = faulty_matter()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    admin_client.post(f"{url}?id={page.pk}", {"include_descendants": ""})
    assert_not_public(page)


def test_nothing_is_published_when_nobody_can_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page: Any = content.catalogue_matter(live=False)
    revision = page.save_revision()
    monkeypatch.setattr(gate._Gate, "reader", None)
    with pytest.raises(RuntimeError, match="no reader of pages"):
        revision.publish()

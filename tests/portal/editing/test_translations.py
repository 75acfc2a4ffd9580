"""An editor writes the English of a guide; readers find it, as long as it holds."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import PageLogEntry

from content.models import MatterPage
from portal.accounts.models import User
from portal.outbox import worker
from portal.publishing.models import GuideTranslation, Receipt
from portal.publishing.releases import Releases
from portal.publishing.syncing import sync
from portal.publishing.translations import (
    TRANSLATED,
    Row,
    row_key,
    rows_of,
    translate,
    translation_of,
)
from portal.publishing.variant_answers import VariantMiddleware
from portal.theming.variants.english import text_key
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db
Person = Callable[[str], User]
NAME = "Old-age allowance"
ALTERNATE = '<link rel="alternate" hreflang="en"'
PAGE = "en/guides/elder-allowance/index.html"


@pytest.fixture
def built(matter: MatterPage, tmp_path: Path, settings: Settings) -> MatterPage:
    """The guide is on disk."""
    settings.RELEASES_DIR = tmp_path / "releases"
    settings.SEARCH_DIR = tmp_path / "search"
    worker.run_once()
    return matter


def address_of(page: MatterPage) -> str:
    return reverse("editing_english", args=[page.pk])


def shown(path: str = PAGE) -> str:
    return (Releases.configured().require_current().root / path).read_text("utf-8")


def condition_of(page: MatterPage) -> Row:
    """Return the first condition for applying, as the page has it."""
    return next(row for row in rows_of(page) if row.heading == "申请条件")


def change_condition(page: MatterPage, text: str) -> None:
    known = MatterPage.objects.get(pk=page.pk)
    condition = known.accept_conditions.order_by("sort_order").first()
    condition.text = text
    condition.save()
    known.save_revision().publish()
    worker.run_once()


def test_editor_writes_english_and_readers_find_it(
    built: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    edit = reverse("wagtailadmin_pages:edit", args=[built.pk])
    assert address_of(built) in client.get(edit).content.decode()
    form = client.get(address_of(built)).content.decode()
    condition = condition_of(built)
    assert condition.text in form
    assert "英文页 /en/guides/elder-allowance/ 才会公开" in form
    assert f'href="#en-{row_key(built.title)}"' in form, "what is to be done first"

    written = {
        row_key(built.title): NAME,
        condition.key: "Be 80 or older & live in <Yunxi> (云溪区)",
    }
    told = client.post(address_of(built), written, follow=True).content.decode()
    assert "已保存 2 条译文" in told
    worker.run_once()

    page = shown()
    assert f'<h1 class="mt1">{NAME}</h1>' in page
    marked = '(<span lang="zh-CN">云溪区</span>)'
    assert f"<li>Be 80 or older &amp; live in &lt;Yunxi&gt; {marked}</li>" in page
    assert condition.text not in page
    assert "alone is binding" in page
    assert ALTERNATE in shown("guides/elder-allowance/index.html")
    assert NAME in shown("en/guides/index.html")
    assert "/en/guides/elder-allowance/" in shown("sitemap.xml")


def test_translation_is_noted_in_the_history_and_followed_by_a_receipt(
    built: MatterPage, person: Person
) -> None:
    assert translate(built, {built.title: NAME}, user=person("editor")) == 1
    assert translate(built, {built.title: f" {NAME} "}, user=person("editor")) == 0

    entry = PageLogEntry.objects.get(action=TRANSLATED)
    assert entry.user == person("editor")
    assert entry.data["changes"] == [
        {"text": text_key(built.title), "before": "", "after": NAME}
    ]
    assert entry.message == "修改英文译文 1 条"
    worker.run_once()
    assert Receipt.objects.first().rendered_at is not None
    assert sync().written == []


def test_english_of_a_changed_text_is_not_shown_but_offered(
    built: MatterPage, person: Person, signed_in: SignIn
) -> None:
    change_condition(built, "年满80周岁且户口在本区")
    first = condition_of(built)
    translate(
        built, {built.title: NAME, first.text: "80 or over"}, user=person("editor")
    )
    worker.run_once()
    assert "<li>80 or over</li>" in shown()

    change_condition(built, "年满75周岁且户口在本区")
    assert "80 or over" not in shown()
    assert '<li lang="zh-CN">年满75周岁且户口在本区</li>' in shown()

    changed = condition_of(built)
    assert (changed.former, changed.former_english) == (
        "年满80周岁且户口在本区",
        "80 or over",
    )
    client = signed_in("editor")
    form = client.get(address_of(built)).content.decode()
    assert "译文待核对 1" in form
    assert "原文是" in form

    # Left as it is, nobody has said that it holds for the new text.
    client.post(address_of(built), {changed.key: "80 or over"})
    assert changed.text not in translation_of(built)
    client.post(
        address_of(built), {changed.key: "80 or over", f"keep-{changed.key}": "on"}
    )
    assert translation_of(built)[changed.text] == "80 or over"
    assert first.text not in translation_of(built)
    client.post(address_of(built), {changed.key: "75 or over"})
    worker.run_once()
    assert "<li>75 or over</li>" in shown()


def test_english_that_is_taken_away_leaves_the_chinese(
    built: MatterPage, signed_in: SignIn
) -> None:
    client, condition = signed_in("editor"), condition_of(built)
    written = {row_key(built.title): NAME, condition.key: "80 or over"}
    client.post(address_of(built), written)
    client.post(address_of(built), {condition.key: ""})
    worker.run_once()
    assert condition.text in shown()
    client.post(address_of(built), {row_key(built.title): ""})
    worker.run_once()
    root = Releases.configured().require_current().root
    assert not (root / PAGE).exists()
    assert ALTERNATE not in shown("guides/elder-allowance/index.html")


def test_answer_of_search_names_the_guide_in_english(
    built: MatterPage, person: Person
) -> None:
    translate(built, {built.title: NAME}, user=person("editor"))
    worker.run_once()
    link = f'<a href="/guides/elder-allowance/">{built.title}</a>'
    found = HttpResponse(f"<html><head></head><main>{link}</main></html>")

    request = RequestFactory().get("/en/search/", {"q": "津贴"})
    page = VariantMiddleware(lambda _request: found)(request).content.decode()

    assert f'<a href="/en/guides/elder-allowance/">{NAME}</a>' in page


@pytest.mark.parametrize(
    ("typed", "fault"), [("老人", "这里写英文"), ("x" * 2001, "最多 2000 个")]
)
def test_faulty_field_saves_nothing_and_keeps_what_was_typed(
    built: MatterPage, signed_in: SignIn, typed: str, fault: str
) -> None:
    condition = condition_of(built)
    data = {row_key(built.title): NAME, condition.key: typed}
    page = signed_in("editor").post(address_of(built), data).content.decode()
    assert fault in page
    assert f"#en-{condition.key}" in page
    assert NAME in page
    assert not GuideTranslation.objects.exists()


def test_field_of_no_text_of_the_page_is_ignored(
    built: MatterPage, signed_in: SignIn
) -> None:
    response = signed_in("editor").post(
        address_of(built), {row_key("别处的文字"): "Elsewhere"}, follow=True
    )
    assert "没有改动" in response.content.decode()
    assert not GuideTranslation.objects.exists()


@pytest.mark.parametrize("who", ["reviewer", "other-editor", "citizen", "anonymous"])
def test_who_may_not_edit_the_guide_writes_no_english(
    built: MatterPage, signed_in: SignIn, person: Person, who: str
) -> None:
    client = signed_in(who)
    assert client.get(address_of(built)).status_code != HTTPStatus.OK
    client.post(address_of(built), {row_key(built.title): NAME})
    if who != "anonymous":
        with pytest.raises(PermissionDenied):
            translate(built, {built.title: NAME}, user=person(who))
    assert not GuideTranslation.objects.exists()


def test_page_without_a_release_says_when_to_come_back(
    matter: MatterPage, signed_in: SignIn, tmp_path: Path, settings: Settings
) -> None:
    settings.RELEASES_DIR = tmp_path / "none"
    page = signed_in("editor").get(address_of(matter)).content.decode()
    assert "网页还没有生成" in page


def test_what_is_no_published_guide_has_no_english(
    built: MatterPage, signed_in: SignIn
) -> None:
    department = built.get_parent()
    address = reverse("editing_english", args=[department.pk])
    assert signed_in("administrator").get(address).status_code != HTTPStatus.OK
    built.unpublish()
    found = signed_in("editor").get(address_of(built))
    assert found.status_code != HTTPStatus.OK

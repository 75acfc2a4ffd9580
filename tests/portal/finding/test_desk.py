"""Staff teach search what people say, and see what it did not know."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from content.models import MatterPage
from portal.accounts.models import User
from portal.finding.models import PinnedGuide, QueryCount, SearchWord
from portal.finding.word_source import DatabaseWords
from search.service import SearchRequest, configured_search, search
from tests.factories import content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

TITLE = "高龄老年人津贴申领"
PHRASE = "咕噜咕噜钱"


@pytest.fixture
def keeper(db: None) -> Client:
    user = User.objects.create_user("keeper", password="tea-and-plum-blossom-7")
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="finding")
        | Permission.objects.filter(codename="access_admin")
    )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def words_in_use(monkeypatch: pytest.MonkeyPatch, index: object) -> Iterator[None]:
    monkeypatch.setattr("search.staff_words._LOOK_SECONDS", 0.0)
    configured_search().staff_words.use(DatabaseWords())
    yield
    configured_search().staff_words.use(None)


def titles(text: str) -> list[str]:
    search(SearchRequest(text=text))
    configured_search().staff_words.wait()
    return [hit.title for hit in search(SearchRequest(text=text)).hits]


@pytest.mark.usefixtures("words_in_use")
def test_phrase_without_results_is_taught_from_the_report_and_found_at_once(
    keeper: Client,
) -> None:
    QueryCount.objects.create(
        day=timezone.localdate(), text=PHRASE, searches=4, empty=4
    )
    assert titles(PHRASE) == []
    report = keeper.get("/admin/reports/search/").content.decode()
    assert PHRASE in report
    page = keeper.get(f"/admin/reports/search/teach/?phrase={PHRASE}&q=高龄")
    assert TITLE in page.content.decode()

    answer = keeper.post(
        "/admin/reports/search/teach/", {"phrase": PHRASE, "name": TITLE}, follow=True
    )

    assert "几秒钟后生效" in answer.content.decode()
    assert titles(PHRASE)[0] == TITLE
    assert SearchWord.objects.get().changed_by.username == "keeper"


@pytest.mark.usefixtures("words_in_use")
def test_phrase_becomes_an_alias_of_the_draft_by_the_same_click(
    keeper: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    page = content.guide_matter("elder-allowance")
    page.save_revision().publish()
    choice = {"phrase": PHRASE, "name": TITLE, "alias_of": page.slug}
    address = "/admin/reports/search/teach/"
    button = 'name="alias_of" value="elder-allowance"'
    choices = f"{address}?phrase={PHRASE}&q=高龄"
    assert button not in keeper.get(choices).content.decode()
    # Who may not edit the matter teaches search, and no more.
    assert keeper.post(address, choice)["Location"] == "/admin/"
    draft = MatterPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert PHRASE not in draft.other_names

    chief = User.objects.create_superuser("chief")
    keeper.force_login(chief)
    assert button in keeper.get(choices).content.decode()
    for _ in range(2):
        answer = keeper.post(address, choice, follow=True).content.decode()
        assert "写进了它草稿的别名" in answer

    draft = MatterPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.other_names.count(PHRASE) == 1
    assert PHRASE not in MatterPage.objects.get(pk=page.pk).other_names
    assert titles(PHRASE)[0] == TITLE


def test_condition_of_search_is_told_to_who_keeps_it(keeper: Client) -> None:
    QueryCount.objects.create(
        day=timezone.localdate(), text="慢", searches=7, slow=2, slowest_ms=812
    )
    assert "/admin/reports/search/condition/" in keeper.get("/admin/").content.decode()

    page = keeper.get("/admin/reports/search/condition/").content.decode()

    for told in ("由“embedded”应答", "<td>47</td>", "index-", "检索 7 次", "812 毫秒"):
        assert told in page
    shutil.rmtree(configured_search().embedded.folder.root)
    page = keeper.get("/admin/reports/search/condition/").content.decode()
    assert "现在没有引擎能应答" in page


def test_second_meaning_is_added_behind_the_first(keeper: Client) -> None:
    for name in (TITLE, "食品经营许可新办"):
        keeper.post("/admin/reports/search/teach/", {"phrase": PHRASE, "name": name})

    assert SearchWord.objects.get().names == [TITLE, "食品经营许可新办"]


def test_phrase_cannot_mean_what_is_not_published(keeper: Client) -> None:
    answer = keeper.post(
        "/admin/reports/search/teach/",
        {"phrase": PHRASE, "name": "月球移民申请"},
        follow=True,
    )

    assert "没有叫“月球移民申请”的已公布事项" in answer.content.decode()
    assert not SearchWord.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/admin/reports/search/", f"/admin/reports/search/teach/?phrase={PHRASE}"],
)
def test_others_at_the_desk_see_no_report(address: str) -> None:
    user = User.objects.create_user("writer", password="tea-and-plum-blossom-7")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client = Client()
    client.force_login(user)

    # Wagtail leads who may not see a page to the desk's home.
    assert client.get(address)["Location"] == "/admin/"
    answer = client.post(
        "/admin/reports/search/teach/", {"phrase": PHRASE, "name": TITLE}
    )
    assert answer["Location"] == "/admin/"
    assert not SearchWord.objects.exists()
    assert "/login/" in Client().get(address)["Location"]
    assert "/admin/reports/search/" not in client.get("/admin/").content.decode()


def test_words_are_kept_once_and_name_published_matters(keeper: Client) -> None:
    address = "/admin/search_words/new/"
    assert keeper.get(address).status_code == 200
    keeper.post(address, {"phrase": PHRASE, "names": TITLE})
    assert SearchWord.objects.get().names == [TITLE]

    again = keeper.post(address, {"phrase": f" {PHRASE}！", "names": TITLE})
    unknown = keeper.post(address, {"phrase": "另一个", "names": "月球移民申请"})

    assert "已有这个词" in again.content.decode()
    assert "月球移民申请" in unknown.content.decode()
    assert SearchWord.objects.count() == 1


def test_words_can_be_changed_and_removed(keeper: Client) -> None:
    keeper.post("/admin/search_words/new/", {"phrase": PHRASE, "names": TITLE})
    word = SearchWord.objects.get()

    keeper.post(f"/admin/search_words/edit/{word.pk}/", {"phrase": PHRASE, "names": ""})
    assert SearchWord.objects.get().names == []
    assert PHRASE in keeper.get("/admin/search_words/").content.decode()

    keeper.post(f"/admin/search_words/delete/{word.pk}/")
    assert not SearchWord.objects.exists()


def test_pinned_guide_needs_days_in_order(keeper: Client) -> None:
    answer = keeper.post(
        "/admin/pinned_guides/new/",
        {
            "phrase": PHRASE,
            "code": "no-such",
            "starts_on": "2026-12-02",
            "ends_on": "2026-12-01",
        },
    )

    text = answer.content.decode()
    assert "没有编码为“no-such”的已公布事项" in text
    assert "最后一天不能早于第一天" in text
    assert not PinnedGuide.objects.exists()

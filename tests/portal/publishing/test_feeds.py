"""What was published last is in feeds that readers' programs take."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from content.models import MatterPage
from portal.outbox import worker
from portal.publishing.releases import Releases
from portal.publishing.services import publish_pages
from portal.publishing.store import NEWEST
from tests.factories import content

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def page(releases: Releases) -> MatterPage:
    """A matter in a built release; its name has what XML reads as markup."""
    page = content.catalogue_matter(title="备案 <投资> & 建设", plain_name="")
    publish_pages([content.home(), content.department("mzj")])
    page.save_revision().publish()
    worker.run_once()
    return MatterPage.objects.get(pk=page.pk)


def feed(path: str) -> ElementTree.Element:
    root = Releases.configured().require_current().root
    return ElementTree.fromstring((root / path).read_bytes())


def titles(path: str) -> list[str]:
    return [str(each.text) for each in feed(path).iterfind(f"{ATOM}entry/{ATOM}title")]


@pytest.mark.parametrize(
    "path", ["departments/mzj/feed.xml", "topics/company/040/feed.xml"]
)
def test_feed_has_the_matter_with_its_address(page: MatterPage, path: str) -> None:
    assert titles(path) == [page.title]
    told = feed(path)
    (entry,) = told.iterfind(f"{ATOM}entry")
    assert str(entry.findtext(f"{ATOM}id")).endswith("/guides/m0001/")
    assert str(entry.findtext(f"{ATOM}updated")).endswith("T00:00:00+08:00")
    assert told.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")
    assert {link.get("rel") for link in told.iterfind(f"{ATOM}link")} == {
        "self", "alternate",
    }  # fmt: skip


def test_feed_follows_edits_and_withdrawals(page: MatterPage) -> None:
    page.title = "备案投资项目的新名称"
    page.save_revision().publish()
    worker.run_once()
    assert titles("departments/mzj/feed.xml") == ["备案投资项目的新名称"]
    MatterPage.objects.get(pk=page.pk).unpublish()
    worker.run_once()
    assert titles("departments/mzj/feed.xml") == []
    root = Releases.configured().require_current().root
    assert not (root / "topics/company/040/feed.xml").exists()


def test_feed_ends_where_nobody_reads_on(page: MatterPage) -> None:
    for number in range(2, NEWEST + 5):
        content.catalogue_matter(f"m{number:04}").save_revision().publish()
    worker.run_once()
    assert len(titles("departments/mzj/feed.xml")) == NEWEST


def test_pages_name_their_feeds(page: MatterPage) -> None:
    root = Releases.configured().require_current().root
    for folder in ("departments/mzj", "topics/company/040"):
        html = (root / folder / "index.html").read_text("utf-8")
        assert f'href="/{folder}/feed.xml"' in html
    assert titles("news/feed.xml") == []


def test_news_leads_to_its_feed(page: MatterPage) -> None:
    root = Releases.configured().require_current().root
    html = (root / "news/index.html").read_text("utf-8")
    assert html.count('href="/news/feed.xml"') == 2
    assert "application/atom+xml" in html

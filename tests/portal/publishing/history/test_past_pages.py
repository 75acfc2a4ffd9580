"""Readers see the site as it stood, all states of a page, and what each release did."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from content.models import MatterPage
from portal.outbox import worker
from portal.publishing.history.heads import digest_of
from portal.publishing.history.objects import FOLDER
from portal.publishing.history.rolling import roll_back
from portal.publishing.releases import Releases
from tests.factories import content

pytestmark = pytest.mark.django_db

NAME = "企业投资项目备案"
OTHER = "外商投资项目核准"
ADDRESS = "/guides/m0001/"


def at(day: int, hour: int = 10) -> datetime.datetime:
    return datetime.datetime(
        2026, 11, day, hour, tzinfo=timezone.get_default_timezone()
    )


@pytest.fixture
def page(releases: Releases) -> MatterPage:
    """A matter that was published on the 2nd and got another name on the 10th."""
    with time_machine.travel(at(2), tick=False):
        page = content.catalogue_matter()
        page.get_parent().specific.save_revision().publish()
        page.save_revision().publish()
        worker.run_once()
    with time_machine.travel(at(10), tick=False):
        page = MatterPage.objects.get(pk=page.pk)
        page.title = OTHER
        page.save_revision().publish()
        worker.run_once()
    return page


def get(address: str) -> HttpResponse:
    with time_machine.travel(at(20)):
        return Client().get(address)


def text(response: HttpResponse) -> str:
    assert response.status_code == 200, response
    return b"".join(response).decode()


def test_guide_as_it_stood_on_a_day(page: MatterPage) -> None:
    old = get(f"/at/2026-11-02{ADDRESS}")
    assert NAME in text(old)
    assert OTHER not in text(old)
    assert "这是以前的网页" in text(old)
    assert old["X-Robots-Tag"] == "noindex"
    assert old["Memento-Datetime"] == "Mon, 02 Nov 2026 02:00:00 GMT"
    for moment in ("2026-11-10", "2026-11-10T10:00:00", "2026-11-20"):
        assert OTHER in text(get(f"/at/{moment}{ADDRESS}")), moment
    assert NAME in text(get(f"/at/2026-11-10T09:59:59{ADDRESS}"))


def test_links_stay_in_the_past_but_for_what_is_asked_live(page: MatterPage) -> None:
    body = text(get(f"/at/2026-11-02{ADDRESS}"))
    links = re.findall(r'(?:href|action)="(/[^"]*)"', body)
    assert "/at/2026-11-02/guides/" in links
    assert "/search/" in links
    for link in links:
        address = link.partition("#")[0]
        if address.startswith("/at/"):
            assert get(address).status_code == 200, address
    lists = text(get("/at/2026-11-02/guides/"))
    assert NAME in lists
    assert OTHER not in lists


def test_data_and_home_of_then(page: MatterPage) -> None:
    data = get(f"/at/2026-11-02{ADDRESS}index.json")
    assert data["Content-Type"] == "application/json"
    assert data.json()["matter"]["guide"]["name"] == NAME
    assert "这是以前的网页" in text(get("/at/2026-11-02/"))
    moved = get("/at/2026-11-02/guides/m0001")
    assert (moved.status_code, moved["Location"]) == (302, f"/at/2026-11-02{ADDRESS}")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/at/2026-11-01/guides/m0001/", "留存从 2026-11-02 开始"),
        ("/at/2026-11-21/guides/m0001/", "不是日期"),
        ("/at/2026-13-45/guides/m0001/", "不是日期"),
        ("/at/yesterday/", "不是日期"),
        ("/at/r99/", "没有第 99 版"),
        ("/at/2026-11-02/guides/none/", "那时没有这一页"),
        ("/at/2026-11-02/../../etc/passwd", "那时没有这一页"),
        ("/history/guides/none/", "没有这一页的发布记录"),
    ],
)
def test_what_is_not_there_says_why(page: MatterPage, address: str, why: str) -> None:
    response = get(address)
    assert response.status_code == 404
    assert why in response.content.decode()


def test_state_that_is_not_kept_says_so(page: MatterPage, releases: Releases) -> None:
    for file in (releases.folder / FOLDER).rglob("*"):
        if file.is_file():
            file.unlink()
    response = get(f"/at/2026-11-02{ADDRESS}")
    assert response.status_code == 404
    assert "没有留存" in response.content.decode()


def test_states_of_a_page_lead_to_each_of_them(page: MatterPage) -> None:
    body = text(get(f"/history{ADDRESS}"))
    links = re.findall(r'href="(/at/[^"]*)"', body)
    assert len(links) == 2
    assert OTHER in text(get(links[0]))
    assert NAME in text(get(links[1]))
    assert "2026-11-10 10:00:00" in body
    page.unpublish()
    worker.run_once()
    assert "已经下线" in text(get(f"/history{ADDRESS}"))


def test_guide_links_to_its_states_and_footer_to_the_releases(page: MatterPage) -> None:
    body = text(get(ADDRESS))
    assert f'href="/history{ADDRESS}"' in body
    assert 'href="/releases/"' in body


def test_releases_tell_what_each_changed(page: MatterPage) -> None:
    body = text(get("/releases/"))
    numbers = re.findall(r'href="/releases/(\d+)/"', body)
    assert numbers == sorted(numbers, key=int, reverse=True)
    told = text(get(f"/releases/{numbers[0]}/"))
    assert OTHER in told
    assert "修改" in told
    assert f'href="/at/r{numbers[0]}{ADDRESS}"' in told
    assert get("/releases/999/").status_code == 404


def test_day_field_leads_to_that_day_or_says_what_is_wrong(page: MatterPage) -> None:
    led = get("/releases/?on=2026-11-03")
    assert (led.status_code, led["Location"]) == (302, "/at/2026-11-03/")
    wrong = get("/releases/?on=2030-01-01")
    assert wrong.status_code == 404
    assert 'aria-invalid="true"' in wrong.content.decode()
    assert get("/releases/?before=x").status_code == 200
    assert "没有更早的版本" in text(get("/releases/?before=1"))


def test_manifest_can_be_checked_by_anyone(page: MatterPage) -> None:
    head = get("/releases/manifest.json").json()
    listed = get(head["list"])
    lines = b"".join(listed.streaming_content).decode().splitlines()
    files = [(line[66:], line[:64]) for line in lines]
    assert digest_of(files) == (head["files"], head["sha256"])
    assert f"sha256: {head['sha256']}\n" in head["signed_text"]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(head["public_key"]))
    key.verify(base64.b64decode(head["signature"]), head["signed_text"].encode())
    page_now = Client().get(ADDRESS)
    body = b"".join(page_now.streaming_content)
    assert dict(files)["guides/m0001/index.html"] == hashlib.sha256(body).hexdigest()
    first = get("/releases/1/manifest.json").json()
    assert first["release"] == 1
    assert get("/releases/99/manifest.json").status_code == 404


def test_held_site_says_so_in_the_record(page: MatterPage) -> None:
    roll_back()
    body = text(get("/releases/"))
    assert "网站暂时退回到第" in body
    assert "退回到第" in body


def test_before_the_first_build_nothing_breaks(releases: Releases) -> None:
    assert "没有更早的版本" in text(get("/releases/"))
    assert get("/releases/manifest.json").status_code == 404
    assert get("/at/2026-11-02/").status_code == 404

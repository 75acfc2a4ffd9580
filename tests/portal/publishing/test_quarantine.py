"""Pages that cannot be made hold nobody up, and their owners are told why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from pytest_django import Settings

from content.models import MatterPage
from portal.accounts.models import User
from portal.outbox import worker
from portal.outbox.models import OutboxJob
from portal.publishing import renderers
from portal.publishing.building import build_release
from portal.publishing.checking import check_release
from portal.publishing.live import live_site
from portal.publishing.releases import Releases
from portal.publishing.store import View
from tests.factories import content

pytestmark = pytest.mark.django_db

BROKEN = ("m0001", "m0002", "m0003")
DEAD = tuple(f"m{number:04d}" for number in range(11, 31))
AMOUNT = 40


@pytest.fixture
def pages(releases: Releases) -> dict[str, MatterPage]:
    """Matters on disk; twenty of them lead to addresses that do not exist."""
    owner = User.objects.create_user("owner", email="owner@example.org")
    made = {}
    for number in range(1, AMOUNT + 1):
        code = f"m{number:04d}"
        page = content.catalogue_matter(code, title=f"备案事项{number}", owner=owner)
        page.save_revision(user=owner).publish()
        made[code] = page
    made["m0001"].get_parent().specific.save_revision().publish()
    worker.run_once()
    assert live_site().failed == ()
    return {code: MatterPage.objects.get(slug=code) for code in made}


@pytest.fixture
def broken(
    pages: dict[str, MatterPage], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], None]:
    """Three pages cannot be made, twenty have a dead link; return how to mend them."""
    guide = renderers.RENDERERS["guide"]

    def faulty(view: View, *, code: str) -> bytes:
        if code in BROKEN:
            raise ValueError(f"field 'colour' of '{code}' is missing")
        body = guide(view, code=code)
        if code in DEAD:
            return body.replace(b"</main>", b'<a href="/nowhere/">x</a></main>', 1)
        return body

    monkeypatch.setitem(renderers.RENDERERS, "guide", faulty)
    return monkeypatch.undo


def edit(pages: dict[str, MatterPage], *codes: str) -> None:
    for code in codes:
        page = pages[code]
        page.title = f"{page.title}改名"
        page.save_revision(user=page.owner).publish()


def text_of(releases: Releases, code: str) -> str:
    path = releases.require_current().root / "guides" / code / "index.html"
    return path.read_text("utf-8")


def test_everything_else_ships_and_owners_see_why(
    pages: dict[str, MatterPage],
    broken: Callable[[], None],
    releases: Releases,
) -> None:
    edit(pages, *BROKEN, *DEAD)
    worker.run_once()

    for code in (*BROKEN, *DEAD):
        assert ("改名" in text_of(releases, code)) == (code not in BROKEN), code
    failed = {output.code for output in live_site().failed}
    assert failed == set(BROKEN)
    told = {message.subject for message in mail.outbox}
    assert told == {f"没能公布：{pages[code].title}" for code in BROKEN}
    message = mail.outbox[0]
    assert message.to == ["owner@example.org"]
    assert "field 'colour'" in message.body
    assert "/admin/pages/" in message.body
    assert "公众仍看到上一次的内容" in message.body
    assert "File " not in message.body
    dead = [
        line
        for line in check_release(releases.require_current()).broken_links
        if "/nowhere/" in line
    ]
    # Each page is there once more in large type.
    assert len(dead) == 2 * 20


def test_owner_is_not_told_the_same_again(
    pages: dict[str, MatterPage], broken: Callable[[], None]
) -> None:
    edit(pages, "m0001")
    worker.run_once()
    assert len(mail.outbox) == 1

    for _ in range(3):
        pending = OutboxJob.objects.filter(state="pending", topic="publishing.sync")
        pending.update(available_at=pages["m0001"].first_published_at)
        worker.run_once()

    assert len(mail.outbox) == 1


def test_new_build_ships_the_last_good_copy_of_what_fails(
    pages: dict[str, MatterPage],
    broken: Callable[[], None],
    releases: Releases,
    settings: Settings,
) -> None:
    before = {code: text_of(releases, code) for code in BROKEN}
    edit(pages, *BROKEN, "m0011")

    report = build_release(workers=1)

    assert releases.require_current().name == report.release == "r000002"
    # Each page is there once more in large type.
    pages_of = (path.removeprefix("elder/").split("/")[1] for path in report.failed)
    assert set(pages_of) == set(BROKEN)
    assert report.broken_links.keys() == {"/nowhere/", "/elder/nowhere/"}
    assert "改名" in text_of(releases, "m0011")
    assert {code: text_of(releases, code) for code in BROKEN} == before

    broken()
    worker.run_once()
    assert live_site().failed == ()
    assert all("改名" in text_of(releases, code) for code in BROKEN)

"""One command brings pages, data and search back, and they stay until someone resumes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from content.models import MatterPage
from portal.outbox import worker
from portal.publishing import indexing
from portal.publishing.building import build_release
from portal.publishing.checking import check_release
from portal.publishing.errors import NoSuchRelease, NothingHeld, StageRefused
from portal.publishing.history.rolling import resume, roll_back
from portal.publishing.history.source import current_hold
from portal.publishing.releases import Releases
from portal.publishing.staging import Changes, go_live
from search import service
from search.requests import SearchRequest
from tests.factories import content
from tests.portal.publishing.test_building import tree

pytestmark = pytest.mark.django_db

NAME = "企业投资项目备案"
OTHER = "外商投资项目核准"


def publish(page: MatterPage) -> None:
    page.save_revision().publish()


def files(releases: Releases) -> dict[str, bytes]:
    return tree(releases.require_current().root)


def found(text: str) -> list[str]:
    return [hit.title for hit in service.search(SearchRequest(text=text)).hits]


def rename(page: MatterPage, title: str) -> None:
    page.title = title
    publish(page)
    worker.run_once()


def test_roll_back_returns_pages_data_and_search(
    page: MatterPage, releases: Releases
) -> None:
    before = files(releases)
    rename(page, OTHER)
    after = files(releases)
    assert found(OTHER) == [OTHER]

    report = roll_back(by="admin", reason="写错了名称")

    assert files(releases) == before
    assert found(NAME) == [NAME]
    assert OTHER not in found(OTHER)
    assert report.failed == {}
    assert report.indexed == 1
    assert check_release(releases.require_current()).manifest_mismatches == []

    forward = resume()

    assert files(releases) == after
    assert found(OTHER) == [OTHER]
    assert forward.written == report.written
    assert current_hold() is None


def test_roll_back_brings_back_what_was_withdrawn(
    page: MatterPage, releases: Releases
) -> None:
    before = files(releases)
    page.unpublish()
    worker.run_once()
    assert found(NAME) == []

    roll_back()

    assert files(releases) == before
    assert found(NAME) == [NAME]


def test_roll_back_takes_away_what_was_new(
    page: MatterPage, releases: Releases
) -> None:
    before = files(releases)
    second = content.catalogue_matter("m0002", title=OTHER)
    publish(second)
    worker.run_once()
    assert OTHER in found(OTHER)

    roll_back()

    assert files(releases) == before
    assert OTHER not in found(OTHER)


def test_held_site_stays_while_others_publish(
    page: MatterPage, releases: Releases
) -> None:
    before = files(releases)
    rename(page, OTHER)
    roll_back()

    rename(page, "第三个名称")
    build_release(workers=1)

    assert files(releases) == before
    assert found(NAME) == [NAME]
    assert not indexing.is_behind()
    with pytest.raises(StageRefused, match="roll_back --resume"):
        go_live("x", Changes(matters=[], records=[]), timezone.now())

    resume()
    assert found("第三个名称") == ["第三个名称"]


def test_roll_back_twice_goes_further_back(
    page: MatterPage, releases: Releases
) -> None:
    first = files(releases)
    rename(page, OTHER)
    second = files(releases)
    rename(page, "第三个名称")

    roll_back()
    assert files(releases) == second
    roll_back()
    assert files(releases) == first
    assert found(NAME) == [NAME]
    roll_back(1)


def test_search_is_rebuilt_from_what_is_held(
    page: MatterPage, releases: Releases
) -> None:
    rename(page, OTHER)
    roll_back()

    indexing.rebuild()

    assert found(NAME) == [NAME]
    assert not indexing.is_behind()


def test_refusals_say_what_is_there(page: MatterPage, releases: Releases) -> None:
    with pytest.raises(NothingHeld, match="not held"):
        resume()
    with pytest.raises(NoSuchRelease, match="no release 99"):
        roll_back(99)
    assert current_hold() is None
    roll_back(1)
    with pytest.raises(NoSuchRelease, match="no release before"):
        roll_back()


def test_command_reports_and_refuses(page: MatterPage, releases: Releases) -> None:
    rename(page, OTHER)
    out = io.StringIO()

    call_command("roll_back", "--json", "--reason", "试", stdout=out)

    told = json.loads(out.getvalue())
    assert told["failed"] == {}
    assert told["written"] > 0
    hold = current_hold()
    assert hold is not None
    assert (hold.number, hold.reason) == (told["shown"], "试")
    with pytest.raises(CommandError, match="no release 77"):
        call_command("roll_back", "--to", "77")

    out = io.StringIO()
    call_command("roll_back", "--resume", stdout=out)
    assert "follows what is published" in out.getvalue()
    with pytest.raises(CommandError, match="not held"):
        call_command("roll_back", "--resume")


def test_nothing_built_yet_is_refused(releases: Releases, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="build_site"):
        call_command("roll_back")

"""A disk without space: readers keep what was there, and it goes on when there is room."""

from __future__ import annotations

import datetime
import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from content.models import MatterPage
from portal.outbox import worker
from portal.outbox.models import OutboxJob
from portal.publishing import indexing, jobs, staging
from portal.publishing.building import build_release
from portal.publishing.errors import DiskFull
from portal.publishing.releases import Release, Releases
from portal.publishing.space import telling_of_a_full_disk
from search import service
from search.errors import SearchUnavailable
from search.requests import SearchRequest
from tests.factories import content
from tests.portal.publishing.samples import MemorySource
from tests.portal.publishing.whole import faults_of, ledger_faults, tree_of

OLD, NEW = "企业投资项目备案", "外商投资项目核准"
FullDisk = Callable[..., AbstractContextManager[None]]


class FullFile(io.FileIO):
    """Takes half of what is written and then has no space, as a disk does."""

    def write(self, data: Any) -> int:
        super().write(memoryview(data)[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self.name)


@pytest.fixture
def full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    """A disk that has room for some more files and no others."""
    working = io.open

    @contextmanager
    def full(*, after: int = 0) -> Iterator[None]:
        room = [after]

        def opened(file: Any, mode: str = "r", *rest: Any, **named: Any) -> IO[Any]:
            ours = isinstance(file, str | Path) and str(file).startswith(str(tmp_path))
            if ours and "w" in mode and not str(file).endswith(".lock"):
                if room[0] == 0:
                    if "b" in mode:
                        return FullFile(file, "wb")
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
                room[0] -= 1
            return working(file, mode, *rest, **named)

        with monkeypatch.context() as patch:
            patch.setattr(io, "open", opened)
            yield

    return full


@pytest.fixture
def page(releases: Releases, db: None) -> MatterPage:
    """A published matter in the release and in the index."""
    page = content.catalogue_matter()
    page.get_parent().specific.save_revision().publish()
    page.save_revision().publish()
    worker.run_once()
    return MatterPage.objects.get(pk=page.pk)


def rename(page: MatterPage) -> None:
    page.title = NEW
    page.save_revision().publish()


def scratch(releases: Releases) -> list[str]:
    return sorted(path.name for path in releases.scratch.iterdir())


@pytest.mark.parametrize("after", [0, 1, 4, 7, 12])
def test_publication_waits_for_space_and_is_not_lost(
    page: MatterPage, releases: Releases, full_disk: FullDisk, after: int
) -> None:
    now = datetime.datetime.now(datetime.UTC)  # noqa: TID251 - the moment to move from
    with time_machine.travel(now, tick=False) as clock:
        rename(page)
        with full_disk(after=after):
            worker.run_once()

        job = OutboxJob.objects.get(state="pending")
        assert "DiskFull" in job.error
        assert "Free space on this disk, then try again" in job.error
        assert faults_of(releases.folder) == []
        assert scratch(releases) == []

        clock.shift(datetime.timedelta(minutes=1))
        worker.run_once()

    root = releases.require_current().root
    assert NEW in (root / "guides/m0001/index.html").read_text("utf-8")
    assert OLD not in (root / "guides/index.html").read_text("utf-8")
    assert not OutboxJob.objects.exclude(state="done").exists()
    assert scratch(releases) == []
    assert faults_of(releases.folder) == ledger_faults(releases.folder) == []


def test_publication_that_was_given_up_for_space_is_begun_anew(
    page: MatterPage, releases: Releases, full_disk: FullDisk
) -> None:
    jobs.close_gaps()
    worker.run_once()
    rename(page)
    with full_disk():
        worker.run_once()
    OutboxJob.objects.filter(state="pending").update(state="dead")

    jobs.close_gaps()
    worker.run_once()

    root = releases.require_current().root
    assert NEW in (root / "guides/m0001/index.html").read_text("utf-8")


@pytest.mark.parametrize("after", [0, 20])
def test_build_without_space_says_what_to_do_and_leaves_the_release_before(
    built: Release,
    releases: Releases,
    source: MemorySource,
    full_disk: FullDisk,
    after: int,
) -> None:
    before = tree_of(built.root)

    with full_disk(after=after), pytest.raises(DiskFull, match="Free space"):
        build_release(source=source, workers=1)

    assert releases.require_current() == built
    assert tree_of(built.root) == before
    assert [path.name for path in releases.folder.glob("r00000?")] == ["r000001"]
    assert scratch(releases) == []
    assert build_release(source=source, workers=1).release == "r000002"


def test_command_says_what_to_do(page: MatterPage, full_disk: FullDisk) -> None:
    with full_disk(), pytest.raises(CommandError, match="Free space on this disk"):
        call_command("build_site", force=True, workers=1)


@pytest.mark.parametrize("after", [0, 3])
def test_change_set_without_space_is_not_staged_and_can_be_again(
    page: MatterPage, releases: Releases, full_disk: FullDisk, after: int
) -> None:
    page.title = NEW
    changes = staging.compile_changes([page])
    at = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    before = tree_of(releases.folder / "current")

    with full_disk(after=after), pytest.raises(DiskFull, match="Free space"):
        staging.stage("set", changes, at)

    assert staging.staged("set") is None
    assert tree_of(releases.folder / "current") == before
    assert scratch(releases) == []
    assert staging.stage("set", changes, at).written


@pytest.mark.parametrize("after", [0, 1])
def test_index_without_space_says_what_to_do_and_the_old_one_answers(
    page: MatterPage, full_disk: FullDisk, after: int
) -> None:
    with full_disk(after=after), pytest.raises(SearchUnavailable, match="free space"):
        indexing.rebuild()

    hits = service.search(SearchRequest(text=OLD)).hits
    assert [hit.code for hit in hits] == ["m0001"]
    assert indexing.rebuild() == 1


def test_full_database_file_says_what_to_do(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "small.sqlite3", isolation_level=None) as full:
        full.execute("CREATE TABLE words (word TEXT)")
        full.execute("PRAGMA max_page_count = 2")
        with (
            pytest.raises(DiskFull, match="Free space"),
            telling_of_a_full_disk(tmp_path),
        ):
            full.execute("INSERT INTO words VALUES (?)", ("x" * 100_000,))
    full.close()


def test_other_errors_of_the_disk_are_told_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), telling_of_a_full_disk(tmp_path):
        raise PermissionError(errno.EACCES, "not yours")

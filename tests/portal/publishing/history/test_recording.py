"""The ledger tells what was public when, also after a kill and after a new build."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest
from django.utils import timezone

from portal.publishing.building import build_release
from portal.publishing.history.heads import digest_of
from portal.publishing.history.ledger import Ledger
from portal.publishing.history.objects import FOLDER, Objects
from portal.publishing.history.recording import Recorder
from portal.publishing.history.signing import Signed, is_signed, sign
from portal.publishing.releases import Release, Releases
from portal.publishing.syncing import sync
from tests.portal.publishing.samples import MemorySource

GUIDE = "guides/birth-cert/index.html"


def rename(source: MemorySource, name: str, code: str = "birth-cert") -> None:
    edited = source.matter(code)
    edited["guide"]["name"] = name
    source.put("matter", code, edited)


def ledger_of(releases: Releases) -> Ledger:
    return Ledger.open(releases.folder)


def disk(root: Path) -> dict[str, str]:
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in root.rglob("*")
        if file.is_file() and file.suffix not in {".gz", ".br"}
    }


def test_first_build_is_release_one_with_everything(
    built: Release, releases: Releases, source: MemorySource
) -> None:
    with ledger_of(releases) as ledger:
        first = ledger.last()
        assert first is not None
        assert (first.number, first.cause) == (1, "build")
        assert dict(ledger.files_at(1)) == disk(built.root)
        assert first.files == len(disk(built.root))
        assert set(ledger.contents_at(1)) == set(source.records()) | {
            ("matter", code) for code in source.codes()
        }


def test_ledger_of_an_earlier_version_is_brought_up_to_date(
    built: Release, releases: Releases
) -> None:
    with ledger_of(releases) as ledger:
        told = ledger.last()
        ledger.connection.executescript(
            "DROP INDEX files_listed; PRAGMA user_version = 1;"
            "CREATE INDEX files_now ON files (bucket, path) WHERE ended IS NULL;"
        )
    with ledger_of(releases) as ledger:
        plan = ledger.connection.execute(
            "EXPLAIN QUERY PLAN SELECT path, digest FROM files "
            "WHERE bucket = 1 AND ended IS NULL ORDER BY path"
        ).fetchall()
        assert "COVERING INDEX files_listed" in plan[0][-1]
        assert ledger.last() == told


def test_edit_is_a_release_and_keeps_what_was_replaced(
    built: Release, releases: Releases, source: MemorySource
) -> None:
    before = (built.root / GUIDE).read_bytes()
    old = disk(built.root)
    rename(source, "出生证明签发改名")

    report = sync(source=source)

    assert report.number == 2
    with ledger_of(releases) as ledger:
        assert dict(ledger.files_at(1)) == old
        assert dict(ledger.files_at(2)) == disk(built.root)
        # Its new name has no translation: the English page is gone.
        assert report.removed == [f"en/{GUIDE}"]
        changed = {*report.written, *report.removed}
        assert set(ledger.changed_files(2, amount=999)) == changed
        span = ledger.file_at(GUIDE, 1)
        assert span is not None
        assert span.ended == 2
        (change,) = ledger.changes(2, amount=9)
        assert change.before is not None
        assert change.after is not None
        assert "出生证明签发改名" not in change.before.payload
        assert "出生证明签发改名" in change.after.payload
    assert Objects(releases.folder / FOLDER).read(span.digest) == before


def test_run_without_changes_is_no_release(
    built: Release, releases: Releases, source: MemorySource
) -> None:
    assert sync(source=source).number == 1
    with ledger_of(releases) as ledger:
        assert not ledger.is_unsure


def test_withdrawn_files_end_and_are_kept(
    built: Release, releases: Releases, source: MemorySource
) -> None:
    before = (built.root / GUIDE).read_bytes()
    source.withdraw("matter", "birth-cert")

    sync(source=source)

    with ledger_of(releases) as ledger:
        span = ledger.file_at(GUIDE, 1)
        assert span is not None
        assert ledger.file_at(GUIDE, 2) is None
    assert Objects(releases.folder / FOLDER).read(span.digest) == before


def test_build_in_a_new_folder_notes_the_difference_only(
    built: Release, releases: Releases, source: MemorySource
) -> None:
    before = (built.root / GUIDE).read_bytes()
    rename(source, "出生证明首次签发")
    build_release(source=source, workers=1)

    with ledger_of(releases) as ledger:
        last = ledger.last()
        assert last is not None
        assert last.number == 2
        assert 0 < len(ledger.changed_files(2, amount=999)) < 100
        span = ledger.file_at(GUIDE, 1)
        assert span is not None
    assert Objects(releases.folder / FOLDER).read(span.digest) == before

    build_release(source=source, workers=1)
    with ledger_of(releases) as ledger:
        last = ledger.last()
        assert last is not None
        assert last.number == 2, "the same contents are no release"


def test_builder_killed_before_its_note_is_noted_by_the_next(
    built: Release,
    releases: Releases,
    source: MemorySource,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = (built.root / GUIDE).read_bytes()
    rename(source, "出生证明首次签发")

    def killed(*_values: object) -> int:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Recorder, "note_changes", killed)
        with pytest.raises(SystemExit):
            sync(source=source)

    report = sync(source=source)

    assert (report.written, report.number) == ([], 2)
    with ledger_of(releases) as ledger:
        assert dict(ledger.files_at(2)) == disk(built.root)
        span = ledger.file_at(GUIDE, 1)
        assert span is not None
        assert not ledger.is_unsure
    assert Objects(releases.folder / FOLDER).read(span.digest) == before


def test_head_is_signed_and_fits_the_list(
    built: Release, releases: Releases, source: MemorySource
) -> None:
    rename(source, "出生证明首次签发")
    sync(source=source)
    source.withdraw("matter", "birth-cert")
    sync(source=source)

    with ledger_of(releases) as ledger:
        for number in (1, 2, 3):
            release = ledger.release(number)
            assert digest_of(ledger.files_at(number)) == (release.files, release.digest)
            assert is_signed(release.head, release.signed)
            assert release.signed.public_key == sign("").public_key
            assert not is_signed(release.head + " ", release.signed)
            assert not is_signed(release.head, Signed("x", release.signed.public_key))


def test_changed_twice_within_a_release_is_one_state(
    built: Release, releases: Releases, source: MemorySource
) -> None:
    with ledger_of(releases) as ledger:
        ledger.put_files(1, {GUIDE: "a" * 64})
        ledger.put_files(1, {GUIDE: "b" * 64})
        assert [span.digest for span in ledger.states_of(GUIDE, amount=9)] == ["b" * 64]


def test_kept_file_that_was_damaged_is_not_shown(tmp_path: Path) -> None:
    objects = Objects(tmp_path / "objects")
    file = tmp_path / "page.html"
    file.write_bytes(b"<p>once</p>")
    digest = hashlib.sha256(b"<p>once</p>").hexdigest()
    objects.keep(file, digest)
    assert objects.read(digest) == b"<p>once</p>"

    (kept,) = (each for each in (tmp_path / "objects").rglob("*") if each.is_file())
    kept.unlink()
    kept.write_bytes(b"<p>twice</p>")

    assert objects.read(digest) is None


def test_file_systems_without_hard_links_get_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("portal.publishing.history.objects.os.link", refuse)
    file = tmp_path / "page.html"
    file.write_bytes(b"<p>once</p>")
    digest = hashlib.sha256(b"<p>once</p>").hexdigest()
    objects = Objects(tmp_path / "objects")

    objects.keep(file, digest)

    assert objects.read(digest) == b"<p>once</p>"


def test_clock_that_was_put_back_keeps_the_order(releases: Releases) -> None:
    now = timezone.now()
    with ledger_of(releases) as ledger:
        ledger.begin(now, "publish")
        ledger.begin(now - datetime.timedelta(hours=1), "publish")
        assert ledger.release(2).at == ledger.release(1).at

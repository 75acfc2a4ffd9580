"""Prepare many changes in a release of their own, and switch to it at once.

    stage(name, changes)    a copy of the current release, by hard links, in which only
                            what the changes touch is rendered anew; nobody is served it
    go_live(name, changes)  versions and snapshots in one transaction, the staged tree
                            brought up to date, one rename of the link

A reader gets the old state of everything or the new state of everything. Until the
rename nothing that readers see has changed, so a killed process leaves the old state;
the database already says what has to be shown, and the next synchronisation shows it.
"""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from content import payloads
from content.lint.database import DatabaseWorld
from content.lint.findings import Finding, errors_of
from content.lint.pages import page_findings
from content.models import MatterPage, PowerItemPage
from portal.accounts.models import User
from portal.outbox.services import enqueue
from portal.publishing.errors import ManifestCorrupt, StageRefused
from portal.publishing.history.recording import PUBLISH, recording
from portal.publishing.history.source import current_hold
from portal.publishing.indexing import IndexFirst
from portal.publishing.kinds import published_as
from portal.publishing.links import broken_links, local_links
from portal.publishing.models import MatterVersion
from portal.publishing.receipts import add_receipt
from portal.publishing.releases import Release, Releases, discard_manifest
from portal.publishing.services import (
    EVERYTHING,
    SINGLE_PRIORITY,
    SYNC_TOPIC,
    record_withdrawal,
)
from portal.publishing.source import (
    MATTER,
    DatabaseSource,
    Record,
    RecordKey,
    matter_record,
    plain_record,
    translations_of,
)
from portal.publishing.syncing import sync_release
from portal.publishing.versions import (
    Compiled,
    RecordValue,
    add_versions,
    compile_matter,
    put_snapshots,
)
from portal.publishing.working import core_count
from portal.publishing.zero import take_versions

_PREFIX: Final = "staged-"
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What goes live together: matters and other records, compiled; pages that go.

    `pages` are the drafts that the compiled ones were made from.
    """

    matters: Sequence[Compiled] = ()
    records: Sequence[RecordValue] = ()
    withdrawn: Sequence[Page] = ()
    pages: Sequence[Page] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReport:
    """What was prepared: addresses that change, the seconds it took."""

    written: Sequence[str]
    removed: Sequence[str]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveReport:
    """When it was switched and which addresses changed, in seconds."""

    written: Sequence[str]
    removed: Sequence[str]
    release: str
    stored_seconds: float
    switched_seconds: float


def compile_changes(
    pages: Iterable[Page], *, withdrawn: Sequence[Page] = ()
) -> Changes:
    """Compile drafts that are to go live together, with pages that go then.

    Raises:
        StageRefused: one of them breaks a rule or is not publishable.
    """
    drafts = list(pages)
    refuse_faulty(drafts)
    matters = [
        compile_matter(page.translation_key, payloads.matter_payload(page))
        for page in drafts
        if isinstance(page, MatterPage)
    ]
    records = [
        (published.kind, page.slug, published.payload(page))
        for page in drafts
        if (published := published_as(page)) is not None
    ]
    return Changes(matters=matters, records=records, withdrawn=withdrawn, pages=drafts)


def refuse_faulty(pages: Sequence[Page]) -> None:
    """Let drafts pass that may be published together.

    Raises:
        StageRefused: naming each page, rule and place.
    """
    powers = [page.slug for page in pages if isinstance(page, PowerItemPage)]
    world = DatabaseWorld(powers=powers)
    found: list[tuple[Page, Finding]] = [
        (page, finding)
        for page in pages
        for finding in errors_of(page_findings(page, world))
    ]
    if found:
        told = "；".join(
            f"“{page.title}”{finding.rule} {finding.path}：{finding.message}"
            for page, finding in found[:_SHOWN]
        )
        raise StageRefused(f"有 {len(found)} 处不能发布：{told}。请改正后再试。")


@dataclass(slots=True)
class OverlaySource:
    """The published state with changes on top, as it will be at a moment."""

    changes: Changes
    at: datetime.datetime
    base: DatabaseSource = field(default_factory=DatabaseSource)
    _matters: dict[str, Record] = field(init=False)
    _gone: set[RecordKey] = field(init=False)

    def __post_init__(self) -> None:
        self._gone = {key for page in self.changes.withdrawn if (key := key_of(page))}
        self.at = self.at.astimezone(datetime.UTC)
        keys = [item.matter_key for item in self.changes.matters]
        english = translations_of(keys)
        numbers = dict(
            MatterVersion.objects.filter(matter_key__in=keys)
            .order_by()
            .values("matter_key")
            .annotate(last=Max("number"))
            .values_list("matter_key", "last")
        )
        in_force = dict(
            MatterVersion.objects.filter(
                matter_key__in=keys, effective_to__isnull=True
            ).values_list("matter_key", "digest")
        )
        self._matters = {
            item.code: matter_record(
                item.code,
                item.digest,
                numbers.get(item.matter_key, 0) + 1,
                self.at,
                item.payload_json,
                english.get(item.matter_key),
            )
            for item in self.changes.matters
            if in_force.get(item.matter_key) != item.digest
        }

    def matter_digests(self, codes: Collection[str] | None = None) -> dict[str, str]:
        """Return code -> digest of matters in force then."""
        digests = self.base.matter_digests(codes)
        for code in [code for code in digests if (MATTER, code) in self._gone]:
            del digests[code]
        for code, record in self._matters.items():
            if codes is None or code in codes:
                digests[code] = record.digest
        return digests

    def matters(self, codes: Iterable[str] | None = None) -> Iterator[Record]:
        """Yield records of matters in force then."""
        wanted = None if codes is None else list(codes)
        for record in self.base.matters(wanted):
            if record.key not in self._matters and (MATTER, record.key) not in (
                self._gone
            ):
                yield record
        for code, record in self._matters.items():
            if wanted is None or code in wanted:
                yield record

    def records(self) -> Mapping[RecordKey, Record]:
        """Return all other records then."""
        found = dict(self.base.records())
        for kind, key, payload in self.changes.records:
            found[kind, key] = plain_record(kind, key, payload)
        for gone in self._gone:
            found.pop(gone, None)
        return found


def staged(name: str) -> Release | None:
    """Return a staged release, or None."""
    release = Release(Releases.configured().folder / f"{_PREFIX}{name}")
    return release if _is_copied(release) else None


def stage(name: str, changes: Changes, at: datetime.datetime) -> StageReport:
    """Prepare changes in a release of their own; again from the start if it is there.

    Raises:
        StageRefused: a page cannot be rendered, or a link would lead nowhere.
    """
    started = time.monotonic()
    releases = Releases.configured()
    with releases.lock():
        current = releases.require_current()
        release = Release(releases.folder / f"{_PREFIX}{name}")
        releases.discard(release)
        _copy(current, release)
        try:
            report = sync_release(
                release, OverlaySource(changes, at), workers=core_count()
            )
            _refuse_broken(current, release, report.written, report.failed)
        except BaseException:
            releases.discard(release)
            raise
    return StageReport(
        written=report.written,
        removed=report.removed,
        seconds=time.monotonic() - started,
    )


def go_live(
    name: str, changes: Changes, at: datetime.datetime, user: User | None = None
) -> LiveReport:
    """Make changes public at once; what was staged before saves the rendering.

    Raises:
        StageRefused: a page cannot be rendered, or the site is held at a release of
            before; nothing has changed then.
    """
    started = time.monotonic()
    releases = Releases.configured()
    with releases.lock():
        _refuse_held()
        current = releases.require_current()
        release = Release(releases.folder / f"{_PREFIX}{name}")
        if not _is_copied(release):
            releases.discard(release)
            _copy(current, release)
        source = OverlaySource(changes, at)
        report = sync_release(release, source, workers=core_count())
        if report.failed:
            releases.discard(release)
            raise StageRefused(f"页面不能生成：{sorted(report.failed)[:_SHOWN]}")
        with transaction.atomic():
            changed = set(add_versions(changes.matters, user, at))
            put_snapshots(changes.records)
            take_versions([m for m in changes.matters if m.code in changed], at)
            for page in changes.withdrawn:
                record_withdrawal(page, at=at)
            for page in changes.pages:
                add_receipt(page, at, user=user)
            # It finds nothing to do but to note that all is done, and to look at it.
            enqueue(SYNC_TOPIC, EVERYTHING, {}, priority=SINGLE_PRIORITY)
        stored = time.monotonic() - started
        # The log of the four-zero list and what others published meanwhile.
        late = sync_release(release, IndexFirst(DatabaseSource()), workers=1)
        final = _renamed(releases, release)
        os.sync()
        with recording(releases) as recorder, final.open_manifest() as manifest:
            releases.switch(final)
            recorder.note_everything(manifest, PUBLISH)
        releases.prune()
    return LiveReport(
        written=[*report.written, *late.written],
        removed=[*report.removed, *late.removed],
        release=final.name,
        stored_seconds=stored,
        switched_seconds=time.monotonic() - started,
    )


def key_of(page: Page) -> RecordKey | None:
    """Return kind and key of the record of a page, None for pages without one."""
    if isinstance(page, MatterPage):
        return MATTER, page.slug
    published = published_as(page)
    return None if published is None else (published.kind, page.slug)


def discard(name: str) -> None:
    """Remove a staged release."""
    releases = Releases.configured()
    releases.discard(Release(releases.folder / f"{_PREFIX}{name}"))


def _refuse_held() -> None:
    hold = current_hold()
    if hold is not None:
        raise StageRefused(
            f"网站已退回到第 {hold.number} 版，现在不能发布：{hold.reason or '没有说明'}。"
            f"请管理员先恢复发布（manage.py roll_back --resume）。"
        )


def _is_copied(release: Release) -> bool:
    """Tell whether a copy was finished: the manifest comes last."""
    try:
        release.open_manifest().close()
    except ManifestCorrupt:
        return False
    return release.root.is_dir()


def _copy(current: Release, release: Release) -> None:
    """Copy a tree by hard links: files are replaced by renaming, never written into."""
    shutil.copytree(current.root, release.root, copy_function=os.link, symlinks=True)
    discard_manifest(release.manifest_path)
    source = sqlite3.connect(current.manifest_path, timeout=20)
    target = sqlite3.connect(release.manifest_path)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def _renamed(releases: Releases, release: Release) -> Release:
    """Give a staged release the next number, with its manifest."""
    final = releases.next()
    _settle(release.manifest_path)
    release.root.rename(final.root)
    release.manifest_path.rename(final.manifest_path)
    return final


def _settle(manifest: Path) -> None:
    """Write what SQLite keeps beside the file into it, so that it can be renamed."""
    connection = sqlite3.connect(manifest, timeout=20)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()


def _refuse_broken(
    current: Release,
    release: Release,
    written: Sequence[str],
    failed: Mapping[str, str],
) -> None:
    """Refuse what fails and links that the changes bring and that lead nowhere.

    A link that is dead already is for `check_site`: it holds nobody else's work back.
    """
    if failed:
        path, error = next(iter(sorted(failed.items())))
        raise StageRefused(f"有 {len(failed)} 个页面不能生成，如 {path}：{error}")
    links: set[str] = set()
    for path in written:
        if path.endswith(".html"):
            before = _links(current, path)
            links |= _links(release, path) - before
    with release.open_manifest() as manifest:
        paths = {state.output.path for state in manifest.outputs()}
    dead = broken_links(links, paths)
    if dead:
        raise StageRefused(f"有链接会走不通：{dead[:_SHOWN]}")


def _links(release: Release, path: str) -> set[str]:
    file = release.root / path
    return local_links(path, file.read_bytes()) if file.is_file() else set()

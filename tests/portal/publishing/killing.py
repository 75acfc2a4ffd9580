"""Kill a process with SIGKILL at every step of a job, and look what readers are left.

`main` runs in a process of its own: Django is loaded and a small site made once; each point forks a process that counts the steps which
change something on disk or in a database and kills itself before the chosen one. Then
the site must be whole, and the next run must end as one that was never killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from content.models import MatterPage
from portal.outbox import worker
from portal.publishing import indexing, staging
from portal.publishing.bodies import Body, bytes_of
from portal.publishing.building import build_release
from portal.publishing.history import rolling
from portal.publishing.models import MatterVersion
from portal.publishing.releases import Releases
from portal.publishing.writers import Writer
from search import service
from search.engines import embedded
from search.requests import SearchRequest
from tests.factories import content
from tests.portal.publishing.whole import faults_of, ledger_faults, tree_of

_CHANGING = ("replace", "rename", "unlink", "symlink", "link", "rmdir", "mkdir")
_WRITING = ("INSERT", "UPDATE", "DELETE", "COMMIT")
_WORD = "事项"


class Steps:
    """Counts steps; the process dies before the one with the number `kill_at`."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.done = 0

    def take(self) -> None:
        if self.done == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.done += 1

    def hook(self) -> None:
        """Count whatever changes files, manifest, ledger, database and index."""
        for name in _CHANGING:
            self._before(os, name)
        self._half_written_files()
        self._sqlite()
        self._engine()
        connection.execute_wrappers.append(self._statement)

    def _before(self, owner: Any, name: str) -> None:
        working = getattr(owner, name)

        def counted(*arguments: Any, **named: Any) -> Any:
            self.take()
            return working(*arguments, **named)

        setattr(owner, name, counted)

    def _half_written_files(self) -> None:
        put_by = Writer._put_by

        def halved(writer: Writer, data: Body) -> Path:
            if self.done == self.kill_at:
                whole = bytes_of(data)
                put_by(writer, whole[: len(whole) // 2])
            self.take()
            return put_by(writer, data)

        Writer._put_by = halved

    def _sqlite(self) -> None:
        steps = self

        class Counted(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                if sql.startswith("PRAGMA synchronous"):
                    sql = "PRAGMA synchronous = OFF"
                # What is inside of a transaction is nothing before its end.
                ends = sql.startswith("COMMIT") or not self.in_transaction
                if ends and sql.lstrip().startswith(_WRITING):
                    steps.take()
                return super().execute(sql, *values)

        connect = sqlite3.connect
        sqlite3.connect = lambda *a, **k: connect(*a, **{"factory": Counted} | k)

    def _engine(self) -> None:
        writing = embedded._writer

        @contextmanager
        def counted(index: Any, **named: Any) -> Iterator[Any]:
            self.take()
            with writing(index, **named) as writer:
                yield writer
                self.take()
            self.take()

        embedded._writer = counted

    def _statement(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: Any,
    ) -> Any:
        if sql.startswith(_WRITING) or "SAVEPOINT" in sql:
            self.take()
        return execute(sql, params, many, context)


# What is killed ------------------------------------------------------------------


def run_worker() -> None:
    """(a) Incremental: an edit, a withdrawal, a new matter, one that is public again."""
    worker.Worker().run(until_empty=True)


def build() -> None:
    """(b) A full build."""
    build_release(workers=1)
    run_worker()


def rebuild() -> None:
    """(c) A new index beside the old one."""
    indexing.rebuild()
    run_worker()


def change_set() -> None:
    """(d) Drafts are staged and go live together."""
    pages = [
        page.get_latest_revision_as_object()
        for page in MatterPage.objects.live().order_by("slug")[:2]
    ]
    for page in pages:
        page.title = page.title.replace(_WORD, f"一并{_WORD}")
    changes = staging.compile_changes(pages)
    at = MatterVersion.objects.latest("created_at").created_at
    if staging.staged("set") is None:
        staging.stage("set", changes, at)
    staging.go_live("set", changes, at)
    run_worker()


def roll_back() -> None:
    """(e) Back to the first release."""
    rolling.roll_back(1)
    run_worker()


SCENARIOS: dict[str, Callable[[], None]] = {
    "worker": run_worker,
    "build": build,
    "rebuild": rebuild,
    "change_set": change_set,
    "roll_back": roll_back,
}


def prepare(waiting: bool) -> None:
    """Make a small site; with edits that wait for a worker, or with two releases."""
    content.department().save_revision().publish()
    for number in range(5):
        page = content.catalogue_matter(f"m000{number}", title=f"旧{_WORD}{number}")
        if number != 4:
            page.save_revision().publish()
    MatterPage.objects.get(slug="m0003").unpublish()
    run_worker()
    MatterPage.objects.get(slug="m0003").save_revision().publish()
    MatterPage.objects.get(slug="m0004").save_revision().publish()
    edited = MatterPage.objects.get(slug="m0000")
    edited.title = f"新{_WORD}0"
    edited.topics_corp = ["045"]
    edited.save_revision().publish()
    MatterPage.objects.get(slug="m0001").unpublish()
    if not waiting:
        run_worker()


# The harness ---------------------------------------------------------------------


class Site:
    """The data folder, put back to what was prepared before each point."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.prepared = folder / "prepared"
        self.releases = self.data / "releases"

    def keep(self) -> None:
        connections.close_all()
        service._search_for.cache_clear()
        shutil.copytree(self.data, self.prepared, symlinks=True)

    def restore(self) -> None:
        shutil.rmtree(self.data)
        shutil.copytree(
            self.prepared, self.data, symlinks=True, copy_function=_link_or_copy
        )

    def let_leases_end(self) -> None:
        database = sqlite3.connect(self.data / "portal.sqlite3")
        with database:
            database.execute(
                "UPDATE outbox_outboxjob SET lease_until = '2000-01-01', "
                "available_at = '2000-01-01'"
            )
        database.close()


def _link_or_copy(source: str, target: str) -> None:
    # Files of a release are never written into; databases and index files may be.
    if "/releases/r" in source and "sqlite3" not in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def forked(work: Callable[[], None], report: Path) -> int:
    """Run work in a process of its own; return how it ended, 0 when well."""
    report.unlink(missing_ok=True)
    pid = os.fork()
    if pid == 0:
        ended = 1
        try:
            _spare_the_disk()
            work()
            ended = 0
        finally:
            if ended:
                report.write_text(traceback.format_exc())
            os._exit(ended)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _spare_the_disk() -> None:
    """Leave out waiting for the disk: what a killed process wrote, the system has."""
    for name in ("fsync", "sync"):
        setattr(os, name, lambda *_descriptor: None)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")


def known_to_index() -> dict[str, str]:
    """Return code -> title of what a search finds."""
    found = service.search(SearchRequest(text=_WORD, page_size=50))
    return {hit.code: hit.title for hit in found.hits}


def dead_hits() -> list[str]:
    """Return hits without a page."""
    root = Releases.configured().require_current().root
    return [
        f"hit '{code}' leads nowhere"
        for code in known_to_index()
        if not (root / "guides" / code / "index.html").is_file()
    ]


def end_state(site: Site) -> dict[str, Any]:
    """Return what must not depend on whether somebody was killed."""
    in_force = MatterVersion.objects.filter(effective_to__isnull=True)
    tree = tree_of(site.releases / "current")
    return {
        "tree": {path: hashlib.sha256(body).hexdigest() for path, body in tree.items()},
        "index": known_to_index(),
        "in_force": sorted(in_force.values_list("code", flat=True)),
        "scratch": sorted(path.name for path in (site.releases / ".scratch").iterdir()),
    }


class Harness:
    """One scenario at all its points."""

    def __init__(self, folder: Path, scenario: str) -> None:
        self.site = Site(folder)
        self.act = SCENARIOS[scenario]
        self.report = folder / "report"
        self.wanted: dict[str, Any] = {}

    def clean_run(self) -> int:
        """Run without a kill; keep the end state and return the number of steps."""

        def work() -> None:
            steps = Steps(-1)
            steps.hook()
            self.act()
            done = steps.done
            state = end_state(self.site)
            self.report.write_text(json.dumps([done, state]))

        assert forked(work, self.report) == 0, self.report.read_text()
        done, self.wanted = json.loads(self.report.read_text())
        return int(done)

    def point(self, kill_at: int) -> list[str]:
        """Kill at one step; return what was not as it should be."""
        self.site.restore()

        def killed() -> None:
            Steps(kill_at).hook()
            self.act()

        ended = forked(killed, self.report)
        if ended != -signal.SIGKILL:
            return [f"ended with {ended} instead of being killed"]
        faults = faults_of(self.site.releases)
        self.site.let_leases_end()

        def finish() -> None:
            found = dead_hits()
            self.act()
            state = end_state(self.site)
            found += ledger_faults(self.site.releases)
            for name, value in self.wanted.items():
                if state[name] != value:
                    found.append(f"{name} differs: {_difference(state[name], value)}")
            self.report.write_text(json.dumps(found))

        if forked(finish, self.report) != 0:
            return [*faults, self.report.read_text()[-1500:]]
        return [*faults, *json.loads(self.report.read_text())]


def _difference(found: Any, wanted: Any) -> Any:
    if isinstance(found, dict):
        keys = sorted(set(found) | set(wanted))
        return [key for key in keys if found.get(key) != wanted.get(key)][:5]
    return [found, wanted]


def main(folder: Path, scenario: str, every: int) -> dict[str, Any]:
    """Kill at each `every`-th step, the first one included; return a report."""
    started = time.monotonic()
    harness = Harness(folder, scenario)
    prepare(waiting=scenario in {"worker", "build", "rebuild"})
    harness.site.keep()
    steps = harness.clean_run()
    points = range(0, steps, every)
    faults: dict[str, list[str]] = {}
    # Whoever waits for a long run reads along.
    with (folder / "points").open("w", encoding="utf-8", buffering=1) as progress:
        for point in points:
            if found := harness.point(point):
                faults[str(point)] = found
            progress.write(f"{point} of {steps}: {found or 'whole'}\n")
    return {
        "scenario": scenario,
        "steps": steps,
        "points": len(points),
        "seconds": round(time.monotonic() - started, 1),
        "faults": faults,
    }

"""A real worker process, killed in the middle of publishing (kill -9)."""

from __future__ import annotations

import gzip
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import brotli
import pytest

PROGRAM = """
import sys, time
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from portal.outbox import worker
from portal.publishing import writers
from portal.publishing.models import MatterVersion
from content.models import MatterPage

step, folder, kill_at = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])

if step == "prepare":
    from django.apps import apps
    from django.conf import settings
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    from tests.factories import content
    content.department().save_revision().publish()
    for number in range(3):
        page = content.catalogue_matter(f"m000{number}", title=f"旧名称{number}")
        page.save_revision().publish()
    worker.run_once()
    for page in MatterPage.objects.all():
        page.title = page.title.replace("旧", "新")
        page.save_revision().publish()
elif step == "hang":
    replace = writers.Writer._replace
    done = []
    def slow(self, temporary, target):
        if len(done) == kill_at:
            (folder / "begun").write_text("x")
            time.sleep(600)
        done.append(target)
        replace(self, temporary, target)
    writers.Writer._replace = slow
    worker.Worker().run()
else:
    call_command("run_worker", until_empty=True)
"""


def _start(step: str, folder: Path, kill_at: int = 0) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'data' / 'portal.sqlite3'}",
        "PORTAL_SEARCH_URL": "embedded:",
        "PORTAL_VERIFY_PAGES": "0",
    }
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, step, str(folder), str(kill_at)],
        env=environment,
    )


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while not path.exists():
        assert process.poll() is None, "the worker ended by itself"
        assert time.monotonic() < end, f"'{path}' did not appear"
        time.sleep(0.05)


def _pages(folder: Path) -> dict[str, bytes]:
    root = folder / "data" / "releases" / "current"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a release and three edits that wait for a worker."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "data").mkdir()
    assert _start("prepare", folder).wait(timeout=120) == 0
    return folder


def test_worker_killed_while_publishing_leaves_old_pages_whole_and_is_finished(
    prepared: Path,
) -> None:
    before = _pages(prepared)
    assert "旧名称0".encode() in before["guides/m0000/index.html"]

    for kill_at in (0, 4, 11):
        first = _start("hang", prepared, kill_at)
        _wait_for(prepared / "begun", first)
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=10)
        (prepared / "begun").unlink()
        _assert_whole(_pages(prepared), before)
        _let_leases_end(prepared)

    assert _start("finish", prepared).wait(timeout=120) == 0

    after = _pages(prepared)
    for number in range(3):
        assert f"新名称{number}".encode() in after[f"guides/m000{number}/index.html"]
    assert not [path for path, body in after.items() if "旧名称".encode() in body]
    assert sorted(after) == sorted(before)
    _assert_whole(after, after)
    assert not list((prepared / "data/releases/.scratch").iterdir())
    assert _states(prepared) == {"done"}


def _assert_whole(pages: dict[str, bytes], before: dict[str, bytes]) -> None:
    """Every file is there, ends as it should, and unpacks to old or new content."""
    assert sorted(pages) == sorted(before)
    for path, body in pages.items():
        if path.endswith(".html"):
            assert body.rstrip().endswith(b"</html>"), path
        if path.endswith(".gz"):
            assert gzip.decompress(body), path
        if path.endswith(".br"):
            assert brotli.decompress(body), path


def _let_leases_end(folder: Path) -> None:
    connection = sqlite3.connect(folder / "data" / "portal.sqlite3", timeout=20)
    with connection:
        connection.execute("UPDATE outbox_outboxjob SET lease_until = '2000-01-01'")
    connection.close()


def _states(folder: Path) -> set[str]:
    connection = sqlite3.connect(folder / "data" / "portal.sqlite3", timeout=20)
    rows = connection.execute("SELECT state FROM outbox_outboxjob").fetchall()
    connection.close()
    return {state for (state,) in rows}

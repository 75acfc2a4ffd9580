"""A real worker process, killed in the middle of a job."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = """
import os, sys, time
from pathlib import Path
import django
django.setup()
from django.db import connection
from portal.outbox import services, worker
from portal.outbox.models import OutboxJob
from portal.outbox.registry import handler, registry

step, folder = sys.argv[1], Path(sys.argv[2])
registry._chores.clear()

@handler("letter", lease_seconds=1)
def write_letter(payload):
    (folder / "begun").write_text("x")
    if step == "hang":
        time.sleep(600)
    (folder / payload["name"]).write_text("dear alice")

@handler("note")
def write_note(payload):
    with (folder / "notes.txt").open("a") as file:
        file.write(f"{payload['number']}\\n")

if step == "prepare":
    with connection.schema_editor() as editor:
        editor.create_model(OutboxJob)
    services.enqueue("letter", "a", {"name": "letter.txt"})
    for number in range(40):
        services.enqueue("note", str(number), {"number": number})
elif step == "hang":
    worker.Worker().run()
elif step == "share":
    worker.Worker().run(until_empty=True)
else:
    running = worker.Worker()
    running.listen_to_signals()
    print("ready", flush=True)
    running.run()
"""


def _start(step: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'jobs.sqlite3'}",
    }
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, step, str(folder)], env=environment
    )


def _wait_for(path: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < end, f"'{path}' did not appear"
        time.sleep(0.05)


def test_worker_killed_in_mid_job_loses_nothing(tmp_path: Path) -> None:
    assert _start("prepare", tmp_path).wait(timeout=60) == 0
    first = _start("hang", tmp_path)
    _wait_for(tmp_path / "begun")
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=10)
    assert not (tmp_path / "letter.txt").exists()

    second = _start("work", tmp_path)
    _wait_for(tmp_path / "letter.txt")
    second.send_signal(signal.SIGTERM)

    assert second.wait(timeout=30) == 0
    with sqlite3.connect(tmp_path / "jobs.sqlite3") as connection:
        rows = connection.execute(
            "select state, attempts from outbox_outboxjob where topic = 'letter'"
        )
        assert rows.fetchall() == [("done", 2)]
    connection.close()


def test_two_workers_share_the_jobs_and_do_each_once(tmp_path: Path) -> None:
    assert _start("prepare", tmp_path).wait(timeout=60) == 0

    workers = [_start("share", tmp_path) for _ in range(2)]

    assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    notes = (tmp_path / "notes.txt").read_text().split()
    assert sorted(map(int, notes)) == list(range(40))

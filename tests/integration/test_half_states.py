"""Many publications and withdrawals on a running portal: no reader meets a half state.

`PORTAL_HALF_STATE_PUBLISHES` and `PORTAL_HALF_STATE_READERS` make it longer; with 1000
and 50 it takes a quarter of an hour.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.half_state_driver import DRIVE, PREPARE, STATE
from tests.integration.portal import PROJECT, Installation, RunningPortal, wait_for
from tests.integration.readers import Reader
from tests.services.ports import free_port

logger = logging.getLogger(__name__)

PUBLISHES = int(os.environ.get("PORTAL_HALF_STATE_PUBLISHES", "80"))
READERS = int(os.environ.get("PORTAL_HALF_STATE_READERS", "10"))
IN_FLIGHT = 6
SECONDS_A_PUBLISH = 5
SHOWN = 12


class QuietInstallation(Installation):
    """Its worker does not fetch pages from the public address, which is not there."""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"PORTAL_VERIFY_PAGES": "0"}


def run(installation: Installation, program: str, *arguments: str) -> str:
    """Run a program inside the portal and return what it printed last."""
    result = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=PROJECT,
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-4000:]
    return result.stdout.strip().rpartition("\n")[2]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """A server and a worker on a small district of its own."""
    folder = Path(tmp_path_factory.mktemp("half") / "var")
    folder.mkdir()
    installation = QuietInstallation(folder, {}, 0.0)
    run(installation, PREPARE)
    running = RunningPortal(installation, free_port())
    running.start()
    yield running
    running.stop()


def state(portal: RunningPortal) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(portal.installation, STATE))
    return found


@pytest.mark.timeout(120 + PUBLISHES * SECONDS_A_PUBLISH)
def test_readers_never_meet_a_half_state(district: RunningPortal) -> None:
    stopped = threading.Event()
    readers = [Reader(district.port, seed, stopped) for seed in range(READERS)]
    for reader in readers:
        reader.start()
    started = time.monotonic()
    try:
        done = json.loads(
            run(district.installation, DRIVE, str(PUBLISHES), str(IN_FLIGHT))
        )
        wait_for(lambda: not state(district)["unfinished"], 60, "the queue to be empty")
    finally:
        stopped.set()
        for reader in readers:
            reader.join(30)
    seconds = time.monotonic() - started
    seen = sum((reader.seen for reader in readers), Counter[str]())
    logger.info("%s in %.0f s, readers saw %s", done, seconds, dict(seen))
    faults = Counter(fault for reader in readers for fault in reader.faults)
    assert faults.total() == 0, (faults.total(), faults.most_common(SHOWN), seen)
    assert min(seen["links"], seen["hits"], seen["compared"]) > PUBLISHES
    end = state(district)
    assert end["found"] == end["in_force"]
    assert not end["behind"]
    # Only a real portal has the identifiers that the command asks for, too.
    report = district.installation.report("check_site", check=False)
    assert report["broken_links"] == report["manifest_mismatches"] == []

"""Run the real portal as the README does: the demo command, a server, a worker.

Everything lives in a folder of its own under pytest's base folder; the demo import is
made once a session and copied for tests that want to spoil it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from portal.demo.load.servers import HOST, start_nginx
from portal.demo.serving import server_arguments
from tests.services.ports import free_port

PROJECT = Path(__file__).resolve().parents[2]


@dataclass
class Installation:
    """A data folder with the demo in it, and the environment that points at it."""

    folder: Path
    demo: dict[str, Any]
    seconds: float
    search_url: str = "embedded:"

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PORTAL_DATA_DIR": str(self.folder),
            "PORTAL_SEARCH_URL": self.search_url,
        }

    def manage(
        self, *arguments: str, check: bool = True, timeout: float = 280
    ) -> subprocess.CompletedProcess[str]:
        """Run a management command and return its completed process."""
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if check:
            assert result.returncode == 0, result.stderr[-4000:]
        return result

    def report(self, *arguments: str, check: bool = True) -> dict[str, Any]:
        """Run a command with --json and return its one object."""
        found: dict[str, Any] = json.loads(
            self.manage(*arguments, "--json", check=check).stdout
        )
        return found

    def python(self, code: str) -> str:
        """Run code inside the portal's shell and return what it printed."""
        return self.manage("shell", "--no-imports", "-c", code).stdout.strip()

    def copy(self, folder: Path, **changes: str) -> Installation:
        """Return an installation of its own in `folder`."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Installation(folder, self.demo, self.seconds, **changes)


@dataclass
class RunningPortal:
    """A server and a worker on one installation."""

    installation: Installation
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        address = f"127.0.0.1:{self.port}"
        self._spawn(*server_arguments("portal.wsgi:application", address))
        self.start_worker()
        wait_for(lambda: self.status("/healthz") == 200, 60, "the server to answer")

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._spawn("manage.py", "run_worker")

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
        self.processes.clear()

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a page."""
        try:
            address = self.url + urllib.parse.quote(path, safe="/?=&%")
            with urllib.request.urlopen(address, timeout=20) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8")

    def status(self, path: str) -> int:
        try:
            return self.get(path)[0]
        except OSError:
            return 0

    def _spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=self.installation.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process


def wait_for(condition: Any, seconds: float, what: str) -> float:
    """Poll until `condition()` is true; return how many seconds it took."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if condition():
            return time.monotonic() - start
        time.sleep(0.05)
    pytest.fail(f"waited {seconds} s in vain for {what}")


def install(folder: Path) -> Installation:
    installation = Installation(folder, {}, 0.0)
    start = time.monotonic()
    installation.demo = installation.report("demo", "--no-serve")
    installation.seconds = time.monotonic() - start
    return installation


@pytest.fixture(scope="session")
def demo_installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demo data, imported, published, built and indexed; read it, don't spoil it.

    Test processes that run side by side share one, and so do runs that are given the
    same folder in `PORTAL_TEST_DEMO`.
    """
    own = tmp_path_factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return shared(Path(os.environ.get("PORTAL_TEST_DEMO") or run / "demo"))


def shared(folder: Path) -> Installation:
    """Return the demo data in the folder, which whoever comes first makes."""
    folder.mkdir(exist_ok=True)
    told = folder / "told.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if told.is_file():
            demo, seconds = json.loads(told.read_text())
            return Installation(folder / "var", demo, seconds)
        made = install(folder / "var")
        told.write_text(json.dumps([made.demo, made.seconds]))
    return made


@pytest.fixture(scope="module")
def portal(
    demo_installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningPortal]:
    """A portal that runs on a copy of the demo data; one for each test module."""
    copy = demo_installation.copy(tmp_path_factory.mktemp("portal") / "var")
    running = RunningPortal(copy, free_port())
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def demo_site(
    demo_installation: Installation,
    nginx: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address where nginx serves the demo's release; nothing listens behind it."""
    release = (demo_installation.folder / "releases" / "current").resolve()
    folder = tmp_path_factory.mktemp("nginx")
    server = start_nginx(nginx, folder, release, f"{HOST}:{free_port()}")
    yield f"http://{HOST}:{server.port}"
    server.stop()


if __name__ == "__main__":
    shared(Path(sys.argv[1]))

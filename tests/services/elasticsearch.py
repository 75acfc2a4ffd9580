"""A real Elasticsearch node for tests: one per session, on free ports of loopback.

The official build is read from `$PORTAL_TEST_CACHE/elasticsearch-8.19.21.zip`
(default folder `~/.cache/portal`) and unpacked once beside the file. Without it tests
marked `elasticsearch` are skipped with the command that fetches it; where `CI` is set
its absence is a failure.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.ports import free_port

VERSION = "8.19.21"
START_SECONDS = 120
NODE_USER = "nobody"
HOW_TO_GET = (
    "mvn -q dependency:copy -Dartifact=org.elasticsearch.distribution."
    f"integ-test-zip:elasticsearch:{VERSION}:zip -DoutputDirectory={{folder}}"
)


class NodeMissing(RuntimeError):
    """The machine lacks a part that a real node needs; the message names it."""


class ElasticsearchNode:
    """One running node; `kill` and `start` let tests take it away and bring it back."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home = home
        self.folder = folder
        self.host = "127.0.0.1"
        self.port = free_port()
        self.transport_port = free_port()
        self.heap_mib = 512
        self.settings = ["discovery.type: single-node"]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The HTTP address, e.g. http://127.0.0.1:9200."""
        return f"http://{self.host}:{self.port}"

    def search_url(self, alias: str) -> str:
        """The value of PORTAL_SEARCH_URL that uses this node."""
        return f"elasticsearch://{self.host}:{self.port}/{alias}"

    def start(self) -> None:
        """Start the node and wait until it takes requests."""
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start the node without waiting for it."""
        config = self._write_config()
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.folder),
            "ES_JAVA_HOME": str(_java_home()),
            "ES_JAVA_OPTS": f"-Xms{self.heap_mib}m -Xmx{self.heap_mib}m",
            "ES_PATH_CONF": str(config),
            "ES_TMPDIR": str(self.folder / "tmp"),
        }
        log = (self.folder / "console.log").open("ab")
        try:
            self._process = subprocess.Popen(
                [str(self.home / "bin" / "elasticsearch")],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
                user=NODE_USER if os.geteuid() == 0 else None,
            )
        finally:
            log.close()

    def kill(self) -> None:
        """Kill the node's whole process group at once, as a power cut would."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=30)
        self._process = None

    def freeze(self) -> None:
        """Stop the node's processes without ending them: it accepts, but is silent."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen node go on."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGCONT)

    def running(self) -> bool:
        """Tell whether the node's process is alive."""
        return self._process is not None and self._process.poll() is None

    def _write_config(self) -> Path:
        config = self.folder / "config"
        if not config.exists():
            shutil.copytree(self.home / "config", config)
            for name in ("data", "logs", "tmp"):
                (self.folder / name).mkdir()
        (config / "elasticsearch.yml").write_text(
            "\n".join(
                (
                    "cluster.name: portal-test",
                    *self.settings,
                    "xpack.security.enabled: false",
                    f"network.host: {self.host}",
                    f"http.port: {self.port}",
                    f"transport.port: {self.transport_port}",
                    f"path.data: {self.folder / 'data'}",
                    f"path.logs: {self.folder / 'logs'}",
                    "cluster.routing.allocation.disk.threshold_enabled: false",
                    "",
                )
            ),
            encoding="utf-8",
        )
        if os.geteuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, NODE_USER)
        return config

    def wait_until_ready(self, status: str = "yellow") -> None:
        """Wait until the cluster that the node is in has a state."""
        # The distribution answers 405 to GET /, so the health address is the probe.
        deadline = time.monotonic() + START_SECONDS
        asked = f"wait_for_status={status}&timeout=1s"
        address = f"{self.address}/_cluster/health?{asked}"
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(address, timeout=2) as answer:
                    if json.load(answer)["status"] in {status, "green"}:
                        return
            except (OSError, urllib.error.URLError):
                time.sleep(0.2)
        tail = (self.folder / "console.log").read_text(errors="replace")[-3000:]
        raise NodeMissing(f"Elasticsearch did not come up in {self.folder}:\n{tail}")


def _java_home() -> Path:
    named = os.environ.get("ES_JAVA_HOME") or os.environ.get("JAVA_HOME")
    java = Path(named) / "bin" / "java" if named else shutil.which("java")
    if java is None or not Path(java).exists():
        raise NodeMissing(
            "No 'java' found; expected Java 17 or newer. Install openjdk-17-jre-headless "
            "or set ES_JAVA_HOME."
        )
    home = Path(java).resolve().parent.parent
    told = subprocess.run(
        [str(home / "bin" / "java"), "-version"], capture_output=True, check=True
    ).stderr.decode()
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < 17:
        raise NodeMissing(f"Java at {home} is {told!r}; expected version 17 or newer.")
    return home


def _unpacked_home() -> Path:
    folder = Path(
        os.environ.get("PORTAL_TEST_CACHE") or Path.home() / ".cache" / "portal"
    )
    archive = folder / f"elasticsearch-{VERSION}.zip"
    if not archive.exists():
        raise NodeMissing(
            f"'{archive}' does not exist; get it with: {HOW_TO_GET.format(folder=folder)}"
        )
    return _unpack(archive)


def _unpack(archive: Path) -> Path:
    home = archive.with_suffix("")
    if home.exists():
        return home
    with archive.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            partial = archive.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(partial)
            inner = next(partial.glob("elasticsearch-*"))
            for program in (inner / "bin").iterdir():
                program.chmod(0o755)
            inner.rename(home)
            shutil.rmtree(partial, ignore_errors=True)
    return home


def _readable_home() -> Path:
    """Return the program's folder where the node's user may read it.

    A cache below /root is closed to other users, so root works on a copy elsewhere.
    """
    home = _unpacked_home()
    if os.geteuid() != 0 or _open_to_all(home):
        return home
    copy = Path(tempfile.gettempdir()) / f"portal-{home.name}"
    with Path(f"{copy}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not copy.exists():
            partial = Path(f"{copy}.partial")
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(home, partial)
            partial.rename(copy)
    return copy


def _open_to_all(folder: Path) -> bool:
    return all(
        path.stat().st_mode & 0o005 == 0o005 for path in (folder, *folder.parents)
    )


@contextmanager
def running_node() -> Iterator[ElasticsearchNode]:
    """Run a node in a folder of its own and remove both afterwards."""
    home = _readable_home()
    folder = Path(tempfile.mkdtemp(prefix="portal-elasticsearch-"))
    node = ElasticsearchNode(home, folder)
    try:
        node.start()
        yield node
    finally:
        node.kill()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_cluster(size: int) -> Iterator[list[ElasticsearchNode]]:
    """Run nodes that are one cluster, with little memory each."""
    home = _readable_home()
    folders = [
        Path(tempfile.mkdtemp(prefix="portal-elasticsearch-")) for _ in range(size)
    ]
    nodes = [ElasticsearchNode(home, folder) for folder in folders]
    seeds = ", ".join(f'"{node.host}:{node.transport_port}"' for node in nodes)
    names = ", ".join(f"node-{number}" for number in range(size))
    try:
        for number, node in enumerate(nodes):
            node.heap_mib = 256
            node.settings = [
                f"node.name: node-{number}",
                f"discovery.seed_hosts: [{seeds}]",
                f"cluster.initial_master_nodes: [{names}]",
            ]
            node.launch()
        for node in nodes:
            node.wait_until_ready("green")
        yield nodes
    finally:
        for node in nodes:
            node.kill()
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def elasticsearch_node() -> Iterator[ElasticsearchNode]:
    """A running Elasticsearch node shared by the session."""
    try:
        with running_node() as node:
            yield node
    except NodeMissing as problem:
        if os.environ.get("CI"):
            pytest.fail(f"Elasticsearch is needed in CI: {problem}")
        pytest.skip(f"no Elasticsearch: {problem}")

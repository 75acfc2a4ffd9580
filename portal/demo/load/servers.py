"""Servers of one release to compare: the portal, WhiteNoise alone, nginx."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management.base import CommandError

from portal.demo.load.plain_files import ROOT
from portal.demo.serving import server_arguments, start, stop
from portal.publishing.nginx import nginx_config

HOST: Final = "127.0.0.1"
_START_SECONDS: Final = 60
_LOOK_SECONDS: Final = 0.1
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_KIB_PER_MIB: Final = 1024
_PROCESSES: Final = Path("/proc")
_NGINX_MAIN: Final = """
daemon off;
worker_processes 1;
{user}
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""


@dataclass(slots=True)
class Server:
    """A running server with its child processes."""

    name: str
    port: int
    process: subprocess.Popen[bytes] = field(repr=False)

    def rss_mib(self) -> float:
        """Return the resident memory of all its processes."""
        pages = sum(int(_words(pid, "statm")[1]) for pid in self._pids())
        return pages * os.sysconf("SC_PAGE_SIZE") / _KIB_PER_MIB**2

    def cpu_seconds(self) -> float:
        """Return the processor time that its processes have used so far."""
        used = 0
        for pid in self._pids():
            # The name before may hold blanks; it ends in a bracket.
            text = (_PROCESSES / pid / "stat").read_text().rpartition(")")[2]
            used += sum(map(int, text.split()[11:13]))
        return used / _TICKS

    def stop(self) -> None:
        """End it."""
        stop([self.process])

    def _pids(self) -> list[str]:
        own = str(self.process.pid)
        return [own, *_words(own, f"task/{own}/children")]


def nginx_program() -> str | None:
    """Return nginx's program: `PORTAL_NGINX`, or what is on the path, or None."""
    return os.environ.get("PORTAL_NGINX") or shutil.which("nginx")


def start_portal(more: Mapping[str, str] | None = None) -> Server:
    """Serve the current release as the demo does, with more variables if need be."""
    # WhiteNoise warns about a folder that is not there yet.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return _python("portal", "portal.wsgi:application", more)


def start_whitenoise(root: Path) -> Server:
    """Serve a folder by WhiteNoise alone, on the same server with the same settings."""
    return _python(
        "whitenoise", "portal.demo.load.plain_files:application", {ROOT: str(root)}
    )


def start_nginx(program: str, folder: Path, root: Path, upstream: str) -> Server:
    """Serve a folder by nginx with the printed configuration; it writes to `folder`."""
    port = free_port()
    site = nginx_config(listen=f"{HOST}:{port}", upstream=upstream, root=root)
    # Started by root, nginx would read as somebody who may not see the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    text = _NGINX_MAIN.format(user=user, folder=folder, site=site)
    path.write_text(text, encoding="utf-8")
    command = [program, "-p", str(folder), "-c", str(path), "-e", "stderr"]
    return _ready(Server("nginx", port, start(command)))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _python(
    name: str, application: str, more: Mapping[str, str] | None = None
) -> Server:
    port = free_port()
    arguments = server_arguments(application, f"{HOST}:{port}")
    process = start([sys.executable, *arguments], more=more)
    return _ready(Server(name, port, process))


def _ready(server: Server) -> Server:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.process.poll() is None:
        try:
            connection = HTTPConnection(HOST, server.port, timeout=_START_SECONDS)
            connection.request("GET", "/", headers={"Connection": "close"})
            connection.getresponse().read()
        except OSError:
            time.sleep(_LOOK_SECONDS)
        else:
            return server
    server.stop()
    raise CommandError(
        f"Server '{server.name}' did not answer on port {server.port} within "
        f"{_START_SECONDS} seconds; see what it wrote above."
    )


def _words(pid: str, name: str) -> list[str]:
    return (_PROCESSES / pid / name).read_text().split()

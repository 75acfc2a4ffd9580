"""Run the server and the worker side by side until the reader stops them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management.base import CommandError

STOP_SECONDS: Final = 15
LOOK_SECONDS: Final = 0.5
THREADS: Final = "8"


def serve(address: str) -> int:
    """Serve `address` ("host:port") with a worker beside; return an exit code.

    Ends when the reader interrupts (0) or when either process ends by itself (1), and
    takes the other one down with it.
    """
    # WhiteNoise warns about a folder that is not there yet.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    # The worker looks at pages where this demo serves them, whatever its own address is.
    os.environ.setdefault("PORTAL_VERIFY_URL", f"http://{address}")
    running = [
        start([sys.executable, *arguments])
        for arguments in (
            server_arguments("portal.wsgi:application", address),
            ["manage.py", "run_worker"],
        )
    ]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        while all(process.poll() is None for process in running):
            time.sleep(LOOK_SECONDS)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        stop(running)


def start(
    command: Sequence[str],
    *,
    stdin: int | None = None,
    stdout: int | None = None,
    more: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program of ours with this process's settings, in the project's folder.

    `more` are variables of the environment that it has besides.
    """
    profile = os.environ.get("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    # Own programs and fixed words only; nothing here comes from a request.
    return subprocess.Popen(  # noqa: S603
        command,
        cwd=settings.PROJECT_DIR,
        env={**os.environ, **(more or {}), "DJANGO_SETTINGS_MODULE": profile},
        stdin=stdin,
        stdout=stdout,
    )


def stop(running: Iterable[subprocess.Popen[bytes]]) -> None:
    """End programs and wait for them; one that does not listen is killed."""
    processes = list(running)
    for process in processes:
        process.terminate()
    for process in processes:
        _wait(process)


def server_arguments(application: str, address: str) -> list[str]:
    """Return what Python gets to serve a WSGI application ("module:name") as the demo does.

    `address` is "host:port"; a host of IPv6 stands in brackets.

    Raises:
        CommandError: nobody knows the host.
    """
    host, _, port = address.rpartition(":")
    return [
        *("-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"),
        *("--host", _number_of(host), "--port", port, "--blocking-threads", THREADS),
        application,
    ]


def _number_of(host: str) -> str:
    """Return the IP address of a host: the server takes no names."""
    bare = host.strip("[]")
    if ":" in bare:
        return bare
    try:
        return socket.gethostbyname(bare)
    except OSError as err:
        raise CommandError(
            f"The host '{host}' of the address is not known ({err}); expected a name of "
            f"this machine or an IP address, e.g. localhost:8000 or 0.0.0.0:8000."
        ) from err


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)


def _interrupt(*_arguments: object) -> None:
    raise KeyboardInterrupt

"""Ask one server for pages as fast as it answers, over connections that are kept.

A program of its own, so that it takes no time from what is measured in the caller:
`python -m portal.demo.load.generator` reads a `Task` as JSON from standard input and
writes a `Tally` to standard output. It knows as much of HTTP as the answers to these
requests need, since a full client would be slower than the servers.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Final

_END_OF_HEAD: Final = b"\r\n\r\n"
_LENGTH: Final = b"\r\ncontent-length:"
_CHUNK: Final = 1 << 18
_TIMEOUT_SECONDS: Final = 20
_NOT_MODIFIED: Final = 304
# Each fifth request is of a reader who has the page already.
_KNOWN_EVERY: Final = 5
# Steps through the addresses without following their order.
_STRIDE: Final = 37


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Where to ask, for what (`tags`: address -> entity tag), how long."""

    host: str
    port: int
    tags: dict[str, str]
    connections: int
    seconds: float


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came back: times in microseconds, answers by status, CPU time used."""

    seconds: float = 0
    cpu_seconds: float = 0
    times: list[int] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)


class Connection:
    """One kept connection with one request under way."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self.socket = self._open()
        self._request = b""
        self._started = 0
        self._answer = b""
        self._left = -1

    def ask(self, request: bytes, *, due: int | None = None) -> None:
        """Send a request; its time counts from `due` (perf_counter_ns), else from now."""
        self._request = request
        self._answer, self._left = b"", -1
        self._started = time.perf_counter_ns() if due is None else due
        try:
            self.socket.sendall(request)
        except ConnectionError:
            self._again()

    def take(self, tally: Tally) -> bool:
        """Read what has come; tell whether the answer is whole."""
        try:
            data = self.socket.recv(_CHUNK)
        except ConnectionError:
            data = b""
        if not data:
            # Servers close a kept connection after so many requests.
            self._again()
            return False
        if self._left < 0:
            self._answer += data
            if not self._read_head(tally):
                return False
        else:
            self._left -= len(data)
        if self._left > 0:
            return False
        tally.times.append((time.perf_counter_ns() - self._started) // 1000)
        return True

    def _read_head(self, tally: Tally) -> bool:
        end = self._answer.find(_END_OF_HEAD)
        if end < 0:
            return False
        status = int(self._answer[9:12])
        tally.statuses[status] = tally.statuses.get(status, 0) + 1
        length = 0
        if status != _NOT_MODIFIED:
            head = self._answer[: end + 2].lower()
            place = head.index(_LENGTH) + len(_LENGTH)
            length = int(head[place : head.index(b"\r\n", place)])
        self._left = length - (len(self._answer) - end - len(_END_OF_HEAD))
        return True

    def _again(self) -> None:
        self.socket.close()
        self.socket = self._open()
        self._answer, self._left = b"", -1
        self.socket.sendall(self._request)

    def _open(self) -> socket.socket:
        opened = socket.create_connection(self._address, timeout=_TIMEOUT_SECONDS)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened


def run(task: Task) -> Tally:
    """Ask until the time is over.

    Raises:
        TimeoutError: the server stopped answering.
    """
    requests = _requests(task)
    tally = Tally()
    started, used = time.perf_counter(), time.process_time()
    end = started + task.seconds
    turn = 0
    waiting: dict[int, Connection] = {}
    poll = select.poll()

    def ask(connection: Connection) -> None:
        nonlocal turn
        connection.ask(requests[turn % len(requests)])
        turn += 1
        waiting[connection.socket.fileno()] = connection
        poll.register(connection.socket, select.POLLIN)

    for _ in range(task.connections):
        ask(Connection(task.host, task.port))
    while waiting:
        ready = poll.poll(_TIMEOUT_SECONDS * 1000)
        if not ready:
            raise TimeoutError(f"No answer in {_TIMEOUT_SECONDS} seconds.")
        for number, _event in ready:
            connection = waiting.pop(number)
            if not connection.take(tally):
                if connection.socket.fileno() != number:
                    poll.register(connection.socket, select.POLLIN)
                waiting[connection.socket.fileno()] = connection
            elif time.perf_counter() < end:
                ask(connection)
            else:
                poll.unregister(connection.socket)
                connection.socket.close()
    tally.seconds = time.perf_counter() - started
    tally.cpu_seconds = time.process_time() - used
    return tally


def _requests(task: Task) -> list[bytes]:
    addresses = sorted(task.tags)
    made = []
    for turn in range(len(addresses) * _KNOWN_EVERY):
        address = addresses[turn * _STRIDE % len(addresses)]
        known = turn % _KNOWN_EVERY == 0
        tag = f"If-None-Match: {task.tags[address]}\r\n" if known else ""
        made.append(request_for(address, tag))
    return made


def request_for(address: str, more: str = "") -> bytes:
    """Return a GET request for an address; `more` are lines of its head."""
    return (
        f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n"
        f"Accept-Encoding: gzip\r\n{more}\r\n"
    ).encode("ascii")


def main() -> None:
    """Run the task on standard input."""
    given: dict[str, Any] = json.load(sys.stdin)
    tally = run(Task(**given))
    sys.stdout.write(json.dumps(asdict(tally)))


if __name__ == "__main__":
    main()

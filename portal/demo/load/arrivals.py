"""Ask one server at a fixed rate, whether it has answered the last request or not.

People do not wait for each other. So times count from the moment at which a request was
due: a server that falls behind shows it. A program of its own, like the generator beside
it: `python -m portal.demo.load.arrivals` reads a `Rate` as JSON from standard input and
writes a `Tally` to standard output.
"""

from __future__ import annotations

import json
import select
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any, Final

from portal.demo.load.generator import Connection, Tally, request_for

# A server that has just been started reads its dictionaries first.
_TIMEOUT_SECONDS: Final = 60
_NS_PER_MS: Final = 1_000_000
_NS_PER_SECOND: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Where to ask, for which addresses in turn, how often and how long."""

    host: str
    port: int
    addresses: list[str]
    per_second: float
    seconds: float


def run(rate: Rate) -> Tally:
    """Ask until the time is over and all answers are there.

    Raises:
        TimeoutError: the server stopped answering.
    """
    # So many people have addresses of their own, and limits per address of theirs.
    requests = [
        request_for(address, f"X-Forwarded-For: 198.51.{at >> 8 & 255}.{at & 255}\r\n")
        for at, address in enumerate(rate.addresses)
    ]
    amount = round(rate.per_second * rate.seconds)
    gap = _NS_PER_SECOND / rate.per_second
    tally = Tally()
    idle: list[Connection] = []
    waiting: dict[int, Connection] = {}
    poll = select.poll()
    started, used = time.perf_counter_ns(), time.process_time()
    sent = 0
    while sent < amount or waiting:
        due = started + int(sent * gap)
        left = due - time.perf_counter_ns()
        if sent < amount and left <= 0:
            connection = idle.pop() if idle else Connection(rate.host, rate.port)
            connection.ask(requests[sent % len(requests)], due=due)
            waiting[connection.socket.fileno()] = connection
            poll.register(connection.socket, select.POLLIN)
            sent += 1
            continue
        # Whole milliseconds only: the last part of one is spent in looking again.
        patience = left // _NS_PER_MS if sent < amount else _TIMEOUT_SECONDS * 1000
        ready = poll.poll(patience)
        if not ready and sent == amount:
            raise TimeoutError(f"No answer in {_TIMEOUT_SECONDS} seconds.")
        for number, _event in ready:
            connection = waiting.pop(number)
            if connection.take(tally):
                poll.unregister(connection.socket)
                idle.append(connection)
                continue
            if connection.socket.fileno() != number:
                poll.register(connection.socket, select.POLLIN)
            waiting[connection.socket.fileno()] = connection
    tally.seconds = (time.perf_counter_ns() - started) / _NS_PER_SECOND
    tally.cpu_seconds = time.process_time() - used
    for connection in idle:
        connection.socket.close()
    return tally


def main() -> None:
    """Run the rate on standard input."""
    given: dict[str, Any] = json.load(sys.stdin)
    tally = run(Rate(**given))
    sys.stdout.write(json.dumps(asdict(tally)))


if __name__ == "__main__":
    main()

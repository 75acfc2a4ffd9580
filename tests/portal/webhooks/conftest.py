from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from portal.accounts.models import User
from portal.webhooks import services
from portal.webhooks.models import Webhook


@dataclass
class Received:
    """A notice as a receiver got it."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A real HTTP server on this machine that keeps what it gets."""

    url: str
    answers: list[int] = field(default_factory=list)
    location: str = ""
    got: list[Received] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)
    slow: bool = False
    server: ThreadingHTTPServer | None = None

    def secure(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on."""
        assert self.server is not None
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A receiver that administrators allowed although it is on this machine."""
    settings.PORTAL_WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    told = Receiver(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.got.append(Received(self.path, headers, self.rfile.read(size)))
            if told.slow:
                told.hold.wait(20)
            self.send_response(told.answers.pop(0) if told.answers else 204)
            if told.location:
                self.send_header("Location", told.location)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_address[1]}/hook?from=portal"
    told.server = server
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    told.hold.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_superuser("administrator", password="tea-and-plum-7")


@pytest.fixture
def webhook(receiver: Receiver, administrator: User) -> Webhook:
    """The receiver, told of publications."""
    wanted = services.Settings(url=receiver.url, description="区融媒体中心")
    return services.create_webhook(administrator, wanted)[0]

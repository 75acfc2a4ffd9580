"""Serve a folder over HTTP with the portal's content policy, for browser tests."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.theming.security import PUBLIC_POLICY


class _Handler(http.server.SimpleHTTPRequestHandler):
    policy = PUBLIC_POLICY

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


@contextmanager
def serving(folder: Path, policy: str = PUBLIC_POLICY) -> Iterator[str]:
    """Yield the base address of a server for the folder, with a content policy."""
    kind = type("Handler", (_Handler,), {"policy": policy})
    handler = functools.partial(kind, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

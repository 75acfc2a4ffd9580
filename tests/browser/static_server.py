"""Serve a folder over HTTP with the portal's content policy, for browser tests.

Compressed siblings are sent as a plain web server would send them.
"""

from __future__ import annotations

import functools
import http.server
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from portal.theming.security import PUBLIC_POLICY


class _Handler(http.server.SimpleHTTPRequestHandler):
    policy = PUBLIC_POLICY
    protocol_version = "HTTP/1.1"

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer with the smallest sibling that the browser takes."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        taken = self.headers.get("Accept-Encoding", "")
        for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
            packed = file.with_name(file.name + suffix)
            if coding in taken and packed.is_file():
                return self._packed(packed.read_bytes(), coding, str(file))
        return super().send_head()

    def _packed(self, body: bytes, coding: str, name: str) -> io.BytesIO:
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(name))
        self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a body; a browser that has gone on to another page wants none."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().copyfile(source, outputfile)

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

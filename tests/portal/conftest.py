from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def no_release_of_others(settings: Settings, tmp_path: Path) -> None:
    """Keeps a release that one test builds from answering the requests of another."""
    settings.RELEASES_DIR = tmp_path / "releases"

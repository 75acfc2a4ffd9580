from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.content.importers.files import (
    counts,
    report_of,
    write_places,
    write_what_guides_rely_on,
)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    """A folder of the test's own for stored files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder for the files that a test imports."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def district(db: None, tmp_path: Path) -> Path:
    """Four regions, four departments and two halls, imported and published."""
    folder = write_places(tmp_path / "district")
    assert counts(report_of(folder, publish=True)) == {"new": 10}
    rest = write_what_guides_rely_on(tmp_path / "powers")
    assert "refused" not in counts(report_of(rest, publish=True))
    return folder

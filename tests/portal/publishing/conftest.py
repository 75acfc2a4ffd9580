from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from tests.portal.publishing.samples import MemorySource, district


@pytest.fixture
def releases(tmp_path: Path, settings: Settings) -> Releases:
    """An empty folder of releases."""
    settings.RELEASES_DIR = tmp_path / "releases"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SEARCH_DIR = tmp_path / "search"
    return Releases.configured()


@pytest.fixture
def source() -> MemorySource:
    return district()


@pytest.fixture
def built(releases: Releases, source: MemorySource) -> Release:
    """A release of the small district."""
    build_release(source=source, workers=1)
    return releases.require_current()

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
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


@pytest.fixture
def matter_version_triggers(db: None, pytestconfig: pytest.Config) -> Iterator[None]:
    """The triggers of the migration, which tests without migrations do not have."""
    if not pytestconfig.getoption("nomigrations"):
        yield
        return
    migration = import_module(
        "portal.publishing.migrations.0002_keep_versions_unchanged"
    )
    add, remove = migration.STATEMENTS[connection.vendor]
    with connection.cursor() as cursor:
        for statement in add:
            cursor.execute(statement)
        yield
        for statement in remove:
            cursor.execute(statement)

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import override_settings
from pytest_django import Settings

from content.models import MatterPage
from portal.outbox import worker
from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from search import service
from tests.factories import content
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


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MemorySource]:
    """A folder of releases with the small district, to be copied, and its source."""
    folder = tmp_path_factory.mktemp("built") / "releases"
    source = district()
    with override_settings(RELEASES_DIR=folder):
        build_release(source=source, workers=1)
    return folder, source


@pytest.fixture
def built(
    releases: Releases,
    source: MemorySource,
    built_once: tuple[Path, MemorySource],
) -> Release:
    """A release of the source; that of the small district is built only once."""
    folder, known = built_once
    if (source.stored, source.numbers) == (known.stored, known.numbers):
        shutil.copytree(folder, releases.folder, symlinks=True, dirs_exist_ok=True)
    else:
        build_release(source=source, workers=1)
    return releases.require_current()


@pytest.fixture
def page(db: None, releases: Releases) -> MatterPage:
    """A published matter with its department, in the release and in the index."""
    page = content.catalogue_matter()
    page.get_parent().specific.save_revision().publish()
    page.save_revision().publish()
    worker.run_once()
    return MatterPage.objects.get(pk=page.pk)


@pytest.fixture
def there_when_forgotten(
    page: MatterPage, releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> list[bool]:
    """Whether the page's file was there, each time the engine was made to forget."""
    file = releases.require_current().root / "guides/m0001/index.html"
    there: list[bool] = []
    working = service.delete_codes

    def watched(codes: Iterable[str]) -> int:
        there.append(file.is_file())
        return working(codes)

    monkeypatch.setattr(service, "delete_codes", watched)
    return there


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

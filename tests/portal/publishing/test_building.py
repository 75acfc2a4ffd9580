from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import brotli
import pytest

from portal.publishing import building, renderers
from portal.publishing.building import build_into, build_release
from portal.publishing.errors import BuildFailed, ManifestCorrupt, ReleaseBusy
from portal.publishing.manifest import FAILED
from portal.publishing.releases import Release, Releases
from portal.theming.variants.registry import divided
from tests.portal.publishing.samples import MemorySource, many_matters


def tree(root: Path) -> dict[str, bytes]:
    """Return all files below a folder with their bytes."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def test_build_writes_every_kind_of_page(built: Release) -> None:
    for path in (
        "index.html",
        "guides/index.html",
        "guides/birth-cert/index.html",
        "guides/birth-cert/index.json",
        "guides/birth-cert/notice/index.html",
        "guides/m0002/index.html",
        "departments/index.html",
        "departments/mzj/index.html",
        "topics/index.html",
        "topics/person/005/index.html",
        "topics/company/005/index.html",
        "halls/index.html",
        "about/index.html",
        "help/index.html",
        "accessibility/index.html",
        "privacy/index.html",
        "styleguide/index.html",
        "data/index.html",
        "data/guides.json",
        "data/calendar.json",
        "404.html",
        "500.html",
        "sitemap.xml",
        "robots.txt",
    ):
        assert (built.root / path).stat().st_size > 0, path
    assert not (built.root / "guides/m0002/notice").exists()
    assert list(built.root.glob("assets/css/*.css"))


def test_build_json_is_the_payload(built: Release, source: MemorySource) -> None:
    stored = json.loads(
        (built.root / "guides/birth-cert/index.json").read_text("utf-8")
    )

    assert stored["matter"] == source.matter("birth-cert")
    assert stored["version"] == 1
    assert stored["department"]["key"] == "wjj"


def test_build_lists_name_the_matters(built: Release) -> None:
    for path in (
        "guides/index.html",
        "departments/wjj/index.html",
        "topics/person/005/index.html",
        "sitemap.xml",
        "data/guides.json",
    ):
        assert "/guides/birth-cert/" in (built.root / path).read_text("utf-8"), path


def test_build_calendar_has_the_days_that_differ(built: Release) -> None:
    calendar = json.loads((built.root / "data/calendar.json").read_text("utf-8"))

    assert calendar["from"] == "2026-01-01"
    assert calendar["to"] == "2026-12-31"
    assert calendar["holidays"] == ["2026-10-01"]
    assert calendar["workdays"] == ["2026-10-10"]


def test_build_compresses_and_siblings_unpack_to_the_file(built: Release) -> None:
    page = built.root / "guides/birth-cert/index.html"
    sheet = next(built.root.glob("assets/css/site.*.css"))

    assert gzip.decompress(Path(f"{page}.gz").read_bytes()) == page.read_bytes()
    assert brotli.decompress(Path(f"{sheet}.br").read_bytes()) == sheet.read_bytes()


def test_build_twice_gives_the_same_bytes(
    built: Release, source: MemorySource, tmp_path: Path
) -> None:
    build_into(tmp_path / "again", source=source, workers=1)

    assert tree(tmp_path / "again") == tree(built.root)


def test_build_in_worker_processes_gives_the_same_bytes(
    built: Release,
    source: MemorySource,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("portal.publishing.working.SMALLEST_PARALLEL", 1)

    report = build_into(tmp_path / "parallel", source=source, workers=2)

    assert report.failed == {}
    assert report.peak_worker_mib > 0
    assert tree(tmp_path / "parallel") == tree(built.root)


def test_build_paginates_long_lists(releases: Releases, source: MemorySource) -> None:
    many_matters(source, 120)

    build_release(source=source, workers=1)

    root = releases.require_current().root
    assert (root / "guides/page-2/index.html").is_file()
    assert not (root / "guides/page-3").exists()
    assert (root / "departments/jyj/page-2/index.html").is_file()


def test_build_switches_and_keeps_the_release_before(
    releases: Releases, source: MemorySource
) -> None:
    names = [build_release(source=source, workers=1).release for _ in range(3)]

    assert names == ["r000001", "r000002", "r000003"]
    assert releases.require_current().name == "r000003"
    assert sorted(path.name for path in releases.folder.glob("r*")) == [
        "r000002",
        "r000002.sqlite3",
        "r000003",
        "r000003.sqlite3",
    ]


def test_build_report_counts_what_is_on_disk(
    releases: Releases, source: MemorySource
) -> None:
    report = build_release(source=source, workers=1)

    files = tree(releases.require_current().root)
    assert report.files == len(files)
    assert report.bytes == sum(map(len, files.values()))
    assert report.pages == sum(path.endswith(".html") for path in files)
    assert report.pages_per_second > 0


def test_build_names_links_that_lead_nowhere_and_goes_on(
    releases: Releases, source: MemorySource
) -> None:
    report = build_release(source=source, workers=1)

    # The sample's attachments are in no storage, and only four halls are published.
    nowhere = {
        address
        for address in report.broken_links
        if not divided(address)[1].startswith(("/files/", "/halls/"))
    }
    assert nowhere == set()
    assert "/files/birth-cert/blank-3.html" in report.broken_links


def test_build_page_that_fails_keeps_its_last_good_copy(
    releases: Releases, source: MemorySource
) -> None:
    build_release(source=source, workers=1)
    broken = source.matter("birth-cert")
    broken["guide"]["name"] = "改名的出生证明"
    broken["guide"]["accept_conditions"] = 5  # no list: the template cannot show it
    before = tree(releases.require_current().root)
    source.put("matter", "birth-cert", broken)

    report = build_release(source=source, workers=1)

    path = "guides/birth-cert/index.html"
    assert path in report.failed
    root = releases.require_current().root
    assert (root / path).read_bytes() == before[path]
    assert "改名的出生证明" in (root / "guides/index.html").read_text("utf-8")
    with releases.require_current().open_manifest() as manifest:
        assert path in [state.output.path for state in manifest.outputs(FAILED)]


def test_build_with_a_broken_template_keeps_the_release_before(
    built: Release,
    releases: Releases,
    source: MemorySource,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_arguments: object, **_named: object) -> bytes:
        raise ValueError("template 'guide' is broken")

    monkeypatch.setitem(renderers.RENDERERS, "guide", broken)

    with pytest.raises(BuildFailed, match=r"30 of .* template 'guide' is broken"):
        build_release(source=source, workers=1)

    assert releases.require_current() == built
    assert [path.name for path in releases.folder.glob("r00000?")] == ["r000001"]


def test_build_killed_in_the_middle_leaves_the_release_before(
    built: Release,
    releases: Releases,
    source: MemorySource,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "_check", killed)
    with pytest.raises(KeyboardInterrupt):
        build_release(source=source, workers=1)

    assert releases.require_current() == built


def test_build_into_a_folder_that_is_not_empty_is_refused(
    tmp_path: Path, source: MemorySource
) -> None:
    (tmp_path / "mine.txt").write_text("keep me")

    with pytest.raises(BuildFailed, match="not empty"):
        build_into(tmp_path, source=source)

    assert (tmp_path / "mine.txt").read_text() == "keep me"


def test_build_waits_for_another_builder_only_so_long(releases: Releases) -> None:
    with (
        releases.lock(),
        pytest.raises(ReleaseBusy, match="Another builder"),
        Releases(releases.folder).lock(timeout_seconds=0.2),
    ):
        pass


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b""])
def test_corrupt_manifest_says_how_to_rebuild(built: Release, content: bytes) -> None:
    built.manifest_path.write_bytes(content)

    with pytest.raises(ManifestCorrupt, match="build_site"):
        built.open_manifest()


def test_manifest_of_another_schema_says_how_to_rebuild(built: Release) -> None:
    connection = sqlite3.connect(built.manifest_path)
    connection.execute("UPDATE facts SET value = '99' WHERE name = 'schema'")
    connection.commit()
    connection.close()

    with pytest.raises(ManifestCorrupt, match=r"'99'.*build_site"):
        built.open_manifest()


def test_missing_manifest_says_how_to_rebuild(built: Release) -> None:
    built.manifest_path.unlink()

    with pytest.raises(ManifestCorrupt, match="does not exist"):
        built.open_manifest()

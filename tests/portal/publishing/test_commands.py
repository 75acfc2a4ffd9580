from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from content.models import MatterPage, SiteSettings
from portal.outbox import worker
from portal.publishing import services
from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from tests.factories import content
from tests.portal.publishing.samples import district

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(releases: Releases) -> Releases:
    """Some published content, not built yet."""
    content.department().save_revision().publish()
    content.hall().save_revision().publish()
    for number in range(3):
        content.catalogue_matter(f"m{number:04}", title=f"企业投资项目备案{number}")
    services.publish_pages(MatterPage.objects.live())
    site_facts()
    services.refresh_site()
    return releases


def site_facts() -> None:
    """Fill what the tags of every page need."""
    SiteSettings.objects.update(
        name="云溪区政务服务网",
        domain="zwfw.yunxi.example",
        site_id_code="9901010001",
        sponsor="云溪区人民政府",
    )


@pytest.fixture
def complete(releases: Releases) -> Release:
    """A release in which every address that a page names is published."""
    build_release(source=district(guides=0, halls=999), workers=1)
    return releases.require_current()


def check_that_fails() -> dict[str, Any]:
    """Return what check_site reports when it ends with an error."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_site", json=True, stdout=out)
    assert ended.value.code == 1
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def run(name: str, **options: Any) -> dict[str, Any]:
    """Return what a command reports for machines."""
    out = StringIO()
    call_command(name, json=True, stdout=out, stderr=StringIO(), **options)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def test_build_site_reports_in_the_agreed_shape(published: Releases) -> None:
    report = run("build_site", workers=1)

    assert set(report) >= {
        "release",
        "pages",
        "files",
        "bytes",
        "seconds",
        "pages_per_second",
        "peak_worker_mib",
    }
    assert report["release"] == "r000001"
    assert report["pages"] > 15
    assert (report["failed"], report["reused"]) == (0, False)


def test_build_site_again_keeps_the_release_unless_forced(published: Releases) -> None:
    run("build_site", workers=1)

    assert run("build_site", workers=1)["reused"] is True
    assert run("build_site", workers=1, force=True)["release"] == "r000002"


def test_build_site_after_the_worker_did_its_jobs_keeps_the_release(
    published: Releases,
) -> None:
    worker.run_once()

    assert run("build_site", workers=1)["reused"] is True


def test_build_site_into_a_folder_switches_nothing(
    published: Releases, tmp_path: Path
) -> None:
    run("build_site", workers=1, output=tmp_path / "out")

    assert (tmp_path / "out" / "index.html").is_file()
    assert published.current() is None


def test_build_site_into_a_folder_with_files_is_refused(
    published: Releases, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("keep me")

    with pytest.raises(CommandError, match="not empty"):
        run("build_site", output=tmp_path)


def test_build_site_with_no_workers_is_refused(published: Releases) -> None:
    with pytest.raises(CommandError, match="--workers is 0"):
        run("build_site", workers=0)


def test_check_site_finds_nothing_wrong_with_a_fresh_release(
    complete: Release,
) -> None:
    report = run("check_site")

    assert report.pop("pages") > 150
    assert report == {
        "broken_links": [],
        "missing_tags": [],
        "manifest_mismatches": [],
    }


def test_check_site_names_what_is_wrong(complete: Release) -> None:
    page = complete.root / "guides/m0002/index.html"
    page.write_text(
        page.read_text("utf-8")
        .replace('<meta name="SiteName"', '<meta name="Nothing"')
        .replace("</main>", '<a href="/guides/gone/">x</a><a href="#no">y</a></main>'),
        "utf-8",
    )
    (complete.root / "guides/m0002/index.json").unlink()
    (complete.root / "guides/index.html.gz").write_bytes(b"x")
    (complete.root / "stray.txt").write_text("x")

    report = check_that_fails()

    assert report["broken_links"] == [
        "'guides/m0002/index.html' links to '/guides/gone/', which does not exist",
        "'guides/m0002/index.html' links to '/guides/m0002/#no', "
        "which has no such anchor",
    ]
    assert report["missing_tags"] == [
        "'guides/m0002/index.html' has the tag 'SiteName' 0 times; expected one"
    ]
    mismatches = " ".join(report["manifest_mismatches"])
    for part in (
        "'guides/m0002/index.html' has other content",
        "'guides/index.html.gz' does not unpack",
        "'guides/m0002/index.json' is missing",
        "'stray.txt' is not in the manifest",
    ):
        assert part in mismatches


def test_check_site_before_a_release_says_how_to_build(releases: Releases) -> None:
    with pytest.raises(CommandError, match="build_site"):
        call_command("check_site")


def test_check_site_with_a_corrupt_manifest_says_how_to_build(
    published: Releases,
) -> None:
    run("build_site", workers=1)
    published.require_current().manifest_path.write_bytes(b"rubbish" * 999)

    with pytest.raises(CommandError, match=r"cannot be read.*build_site"):
        call_command("check_site")


def test_rebuild_index_indexes_everything(published: Releases) -> None:
    assert run("rebuild_index")["indexed"] == 3


def test_run_worker_until_empty_leaves_nothing_due(published: Releases) -> None:
    call_command("run_worker", until_empty=True, stderr=StringIO())

    assert published.current() is not None


def test_healthz_tells_what_is_missing_and_what_is_there(published: Releases) -> None:
    before = Client().get("/healthz")
    assert before.status_code == 503
    assert before.json()["release"] == {"ok": False, "name": ""}
    assert before.json()["search"]["ok"] is False
    worker.run_once()

    after = Client().get("/healthz")

    assert after.status_code == 200, after.json()
    assert after.json()["ok"] is True
    told = after.json()["search"]["engines"]["embedded"]
    assert told["documents"] > 0
    assert told["built_at"]
    assert after["Cache-Control"] == "no-store"

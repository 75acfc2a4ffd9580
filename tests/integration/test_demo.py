from __future__ import annotations

import time

from tests.integration.portal import Installation

GUIDES_WITHOUT_CATALOGUE_ROW = 2
CATALOGUE_ROWS = 1941


def test_demo_ends_in_time_with_every_matter(demo_installation: Installation) -> None:
    report = demo_installation.demo
    assert report["matters"] == CATALOGUE_ROWS + GUIDES_WITHOUT_CATALOGUE_ROW
    assert report["changed"] is True
    assert demo_installation.seconds < 180


def test_demo_again_changes_nothing_within_15_seconds(
    demo_installation: Installation,
) -> None:
    start = time.monotonic()
    report = demo_installation.report("demo", "--no-serve")
    assert report["changed"] is False
    assert time.monotonic() - start < 15


def test_demo_gives_each_matter_a_page_and_json(
    demo_installation: Installation,
) -> None:
    guides = demo_installation.folder / "releases" / "current" / "guides"
    codes = demo_installation.python(
        "from portal.publishing.models import MatterVersion as V;"
        "print(*V.objects.filter(effective_to=None).values_list('code', flat=True))"
    ).split()
    missing = [
        code
        for code in codes
        if not (guides / code / "index.html").is_file()
        or not (guides / code / "index.json").is_file()
    ]
    assert len(codes) == CATALOGUE_ROWS + GUIDES_WITHOUT_CATALOGUE_ROW
    assert missing == []


def test_check_site_finds_nothing_to_mend(demo_installation: Installation) -> None:
    report = demo_installation.report("check_site")
    assert report["pages"] > CATALOGUE_ROWS
    assert report["broken_links"] == []
    assert report["missing_tags"] == []
    assert report["manifest_mismatches"] == []


def test_verify_archive_of_a_fresh_demo_passes(
    demo_installation: Installation,
) -> None:
    assert demo_installation.report("verify_archive")["ok"] is True

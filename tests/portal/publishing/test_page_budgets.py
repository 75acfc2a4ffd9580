"""What pages weigh over the wire, and what is said when one is too heavy."""

from __future__ import annotations

import gzip
import json
import random
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from tests.portal.publishing.samples import district


@pytest.fixture
def release(releases: Releases) -> Release:
    build_release(source=district(guides=2), workers=1)
    return releases.require_current()


def measured(*, ends: int = 0, **options: Any) -> dict[str, Any]:
    out = StringIO()
    if ends:
        with pytest.raises(SystemExit) as ended:
            call_command("measure_pages", json=True, stdout=out, **options)
        assert ended.value.code == ends
    else:
        call_command("measure_pages", json=True, stdout=out, **options)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def kinds_of(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["kind"]: each for each in report["kinds"]}


def test_every_page_is_weighed_as_it_is_sent(release: Release) -> None:
    report = measured()
    pages = [path for path in release.root.rglob("*.html") if "files" not in path.parts]
    assert (report["pages"], report["broken"]) == (len(pages), [])
    size, path = kinds_of(report)["home"]["most"]["html"]
    assert (path, size) == (
        "index.html",
        (release.root / "index.html.gz").stat().st_size,
    )
    assert {"elder guide", "guide", "department"} <= set(kinds_of(report))
    files = [path for path in release.root.rglob("*") if path.is_file()]
    assert report["bytes"] == sum(path.stat().st_size for path in files)


def test_page_that_is_too_heavy_is_named(release: Release) -> None:
    packed = next(release.root.glob("guides/*/notice/index.html.gz"))
    heavy = random.Random(1).randbytes(15_000)
    packed.with_suffix("").write_bytes(heavy)
    packed.write_bytes(gzip.compress(heavy))
    packed.with_suffix(".br").unlink(missing_ok=True)
    path = packed.relative_to(release.root).as_posix().removesuffix(".gz")
    sentence = f"'{path}' has html 15000; expected at most 14336"
    assert measured(ends=1)["broken"] == [sentence]


def test_what_a_page_names_and_its_scripts_fetch_are_requests(release: Release) -> None:
    page = release.root / "index.html"
    more = (
        '<img alt="" src="/a.png"><script type="module" src="/b.js"></script>'
        '<p data-js="/c.js"></p></body>'
    )
    page.write_text(page.read_text().replace("</body>", more))
    (release.root / "a.png").write_bytes(b"x" * 130_000)
    (release.root / "b.js").write_text('fetch("/data/calendar.json");')
    (release.root / "c.js").write_text("")
    before = kinds_of(measured(ends=1))["home"]
    assert before["most"]["images"][0] == 130_000
    page.write_text(page.read_text().replace(more, "</body>"))
    after = kinds_of(measured())["home"]
    assert before["most"]["requests"][0] == after["most"]["requests"][0] + 4


def test_part_of_the_pages_is_enough_for_a_look(release: Release) -> None:
    assert measured(every=5)["pages"] == -(-measured()["pages"] // 5)
    with pytest.raises(CommandError, match="whole number from 1"):
        call_command("measure_pages", "--every", "0")


def test_table_is_for_people(release: Release) -> None:
    out = StringIO()
    call_command("measure_pages", stdout=out)
    assert "0 budgets are broken" in out.getvalue()


def test_nothing_to_weigh_is_an_error(releases: Releases) -> None:
    with pytest.raises(CommandError, match="build_site"):
        call_command("measure_pages")

"""Every list of the site: how many lines, of what day, narrowed, printed, downloaded.

Which pages are lists is told here by what renders them: a new kind of page fails until
somebody says whether it is one.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

import html5lib
import openpyxl
import pytest

from content.list_codes import ArticleKind
from content.power_codes import ThemeSide
from portal.publishing.manifest import READY, Output
from portal.publishing.releases import Release
from portal.publishing.variants import PAGE_FILE, VARIANT
from portal.theming.parts import FEW
from tests.integration.portal import Installation

Row = Mapping[str, Any]
Chosen = Callable[[Row, Output], bool]

# Lines stand in these places of a page: an XPath below <main> of what holds them.
_PARTS: Final = ".//section[@class='sec part']"
_PLACES: Final = {
    "guides": ".",
    "topic": ".",
    "department": ".",
    "regions": ".",
    "themes": ".//section",
    "theme_side": ".//section[@id='themes']",
    "news": ".//section[@id='news']",
    "news_kind": ".//section[@id='news']",
    "power_list": ".//section[@id='powers']",
}
LISTS: Final = (
    "benefits", "cross_list", "department", "departments", "guides", "halls",
    "matter_list", "news", "news_kind", "not_placed", "policies", "power_list",
    "regions", "rule_list", "theme_side", "themes", "topic", "zero",
)  # fmt: skip
# What leads to lists, each of which has its own downloads.
INDEXES: Final = ("handbook", "handbooks", "lists", "powers", "topics", "zero_index")
OTHERS: Final = (
    "about", "accessibility", "benefit", "book", "data", "document", "figures", "guide",
    "hall", "help", "home", "notice", "own_list", "places", "power", "privacy",
    "project", "projects", "questions", "report_stand_in", "search_stand_in",
    "server_error", "site_map", "styleguide", "theme", "not_found", "file", "record_file",
)  # fmt: skip
_COUNT: Final = re.compile(r"共\s*([\d,]+)")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d|\d{4} 年 \d+ 月 \d+ 日")
_PAGE: Final = re.compile(r"page-\d+/index\.html$")
_FORMS: Final = ("csv", "xlsx", "json")


@pytest.fixture(scope="module")
def root(demo_installation: Installation) -> Path:
    return (demo_installation.folder / "releases" / "current").resolve()


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, list[Output]]:
    """The pages of the standard site by what renders them."""
    found: dict[str, list[Output]] = {}
    with Release(root).open_manifest() as manifest:
        for state in manifest.outputs(READY):
            output = state.output
            if output.path.endswith(PAGE_FILE) and output.renderer != VARIANT:
                found.setdefault(output.renderer, []).append(output)
    return found


def main_of(root: Path, path: str) -> Element:
    text = (root / path).read_text(encoding="utf-8")
    inside = f"<main{text.partition('<main')[2].partition('</main>')[0]}</main>"
    main = html5lib.parse(inside, namespaceHTMLElements=False).find(".//main")
    assert main is not None
    return main


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def lines_of(renderer: str, main: Element) -> list[tuple[str, str]]:
    """Return name and address of each line of a list."""
    found = []
    for place in main.findall(_PLACES.get(renderer, _PARTS)):
        # What people pick out stands in its own place of the list too.
        if renderer == "themes" and not place.get("id", "").startswith("side-"):
            continue
        # Links that narrow a list are in <nav>, files in a section of their own.
        held = [
            line
            for rows in place.iter("ul")
            if rows.get("class", "").split()[:1] in (["rows"], ["index"])
            for line in rows.iter("a")
        ] + place.findall(".//tbody/tr/th")
        for line in held:
            link = line if line.tag == "a" else line.find("a")
            name = line.find("span") if line.tag == "a" else link
            url = "" if link is None else link.get("href", "")
            told = line.text or "" if name is None else text_of(name)
            if not url.startswith("/data/"):
                found.append((told.strip(), url))
    return found


@cache
def rows_of(root: Path, address: str) -> list[Row]:
    """Return the records of a file for download."""
    body = (root / address.lstrip("/")).read_bytes()
    match address.rpartition(".")[2]:
        case "csv":
            return list(
                csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
            )
        case "json":
            return next(
                value for value in json.loads(body).values() if isinstance(value, list)
            )
    sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def files_of(main: Element) -> dict[str, str]:
    addresses = (link.get("href", "") for link in main.iter("a"))
    return {
        address.rpartition(".")[2]: address
        for address in addresses
        if address.startswith("/data/") and address.endswith(_FORMS)
    }


def is_narrowed(main: Element) -> bool:
    """Tell whether links lead to a part of the list, or to search in it."""
    for link in main.findall(".//nav//a"):
        target = link.get("href", "")
        if target.startswith("#") and target != "#main":
            identifier = target.removeprefix("#")
            assert main.find(f".//*[@id='{identifier}']") is not None, target
            return True
        if "#letter-" in target or link.find("small") is not None:
            return True
    return any("/search/?" in link.get("href", "") for link in main.iter("a"))


def test_every_kind_of_page_is_known_as_a_list_or_not(
    pages: dict[str, list[Output]],
) -> None:
    known = [*LISTS, *INDEXES, *OTHERS]
    assert sorted(set(pages) - set(known)) == [], "is it a list? say so above"
    assert [name for name, times in Counter(known).items() if times > 1] == []
    assert sorted(set(LISTS) - set(pages)) == []


@pytest.mark.parametrize("renderer", LISTS)
def test_list_has_count_day_filter_print_and_downloads(
    root: Path, pages: dict[str, list[Output]], renderer: str
) -> None:
    parts: dict[str, list[str]] = {}
    outputs = {output.path: output for output in pages[renderer]}
    for path in outputs:
        parts.setdefault(_PAGE.sub("index.html", path), []).append(path)
    for first, paths in parts.items():
        main = main_of(root, first)
        others = [main_of(root, path) for path in paths if path != first]
        lines = [line for each in (main, *others) for line in lines_of(renderer, each)]
        found = _COUNT.search(text_of(main))
        assert found, f"{first} tells no count"
        assert int(found[1].replace(",", "")) == len(lines), first
        if not lines:
            continue
        assert _DAY.search(text_of(main)), f"{first} tells no day"
        assert main.find(".//*[@data-print]") is not None, (
            f"{first} has no print button"
        )
        files = files_of(main)
        assert sorted(files) == sorted(_FORMS), f"{first} has no downloads"
        rows = rows_of(root, files["json"])
        if len(lines) >= FEW and not _is_uniform(rows):
            assert is_narrowed(main), f"{first} cannot be narrowed"
        _check_rows(root, files, lines, outputs[first])


@pytest.mark.parametrize("renderer", INDEXES)
def test_index_of_lists_has_count_day_and_print(
    root: Path, pages: dict[str, list[Output]], renderer: str
) -> None:
    for output in pages[renderer]:
        main = main_of(root, output.path)
        assert _COUNT.search(text_of(main)), output.path
        assert _DAY.search(text_of(main)), output.path
        assert main.find(".//*[@data-print]") is not None, output.path


def _check_rows(
    root: Path,
    files: Mapping[str, str],
    lines: list[tuple[str, str]],
    output: Output,
) -> None:
    """Hold the records of all forms to each other, and to what is shown."""
    whole = rows_of(root, files["json"])
    for form in ("csv", "xlsx"):
        assert len(rows_of(root, files[form])) == len(whole), files[form]
    chosen = _CHOSEN.get(output.renderer, lambda _row, _page: True)
    rows = [row for row in whole if chosen(row, output)]
    by_address = all(row.get("url") for row in rows) and all(url for _, url in lines)
    if by_address:
        assert Counter(url for _, url in lines) == Counter(row["url"] for row in rows)
    else:
        names = Counter(row.get("name") or row["title"] for row in rows)
        assert Counter(name for name, _ in lines) == names, output.path


def _in_power_list(row: Row, page: Output) -> bool:
    _, by, key = str(page.arguments["collection"]).split(":", 2)
    department, _, category = key.rpartition(":") if by == "facet" else (key, "", key)
    return (by == "category" or row["department"] == department) and (
        by == "department" or row["category"] == category
    )


def _is_uniform(rows: list[Row]) -> bool:
    """Tell whether nothing tells the records apart but what each is called."""
    columns = ("competent_body", "live")
    return all(len({row.get(name) for row in rows}) == 1 for name in columns) and (
        "competent_body" in rows[0]
    )


# Which records of the data set are on a page that shows some of them only.
_CHOSEN: Final[Mapping[str, Chosen]] = {
    "department": lambda row, page: row["department_key"] == page.arguments["key"],
    "topic": lambda row, page: (
        page.arguments["code"] in row[f"topics_{page.arguments['side']}"]
    ),
    "power_list": _in_power_list,
    "theme_side": lambda row, page: (
        ThemeSide(row["side"]).name.lower() == page.arguments["side"]
    ),
    "news_kind": lambda row, page: (
        ArticleKind(row["kind"]).name.lower() == page.arguments["kind"]
    ),
}

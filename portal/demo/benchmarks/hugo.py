"""Build the guides and lists of a site with Hugo, for comparison.

Hugo gets the values that our templates get, as front matter, and templates that write the
same markup. It is spared what we do besides: QR codes come to it drawn, no file is
compressed, no record is kept of what a page was made from.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import CommandError

from portal.demo.serving import start
from portal.publishing.manifest import OutputState
from portal.publishing.page_values import frame_of
from portal.publishing.renderers import guide_source
from portal.publishing.store import Store, View
from portal.theming.assets import asset
from portal.theming.formats import cn_date
from portal.theming.paging import ListPage, page_address

LISTS: Final = ("guides", "department", "topic")
_SITE: Final = Path(__file__).with_name("hugo_site")
_SHAPE: Final = re.compile(r'"([a-z]+)": "(M[^"]+)"', re.IGNORECASE)
_EARLY: Final = re.compile(r"<script data-js=[^>]*>(.+)</script>")
_COLUMNS: Final = {
    "首页": "/",
    "政务公开": "/departments/",
    "政务服务": "/guides/",
    "互动交流": "/help/",
    "政务数据": "/data/",
}


def hugo_program() -> str | None:
    """Return Hugo's program: `PORTAL_HUGO`, or what is on the path, or None."""
    return os.environ.get("PORTAL_HUGO") or shutil.which("hugo")


def write_site(folder: Path, store: Store, states: Iterable[OutputState]) -> int:
    """Write a Hugo site with a page for each output; return how many pages it has."""
    shutil.copytree(_SITE, folder, dirs_exist_ok=True)
    _write_data(folder / "data", frame_of(store.view()).site)
    amount = 0
    for state in states:
        output = state.output
        view = store.view()
        if output.renderer == "guide":
            values = guide_values(view, str(output.arguments["code"]))
        else:
            values = _list_values(view, output.renderer, dict(output.arguments))
        # A folder with an index of its own would swallow the pages below it.
        values["url"] = f"/{output.path.removesuffix('index.html')}"
        path = folder / "content" / f"{output.path.replace('/', '~')}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        amount += 1
    return amount


def build_site(program: str, folder: Path, expected: int) -> float:
    """Run Hugo; return the seconds it took.

    Raises:
        CommandError: Hugo failed or wrote another number of pages.
    """
    started = time.monotonic()
    public = folder / "public"
    command = [program, "--source", str(folder), "--destination", str(public)]
    process = start([*command, "--quiet", "--noBuildLock"], stdout=subprocess.DEVNULL)
    code = process.wait()
    seconds = time.monotonic() - started
    written = sum(1 for _ in public.rglob("index.html"))
    if code or written != expected:
        raise CommandError(
            f"Hugo ended with {code} and wrote {written} pages; expected 0 and "
            f"{expected}. See what it wrote above."
        )
    return seconds


def guide_values(view: View, code: str) -> dict[str, Any]:
    """Return the front matter of a guide."""
    source = guide_source(view, code)
    values = {name: _plain(value) for name, value in source.context.items()}
    del values["site"]
    day = values["version"]["effective_on"]
    values["version"]["effective_on_words"] = cn_date(day)
    # A section asks for its members by name: what is not there has to be empty.
    values["guide"]["cross"] = values["guide"].get("cross") or {}
    return _front_matter("guide", values)


def _list_values(
    view: View, renderer: str, arguments: dict[str, Any]
) -> dict[str, Any]:
    number = int(arguments["number"])
    if renderer == "guides":
        name, folder, collection = "全部事项", "/guides/", "all"
    elif renderer == "department":
        key = arguments["key"]
        record = view.record("department", key) or {}
        name, folder, collection = record["name"], record["url"], f"department:{key}"
    else:
        side, code = arguments["side"], arguments["code"]
        name, folder, collection = code, f"/topics/{side}/{code}/", f"{side}:{code}"
    page = view.lines(collection, number)
    return _front_matter(
        "rows", _list_page(frame_of(view).base_url, name, folder, page)
    )


def _list_page(base_url: str, name: str, folder: str, page: ListPage) -> dict[str, Any]:
    return {
        "page": {
            "title": name,
            "column": "政务服务",
            "column_type": "办事服务",
            "description": f"{name}，共 {page.amount} 项。",
            "canonical": f"{base_url}{page_address(folder, page.number)}",
        },
        "crumbs": [{"name": "首页", "url": "/"}, {"name": name}],
        "links": list(page.links),
        "pages": [
            {"name": str(number), "url": page_address(folder, number)}
            for number in range(1, page.total + 1)
        ],
    }


def _front_matter(layout: str, values: dict[str, Any]) -> dict[str, Any]:
    title = values["page"]["title"]
    return {"title": title, "layout": layout, "params": values}


def _write_data(folder: Path, site: Mapping[str, Any]) -> None:
    templates = Path(settings.THEMES_DIR) / str(settings.PORTAL_THEME) / "templates"
    text = (templates / "components/icon/template.html").read_text(encoding="utf-8")
    frame = (templates / "layouts/base.html").read_text(encoding="utf-8")
    told: dict[str, Any] = {
        "site": dict(site),
        "shapes": dict(_shapes(text)),
        "columns": [{"name": name, "url": url} for name, url in _COLUMNS.items()],
        "assets": {
            "css": asset("css/site.css"),
            "icon": asset("img/icon.svg"),
            "modes": asset("js/modes.js"),
            "suggest": asset("js/suggest.js"),
            "early": _EARLY.findall(frame)[0],
        },
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in told.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _shapes(text: str) -> Iterator[tuple[str, str]]:
    for found in _SHAPE.finditer(text):
        yield found[1], found[2]


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value

"""A small site of sample pages with their variants, for browser tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from portal.theming.assets import iter_assets
from portal.theming.rendering import render
from portal.theming.variants.making import Place, as_variant
from portal.theming.variants.registry import VARIANTS, holds
from tests.theme_samples import sources

CALENDAR: Final = {
    "from": "2026-01-01",
    "to": "2026-12-31",
    "workdays": ["2026-10-10"],
    "holidays": [f"2026-10-0{day}" for day in range(1, 8)],
}
STANDARD: Final = "standard"


def held(_code: str) -> tuple[str, ...]:
    """Say that each guide is in all variants."""
    return tuple(VARIANTS)


def write_files(root: Path) -> None:
    """Write what pages ask for besides: the assets and the calendar."""
    for asset in iter_assets():
        file = root / asset.url.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(asset.content)
    (root / "data").mkdir()
    (root / "data" / "calendar.json").write_text(json.dumps(CALENDAR))


def write_site(root: Path, kinds: list[str]) -> list[str]:
    """Write sample pages and their variants; return their names.

    They are `kind.html` and `kind-variant.html`.
    """
    write_files(root)
    pages = sources.page_kinds()
    written = []
    for kind in kinds:
        source = pages[kind]
        standard = render(source)
        (root / f"{kind}.html").write_text(standard, encoding="utf-8")
        place = Place(address=source.address, guides=held)
        for name in VARIANTS:
            if holds(name, source.address, held):
                page = as_variant(standard, name, place)
                (root / f"{kind}-{name}.html").write_text(page, encoding="utf-8")
                written.append(f"{kind}-{name}")
    return written

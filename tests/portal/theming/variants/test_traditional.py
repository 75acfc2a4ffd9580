"""No simplified-only character is left, by OpenCC's own table; kept names stay."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

from portal.theming.rendering import render
from portal.theming.variants.making import Place, as_variant
from portal.theming.variants.traditional import (
    as_traditional,
    kept_names,
    without_kept_names,
)
from tests.theme_samples import sources

PAGES = sources.page_kinds()


@pytest.fixture(scope="module")
def simplified_only(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Characters that OpenCC's tables know as simplified and as nothing else.

    One that the first table always replaces may be a regional form of a traditional
    character (群 for 羣): the second table has those.
    """
    package = importlib.util.find_spec("opencc")
    assert package is not None
    assert package.origin is not None
    folder = Path(package.origin).parent / "clib"
    tables: list[dict[str, list[str]]] = []
    for name in ("STCharacters", "TWVariants"):
        table = tmp_path_factory.mktemp("opencc") / f"{name}.txt"
        subprocess.run(
            [
                folder / "bin" / "opencc_dict",
                *("-i", folder / "share" / "opencc" / f"{name}.ocd2"),
                *("-o", table, "-f", "ocd2", "-t", "text"),
            ],
            check=True,
            capture_output=True,
        )
        rows = (line.split("\t") for line in table.read_text("utf-8").splitlines())
        tables.append({one: many.split() for one, many in rows})
    characters, regional = tables
    forms = {form for many in regional.values() for form in many}
    return frozenset(one for one, many in characters.items() if one not in many) - forms


def traditional(kind: str) -> str:
    source = PAGES[kind]
    place = Place(address=source.address, guides=lambda _code: ("elder", "hant"))
    return as_variant(render(source), "hant", place)


def test_table_knows_what_is_simplified(simplified_only: frozenset[str]) -> None:
    assert len(simplified_only) > 2500
    assert simplified_only.issuperset("办证务备标")
    # These are traditional characters as well.
    assert simplified_only.isdisjoint("里台游后")


@pytest.mark.parametrize("kind", sorted(set(PAGES) - {"styleguide"}))
def test_no_simplified_character_is_left(
    kind: str, simplified_only: frozenset[str]
) -> None:
    left = set(without_kept_names(traditional(kind))) & simplified_only
    assert left == set()


def test_addresses_and_kept_names_stay() -> None:
    page = (
        '<a href="/files/办事.pdf">办事</a><input value="证">'
        "<li>临ICP备99010101号</li>"
        '<a href="/" lang="zh-CN">简体中文</a><p>备案</p>'
    )
    assert as_traditional(page) == (
        '<a href="/files/办事.pdf">辦事</a><input value="证">'
        "<li>临ICP备99010101号</li>"
        '<a href="/" lang="zh-CN">简体中文</a><p>備案</p>'
    )


def test_each_kept_name_has_a_reason_and_is_a_pattern() -> None:
    assert kept_names()
    for name in kept_names():
        assert name.reason
        assert re.compile(name.pattern)

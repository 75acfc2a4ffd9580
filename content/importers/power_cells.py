"""Read and write the cells of a department's power list, which hold rows of their own.

职权依据   《…法》第三条:…;《…条例》第五条:…
责任事项   1.【受理】…        one line each
追责情形   1.…;…             one line each: situation; consequence
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from django.utils.translation import get_language

from content.codes import Level
from content.power_codes import DutyStage, PowerCategory

Row = dict[str, Any]

_BETWEEN_BASES: Final = re.compile(r"[;；\n]+(?=\s*《)")
_BASIS: Final = re.compile(r"《(.+?)》([^:：]*)(?:[:：](.*))?", re.DOTALL)
_NUMBERED: Final = re.compile(r"^\s*\d+[.、．]\s*")
_STAGE: Final = re.compile(r"^【([^】]+)】")
_LEVELS: Final = {
    **{str(level.label): level.value for level in Level},
    "街道": Level.TOWN.value,
    "镇街": Level.TOWN.value,
    "区级": Level.COUNTY.value,
    "社区": Level.VILLAGE.value,
}
_LEVEL_NAMES: Final = {Level.TOWN.value: "街道"}


def category_of(cell: str) -> str:
    """Return the code of a category's name, "" when it is none of the ten."""
    names = _category_names(get_language())
    return names.get(cell, cell if cell in PowerCategory.values else "")


@cache
def _category_names(_language: str | None) -> dict[str, str]:
    return {str(category.label): category.value for category in PowerCategory}


def level_of(cell: str) -> str:
    """Return the code of a level's name, "" when it is none."""
    return _LEVELS.get(cell, cell if cell in Level.values else "")


def level_name(code: str) -> str:
    """Return a level as departments write it."""
    return _LEVEL_NAMES.get(code, str(Level(code).label) if code else "")


def bases_of(cell: str) -> list[Row]:
    """Return the bases of a cell; text that names no law is a title of its own."""
    found = []
    for part in _BETWEEN_BASES.split(cell.strip()):
        if not part.strip():
            continue
        match = _BASIS.fullmatch(part.strip())
        if match is None:
            found.append({"title": part.strip(), "article": "", "text": ""})
            continue
        title, article, text = match[1], match[2].strip(), match[3]
        if text is None and len(article) > _LONGEST_ARTICLE:
            article, text = "", article
        found.append({"title": title, "article": article, "text": (text or "").strip()})
    return found


_LONGEST_ARTICLE: Final = 12


def bases_cell(bases: Sequence[Mapping[str, Any]]) -> str:
    """Return the cell that `bases_of` reads."""
    return ";".join(
        f"《{basis['title']}》{basis['article']}:{basis['text']}" for basis in bases
    )


def duties_of(cell: str) -> list[Row]:
    """Return the duties of a cell, a line each."""
    found = []
    for line in _lines(cell):
        stage = _STAGE.match(line)
        name = stage[1] if stage and stage[1] in DutyStage.values else ""
        text = line[stage.end() :] if stage and name else line
        found.append({"stage": name or DutyStage.OTHER.value, "text": text.strip()})
    return found


def duties_cell(duties: Sequence[Mapping[str, Any]]) -> str:
    """Return the cell that `duties_of` reads."""
    return "\n".join(
        f"{order}.【{duty['stage']}】{duty['text']}"
        for order, duty in enumerate(duties, start=1)
    )


def accountability_of(cell: str) -> list[Row]:
    """Return what an officer answers for, a line each."""
    found = []
    for line in _lines(cell):
        situation, _, consequence = line.partition(";")
        if not consequence:
            situation, _, consequence = line.partition("；")
        found.append(
            {"situation": situation.strip(), "consequence": consequence.strip()}
        )
    return found


def accountability_cell(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the cell that `accountability_of` reads."""
    return "\n".join(
        f"{order}.{row['situation']};{row['consequence']}"
        for order, row in enumerate(rows, start=1)
    )


def _lines(cell: str) -> Iterator[str]:
    for line in cell.splitlines():
        if line.strip():
            yield _NUMBERED.sub("", line).strip()

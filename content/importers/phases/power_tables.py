"""Import power lists as departments keep them: one row a power, rows inside cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from content.importers import power_rules
from content.importers.context import Context
from content.importers.phases.records import power_import
from content.importers.power_cells import (
    accountability_cell,
    accountability_of,
    bases_cell,
    bases_of,
    category_of,
    duties_cell,
    duties_of,
    level_of,
)
from content.importers.power_rules import WARNINGS, ListContext, row_problems
from content.importers.refusals import refusals_of
from content.importers.report import JsonValue
from content.importers.sources import SourceRow
from content.importers.values import record_of, text_of
from content.models import DepartmentPage, PowerItemPage
from content.powers.records import load_powers, power_record

_CHUNK: Final = 500
_PARAPHRASE: Final = "概述"

Record = dict[str, Any]


def import_power_tables(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import the rows of power lists; columns that a list lacks keep what is there."""
    departments = dict(DepartmentPage.objects.values_list("title", "key"))
    importing = power_import(context)
    waiting = iter(rows)
    by_file: dict[str, ListContext] = {}
    while chunk := list(islice(waiting, _CHUNK)):
        present = _present(chunk)
        for source in chunk:
            asked = by_file.setdefault(source.file, ListContext(departments))
            cells = _cells(source)
            if _refused(context, source, row_problems(cells, asked)):
                continue
            code = cells[power_rules.CODE].strip()
            told = (
                record_of(source.raw, power_rules.RECORD)
                if isinstance(source.raw, dict)
                else {}
            )
            known = dict(told) if told else present.get(code)
            record = merged(cells, departments, known)
            importing.take(replace(source, raw=record))
    importing.finish()


def merged(
    cells: Mapping[str, str], departments: Mapping[str, str], present: Record | None
) -> Record:
    """Return the power that a row tells, on top of what is known of it."""
    cell = {name: text.strip() for name, text in cells.items()}
    record: Record = dict(present or {"source": "1", "state": "公布"})
    record |= {
        "code": cell[power_rules.CODE],
        "name": cell[power_rules.NAME],
        "category": category_of(cell[power_rules.CATEGORY]),
        "department": departments[cell[power_rules.DEPARTMENT]],
        "handling_unit": cell[power_rules.UNIT],
        "level": level_of(cell[power_rules.LEVEL]),
        "penalty_scope": cell[power_rules.PENALTY],
        "supervise_tel": cell[power_rules.TELEPHONE],
        "bases": _rows(cell[power_rules.BASES], record, "bases", bases_cell)
        or _kept(
            bases_of(cell[power_rules.BASES]),
            record.get("bases") or (),
            ("title", "article", "text"),
            {"text_kind": _PARAPHRASE, "status": "有效"},
        ),
        "duties": _rows(cell[power_rules.DUTIES], record, "duties", duties_cell)
        or _kept(
            duties_of(cell[power_rules.DUTIES]),
            record.get("duties") or (),
            ("stage", "text"),
            {},
        ),
        "accountability": _rows(
            cell[power_rules.ACCOUNTABILITY],
            record,
            "accountability",
            accountability_cell,
        )
        or _kept(
            accountability_of(cell[power_rules.ACCOUNTABILITY]),
            record.get("accountability") or (),
            ("situation", "consequence"),
            {},
        ),
    }
    record.pop("category_name", None)
    record.pop("department_name", None)
    record.pop("matters", None)
    if not record.get("process"):
        record["process"] = "→".join(
            dict.fromkeys(duty["stage"] for duty in record["duties"])
        )
    return record


def _rows(
    cell: str,
    record: Record,
    name: str,
    written: Callable[[Sequence[Mapping[str, Any]]], str],
) -> list[Record]:
    """Return the rows that are known when the cell is what is written of them."""
    rows: list[Record] = list(record.get(name) or ())
    return rows if rows and written(rows).strip() == cell else []


def _kept(
    told: Sequence[Record],
    present: Sequence[Mapping[str, Any]],
    names: tuple[str, ...],
    otherwise: Record,
) -> list[Record]:
    """Return rows with what is known of equal rows beyond the cell."""
    known = {tuple(row[name] for name in names): row for row in present}
    rows = []
    for order, row in enumerate(told, start=1):
        same = known.get(tuple(row[name] for name in names))
        full = {**(same if same is not None else otherwise), **row}
        if "title" not in names:
            full["order"] = order
        rows.append(full)
    return rows


def _present(rows: Sequence[SourceRow]) -> dict[str, Record]:
    codes = {_cells(row)[power_rules.CODE].strip() for row in rows}
    pages = PowerItemPage.objects.filter(slug__in=codes)
    return {page.slug: power_record(page, ()) for page in load_powers(pages)}


def _refused(context: Context, source: SourceRow, problems: Sequence[Any]) -> bool:
    mended = [problem for problem in problems if problem.rule in WARNINGS]
    context.report.warnings.extend(refusals_of(source, mended))
    return context.refuse(
        source, [problem for problem in problems if problem.rule not in WARNINGS]
    )


def _cells(source: SourceRow) -> dict[str, str]:
    raw: JsonValue = source.raw
    cells = raw if isinstance(raw, dict) else {}
    return {column: text_of(cells, column) for column in power_rules.COLUMNS}

"""Write records as JSON and CSV, a few in memory at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from content.exporters.kinds import ExportKind
from content.exporters.labels import label_of
from content.exporters.plans import Plan, plan_of
from content.exporters.power_list import TOLD, power_cells
from content.guides.plain import Plain
from content.importers import power_rules
from content.importers.cells import KeyColumn, disarmed

if TYPE_CHECKING:
    from _csv import Writer


def write_json(kind: ExportKind, codes: Sequence[str], out: TextIO) -> int:
    """Write records in the shape of the exchange files; return how many."""
    apart: dict[str, list[Plain]] = {name: [] for name in kind.apart}
    number = 0
    out.write(f'{{\n"{kind.container}": [')
    for record in kind.records(codes):
        for name, rows in apart.items():
            rows.extend(record.pop(name, ()))
        out.write(",\n" if number else "\n")
        out.write(_json(record))
        number += 1
    out.write("\n]")
    for name, rows in apart.items():
        out.write(f',\n"{name}": [')
        out.write(",".join(f"\n{_json(row)}" for row in rows))
        out.write("\n]")
    out.write("\n}\n")
    return number


def write_csv(kind: ExportKind, codes: Sequence[str], out: TextIO) -> int:
    """Write records as one table, row groups as JSON in cells; return how many.

    Records are read twice: first for the columns that they need.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    if kind.name == "powers":
        return _write_powers(kind, codes, writer)
    plan = plan_of(kind.records(codes), groups=False, left_out=(kind.key,))
    key = KeyColumn(kind=kind.name, name=kind.key)
    writer.writerow([key.header(label_of(kind.key)), *headers(plan)])
    number = 0
    for record in kind.records(codes):
        cells = [record[kind.key], *plan.cells(record)]
        writer.writerow([disarmed(cell) for cell in cells])
        number += 1
    return number


def headers(plan: Plan) -> list[str]:
    """Return the headers of a plan's columns."""
    return [column.header(label_of(column.name)) for column in plan.columns]


def _write_powers(kind: ExportKind, codes: Sequence[str], writer: Writer) -> int:
    plan = plan_of(kind.records(codes), groups=False, left_out=TOLD)
    writer.writerow([*power_rules.COLUMNS, *headers(plan)])
    number = 0
    for number, record in enumerate(kind.records(codes), start=1):
        cells = [*power_cells(number, record).values(), *plan.cells(record)]
        writer.writerow([disarmed(cell) for cell in cells])
    return number


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

"""Write the records of a data set in each of its forms.

All forms have the same records in the same order; CSV and workbook the same columns.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from portal.publishing.bodies import Spool
from portal.publishing.cards import canonical_json
from portal.publishing.open_data.columns import (
    Cell,
    Column,
    cells_of,
    column_type,
)
from portal.publishing.open_data.fields import Row

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Excel takes cells that begin like this for formulas.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# What a workbook takes for more than a text: formulas, and names of errors.
_ACTIVE: Final = (*_FORMULA, "#")
# No time of writing stands in a workbook.
_NO_TIME: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class _Line:
    """Keeps what a CSV writer writes last."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def lines_pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield records as JSON Lines, nothing when there are none."""
    for row in rows:
        yield f"{canonical_json(row)}\n".encode()


def rows_pieces(count: int, name: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a JSON object of `count` records under a name, as `json_bytes` gives it.

    The name comes after "count" in the alphabet: keys are sorted.
    """
    before = f'{{"count":{count},"{name}":['
    for row in rows:
        yield f"{before}{canonical_json(row)}".encode()
        before = ","
    yield f"{before if before != ',' else ''}]}}\n".encode()


def table_pieces(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield records as CSV that spreadsheets open: with BOM, formulas made inert.

    Source: RFC 4180.
    """
    line = _Line()
    writer = csv.writer(line)
    writer.writerow([column.name for column in columns])
    yield line.text.encode("utf-8-sig")
    for row in rows:
        writer.writerow([_inert(cell) for cell in cells_of(columns, row)])
        yield line.text.encode()


def workbook_spool(columns: Sequence[Column], rows: Iterable[Row]) -> Spool:
    """Return records as a workbook: a sheet of them, and one that tells the columns.

    Rows are written to disk one by one. Equal records give equal bytes.
    """
    out = Spool()
    # It takes 14 MiB, which most workers of a build have no use for.
    workbooks = import_module("xlsxwriter")
    with workbooks.Workbook(out.file, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": _NO_TIME})
        # A text is never taken for a formula, also when somebody edits its cell.
        inert = workbook.add_format({"quote_prefix": True})
        sheet = workbook.add_worksheet(_("数据"))
        sheet.freeze_panes(1, 0)
        _write(sheet, inert, 0, [column.name for column in columns])
        for number, row in enumerate(rows, 1):
            _write(sheet, inert, number, cells_of(columns, row))
        told = workbook.add_worksheet(_("列说明"))
        _write(told, inert, 0, [_("列"), _("名称"), _("类型"), _("含义")])
        for number, column in enumerate(columns, 1):
            about = column.name, column.title, column_type(column), column.meaning
            _write(told, inert, number, about)
    return out


def _write(sheet: Worksheet, inert: Format, number: int, cells: Iterable[Cell]) -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, bool):
            sheet.write_boolean(number, place, cell)
        elif not isinstance(cell, str):
            sheet.write_number(number, place, cell)
        elif cell.startswith(_ACTIVE):
            sheet.write_string(number, place, cell, inert)
        elif cell:
            sheet.write_string(number, place, cell)


def _inert(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if not isinstance(cell, str):
        return str(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

"""Write the records of a data set in each of its forms.

All forms have the same records in the same order; CSV and workbook the same columns.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.publishing.cards import canonical_json
from portal.publishing.open_data.columns import (
    Cell,
    Column,
    cells_of,
    column_type,
)
from portal.publishing.open_data.fields import Row

# Excel takes cells that begin like this for formulas.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# What a workbook takes for more than a text: formulas, and names of errors.
_ACTIVE: Final = (*_FORMULA, "#")
# No time of writing stands in a workbook.
_NO_TIME: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def lines_bytes(rows: Iterable[Row]) -> bytes:
    """Return records as JSON Lines, b"" when there are none."""
    return "".join(f"{canonical_json(row)}\n" for row in rows).encode()


def table_bytes(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """Return records as CSV that spreadsheets open: with BOM, formulas made inert.

    Source: RFC 4180.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_inert(cell) for cell in cells_of(columns, row)])
    return out.getvalue().encode("utf-8-sig")


def workbook_bytes(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """Return records as a workbook: a sheet of them, and one that tells the columns.

    Rows are written to disk one by one. Equal records give equal bytes.
    """
    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True}) as workbook:
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
    return out.getvalue()


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

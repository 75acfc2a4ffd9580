"""Write the records of a data set in each of its forms.

All forms have the same records in the same order; CSV and workbook the same columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from content.exporters.workbook_bytes import save_workbook
from portal.publishing.cards import canonical_json
from portal.publishing.open_data.columns import (
    Cell,
    Column,
    cells_of,
    column_type,
)
from portal.publishing.open_data.fields import Row

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

# Excel takes cells that begin like this for formulas.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# What a workbook takes for more than a text: formulas, and names of errors.
_ACTIVE: Final = (*_FORMULA, "#")


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
    """Return records as a workbook: a sheet of them, and one that tells the columns."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("数据"))
    sheet.freeze_panes = "A2"
    sheet.append([column.name for column in columns])
    for row in rows:
        sheet.append([_value(sheet, cell) for cell in cells_of(columns, row)])
    told = workbook.create_sheet(_("列说明"))
    told.append([_("列"), _("名称"), _("类型"), _("含义")])
    for column in columns:
        told.append([column.name, column.title, column_type(column), column.meaning])
    out = io.BytesIO()
    save_workbook(workbook, out)
    return out.getvalue()


def _inert(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if not isinstance(cell, str):
        return str(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _value(sheet: WriteOnlyWorksheet, cell: Cell) -> Any:
    """Return what a workbook's cell holds: a text is never taken for a formula."""
    if not isinstance(cell, str) or not cell.startswith(_ACTIVE):
        return None if cell == "" else cell
    text = WriteOnlyCell(sheet, cell)
    text.data_type = "s"
    text.quotePrefix = True
    return text

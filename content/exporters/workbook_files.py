"""Write records as workbooks: a sheet of records, and a sheet for each row group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from content.exporters.kinds import ExportKind
from content.exporters.labels import label_of
from content.exporters.plans import Plan, plan_of
from content.exporters.power_list import LIST_TITLE, TOLD, power_cells
from content.exporters.text_files import headers
from content.exporters.workbook_bytes import save_workbook
from content.guides.plain import Plain
from content.importers import power_rules
from content.importers.cells import KeyColumn

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_FURTHER: Final = "其他字段"


def write_workbook(kind: ExportKind, codes: Sequence[str], out: IO[bytes]) -> int:
    """Write records as a workbook; return how many.

    Records are read twice: first for the columns that they need.
    """
    is_list = kind.name == "powers"
    left_out = TOLD if is_list else (kind.key,)
    plan = plan_of(kind.records(codes), groups=True, left_out=left_out)
    workbook = Workbook(write_only=True)
    power_list = _PowerSheet(workbook) if is_list else None
    sheets = _RecordSheets(workbook, kind, plan, _FURTHER if is_list else kind.title)
    number = 0
    for number, record in enumerate(kind.records(codes), start=1):
        if power_list:
            power_list.add(number, record)
        sheets.add(record)
    if power_list:
        power_list.finish()
    save_workbook(workbook, out)
    return number


class _RecordSheets:
    """The sheet of records and the sheets of their row groups."""

    def __init__(
        self, workbook: Workbook, kind: ExportKind, plan: Plan, title: str
    ) -> None:
        self._key = kind.key
        self._plan = plan
        label = label_of(kind.key)
        self._records = workbook.create_sheet(title)
        key = KeyColumn(kind=kind.name, name=kind.key)
        _append(self._records, [key.header(label), *headers(plan)])
        self._groups: dict[str, WriteOnlyWorksheet] = {}
        for name, group in plan.groups.items():
            sheet = workbook.create_sheet(label_of(name))
            own = KeyColumn(kind=kind.name, name=kind.key, group=name)
            _append(sheet, [own.header(label), *headers(group)])
            self._groups[name] = sheet

    def add(self, record: Plain) -> None:
        key = record[self._key]
        _append(self._records, [key, *self._plan.cells(record)])
        for name, sheet in self._groups.items():
            for row in record.get(name, ()):
                _append(sheet, [key, *self._plan.groups[name].cells(row)])


class _PowerSheet:
    """The list as departments keep it: a title, and one cell for rows of one body."""

    def __init__(self, workbook: Workbook) -> None:
        self._sheet = workbook.create_sheet(LIST_TITLE)
        last = _letter(len(power_rules.COLUMNS))
        self._merged = [f"A1:{last}1"]
        self._line = 2
        self._block: tuple[str, int] = ("", 0)
        _append(self._sheet, [LIST_TITLE])
        _append(self._sheet, power_rules.COLUMNS)

    def add(self, number: int, record: Plain) -> None:
        self._line += 1
        cells: dict[str, str] = power_cells(number, record)
        department = cells[power_rules.DEPARTMENT]
        if department == self._block[0]:
            cells[power_rules.DEPARTMENT] = ""
        else:
            self._close_block()
            self._block = (department, self._line)
        _append(self._sheet, cells.values())

    def finish(self) -> None:
        self._line += 1
        self._close_block()
        for cells in self._merged:
            self._sheet.merged_cells.add(cells)

    def _close_block(self) -> None:
        first, last = self._block[1], self._line - 1
        if first and last > first:
            column = _letter(power_rules.COLUMNS.index(power_rules.DEPARTMENT) + 1)
            self._merged.append(f"{column}{first}:{column}{last}")


def _append(sheet: WriteOnlyWorksheet, texts: Iterable[str]) -> None:
    """Write a line of texts; none of them can be a formula."""
    line: list[Any] = []
    for text in texts:
        cell = WriteOnlyCell(sheet, text or None)
        if text:
            cell.data_type = "s"
            cell.quotePrefix = True
        line.append(cell)
    sheet.append(line)


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)

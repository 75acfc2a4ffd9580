"""Read XLSX workbooks that anybody may have made.

The workbook reader is fast but trusting: it unpacks what it is given and keeps every
cell between the first and the last, so that two cells far apart would take all memory.
It therefore gets only parts that were unpacked and looked at here before.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from content.importers.unreadable import unreadable

LARGEST_WORKBOOK_BYTES: Final = 200 * 1024 * 1024
LARGEST_WORKBOOK_PARTS: Final = 2_000
LARGEST_PACKING_RATIO: Final = 200
LARGEST_SHEET_CELLS: Final = 5_000_000

# Pictures, macros and printer settings are not needed to read cells.
_PARTS_READ: Final = (".xml", ".rels")
_CELL: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a workbook; its lines are read once."""

    title: str
    lines: Iterator[list[str]]


def workbook_lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Read the first sheet, line by line; lines are counted from 1.

    Args:
        data: The whole file.
        name: How the file is called in messages.

    Raises:
        UnreadableFileError: when it is no workbook, or one that may do harm.
    """
    for sheet in workbook_sheets(data, name, only_first=True):
        yield from enumerate(sheet.lines, start=1)


def workbook_sheets(
    data: bytes, name: str, *, only_first: bool = False
) -> Iterator[Sheet]:
    """Read every sheet.

    Raises:
        UnreadableFileError: as `workbook_lines`.
    """
    checked = _checked(data, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(checked))
        titles = workbook.sheet_names[:1] if only_first else workbook.sheet_names
        if not titles:
            raise ValueError("no sheet")
        for title in titles:
            sheet = workbook.get_sheet_by_name(title)
            rows = sheet.to_python(skip_empty_area=False)
            _fill_merged(rows, sheet.merged_cell_ranges or ())
            yield Sheet(title=title, lines=(list(map(_cell_text, row)) for row in rows))
    except (CalamineError, IndexError, ValueError) as error:
        raise unreadable(
            name, 0, str(error), _("可以打开、至少有一张工作表的 XLSX"), "xlsx"
        ) from error


def _fill_merged(
    rows: list[list[object]],
    ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    """Repeat the value of cells merged downwards; a title over columns stays one."""
    for (top, left), (bottom, right) in ranges:
        if left != right:
            continue
        for number in range(top + 1, min(bottom, len(rows) - 1) + 1):
            rows[number][left] = rows[top][left]


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _checked(data: bytes, name: str) -> bytes:
    """Return a workbook of the parts that are needed and harmless."""
    checked = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as archive,
            zipfile.ZipFile(checked, "w") as kept,
        ):
            parts = archive.infolist()
            _check_listing(parts, name)
            for part in parts:
                if part.filename.lower().endswith(_PARTS_READ):
                    content = archive.read(part)
                    _check_part(content, name, part.filename)
                    kept.writestr(part.filename, content)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise unreadable(
            name, 0, str(error), _("没有损坏、没有加密的 XLSX 工作簿"), "xlsx"
        ) from error
    return checked.getvalue()


def _check_listing(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Look at the archive's own listing before anything is unpacked."""
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if (
        len(parts) > LARGEST_WORKBOOK_PARTS
        or unpacked > LARGEST_WORKBOOK_BYTES
        or (unpacked > 1024 * 1024 and unpacked / packed > LARGEST_PACKING_RATIO)
    ):
        expected = _("展开后不超过 %(limit)s MB 的工作簿") % {
            "limit": LARGEST_WORKBOOK_BYTES // 1024 // 1024
        }
        raise unreadable(name, 0, f"{unpacked} B", expected, "xlsx-bomb")
    names: set[str] = set()
    for part in parts:
        inner = PurePosixPath(part.filename.replace("\\", "/"))
        if inner.is_absolute() or ".." in inner.parts or part.filename in names:
            expected = _("部件都在包内、不重名的工作簿")
            raise unreadable(name, 0, part.filename, expected, "xlsx-path")
        if inner.parts[:2] == ("xl", "externalLinks"):
            expected = _("不引用其他文件的工作簿，请把引用粘贴为数值")
            raise unreadable(name, 0, part.filename, expected, "xlsx-external")
        names.add(part.filename)


def _check_part(content: bytes, name: str, part: str) -> None:
    """Refuse a part with entities, and a sheet that reaches too far."""
    try:
        rows, columns = _extent(content)
    except DefusedXmlException as error:
        expected = _("不含文档类型和实体声明的工作簿")
        raise unreadable(name, 0, part, expected, "xlsx-entity") from error
    except ParseError as error:
        expected = _("部件都是正确 XML 的工作簿")
        raise unreadable(name, 0, part, expected, "xlsx") from error
    except _FormulaError as error:
        expected = _("不含公式的工作簿，请先把公式单元格“选择性粘贴”为数值")
        raise unreadable(name, 0, error.cell, expected, "xlsx-formula") from error
    if rows * columns > LARGEST_SHEET_CELLS:
        expected = _("不超过 %(limit)s 格的工作表") % {"limit": LARGEST_SHEET_CELLS}
        raise unreadable(name, 0, f"{rows} × {columns}", expected, "xlsx-bomb")


class _FormulaError(Exception):
    """A cell holds a formula, whose result nobody here would have checked."""

    def __init__(self, cell: str) -> None:
        super().__init__(f"Cell {cell} holds a formula; expected a value.")
        self.cell = cell


def _extent(content: bytes) -> tuple[int, int]:
    """Return the last row and the last column that a sheet names or counts up to."""
    row = column = last_row = last_column = 0
    in_sheet = False
    steps = iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True)
    for step, element in steps:
        kind = element.tag.rpartition("}")[2]
        if kind == "f" and in_sheet:
            raise _FormulaError(
                _("第 %(row)s 行第 %(column)s 列的公式")
                % {"row": row, "column": column}
            )
        if step == "end":
            element.clear()
        elif kind == "worksheet":
            in_sheet = True
        elif kind == "row":
            row, column = int(element.get("r", row + 1)), 0
        elif kind == "c":
            place = _CELL.fullmatch(element.get("r", ""))
            column = column + 1 if place is None else _column_number(place[1])
            row = row if place is None else int(place[2])
        last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

"""Read foreign files: JSON, CSV and XLSX, with the place of every mistake."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from content.importers.cells import armed
from content.importers.report import JsonValue, Refusal, shown
from content.importers.unreadable import (
    UnreadableFileError,
    unreadable,
    unreadable_row,
)
from content.importers.workbooks import workbook_lines, workbook_sheets

LARGEST_FILE_BYTES = 50 * 1024 * 1024
DEEPEST_NESTING = 60
_TITLE_LINES = 5

Lines = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A line of a table. ``row`` counts from 1, the header line included."""

    row: int
    cells: dict[str, str]


def read_json(path: Path, name: str) -> JsonValue:
    """Read one JSON file.

    Raises:
        UnreadableFileError: with line and column when the text is not JSON.
    """
    text = _decoded(_bytes_of(path, name), name, encodings=("utf-8-sig",))
    try:
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise _syntax_error(error, text, name) from error
    except RecursionError as error:
        raise unreadable(name, 0, "", _("嵌套不这么深的 JSON"), "json") from error
    except ValueError as error:
        raise unreadable(
            name, 0, str(error), _("不重复的键和普通大小的数字"), "json"
        ) from error
    if _depth_exceeds(value, DEEPEST_NESTING):
        raise unreadable(name, 0, "", _("嵌套不这么深的 JSON"), "json")
    return _checked(value)


def json_value(text: str) -> JsonValue:
    """Read JSON that stands in a cell.

    Raises:
        ValueError: when it is not JSON, or none that anybody would write.
    """
    try:
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_object)
    except RecursionError as error:
        raise ValueError(shown(text)) from error
    if _depth_exceeds(value, DEEPEST_NESTING):
        raise ValueError(shown(text))
    return _checked(value)


def sheets_of(path: Path, name: str) -> Iterator[tuple[str, Lines]]:
    """Read every sheet of a workbook, or the table of a CSV, as numbered lines.

    Lines of a CSV that cannot be read are passed over: `read_table` reports them.

    Raises:
        UnreadableFileError: when it cannot be read at all.
    """
    if _is_workbook(path):
        for sheet in workbook_sheets(_bytes_of(path, name), name):
            yield sheet.title, enumerate(sheet.lines, start=1)
    else:
        yield (
            name,
            (
                (number, line)
                for number, line in _lines_of(path, name)
                if not isinstance(line, Refusal)
            ),
        )


def header_of(path: Path, name: str) -> tuple[int, list[str]]:
    """Return the number and the cells of the first line that may be a header.

    A title above it, which fills one cell, is passed over; (0, []) when there is none.

    Raises:
        UnreadableFileError: when there is no table.
    """
    for number, line in _lines_of(path, name):
        if isinstance(line, Refusal):
            raise UnreadableFileError(line)
        cells = [cell.strip() for cell in line]
        if sum(map(bool, cells)) > 1:
            return number, cells
        if number >= _TITLE_LINES:
            break
    return 0, []


def read_table(
    path: Path, name: str, columns: Sequence[str], *, header_line: int = 1
) -> Iterator[TableRow | Refusal]:
    """Read a CSV or XLSX file with a header line, row by row.

    A row that cannot be read comes as a refusal; the rows after it still come.

    Args:
        path: The file; the suffix .xlsx decides for a workbook.
        name: How the file is called in messages.
        columns: Columns that must be there. Others may be.
        header_line: Where the header is; what is above is passed over.

    Raises:
        UnreadableFileError: when there is no table with these columns.
    """
    header: list[str] | None = None
    for number, line in _lines_of(path, name):
        if number < header_line:
            continue
        if isinstance(line, Refusal):
            if header is None:
                raise UnreadableFileError(line)
            yield line
        elif header is None:
            header = [cell.strip() for cell in line]
            _check_header(header, columns, name)
        elif any(cell.strip() for cell in line):
            yield _table_row(name, number, header, line)
    if header is None:
        raise unreadable(name, 0, "", _("首行为列名的表格"), "columns")


def _lines_of(path: Path, name: str) -> Iterator[tuple[int, list[str] | Refusal]]:
    if _is_workbook(path):
        yield from workbook_lines(_bytes_of(path, name), name)
    else:
        yield from _csv_lines(path, name)


def _table_row(
    name: str, number: int, header: Sequence[str], line: Sequence[str]
) -> TableRow | Refusal:
    if len(line) != len(header):
        return unreadable_row(
            name,
            number,
            str(len(line)),
            _("%(count)s 列，与首行一致") % {"count": len(header)},
            "columns",
        )
    cells = dict(zip(header, line, strict=True))
    return TableRow(row=number, cells=cells)


def _check_header(header: Sequence[str], columns: Sequence[str], name: str) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        expected = _("首行含有列名 %(columns)s") % {"columns": "、".join(missing)}
        raise unreadable(name, 1, "、".join(header), expected, "columns")
    repeated = {column for column in header if column and header.count(column) > 1}
    if repeated:
        value = "、".join(sorted(repeated))
        raise unreadable(name, 1, value, _("不重复的列名"), "columns")


def _csv_lines(path: Path, name: str) -> Iterator[tuple[int, list[str] | Refusal]]:
    data = _bytes_of(path, name)
    text = _decoded(data, name, encodings=("utf-8-sig", "gb18030"))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            line = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            expected = _("引号成对、单元格不过长的 CSV（文件第 %(line)s 行附近）") % {
                "line": reader.line_num
            }
            yield number, unreadable_row(name, number, str(error), expected, "csv")
            continue
        # A text that begins like a formula is written behind an apostrophe.
        yield number, [armed(cell) for cell in line]


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx"


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_BYTES:
            expected = _("不超过 %(limit)s MB 的文件") % {
                "limit": LARGEST_FILE_BYTES // 1024 // 1024
            }
            raise unreadable(name, 0, f"{size} B", expected, "file-size")
        return path.read_bytes()
    except OSError as error:
        raise unreadable(
            name, 0, error.strerror or "", _("可以读取的文件"), "file"
        ) from error


def _decoded(data: bytes, name: str, encodings: Sequence[str]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable(name, 0, shown(repr(data[:20])), _("UTF-8 编码的文字"), "encoding")


def _no_constant(constant: str) -> JsonValue:
    raise ValueError(constant)


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(shown(repeated))
    return found


def _checked(value: object) -> JsonValue:
    """Give what the JSON parser made the type that it is known to have."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list):
        return [_checked(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _checked(item) for name, item in value.items()}
    raise TypeError(f"JSON parser made a {type(value).__name__}; expected JSON types.")


def _depth_exceeds(value: object, limit: int) -> bool:
    level = [value]
    for _step in range(limit):
        level = [
            child
            for item in level
            if isinstance(item, list | dict)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return True


def _syntax_error(
    error: json.JSONDecodeError, text: str, name: str
) -> UnreadableFileError:
    # The parser counts line feeds only; splitlines() would also break at others.
    line = text.split("\n")[error.lineno - 1]
    start = max(0, error.colno - 20)
    refusal = Refusal(
        file=name,
        row=error.lineno,
        field=_("第 %(column)s 列") % {"column": error.colno},
        value=shown(line[start : error.colno + 20]),
        expected=_("正确的 JSON"),
        rule="json",
        message=_(
            "%(file)s 第 %(line)s 行第 %(column)s 列不是正确的 JSON（%(reason)s）。"
            "常见原因是多了或少了逗号、引号、括号；整个文件没有导入，请改正后再导入。"
        )
        % {
            "file": name,
            "line": error.lineno,
            "column": error.colno,
            "reason": error.msg,
        },
    )
    return UnreadableFileError(refusal)

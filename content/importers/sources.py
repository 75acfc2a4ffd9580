"""Find out what files hold: regions, departments, halls, guides or a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from content.gbt39046.documents import is_document
from content.importers import power_rules
from content.importers.containers import SourceKind, parts_of
from content.importers.exchange import (
    JsonProblem,
    Record,
    is_exchanged,
    read_exchanged,
    record_columns,
    record_of_line,
)
from content.importers.gbt39046 import place_in_file, read_guides
from content.importers.kinds import Problem
from content.importers.reading import header_of, read_json, read_table, sheets_of
from content.importers.report import JsonValue, Refusal, shown
from content.importers.unreadable import UnreadableFileError, unreadable_row

CATALOGUE_COLUMNS = ("matter_id", "name", "department_group", "matter_type", "subject")
GUIDE_MARKS = ("slug", "impl_code", "plain_name")
GUIDE_FOLDER = "guides"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One foreign record. ``row`` counts from 1; in tables the header is row 1.

    ``problems`` were found when it was brought into our form; ``place_in_file`` names
    the place of a problem as the file does, when that has other names than we.
    """

    file: str
    row: int
    raw: JsonValue
    folder: Path
    line: int = 0  # In a workbook or CSV the line of the sheet, from 1.
    problems: tuple[Problem, ...] = ()
    place_in_file: Callable[[Problem], str] | None = None


@dataclass(slots=True)
class Sources:
    """All rows of all files of one run, by kind, and the files that were no use."""

    rows: dict[SourceKind, list[SourceRow]] = field(
        default_factory=lambda: {kind: [] for kind in SourceKind}
    )
    refusals: list[Refusal] = field(default_factory=list)
    unusable: int = 0


def read_sources(paths: Iterable[Path]) -> Sources:
    """Read every file named, and every recognised file of every folder named.

    A folder's own files and its ``guides`` folder are read; files in it that are
    something else are left alone. A file named by itself has to be recognised, and one
    in a ``guides`` folder has to be a guide.
    """
    sources = Sources()
    for path in paths:
        if path.is_dir():
            for inner in _files_of(path):
                in_guides = inner.parent.name == GUIDE_FOLDER
                _read(sources, inner, named=in_guides)
        else:
            _read(sources, path, named=True)
    return sources


def _files_of(folder: Path) -> Iterator[Path]:
    for place in (folder, folder / GUIDE_FOLDER):
        if place.is_dir():
            yield from sorted(
                path
                for path in place.iterdir()
                if path.suffix.lower() in {".json", ".csv", ".xlsx"} and path.is_file()
            )


def _read(sources: Sources, path: Path, *, named: bool) -> None:
    # A name need not be UTF-8, but what is reported has to be.
    name = shown(path.name)
    try:
        if path.suffix.lower() in {".csv", ".xlsx"}:
            _read_tables(sources, path, name, named=named)
        else:
            _read_json(sources, path, name, named=named)
    except UnreadableFileError as error:
        sources.refusals.append(error.refusal)
        sources.unusable += 1


def _read_tables(sources: Sources, path: Path, name: str, *, named: bool) -> None:
    """Read a catalogue or a power list.

    A folder has its power list as records, too: there a table is left alone.
    """
    line, header = header_of(path, name)
    if set(power_rules.MARKS) <= set(header):
        if named:
            _read_power_list(sources, path, name, line)
        return
    if is_exchanged(header):
        _read_exchanged(sources, path, name)
        return
    for row in read_table(path, name, CATALOGUE_COLUMNS):
        if isinstance(row, Refusal):
            sources.refusals.append(row)
        else:
            cells: dict[str, JsonValue] = {
                column: cell.strip() for column, cell in row.cells.items()
            }
            sources.rows[SourceKind.CATALOGUE].append(
                SourceRow(file=name, row=row.row, raw=cells, folder=path.parent)
            )


def _read_power_list(sources: Sources, path: Path, name: str, line: int) -> None:
    further = _further_fields(sources, path, name)
    rows = read_table(path, name, power_rules.MARKS, header_line=line)
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Refusal):
            sources.refusals.append(row)
        else:
            cells: dict[str, JsonValue] = dict(row.cells)
            record = further.get(row.cells[power_rules.CODE].strip())
            if record is not None:
                cells[power_rules.RECORD] = dict(record)
            sources.rows[SourceKind.POWER_TABLES].append(
                SourceRow(
                    file=name,
                    row=number,
                    raw=cells,
                    folder=path.parent,
                    line=row.row,
                )
            )


def _further_fields(sources: Sources, path: Path, name: str) -> dict[str, Record]:
    """Return what a power list that the portal has written tells beyond its columns."""
    if path.suffix.lower() == ".xlsx":
        table = read_exchanged(sheets_of(path, name), name)
        sources.refusals.extend(table.refusals)
        return {row.key: row.record for row in table.rows}
    lines = next(lines for _title, lines in sheets_of(path, name))
    header = next(lines, (0, []))[1]
    columns = record_columns(header)
    if not columns or power_rules.CODE not in header:
        return {}
    position = header.index(power_rules.CODE)
    found: dict[str, Record] = {}
    for number, cells in lines:
        record = record_of_line(cells, columns)
        if isinstance(record, JsonProblem):
            expected = _("“%(column)s”列为正确的 JSON") % {"column": record.column}
            sources.refusals.append(
                unreadable_row(name, number, record.value, expected, "json")
            )
        elif position < len(cells):
            found[cells[position].strip()] = record
    return found


def _read_exchanged(sources: Sources, path: Path, name: str) -> None:
    table = read_exchanged(sheets_of(path, name), name)
    sources.refusals.extend(table.refusals)
    if table.kind is None:
        return
    sources.rows[table.kind].extend(
        SourceRow(
            file=name, row=number, raw=row.record, folder=path.parent, line=row.line
        )
        for number, row in enumerate(table.rows, start=1)
    )


def _read_json(sources: Sources, path: Path, name: str, *, named: bool) -> None:
    value = read_json(path, name)
    if not isinstance(value, dict):
        if named:
            raise _unrecognised(name, value)
        return
    if is_document(value):
        sources.rows[SourceKind.GUIDES].extend(
            SourceRow(
                file=name,
                row=position,
                raw=guide.raw,
                folder=path.parent,
                problems=guide.problems,
                place_in_file=place_in_file,
            )
            for position, guide in enumerate(read_guides(value, name), start=1)
        )
        return
    parts = dict(parts_of(value, name, sources.refusals))
    for kind, items in parts.items():
        sources.rows[kind].extend(
            SourceRow(file=name, row=position, raw=item, folder=path.parent)
            for position, item in enumerate(items, start=1)
        )
    if parts:
        return
    if any(mark in value for mark in GUIDE_MARKS):
        sources.rows[SourceKind.GUIDES].append(
            SourceRow(file=name, row=1, raw=value, folder=path.parent)
        )
    elif named:
        raise _unrecognised(name, value)


def _unrecognised(name: str, value: JsonValue) -> UnreadableFileError:
    keys = "、".join(list(value)[:8]) if isinstance(value, dict) else shown(value)
    expected = _(
        "含 regions、departments、halls、items、themes、lists 等列表的对象，"
        "或一份办事指南（含 slug）"
    )
    return UnreadableFileError(
        Refusal(
            file=name,
            row=0,
            field="",
            value=shown(keys),
            expected=expected,
            rule="format",
            message=_(
                "认不出 %(file)s 是哪种数据：顶层为“%(value)s”，应为%(expected)s。"
                "请核对文件。"
            )
            % {"file": name, "value": shown(keys), "expected": expected},
        )
    )

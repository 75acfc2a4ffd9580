from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    OutputWrapper,
)

from content.exporters import gbt39046_files
from content.exporters.kinds import EXPORT_KINDS, ExportKind
from content.exporters.text_files import write_csv, write_json
from content.exporters.workbook_files import write_workbook
from content.gbt39046.codings import Coding

FORMATS = ("json", "csv", "xlsx", gbt39046_files.FORMAT)


class Command(BaseCommand):
    help = (
        "Export records of one kind, all or those named by code. What was exported "
        "imports as it is. Without --output all but workbooks go to standard output. "
        "Guides can be written in the names and codes of GB/T 39046-2020, too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(EXPORT_KINDS), metavar="KIND")
        parser.add_argument("codes", nargs="*", metavar="CODE")
        parser.add_argument("--format", choices=FORMATS, default="json")
        parser.add_argument(
            "--coding",
            choices=[coding.value for coding in Coding],
            help="with --format gbt39046: code lists of the standard itself (gbt, the "
            "default) or of the national exchange (n2020)",
        )
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        kind, codes = EXPORT_KINDS[options["kind"]], options["codes"]
        output: Path | None = options["output"]
        if output is not None and not output.parent.is_dir():
            raise CommandError(
                f"Export was not started: there is no folder '{output.parent}'; "
                f"expected a folder to write into. Make it or name another file."
            )
        write = _writer(kind, codes, options["format"], options["coding"])
        if output is None:
            if options["format"] == "xlsx":
                raise CommandError(
                    "Export was not started: a workbook cannot be written to standard "
                    "output; expected --output FILE. Name a file."
                )
            number = write(_Lines(self.stdout))
        elif options["format"] == "xlsx":
            with output.open("wb") as binary:
                number = write_workbook(kind, codes, binary)
        else:
            encoding = "utf-8-sig" if options["format"] == "csv" else "utf-8"
            with output.open("w", encoding=encoding, newline="") as lines:
                number = write(lines)
        if codes and number != len(set(codes)):
            self.stderr.write(
                f"Exported {number} of {len(set(codes))} records of '{kind.name}': some "
                f"codes do not exist. Check the codes."
            )
        self.stderr.write(f"{kind.title}：导出 {number} 条")


class _Lines(io.TextIOBase):
    """Standard output for what is written piece by piece."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out = out

    def write(self, text: str) -> int:
        self._out.write(text, ending="")
        return len(text)


def _writer(
    kind: ExportKind, codes: list[str], form: str, coding: str | None
) -> Callable[[io.TextIOBase | TextIO], int]:
    """Return what writes records as text.

    Raises:
        CommandError: the format has no place for records of this kind, or no codings.
    """
    if form == gbt39046_files.FORMAT:
        if kind.name != gbt39046_files.KIND:
            raise CommandError(
                f"Export was not started: format '{form}' has no place for records of "
                f"'{kind.name}'; expected '{gbt39046_files.KIND}'. Choose another "
                f"format."
            )
        chosen = Coding(coding or Coding.GBT)
        return partial(gbt39046_files.write_gbt39046, codes, chosen)
    if coding:
        raise CommandError(
            f"Export was not started: format '{form}' knows no codings; expected "
            f"--coding only with --format {gbt39046_files.FORMAT}. Leave it out."
        )
    return partial(write_csv if form == "csv" else write_json, kind, codes)

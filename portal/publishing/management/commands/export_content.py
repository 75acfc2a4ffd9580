from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.exporters.kinds import EXPORT_KINDS
from content.exporters.text_files import write_csv, write_json
from content.exporters.workbook_files import write_workbook

FORMATS = ("json", "csv", "xlsx")


class Command(BaseCommand):
    help = (
        "Export records of one kind, all or those named by code. What was exported "
        "imports as it is. Without --output JSON and CSV go to standard output."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(EXPORT_KINDS), metavar="KIND")
        parser.add_argument("codes", nargs="*", metavar="CODE")
        parser.add_argument("--format", choices=FORMATS, default="json")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        kind, codes = EXPORT_KINDS[options["kind"]], options["codes"]
        output: Path | None = options["output"]
        if output is not None and not output.parent.is_dir():
            raise CommandError(
                f"Export was not started: there is no folder '{output.parent}'; "
                f"expected a folder to write into. Make it or name another file."
            )
        write = write_csv if options["format"] == "csv" else write_json
        if output is None:
            if options["format"] == "xlsx":
                raise CommandError(
                    "Export was not started: a workbook cannot be written to standard "
                    "output; expected --output FILE. Name a file."
                )
            text = io.StringIO()
            number = write(kind, codes, text)
            self.stdout.write(text.getvalue(), ending="")
        elif options["format"] == "xlsx":
            with output.open("wb") as binary:
                number = write_workbook(kind, codes, binary)
        else:
            encoding = "utf-8-sig" if options["format"] == "csv" else "utf-8"
            with output.open("w", encoding=encoding, newline="") as lines:
                number = write(kind, codes, lines)
        if codes and number != len(set(codes)):
            self.stderr.write(
                f"Exported {number} of {len(set(codes))} records of '{kind.name}': some "
                f"codes do not exist. Check the codes."
            )
        self.stderr.write(f"{kind.title}：导出 {number} 条")

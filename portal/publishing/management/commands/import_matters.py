from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.importers.report import Outcome, Report
from content.importers.running import import_files
from portal.publishing.imports import publish_run

SHOWN_REFUSALS = 50


class Command(BaseCommand):
    help = (
        "Import regions, departments, halls, guides, powers, themes, lists and "
        "documents (JSON files or folders) and the catalogue (CSV or XLSX). Reports new, changed, same and refused rows; a "
        "refused row never stops the others. Exit code 1 when rows were refused, 2 "
        "when a file could not be used at all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--dry-run", action="store_true", help="report only, write nothing"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish what was imported"
        )
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        missing = [str(path) for path in options["paths"] if not path.exists()]
        if missing:
            raise CommandError(
                f"Import was not started: {missing} do not exist; expected files or "
                f"folders. Check the paths.",
                returncode=2,
            )
        run = import_files(
            options["paths"],
            publish=options["publish"],
            dry_run=options["dry_run"],
            progress=self.stderr.write,
        )
        if options["publish"] and not options["dry_run"]:
            publish_run(run)
        if options["json"]:
            self.print_json(run.report)
        else:
            self._show(run.report, dry_run=options["dry_run"])
        if run.unusable:
            raise SystemExit(2)
        if run.report.refusals:
            raise SystemExit(1)

    def print_json(self, report: Report) -> None:
        """Print the report as one object."""
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))

    def _show(self, report: Report, *, dry_run: bool) -> None:
        counts = [
            f"{label} {report.count(outcome)}"
            for outcome, label in (
                (Outcome.NEW, "新增"),
                (Outcome.CHANGED, "修改"),
                (Outcome.SAME, "相同"),
            )
        ]
        title = "试运行，没有写入：" if dry_run else ""
        self.stdout.write(f"{title}{'，'.join(counts)}，拒绝 {len(report.refusals)}")
        for row in report.rows:
            for change in row.changes:
                self.stdout.write(
                    f"  {row.file} 第 {row.row} 行 {row.key}：{change.label or change.field} "
                    f"{change.old} → {change.new}"
                )
        for warning in report.warnings:
            self.stdout.write(f"  已自动修正：{warning.message}")
        for refusal in report.refusals[:SHOWN_REFUSALS]:
            self.stdout.write(f"  {refusal.message}")
        if len(report.refusals) > SHOWN_REFUSALS:
            more = len(report.refusals) - SHOWN_REFUSALS
            self.stdout.write(f"  另有 {more} 处，请用 --json 看全部")

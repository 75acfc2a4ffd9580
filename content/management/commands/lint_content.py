from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.importers.running import import_files
from content.lint import Finding, Severity, counted
from content.lint.database import DatabaseWorld
from content.lint.loading import linted_pages
from content.lint.pages import kind_of, page_findings
from content.lint.store import refresh_all


class Command(BaseCommand):
    help = (
        "Run the editors' rules over all content, or over the records named. Exit code "
        "1 when an error was found, 2 when a code or file is not there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "codes", nargs="*", metavar="CODE", help="keys of records; none for all"
        )
        parser.add_argument(
            "--kind", action="append", default=[], help="guide, power, theme, list, …"
        )
        parser.add_argument(
            "--severity",
            action="append",
            default=[],
            choices=[severity.value for severity in Severity],
            help="show only these; the exit code still tells of errors",
        )
        parser.add_argument(
            "--files",
            nargs="+",
            type=Path,
            default=[],
            metavar="PATH",
            help="read files or folders instead of the database; nothing is imported",
        )
        parser.add_argument(
            "--record",
            action="store_true",
            help="keep the findings of all content for the report in the admin",
        )
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["record"]:
            self._record(options)
            return
        if options["files"]:
            checked, findings = self._of_files(options["files"])
        else:
            checked, findings = self._of_pages(options["codes"], options["kind"])
        failed = any(each.severity is Severity.ERROR for each in findings)
        kinds, severities = options["kind"], options["severity"]
        shown = [
            each
            for each in findings
            if (not kinds or each.kind in kinds)
            and (not severities or each.severity.value in severities)
        ]
        if options["json"]:
            found = {"checked": checked, "findings": [each.as_json() for each in shown]}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self._show(checked, shown)
        if failed:
            raise SystemExit(1)

    def _of_pages(
        self, codes: list[str], kinds: list[str]
    ) -> tuple[int, list[Finding]]:
        world, checked = DatabaseWorld(), 0
        findings: list[Finding] = []
        met: set[str] = set()
        for page in linted_pages(codes):
            met |= {page.slug, getattr(page, "source_id", "")}
            if kinds and kind_of(page) not in kinds:
                continue
            checked += 1
            findings += page_findings(page, world)
        unknown = sorted(set(codes) - met)
        if unknown:
            raise CommandError(
                f"Nothing was reported: no record has the codes {unknown}; expected "
                f"keys such as 'elder-allowance'. Check the codes.",
                returncode=2,
            )
        return checked, findings

    def _of_files(self, paths: list[Path]) -> tuple[int, list[Finding]]:
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            raise CommandError(
                f"Nothing was read: {missing} do not exist; expected files or folders. "
                f"Check the paths.",
                returncode=2,
            )
        run = import_files(
            paths, publish=False, dry_run=True, progress=self.stderr.write
        )
        for refusal in run.report.refusals:
            self.stderr.write(refusal.message)
        if run.unusable:
            raise SystemExit(2)
        found = [each.finding for each in run.report.findings]
        refused = {(each.file, each.row) for each in run.report.refusals}
        return len(run.report.rows) + len(refused), found

    def _record(self, options: dict[str, Any]) -> None:
        if options["codes"] or options["files"]:
            raise CommandError(
                "Nothing was recorded: --record takes all content; expected neither "
                "codes nor --files.",
                returncode=2,
            )
        totals = refresh_all()
        if options["json"]:
            self.stdout.write(json.dumps(totals))
        else:
            self.stdout.write(_summary(totals))

    def _show(self, checked: int, findings: Iterable[Finding]) -> None:
        shown = list(findings)
        for each in shown:
            self.stdout.write(
                f"{each.severity.value} {each.rule} {each.kind} {each.key} "
                f"{each.path}: {each.message}。{each.fix}"
            )
        self.stdout.write(f"checked {checked}: {_summary(counted(shown))}")


def _summary(totals: dict[str, int]) -> str:
    return f"{totals['E']} errors, {totals['W']} warnings, {totals['H']} hints"

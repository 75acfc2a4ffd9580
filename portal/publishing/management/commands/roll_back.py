"""Put the site back to a release of before, or let it follow again."""

from __future__ import annotations

import argparse
import getpass
import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from portal.publishing.errors import PublishingError
from portal.publishing.history.rolling import RollbackReport, resume, roll_back
from search.errors import SearchError


class Command(BaseCommand):
    help = (
        "Put pages, data and search back to a release of before (by default the one "
        "before the present one) and hold the site there; with --resume it follows "
        "what is published again."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        way = parser.add_mutually_exclusive_group()
        way.add_argument(
            "--to", type=int, metavar="RELEASE", help="its number, see /releases/"
        )
        way.add_argument(
            "--resume", action="store_true", help="follow what is published again"
        )
        parser.add_argument("--reason", default="", help="kept with the hold")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(
        self,
        *,
        to: int | None,
        resume: bool,
        reason: str,
        json: bool,
        **_options: object,
    ) -> None:
        try:
            report = _done(to, reason, resumes=resume)
        except (PublishingError, SearchError) as error:
            raise CommandError(str(error)) from error
        if json:
            self.stdout.write(report_as_json(report))
        else:
            self._write(report, resumes=resume)
        if report.failed:
            raise SystemExit(1)

    def _write(self, report: RollbackReport, *, resumes: bool) -> None:
        what = (
            "The site follows what is published"
            if resumes
            else f"The site shows release {report.shown} and is held there"
        )
        self.stdout.write(
            f"{what}, as release {report.number}: {report.written} files written, "
            f"{report.removed} removed, {report.indexed} search records in "
            f"{report.seconds:.2f} s, with the files for download in "
            f"{report.whole_seconds:.2f} s."
        )
        for path, error in sorted(report.failed.items()):
            self.stdout.write(f"'{path}' failed: {error.splitlines()[0]}")


def _done(to: int | None, reason: str, *, resumes: bool) -> RollbackReport:
    if resumes:
        return resume()
    return roll_back(to, by=getpass.getuser(), reason=reason)


def report_as_json(report: RollbackReport) -> str:
    """Return the report for machines."""
    return json.dumps(asdict(report), ensure_ascii=False)

"""Prove that the archive is what was written."""

from __future__ import annotations

import argparse
import json as json_format
from dataclasses import asdict

from django.core.management.base import BaseCommand

from portal.cases.archive import ArchiveReport, verify_archive


class Command(BaseCommand):
    help = (
        "Recompute every chain, replay every case, check stored files and seals; name "
        "the first break and end with an error when there is one."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *, json: bool, **_options: object) -> None:
        report = verify_archive()
        if json:
            self.stdout.write(json_format.dumps(asdict(report), ensure_ascii=False))
        else:
            self._write(report)
        if not report.ok:
            raise SystemExit(1)

    def _write(self, report: ArchiveReport) -> None:
        found = report.first_break
        if found is not None:
            self.stdout.write(f"Case {found.case}, event {found.seq}: {found.reason}.")
        self.stdout.write(
            f"{report.cases} cases, {report.events} events, {report.seals} seals: "
            f"{'whole' if report.ok else 'broken'}."
        )

"""Check the current release."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from portal.publishing.checking import SiteReport, check_release
from portal.publishing.errors import PublishingError
from portal.publishing.releases import Releases


class Command(BaseCommand):
    help = (
        "Check links with their anchors, required meta tags and the manifest of the "
        "current release; ends with an error when something is wrong."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *, json: bool, **_options: object) -> None:
        try:
            report = check_release(Releases.configured().require_current())
        except PublishingError as error:
            raise CommandError(str(error)) from error
        if json:
            self.stdout.write(report_as_json(report))
        else:
            self._write(report)
        if not report.ok:
            raise SystemExit(1)

    def _write(self, report: SiteReport) -> None:
        for line in (
            *report.broken_links,
            *report.missing_tags,
            *report.manifest_mismatches,
        ):
            self.stdout.write(line)
        self.stdout.write(
            f"{report.pages} pages: {len(report.broken_links)} broken links, "
            f"{len(report.missing_tags)} missing tags, "
            f"{len(report.manifest_mismatches)} differences from the manifest."
        )


def report_as_json(report: SiteReport) -> str:
    """Return the report for machines."""
    return json.dumps(asdict(report), ensure_ascii=False)

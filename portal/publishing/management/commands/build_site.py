"""Build the static site."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.publishing import jobs, services
from portal.publishing.building import (
    BuildReport,
    build_into,
    build_release,
    ensure_built,
)
from portal.publishing.errors import PublishingError

_PROGRESS_STEP = 200


class Command(BaseCommand):
    help = (
        "Render everything that is published into a new release and switch to it. "
        "A release that is up to date already is kept, unless --force is given."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--output",
            type=Path,
            help="build into this empty folder; nothing is switched",
        )
        parser.add_argument("--workers", type=int, help="processes, default: cores")
        parser.add_argument(
            "--force", action="store_true", help="build even if nothing changed"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(
        self,
        *,
        output: Path | None,
        workers: int | None,
        force: bool,
        json: bool,
        **_options: object,
    ) -> None:
        if workers is not None and workers < 1:
            raise CommandError(f"--workers is {workers}; expected 1 or more.")
        try:
            report = self._build(output, workers, force)
        except (PublishingError, OSError) as error:
            raise CommandError(str(error)) from error
        self._warn(report)
        if json:
            self.stdout.write(report_as_json(report))
        else:
            self.stdout.write(report_as_text(report))

    def _build(
        self, output: Path | None, workers: int | None, force: bool
    ) -> BuildReport:
        services.refresh_site()
        if output is not None:
            return build_into(
                output.resolve(), workers=workers, progress=self._progress
            )
        build = build_release if force else ensure_built
        report = build(workers=workers, progress=self._progress)
        if report.changed:
            jobs.tell_of_release()
            jobs.ask_for_index()
        return report

    def _progress(self, done: int, total: int) -> None:
        if done % _PROGRESS_STEP == 0 or done == total:
            self.stderr.write(f"{done} / {total}")

    def _warn(self, report: BuildReport) -> None:
        for path, error in report.failed.items():
            self.stderr.write(f"failed: {path}: {error.splitlines()[0]}")
        for address, page in report.broken_links.items():
            self.stderr.write(f"broken link: {address} on {page}")


def report_as_json(report: BuildReport) -> str:
    """Return the report for machines."""
    return json.dumps(
        {
            "release": report.release,
            "reused": not report.changed,
            "pages": report.pages,
            "files": report.files,
            "bytes": report.bytes,
            "seconds": round(report.seconds, 3),
            "pages_per_second": round(report.pages_per_second, 1),
            "peak_worker_mib": report.peak_worker_mib,
            "failed": len(report.failed),
            "broken_links": len(report.broken_links),
        }
    )


def report_as_text(report: BuildReport) -> str:
    """Return the report for people."""
    if not report.changed:
        return f"Nothing has changed: release {report.release} stays."
    mib = report.bytes / 1024 / 1024
    return (
        f"Release {report.release}: {report.pages} pages, {report.files} files, "
        f"{mib:.1f} MiB in {report.seconds:.1f} s "
        f"({report.pages_per_second:.0f} pages a second, "
        f"{report.peak_worker_mib} MiB at most in a worker)."
    )

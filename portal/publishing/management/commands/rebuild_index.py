"""Rebuild the search index."""

from __future__ import annotations

import argparse
import json
import time

from django.core.management.base import BaseCommand, CommandError

from portal.publishing import indexing
from search.errors import SearchError


class Command(BaseCommand):
    help = (
        "Make a new index of all published matters in every configured engine and "
        "switch to it; searches go on meanwhile."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *, json: bool, **_options: object) -> None:
        started = time.monotonic()
        try:
            count = indexing.rebuild()
        except SearchError as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - started
        if json:
            self.stdout.write(report_as_json(count, seconds))
        else:
            self.stdout.write(f"{count} matters indexed in {seconds:.1f} s.")


def report_as_json(count: int, seconds: float) -> str:
    """Return the report for machines."""
    return json.dumps({"indexed": count, "seconds": round(seconds, 3)})

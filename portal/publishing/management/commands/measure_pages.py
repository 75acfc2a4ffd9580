"""Weigh the pages of the current release against their budgets."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from portal.publishing.errors import PublishingError
from portal.publishing.page_budgets import MEASURES, Measured, measure_pages
from portal.publishing.releases import Releases


class Command(BaseCommand):
    help = (
        "Weigh every page of the current release over the wire, by kind, against the "
        "budgets of pages and of the whole release; ends with an error when one is "
        "broken."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=_amount, default=1, help="look at one page of so many"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *, every: int, json: bool, **_options: object) -> None:
        try:
            measured = measure_pages(Releases.configured().require_current(), every)
        except PublishingError as error:
            raise CommandError(str(error)) from error
        if json:
            self.stdout.write(measured_as_json(measured))
        else:
            self._write(measured)
        if measured.broken:
            raise SystemExit(1)

    def _write(self, measured: Measured) -> None:
        self.stdout.write(f"{'pages':>6}{_columns(MEASURES)}  kind, the heaviest page")
        for kind in measured.kinds:
            values = [kind.most[name][0] for name in MEASURES]
            heaviest = kind.most[MEASURES[0]][1]
            self.stdout.write(
                f"{kind.pages:>6}{_columns(values)}  {kind.kind}, {heaviest}"
            )
        for sentence in measured.broken:
            self.stdout.write(sentence)
        self.stdout.write(
            f"{measured.pages} pages, {measured.bytes} bytes in all: "
            f"{len(measured.broken)} budgets are broken."
        )


def measured_as_json(measured: Measured) -> str:
    """Return the report for machines."""
    report = {**asdict(measured), "broken": measured.broken}
    return json.dumps(report, ensure_ascii=False)


def _columns(values: Iterable[object]) -> str:
    return "".join(f"{value:>9}" for value in values)


def _amount(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(
            f"'{text}' is no number of pages; expected a whole number from 1."
        )
    return int(text)

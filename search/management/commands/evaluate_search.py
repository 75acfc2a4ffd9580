"""Measure how well search ranks judged queries."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.confidence import EVERYTHING, compared, intervals
from search.errors import SearchError
from search.portal_search import PortalSearch
from search.relevance import (
    FIGURES,
    NEGATIVE,
    JudgedQuery,
    Scored,
    read_judgements,
    scored,
    summary,
)
from search.requests import SearchRequest
from search.service import configured_search
from search.weights import read_weights

# Hits without a source id are left out before scoring, so a few more are asked for.
_DEPTH = 20
_HALVES = {"tuning": 1, "checking": 0}


class Command(BaseCommand):
    help = "Rank judged queries with the running portal's index and print the figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--queries",
            type=Path,
            required=True,
            help="tab-separated file: query_id, query, class",
        )
        parser.add_argument(
            "--qrels",
            type=Path,
            required=True,
            help="tab-separated file: query_id, matter_id, grade",
        )
        parser.add_argument(
            "--half",
            choices=sorted(_HALVES),
            help="only queries of odd (tuning) or even number (checking)",
        )
        parser.add_argument(
            "--engine",
            default="",
            help="embedded or elasticsearch; without it the configured engine",
        )
        parser.add_argument(
            "--weights",
            type=Path,
            help="weights file to rank with; without it fixtures/search/weights.json",
        )
        parser.add_argument(
            "--compare",
            default="",
            metavar="ENGINE_OR_FILE",
            help="second configuration: an engine, or a weights file; tells what changes",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            figures = self._measure(options)
        except SearchError as err:
            raise CommandError(str(err)) from err
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
            return
        self._print(figures)
        if "compare" in figures:
            self._print_comparison(figures["compare"])

    def _measure(self, options: Mapping[str, Any]) -> dict[str, Any]:
        queries = _judged(options)
        portal = configured_search()
        if options["weights"]:
            portal = portal.with_weights(read_weights(options["weights"]))
        engine = options["engine"] or portal.engine_name
        results = scored(queries, _ranker(portal, engine))
        figures = {
            "engine": engine,
            **summary(results),
            "intervals": intervals(results),
        }
        if other := options["compare"]:
            if other in ("embedded", "elasticsearch"):
                second = scored(queries, _ranker(portal, other))
            else:
                changed = portal.with_weights(read_weights(Path(other)))
                second = scored(queries, _ranker(changed, engine))
            figures["compare"] = {
                "with": other,
                **_only_totals(second),
                "changes": compared(results, second),
            }
        return figures

    def _print(self, figures: Mapping[str, Any]) -> None:
        self.stdout.write(f"{figures['queries']} queries on {figures['engine']}")
        low, high = (
            figures["intervals"].get(NEGATIVE, {}).get("zero_result_rate", (0.0, 0.0))
        )
        self.stdout.write(
            f"negatives_empty {figures['negatives_empty']:.4f} [{low:.2f}, {high:.2f}]"
        )
        for name, group in {EVERYTHING: figures, **figures["by_class"]}.items():
            bounds = figures["intervals"].get(name, {})
            shown = "  ".join(
                f"{figure} {group[figure]:.4f} [{low:.2f}, {high:.2f}]"
                for figure in FIGURES
                for low, high in (bounds.get(figure, (0.0, 0.0)),)
            )
            self.stdout.write(f"{name:12s} {shown}")

    def _print_comparison(self, comparison: Mapping[str, Any]) -> None:
        self.stdout.write(f"with {comparison['with']} instead:")
        for name, figures in comparison["changes"].items():
            shown = "  ".join(
                f"{figure} {change['change']:+.4f} "
                f"[{change['interval'][0]:+.2f}, {change['interval'][1]:+.2f}] "
                f"{change['better']} better {change['worse']} worse"
                for figure, change in figures.items()
            )
            self.stdout.write(f"{name:12s} {shown}")


def _judged(options: Mapping[str, Any]) -> list[JudgedQuery]:
    queries = read_judgements(options["queries"], options["qrels"])
    if half := options["half"]:
        queries = [query for query in queries if query.number % 2 == _HALVES[half]]
    if not queries:
        raise CommandError(
            f"'{options['queries']}' holds no query; expected one a line."
        )
    return queries


def _only_totals(results: Sequence[Scored]) -> dict[str, Any]:
    totals = summary(results)
    return {name: totals[name] for name in (*FIGURES, "negatives_empty")}


def _ranker(portal: PortalSearch, engine: str) -> Callable[[str], list[str]]:
    def rank(text: str) -> list[str]:
        # One engine is measured, so it must not fall back to the other unseen.
        request = SearchRequest(text=text, page_size=_DEPTH)
        return [hit.source_id for hit in portal.search(request, engine=engine).hits]

    return rank

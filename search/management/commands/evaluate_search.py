"""Measure how well search ranks judged queries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.errors import SearchError
from search.portal_search import PortalSearch
from search.relevance import evaluate, read_judgements
from search.requests import SearchRequest
from search.service import configured_search

# Hits without a source id are left out before scoring, so a few more are asked for.
_DEPTH = 20
_FIGURES = ("ndcg_at_10", "recall_at_10", "mrr", "hit_at_3", "zero_result_rate")


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
            "--engine",
            default="",
            help="embedded or elasticsearch; without it the configured engine",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        portal = configured_search()
        engine = options["engine"] or portal.engine_name
        try:
            queries = read_judgements(options["queries"], options["qrels"])
            if not queries:
                raise CommandError(
                    f"'{options['queries']}' holds no query; expected one a line."
                )
            figures = evaluate(queries, lambda text: _ranking(portal, text, engine))
        except SearchError as err:
            raise CommandError(str(err)) from err
        figures = {"engine": engine, **figures}
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
            return
        self._print(figures)

    def _print(self, figures: Mapping[str, Any]) -> None:
        self.stdout.write(f"{figures['queries']} queries on {figures['engine']}")
        self.stdout.write(f"negatives_empty {figures['negatives_empty']:.4f}")
        for name, group in {"all": figures, **figures["by_class"]}.items():
            shown = "  ".join(f"{figure} {group[figure]:.4f}" for figure in _FIGURES)
            self.stdout.write(f"{name:12s} {shown}")


def _ranking(portal: PortalSearch, text: str, engine: str) -> list[str]:
    # One engine is measured, so it must not fall back to the other unseen.
    results = portal.search(SearchRequest(text=text, page_size=_DEPTH), engine=engine)
    return [hit.source_id for hit in results.hits]

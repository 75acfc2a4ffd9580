"""Show what a citizen would get for a query."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.errors import SearchError
from search.requests import SearchRequest, SearchResults
from search.service import configured_search


class Command(BaseCommand):
    help = "Search guides as a citizen would and print the hits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", help="what is looked for")
        parser.add_argument(
            "--engine",
            default="",
            help="embedded or elasticsearch; without it the configured engine, "
            "with its reserve",
        )
        parser.add_argument("--limit", type=int, default=10, help="number of hits")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] < 1:
            raise CommandError(
                f"--limit is {options['limit']}; expected a whole number of 1 or more."
            )
        request = SearchRequest(text=options["text"], page_size=options["limit"])
        try:
            results = configured_search().search(request, engine=options["engine"])
        except SearchError as err:
            raise CommandError(str(err)) from err
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(results), ensure_ascii=False))
            return
        self._print(results)

    def _print(self, results: SearchResults) -> None:
        if results.notice:
            self.stderr.write(results.notice)
        self.stdout.write(
            f"{results.total} hits from {results.engine} in {results.took_ms:g} ms"
        )
        for place, hit in enumerate(results.hits, start=1):
            self.stdout.write(f"{place:3d}. {hit.title}  {hit.url}  ({hit.score:.2f})")


def _as_json(results: SearchResults) -> dict[str, object]:
    return {
        "engine": results.engine,
        "took_ms": results.took_ms,
        "total": results.total,
        "hits": [
            {
                "code": hit.code,
                "source_id": hit.source_id,
                "title": hit.title,
                "url": hit.url,
                "score": hit.score,
            }
            for hit in results.hits
        ],
    }

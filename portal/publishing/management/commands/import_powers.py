from __future__ import annotations

import json
from operator import attrgetter
from typing import Any

from content.importers.report import Report
from portal.publishing.management.commands.import_matters import (
    Command as ImportCommand,
)


class Command(ImportCommand):
    help = (
        "Import power and responsibility lists (JSON, CSV or XLSX; workbooks with a "
        "title row and merged cells, too). Reports like import_matters; --json adds "
        "'errors', every problem of every row, also those mended by themselves."
    )

    def print_json(self, report: Report) -> None:
        problems = sorted(
            [*report.refusals, *report.warnings], key=attrgetter("file", "row")
        )
        warned = {id(problem) for problem in report.warnings}
        errors: list[dict[str, Any]] = [
            problem.as_json() | {"severity": "W" if id(problem) in warned else "E"}
            for problem in problems
        ]
        found = report.as_json() | {"errors": errors}
        self.stdout.write(json.dumps(found, ensure_ascii=False))

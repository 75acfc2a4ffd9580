from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.demo.benchmarks import BENCHMARKS


class Command(BaseCommand):
    help = (
        "Measure one part of the portal on this machine, as ratios against a reference "
        "of the same run. Needs the demo's data and leaves it as it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(BENCHMARKS))
        parser.add_argument(
            "--repeats", type=int, default=5, help="how often (default: 5)"
        )
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        told = BENCHMARKS[options["name"]](max(1, options["repeats"]))
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for name, value in told.items():
            self.stdout.write(f"{name}: {value}")

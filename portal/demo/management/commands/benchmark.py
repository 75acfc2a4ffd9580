from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from portal.demo.benchmarks import BENCHMARKS, SIZED
from portal.publishing.models import MatterVersion


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
        parser.add_argument(
            "--sizes",
            type=int,
            nargs="+",
            help=(
                "numbers of matters, of publishing (default: 2000 20000; of 100000 the "
                "files take 9 GB of the memory disk) and search (2000 20000 100000)"
            ),
        )
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        measure = BENCHMARKS[options["name"]]
        if sizes := options["sizes"]:
            if options["name"] not in SIZED or min(sizes) < 1:
                raise CommandError(
                    f"--sizes is {sizes} for '{options['name']}'; expected numbers of "
                    f"matters from 1 on, for {' and '.join(map(repr, SIZED))} only."
                )
            measure = partial(measure, sizes=sizes)
        if MatterVersion._meta.db_table not in connection.introspection.table_names():
            raise CommandError(
                f"The database of PORTAL_DATA_DIR '{settings.PORTAL_DATA_DIR}' has no "
                f"tables; expected the demo. Run 'manage.py demo --no-serve' first."
            )
        told = measure(max(1, options["repeats"]))
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for name, value in told.items():
            self.stdout.write(f"{name}: {value}")

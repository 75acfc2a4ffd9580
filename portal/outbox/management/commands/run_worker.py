"""Work off the outbox: publishing, indexing, timers, messages."""

from __future__ import annotations

import argparse

from django.core.management.base import BaseCommand

from portal.outbox import services
from portal.outbox.worker import Worker


class Command(BaseCommand):
    help = "Do the jobs of the outbox until SIGTERM or SIGINT; the job in hand ends."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--once", action="store_true", help="do one job at most")
        group.add_argument(
            "--until-empty", action="store_true", help="stop when nothing is due"
        )

    def handle(self, *, once: bool, until_empty: bool, **_options: object) -> None:
        worker = Worker()
        worker.listen_to_signals()
        services.prune()
        done = worker.run(once=once, until_empty=until_empty)
        self.stderr.write(f"{done} jobs done")

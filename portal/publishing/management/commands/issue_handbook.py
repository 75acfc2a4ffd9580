from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.publishing.errors import EditionExists
from portal.publishing.handbook import issue_handbook


class Command(BaseCommand):
    help = (
        "Issue today's edition of the handbook: every full guide in force, frozen. It "
        "appears at /handbook/ with the next synchronisation."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--title", default="政务服务明白册")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            key = issue_handbook(options["title"])
        except EditionExists as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已发行 {key} 版，见 /handbook/{key}/")

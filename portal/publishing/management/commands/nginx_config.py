from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from portal.publishing.nginx import nginx_config


class Command(BaseCommand):
    help = (
        "Print a configuration for nginx that serves the current release's files and "
        "passes everything else to the portal's own server."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--listen", default="80", help="address to listen on (default: 80)"
        )
        parser.add_argument(
            "--upstream",
            default="127.0.0.1:8000",
            help="host:port of the portal's own server (default: 127.0.0.1:8000)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        names = " ".join(name for name in settings.ALLOWED_HOSTS if name[:1] != "[")
        self.stdout.write(
            nginx_config(
                listen=options["listen"],
                upstream=options["upstream"],
                names=names or "_",
            )
        )

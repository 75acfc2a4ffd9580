from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.publishing.errors import PublishingError
from portal.publishing.object_store import S3Bucket
from portal.publishing.purging import addresses_of, purge
from portal.publishing.releases import Releases
from portal.publishing.uploading import upload

_PROGRESS_STEP = 200


class Command(BaseCommand):
    help = (
        "Upload the current release to an object store, only what changed since the "
        "last upload: assets first, then pages, removals last. Then tell the cache "
        "before it (PORTAL_PURGE_URL, PORTAL_PURGE_CALL) which addresses changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, help="s3://bucket/prefix")
        parser.add_argument(
            "--endpoint", default="", help="address of a store that is not Amazon's"
        )
        parser.add_argument(
            "--gzip",
            action="store_true",
            help="store text compressed, where every client or the CDN unpacks it",
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            release = Releases.configured().require_current()
            bucket = S3Bucket.at(options["to"], endpoint=options["endpoint"])
            report = upload(
                release,
                bucket,
                packed=options["gzip"],
                announce=lambda paths: purge(addresses_of(paths)),
                beat=self._progress,
            )
        except PublishingError as error:
            raise CommandError(str(error)) from error
        found = {
            "release": release.name,
            "uploaded": len(report.uploaded),
            "removed": len(report.removed),
            "kept": report.kept,
            "bytes": report.bytes,
        }
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            self.stdout.write(
                "Release {release}: {uploaded} objects uploaded ({bytes} bytes), "
                "{removed} removed, {kept} unchanged.".format(**found)
            )

    def _progress(self, done: int) -> None:
        if done % _PROGRESS_STEP == 0:
            self.stderr.write(f"{done} objects sent")

"""Fetch what was published from its public address, as a reader would.

Whatever stands between the files and readers - the server, a proxy, a CDN - is in it.
"""

from __future__ import annotations

import datetime
import hashlib
import http.client
import logging
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.outbox.registry import handler
from portal.outbox.services import enqueue
from portal.publishing.errors import PublishingError
from portal.publishing.links import path_of
from portal.publishing.models import Receipt
from portal.publishing.receipts import shortened, unfinished
from portal.publishing.releases import Releases

logger = logging.getLogger(__name__)

TOPIC: Final = "publishing.verify"
_SECONDS: Final = 3
_AT_ONCE: Final = 20
_AGAIN: Final = datetime.timedelta(seconds=10)
_PATIENCE: Final = datetime.timedelta(minutes=5)
_OK: Final = 200
_AWAY: Final = frozenset({301, 404, 410})


class _Unlike(Exception):
    """A reader gets something else than was published; the text says what."""


def ask() -> None:
    """Have receipts verified by a job of its own."""
    if settings.PORTAL_VERIFY_PAGES:
        enqueue(TOPIC, "all", {})


@handler(TOPIC)
def verify(_payload: dict[str, Any]) -> None:
    """Fetch the pages of all receipts that are not verified; later again what fails."""
    now = timezone.now()
    ready = unfinished().filter(
        indexed_at__isnull=False, rendered_at__gt=now - _PATIENCE
    )
    again = False
    for receipt in ready[:_AT_ONCE]:
        try:
            _check(receipt)
        except _Unlike as error:
            receipt.problem, again = shortened(str(error)), True
            receipt.save(update_fields=["problem"])
            logger.info("not verified address=%s why=%s", receipt.address, error)
            continue
        receipt.verified_at, receipt.problem = timezone.now(), ""
        receipt.save(update_fields=["verified_at", "problem"])
    if again:
        enqueue(TOPIC, "all", {}, available_at=now + _AGAIN)


def _check(receipt: Receipt) -> None:
    wanted = _digest_of(path_of(receipt.address))
    status, body = _fetched(receipt.address)
    if wanted is None:
        if status not in _AWAY:
            told = _("已经撤下，公众取到的状态码却是 %(status)s。")
            raise _Unlike(told % {"status": status})
    elif status != _OK:
        raise _Unlike(_("公众取到的状态码是 %(status)s。") % {"status": status})
    elif hashlib.sha256(body).hexdigest() != wanted:
        raise _Unlike(_("公众取到的还是别的内容，可能有缓存。"))


def _digest_of(path: str) -> str | None:
    try:
        with Releases.configured().require_current().open_manifest() as manifest:
            state = manifest.output(path)
    except PublishingError as error:
        raise _Unlike(_("网站的记录暂时不能读。")) from error
    return None if state is None else state.digest


def _fetched(address: str) -> tuple[int, bytes]:
    site = urlsplit(settings.PORTAL_VERIFY_URL)
    make = (
        http.client.HTTPSConnection
        if site.scheme == "https"
        else http.client.HTTPConnection
    )
    connection = make(site.hostname or "", site.port, timeout=_SECONDS)
    try:
        connection.request("GET", quote(address), headers={"Cache-Control": "no-cache"})
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException) as error:
        told = _("没能从 %(site)s 取到网页：%(why)s")
        raise _Unlike(told % {"site": site.netloc, "why": error}) from error
    finally:
        connection.close()

"""Follow each publication from the click to what readers see, and say how long it takes.

Steps: asked, files written, index told, fetched from the public address. A step that
could not be done says why and is tried again by the worker.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.models import HomePage, MatterPage
from portal.accounts.models import User
from portal.outbox.selectors import pace_of
from portal.publishing.history.source import current_hold
from portal.publishing.links import address_of
from portal.publishing.models import Receipt

MOST_ADDRESSES: Final = 100
_PUBLISHING: Final = "publishing."
# A worker looks for work so often, in seconds: half of it is waited on average.
_POLL_SECONDS: Final = 0.5
_KEPT: Final = datetime.timedelta(days=90)
_LONGEST_PROBLEM: Final = 300


def add_receipt(
    page: Page,
    at: datetime.datetime,
    *,
    user: User | None = None,
    withdrawal: bool = False,
) -> Receipt:
    """Note that a page's publication was asked for; call it beside its job."""
    pace = pace_of(_PUBLISHING)
    estimate = None
    if pace.seconds is not None:
        estimate = (pace.ahead + 1) * pace.seconds + _POLL_SECONDS / 2
    return Receipt.objects.create(
        page_pk=page.pk,
        code=page.slug if isinstance(page, MatterPage) else "",
        name=page.title,
        address=public_address(page),
        withdrawal=withdrawal,
        asked_by=user,
        asked_at=at,
        ahead=pace.ahead,
        estimate_seconds=estimate,
    )


def public_address(page: Page) -> str:
    """Return the address of a page on the public site, "" when it has none of its own."""
    if isinstance(page, HomePage):
        return "/"
    path = getattr(page, "static_path", None)
    return str(path()) if path is not None else ""


def waiting(codes: Collection[str] | None) -> list[int]:
    """Return the receipts that a run for these matters (or for all) will serve.

    Nothing while the site is held at a release of before: nothing goes out then.
    """
    if current_hold() is not None:
        return []
    found = Receipt.objects.filter(rendered_at__isnull=True, verified_at__isnull=True)
    if codes is not None:
        found = found.filter(code__in=codes)
    return list(found.values_list("pk", flat=True))


def note_files(
    receipts: Collection[int],
    *,
    release: int,
    changed: Collection[str],
    failed: Mapping[str, str],
) -> None:
    """Note that files are as they should be; a page that failed says why instead."""
    now = timezone.now()
    addresses = sorted(map(address_of, changed))
    for receipt in Receipt.objects.filter(pk__in=receipts):
        problem = _own_problem(receipt, failed)
        if problem:
            receipt.problem = problem
            receipt.save(update_fields=["problem"])
            continue
        receipt.rendered_at = now
        receipt.release = release or None
        others = [each for each in addresses if each != receipt.address]
        receipt.changed, receipt.changed_amount = others[:MOST_ADDRESSES], len(others)
        receipt.problem = ""
        receipt.save(
            update_fields=[
                "rendered_at",
                "release",
                "changed",
                "changed_amount",
                "problem",
            ]
        )


def note_index(*, told: bool) -> None:
    """Note of all receipts whose files are done that the index is, or is not yet."""
    found = unfinished().filter(rendered_at__isnull=False, indexed_at__isnull=True)
    if told:
        found.update(indexed_at=timezone.now(), problem="")
    else:
        found.update(problem=_("检索暂时没有回应，恢复以后自动补上。"))


def note_purge() -> None:
    """Note of all receipts whose files are done that the cache before the site knows."""
    now = timezone.now()
    found = Receipt.objects.filter(rendered_at__isnull=False, purged_at__isnull=True)
    found.filter(asked_at__gt=now - _KEPT).update(purged_at=now)


def unfinished() -> QuerySet[Receipt]:
    """Return the receipts that are not verified yet."""
    return Receipt.objects.filter(verified_at__isnull=True).order_by("asked_at")


def receipts_of(page: Page, *, amount: int) -> list[Receipt]:
    """Return the receipts of a page, the newest first."""
    found = Receipt.objects.filter(page_pk=page.pk).select_related("asked_by")
    return list(found[:amount])


def prune(at: datetime.datetime) -> int:
    """Delete receipts of long ago; return how many."""
    deleted, _by_model = Receipt.objects.filter(asked_at__lt=at - _KEPT).delete()
    return deleted


def shortened(problem: str) -> str:
    """Return the first line of an error, as long as a receipt keeps it."""
    lines: Iterable[str] = problem.strip().splitlines() or [""]
    return next(iter(lines))[:_LONGEST_PROBLEM]


def _own_problem(receipt: Receipt, failed: Mapping[str, str]) -> str:
    for path, error in failed.items():
        if receipt.address and address_of(path).startswith(receipt.address):
            return shortened(error)
    return ""

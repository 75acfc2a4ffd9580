"""Keep what the rules found, so that the report over all content is a list to filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from content.lint.database import DatabaseWorld
from content.lint.engine import counted
from content.lint.findings import Finding
from content.lint.loading import linted_pages
from content.lint.pages import kind_of, page_findings
from content.models import DepartmentPage, LintFinding

_BATCH: Final = 200


def refresh(
    pages: Iterable[Page], world: DatabaseWorld | None = None
) -> dict[str, int]:
    """Run the rules over pages and keep the findings instead of the former ones.

    Returns:
        How many findings there are of each severity.
    """
    known = world or DatabaseWorld()
    keys = dict(DepartmentPage.objects.values_list("path", "key"))
    totals = counted(())
    for batch in _batches(pages):
        rows = []
        for page in batch:
            found = page_findings(page, known)
            rows += _rows(page, keys, found)
            for severity, count in counted(found).items():
                totals[severity] += count
        with transaction.atomic():
            LintFinding.objects.filter(page__in=[page.pk for page in batch]).delete()
            LintFinding.objects.bulk_create(rows, batch_size=500)
    return totals


def refresh_published(*, instance: Page, **_kwargs: Any) -> None:
    """Hear Wagtail publish a page, and bring the report up to date with it."""
    if kind_of(instance) and instance.live:
        refresh([instance])


def refresh_all() -> dict[str, int]:
    """Run the rules over all content, as a nightly job does."""
    return refresh(linted_pages())


def _batches(pages: Iterable[Page]) -> Iterator[list[Page]]:
    """Yield pages in lists, one at a time in memory."""
    rest = iter(pages)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _rows(
    page: Page, keys: dict[str, str], found: Iterable[Finding]
) -> list[LintFinding]:
    own = keys.get(page.path) or keys.get(page.path[: -page.steplen]) or ""
    now = timezone.now()
    return [
        LintFinding(
            page_id=page.pk,
            kind=finding.kind,
            key=finding.key,
            department=own,
            rule=finding.rule,
            severity=finding.severity.value,
            path=finding.path[:120],
            message=finding.message,
            fix=finding.fix,
            found_at=now,
        )
        for finding in found
    ]

"""Publish drafts that an earlier run imported and that nobody has published since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.bulk.publishing import publish_untouched_drafts
from content.importers.context import Context
from content.importers.kinds import Problem
from content.importers.pending import failure_of, publish_problems
from content.importers.refusals import problems_of_model
from content.importers.report import Change, Outcome
from content.importers.sources import SourceRow

BATCH_SIZE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A page that equals its row and waits to be published."""

    source: SourceRow
    kind: str
    key: str
    pk: int


def publish_waiting(
    context: Context, model: type[Page], drafts: Sequence[Draft]
) -> set[int]:
    """Publish drafts; those that editors have changed one by one, the rest in bulk.

    Returns:
        Primary keys of the pages that went live.
    """
    live: set[int] = set()
    remaining = iter(drafts)
    while batch := list(islice(remaining, BATCH_SIZE)):
        by_pk = {draft.pk: draft for draft in batch}
        pages = list(model.objects.filter(pk__in=by_pk).order_by("path"))
        latest = {page.pk: page.latest_revision_id for page in pages}
        sound = [
            page for page in pages if not any(publish_problems(page, context.world))
        ]
        published = publish_untouched_drafts(sound, user=context.user)
        # What editors have made of a draft decides, not what the row once made of it.
        for page in pages:
            if page.pk not in published and not context.refuse(
                by_pk[page.pk].source, _publish(context, page)
            ):
                published.add(page.pk)
        for pk in sorted(published):
            draft = by_pk[pk]
            change = Change(field="live", old=_("草稿"), new=_("已发布"))
            context.accept(
                draft.source, draft.kind, draft.key, Outcome.CHANGED, (change,)
            )
            context.touched.pages[pk] = latest[pk]
        live |= published
    return live


def _publish(context: Context, page: Page) -> Iterator[Problem]:
    """Publish a page's latest revision; yield why it could not be."""
    problems = [*publish_problems(page.get_latest_revision_as_object(), context.world)]
    if problems:
        yield from problems
        return
    try:
        with transaction.atomic():
            page.get_latest_revision().publish(
                user=context.user, skip_permission_checks=True
            )
    except ValidationError as error:
        yield from problems_of_model(error)
    except DatabaseError as error:
        yield failure_of(error)

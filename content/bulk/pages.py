"""Create thousands of pages at once, leaving the rows that Wagtail itself would leave.

An ordinary create and publish costs some 170 queries; here a batch of any size costs a
few dozen. The price is that model signals are not sent: what hears ``page_published``
has to be told by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations
from wagtail.models import Page, Revision

from content.bulk.rows import insert_children, insert_specific_rows, settle_children
from content.bulk.traces import (
    index_for_search,
    log_actions,
    record_references,
    save_revisions,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

BATCH_SIZE = 250


def create_pages(
    parent: Page,
    pages: Iterable[Page],
    *,
    publish: bool,
    user: AbstractBaseUser | None = None,
    batch_size: int = BATCH_SIZE,
) -> Iterator[list[Page]]:
    """Create new pages of one type below a parent, batch after batch.

    Every batch is one transaction. Pages come with slug, title and child objects set
    and valid; they leave with their primary keys.

    Yields:
        The pages of each batch once they are written.

    Raises:
        ValueError: when a slug is taken; the batch it is in is not written.
    """
    remaining = iter(pages)
    while batch := list(islice(remaining, batch_size)):
        with transaction.atomic():
            _create_batch(parent, batch, publish=publish, user=user)
        yield batch


def _create_batch(
    parent: Page, pages: Sequence[Page], *, publish: bool, user: AbstractBaseUser | None
) -> None:
    model = type(pages[0])
    _check_batch(model, pages)
    fresh_parent = Page.objects.select_for_update().get(pk=parent.pk)
    _check_slugs(fresh_parent, pages)
    _place(fresh_parent, pages, owner=user)
    for page in pages:
        settle_children(page)
    insert_specific_rows(model, pages)
    insert_children(model, pages)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    parent.numchild = fresh_parent.numchild + len(pages)
    log_actions(pages, "wagtail.create", user=user)
    revisions = save_revisions(pages, user=user)
    now = timezone.now()
    _point_to_revisions(pages, revisions, publish=publish, now=now)
    if publish:
        log_actions(pages, "wagtail.publish", user=user, revisions=revisions)
    record_references(pages)
    index_for_search(model, pages)


def _check_batch(model: type[Page], pages: Sequence[Page]) -> None:
    if any(type(page) is not model or page.pk is not None for page in pages):
        raise ValueError(
            f"Bulk creation got mixed or saved pages; expected new {model.__name__} only."
        )
    if list(get_all_child_m2m_relations(model)):
        raise TypeError(
            f"{model.__name__} has many-to-many children, which bulk creation does not "
            f"write; save such pages one by one."
        )


def _check_slugs(parent: Page, pages: Sequence[Page]) -> None:
    slugs = [page.slug for page in pages]
    taken = set(
        parent.get_children().filter(slug__in=slugs).values_list("slug", flat=True)
    )
    repeated = {slug for slug in slugs if slugs.count(slug) > 1}
    if taken or repeated:
        raise ValueError(
            f"Slugs {sorted(taken | repeated)} below '{parent.url_path}' are taken; "
            f"expected new, different slugs."
        )


def _place(
    parent: Page, pages: Sequence[Page], *, owner: AbstractBaseUser | None
) -> None:
    """Give pages the tree fields that treebeard and Page.save would give them."""
    last = parent.get_last_child()
    step = 0
    if last is not None:
        step = Page.numconv_obj().str2int(last.path[-Page.steplen :])
    for page in pages:
        step += 1
        number = Page.numconv_obj().int2str(step)
        page.path = parent.path + number.rjust(Page.steplen, Page.alphabet[0])
        page.depth = parent.depth + 1
        page.numchild = 0
        page.live = False
        page.owner = page.owner or owner
        page.locale_id = parent.locale_id
        page.draft_title = page.draft_title or page.title
        page.set_url_path(parent)
        key_field = getattr(page, "key_field", None)
        if key_field is not None:
            setattr(page, key_field, page.slug)


def _point_to_revisions(
    pages: Sequence[Page],
    revisions: Sequence[Revision],
    *,
    publish: bool,
    now: datetime,
) -> None:
    latest = (
        Revision.objects.filter(
            base_content_type_id=revisions[0].base_content_type_id,
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        .order_by("-pk")
        .values("pk")[:1]
    )
    changes: dict[str, object] = {
        "latest_revision_id": Subquery(latest),
        "latest_revision_created_at": revisions[0].created_at,
        "has_unpublished_changes": not publish,
    }
    if publish:
        changes |= {
            "live": True,
            "live_revision_id": Subquery(latest),
            "first_published_at": now,
            "last_published_at": now,
        }
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(**changes)
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = revision
        page.latest_revision_created_at = revision.created_at
        page.has_unpublished_changes = not publish
        if publish:
            page.live = True
            page.live_revision = revision
            page.first_published_at = page.last_published_at = now

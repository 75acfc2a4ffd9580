"""What Wagtail writes beside a page: revisions, log entries, references, search rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

LARGEST_INSERT = 500


def save_revisions(
    pages: Sequence[Page], *, user: AbstractBaseUser | None
) -> list[Revision]:
    """Write one revision for each page, in the order of the pages."""
    content_type = ContentType.objects.get_for_model(
        type(pages[0]), for_concrete_model=False
    )
    base_content_type = ContentType.objects.get_for_model(Page)
    created_at = timezone.now()
    revisions = [
        Revision(
            content_type=content_type,
            base_content_type=base_content_type,
            object_id=str(page.pk),
            user=user,
            content=page.serializable_data(),
            object_str=str(page),
            created_at=created_at,
        )
        for page in pages
    ]
    return list(Revision.objects.bulk_create(revisions))


def log_actions(
    pages: Sequence[Page],
    action: str,
    *,
    user: AbstractBaseUser | None,
    revisions: Sequence[Revision | None] | None = None,
) -> None:
    """Write one log entry for each page."""
    context = get_active_log_context()
    content_type = ContentType.objects.get_for_model(
        type(pages[0]), for_concrete_model=False
    )
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type=content_type,
            label=page.get_admin_display_title(),
            action=action,
            timestamp=timezone.now(),
            data={},
            content_changed=True,
            user=user or context.user,
            uuid=context.uuid,
            page=page,
            revision=revision,
        )
        for page, revision in zip(pages, revisions or [None] * len(pages), strict=True)
    )


def record_references(pages: Sequence[Page]) -> None:
    """Write the reference index of pages that had none."""
    model = type(pages[0])
    if not ReferenceIndex.is_indexed(model):
        return
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    base_content_type = ContentType.objects.get_for_model(Page)
    references: list[ReferenceIndex] = []
    for page in pages:
        # Wagtail has no public way to extract without a query for each object.
        found = set(ReferenceIndex._extract_references_from_object(page))  # noqa: SLF001 - as said
        references.extend(
            ReferenceIndex(
                content_type=content_type,
                base_content_type=base_content_type,
                object_id=page.pk,
                to_content_type_id=to_content_type_id,
                to_object_id=to_object_id,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(  # noqa: SLF001 - as above
                    content_path
                ),
            )
            for to_content_type_id, to_object_id, model_path, content_path in found
        )
    ReferenceIndex.objects.bulk_create(references, batch_size=LARGEST_INSERT)


def index_for_search(model: type[Page], pages: Sequence[Page]) -> None:
    """Write the entries of Wagtail's own search (the editors', not the citizens')."""
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(model, list(pages))

"""Hear Wagtail publish, unpublish, move and delete; call one service each.

Wagtail sends these after its own writes, some of them outside a transaction. The
service and its job share one; what a kill in between loses, `services.reconcile` finds.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from portal.publishing import services
from portal.publishing.kinds import ALL_MODELS


def connect() -> None:
    """Listen from now on; called when the app is ready."""
    page_published.connect(on_published, dispatch_uid="publishing")
    page_unpublished.connect(on_unpublished, dispatch_uid="publishing")
    post_page_move.connect(on_moved, dispatch_uid="publishing")
    for model in ALL_MODELS:
        pre_delete.connect(on_delete, sender=model, dispatch_uid="publishing")


def on_published(*, instance: Page, revision: Revision, **_kwargs: Any) -> None:
    """Record a publication; the revision's author published it."""
    user = revision.user if revision is not None else None
    services.record_publication(instance, user=user)


def on_unpublished(*, instance: Page, **_kwargs: Any) -> None:
    """Record a withdrawal."""
    services.record_withdrawal(instance)


def on_moved(*, instance: Page, **_kwargs: Any) -> None:
    """Record what the move changed."""
    services.record_move(instance)


def on_delete(*, instance: Page, **_kwargs: Any) -> None:
    """Record a withdrawal before the page is gone."""
    services.record_withdrawal(instance)

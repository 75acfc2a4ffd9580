from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from content.models import MatterPage


@hooks.register("register_admin_urls")
def register_writing_urls() -> list[URLPattern | URLResolver]:
    """Add the help for writing to the admin."""
    return [path("writing/", include("portal.editing.writing.urls"))]


@hooks.register("register_page_header_buttons")
def offer_help(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Lead from a guide's form to the help for writing it, and to its cases."""
    if not isinstance(page, MatterPage):
        return
    if page.permissions_for_user(user).can_edit():
        args = [page.pk]
        yield Button(
            _("写作助手"),
            reverse("writing:help", args=args),
            icon_name="edit",
            priority=70,
        )
        yield Button(
            _("情形一览"), reverse("writing:cases", args=args), icon_name="table",
            priority=75,
        )  # fmt: skip

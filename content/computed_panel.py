"""A panel of the admin that shows what follows from other records, read-only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string
from wagtail.admin.panels import Panel
from wagtail.models import Page

# A power or a law may belong to hundreds of matters: the panel stays short.
LINKS_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Link:
    """A page by name and the address at which it is edited."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the panel: a label with a text, links or both.

    `more` counts links that are not shown.
    """

    label: str
    text: str = ""
    links: Sequence[Link] = ()
    more: int = 0


Source = Callable[[Any], Iterable[Fact]]


def links_of(label: str, pages: QuerySet[Any], *, empty: str) -> Fact:
    """Return a fact that lists pages with links to their edit pages (two queries)."""
    rows = list(pages.values_list("pk", "title", "slug")[:LINKS_SHOWN])
    total = pages.count() if len(rows) == LINKS_SHOWN else len(rows)
    return Fact(
        label=label,
        text=str(total) if total else empty,
        links=[Link(f"{title}({slug})", edit_url(pk)) for pk, title, slug in rows],
        more=total - len(rows),
    )


def edit_url(page: Page | int) -> str:
    """Return the address in the admin at which a page is edited."""
    pk = page if isinstance(page, int) else page.pk
    return reverse("wagtailadmin_pages:edit", args=[pk])


class ComputedPanel(Panel):
    """Shows the facts that a function finds for the record; nothing before it is saved.

    The function is named by its dotted path: models say what their forms show, while
    what is shown is computed in higher modules that import the models.
    """

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().clone_kwargs()
        return kwargs | {"source": self.source}

    @property
    def clean_name(self) -> str:
        return super().clean_name or self.source.rpartition(".")[2]

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/panels/computed.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def facts(self) -> list[Fact]:
            source: Source = import_string(self.panel.source)
            return list(source(self.instance))

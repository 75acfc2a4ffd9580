"""Which pages are published as which kind of record, and what is published of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from wagtail.models import Page

from content import payloads
from content.documents import benefit_payload, document_payload
from content.lists import cross_list_payload, matter_list_payload
from content.models import (
    ArticlePage,
    BenefitPage,
    CrossListPage,
    DepartmentPage,
    HallPage,
    InterpretationPage,
    MatterListPage,
    MatterPage,
    PolicyPage,
    PowerItemPage,
    ThemePage,
)
from content.powers.records import load_powers, power_payload
from content.themes.records import load_themes, theme_payload
from portal.publishing.models import RecordSnapshot

Kind = RecordSnapshot.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """How a kind of page is published.

    `load` gives pages with what their payloads read, in few queries.
    """

    kind: str
    payload: Callable[[Any], Mapping[str, Any]]
    load: Callable[[QuerySet[Any]], Iterable[Page]] = QuerySet.iterator


PUBLISHED: Final[dict[type[Page], Published]] = {
    DepartmentPage: Published(
        kind=Kind.DEPARTMENT.value, payload=payloads.department_payload
    ),
    HallPage: Published(kind=Kind.HALL.value, payload=payloads.hall_payload),
    PowerItemPage: Published(
        kind=Kind.POWER.value, payload=power_payload, load=load_powers
    ),
    ThemePage: Published(
        kind=Kind.THEME.value, payload=theme_payload, load=load_themes
    ),
    MatterListPage: Published(kind=Kind.LIST.value, payload=matter_list_payload),
    CrossListPage: Published(kind=Kind.CROSS_LIST.value, payload=cross_list_payload),
    PolicyPage: Published(kind=Kind.POLICY.value, payload=document_payload),
    InterpretationPage: Published(
        kind=Kind.INTERPRETATION.value, payload=document_payload
    ),
    ArticlePage: Published(kind=Kind.ARTICLE.value, payload=document_payload),
    BenefitPage: Published(kind=Kind.BENEFIT.value, payload=benefit_payload),
}
# Pages below a department other than matters: they name it.
CHILD_MODELS: Final[tuple[type[Page], ...]] = tuple(
    model for model in PUBLISHED if model not in (DepartmentPage, HallPage)
)
ALL_MODELS: Final[tuple[type[Page], ...]] = (MatterPage, *PUBLISHED)


def published_as(page: Page) -> Published | None:
    """Return how a page is published as a record; None for matters and indexes."""
    return PUBLISHED.get(type(page))

"""Pages of the kinds that have rules, read with few queries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Final

from django.db.models import Q, QuerySet
from wagtail.models import Page

from content.lint.pages import LINTED_MODELS
from content.models import MatterPage, PowerItemPage, ThemePage
from content.payloads import load_matters
from content.powers.records import load_powers
from content.themes.records import load_themes

Load = Callable[[QuerySet[Any]], Iterable[Page]]

_LOADS: Final[dict[type[Page], Load]] = {
    MatterPage: load_matters,
    PowerItemPage: load_powers,
    ThemePage: load_themes,
}


def linted_pages(
    codes: Collection[str] = (), among: QuerySet[Page] | None = None
) -> Iterator[Page]:
    """Yield pages of all kinds that have rules, live or not, as they are stored.

    Args:
        codes: Keys of the pages wanted, or a matter's number in the catalogue; none
            for all pages.
        among: Only pages of these.
    """
    for model in LINTED_MODELS:
        pages = model.objects.all()
        if codes:
            wanted = Q(slug__in=codes)
            if model is MatterPage:
                wanted |= Q(source_id__in=codes)
            pages = pages.filter(wanted)
        if among is not None:
            pages = pages.filter(pk__in=among.values("pk"))
        yield from _LOADS.get(model, QuerySet.iterator)(pages.order_by("pk"))

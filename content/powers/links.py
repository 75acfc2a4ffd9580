"""Which matters exercise which power: read from the matters, where it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from content.computed_panel import Fact, Link, edit_url, links_of
from content.models import MatterPage, PowerItemPage

if TYPE_CHECKING:
    from django.db.models import QuerySet


def matters_by_power(codes: Iterable[str]) -> dict[str, list[str]]:
    """Return codes of live matters by the power they name, sorted; one query."""
    wanted = {code for code in codes if code}
    found: dict[str, list[str]] = {}
    rows = (
        MatterPage.objects.live()
        .filter(power_item__in=wanted)
        .order_by("code")
        .values_list("power_item", "code")
    )
    for power, code in rows:
        found.setdefault(power, []).append(code)
    return found


def matters_of_power(power: PowerItemPage) -> QuerySet[MatterPage]:
    """Return the matters that name a power, drafts and withdrawn ones too."""
    return MatterPage.objects.filter(power_item=power.slug).order_by("code")


def sub_items_of(power: PowerItemPage) -> QuerySet[PowerItemPage]:
    """Return the powers whose main item a power is."""
    powers: QuerySet[PowerItemPage] = PowerItemPage.objects.filter(
        parent_code=power.slug
    )
    return powers.order_by("code")


def power_facts(power: PowerItemPage) -> Iterator[Fact]:
    """Yield what an editor sees beside the form: matters, main item and sub-items."""
    yield links_of(
        _("行使本职权的事项"),
        matters_of_power(power),
        empty=_("没有事项写本职权编码；依申请的职权要说明没有办事指南的原因"),
    )
    if power.parent_code:
        main = PowerItemPage.objects.filter(code=power.parent_code).first()
        yield Fact(
            label=_("主项"),
            text=""
            if main
            else _("编码“%(code)s”的职权不存在，请改“主项”")
            % {"code": power.parent_code},
            links=[Link(f"{main.title}({main.slug})", edit_url(main))] if main else (),
        )
    else:
        yield links_of(_("子项"), sub_items_of(power), empty=_("没有"))

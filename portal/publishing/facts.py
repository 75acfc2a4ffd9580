"""Say the main facts of a matter in a few words, for cards and search records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _, gettext_lazy

from portal.theming.facts import guide_facts, trips

# As people ask: how long, how many visits, what it costs, where, online or not.
FACT_ORDER: Final = ("limit", "visits", "cost", "where", "online")

_RULE_PLACES: Final = {
    "all_street_halls": gettext_lazy("各街道便民服务中心"),
    "all_community_stations": gettext_lazy("各社区便民服务站"),
    "police_stations": gettext_lazy("各派出所"),
}


def facts_of(payload: Mapping[str, Any]) -> dict[str, str]:
    """Return display strings under limit, cost, visits, where and online.

    A fact that is not published has no entry.
    """
    known = guide_facts(payload)
    facts = {
        "limit": known.limit,
        "cost": known.cost,
        "visits": trips(known.visits),
        "where": where_text(payload["guide"]),
        "online": _("可网上办理") if known.online else "",
    }
    return {name: text for name, text in facts.items() if text}


def where_text(guide: Mapping[str, Any]) -> str:
    """Return the first place by its name, "" when none is published."""
    for location in guide["locations"]:
        name = location.get("place") or location.get("hall_name")
        if name:
            return str(name)
        if location.get("rule") in _RULE_PLACES:
            return str(_RULE_PLACES[location["rule"]])
    return ""

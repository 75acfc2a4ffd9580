"""Which matters exercise which power: read from the matters, where it is typed."""

from __future__ import annotations

from collections.abc import Iterable

from content.models import MatterPage


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

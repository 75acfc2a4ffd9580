"""The power and responsibility list (权责清单): records, payloads, links to matters."""

from __future__ import annotations

from content.powers.links import matters_by_power
from content.powers.records import fill_power, load_powers, power_payload, power_record

__all__ = [
    "fill_power",
    "load_powers",
    "matters_by_power",
    "power_payload",
    "power_record",
]

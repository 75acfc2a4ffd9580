"""What search knows of one guide; made by publishing, read by both engines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideRecord:
    """One matter (事项) as search sees it.

    `code` is the record's key; `source_id` the catalogue's id or "". `topics` holds
    keys such as "person:085" in the same order as `topic_names`. `audiences` holds
    "person" and "company". `facts` holds display strings under limit, cost, visits,
    where and online. `traits` holds values with their labels under level, channel, zero and
    cross. `sort_name` is the title in the order of sounds, `changed_on` an ISO date or "",
    `promised_minutes` None where no time limit is promised; results are sorted by them.
    A record with a lower `version_number` never replaces a newer one.
    """

    code: str
    title: str
    url: str
    source_id: str = ""
    plain_name: str = ""
    aliases: tuple[str, ...] = ()
    summary: str = ""
    department_key: str = ""
    department_name: str = ""
    topics: tuple[str, ...] = ()
    topic_names: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    matter_type: str = ""
    item_code: str = ""
    keywords: tuple[str, ...] = ()
    material_names: tuple[str, ...] = ()
    legal_titles: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    traits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sort_name: str = ""
    changed_on: str = ""
    promised_minutes: int | None = None
    version_number: int = 1


_NAMES = tuple(each.name for each in fields(GuideRecord))
_TUPLES = frozenset(
    {
        "aliases",
        "topics",
        "topic_names",
        "audiences",
        "keywords",
        "material_names",
        "legal_titles",
    }
)


def record_as_dict(record: GuideRecord) -> dict[str, Any]:
    """Return the record as JSON-able values, for storage in an engine."""
    values = {name: getattr(record, name) for name in _NAMES}
    return {**values, "facts": dict(record.facts)}


def record_from_dict(stored: Mapping[str, Any]) -> GuideRecord:
    """Return the record that `record_as_dict` gave."""
    values: dict[str, Any] = {
        name: tuple(value) if name in _TUPLES else value
        for name, value in stored.items()
    }
    return GuideRecord(**values)

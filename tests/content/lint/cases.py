"""One case a rule: what trips it, and what comes close but does not."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from content.lint import Finding, lint
from tests.content.lint.worlds import Record, demo, demo_world, guides

Changes = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A rule's two examples: changes of a sound record (path -> value).

    `world` is changed for both examples; `trip_world` and `near_world` for one of them.
    """

    rule: str
    path: str
    base: str = "food"
    trip: Changes = field(default_factory=dict)
    near: Changes = field(default_factory=dict)
    world: Changes = field(default_factory=dict)
    trip_world: Changes = field(default_factory=dict)
    near_world: Changes = field(default_factory=dict)

    def tripped(self) -> list[Finding]:
        return self._found(self.trip, self.trip_world)

    def nearly(self) -> list[Finding]:
        return self._found(self.near, self.near_world)

    def _found(self, changes: Changes, world: Changes) -> list[Finding]:
        kind, record = sound(self.base)
        known = replace(demo_world(), **self.world, **world)
        found = lint(kind, changed(record, changes), known)
        return [finding for finding in found if finding.rule == self.rule]


def sound(base: str) -> tuple[str, Record]:
    """Return the kind and a sound record: a demo guide's code or a name below."""
    if base in guides():
        return "guide", dict(guides()[base])
    return _OTHERS[base]


def changed(record: Record, changes: Changes) -> Record:
    """Return a copy with values set at dotted paths; numbers count from 0."""
    new = copy.deepcopy(record)
    for path, value in changes.items():
        *steps, last = path.split(".")
        place: Any = new
        for step in steps:
            place = place[int(step) if isinstance(place, list) else step]
        place[int(last) if isinstance(place, list) else last] = value
    return new


def _theme() -> Record:
    themes: list[Record] = demo("themes.json")["themes"]
    return next(theme for theme in themes if theme["detail"] == "full")


def _tags() -> Record:
    names = (
        "SiteName SiteDomain SiteIDCode ArticleTitle PubDate ContentSource ColumnName "
        "ColumnType"
    )
    return {"page_class": "content", "tags": dict.fromkeys(names.split(), "有内容")}


def _cross_list() -> Record:
    return {
        "key": "cross-city",
        "agreement": {"valid_to": "2027-12-31"},
        "items": [],
    }


_OTHERS: dict[str, tuple[str, Record]] = {
    "power": ("power", demo("power_items.json")["items"][0]),
    "theme": ("theme", _theme()),
    "placement": ("list", demo("placements.json")["lists"][0]),
    "cross-list": ("cross_list", _cross_list()),
    "page": ("page", _tags()),
    "policy": ("policy", {"key": "gg003", "published_on": "2026-05-27"}),
    "article": ("article", {"key": "gg010", "title": "月度通报", "body": "各项平稳。"}),
    "department": ("department", demo("departments.json")["departments"][0]),
    "hall": ("hall", demo("halls.json")["halls"][0]),
    "zero": (
        "zero",
        {
            "guide": guides()["flexible-social"],
            "kinds": ["零材料", "零时限", "零距离", "零收费"],
            "scenario": "默认情形(本人办理)",
        },
    ),
}

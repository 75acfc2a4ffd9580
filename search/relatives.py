"""Which matters stand beside which: near in topic, or variants of one matter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from search.tokens.normalise import compact, normalise

_BRACKETS = re.compile(r"\([^()]*\)")
# What tells the variants of one matter apart, longest first where one holds another.
_VARIANT = re.compile(
    "遗失补办|新办审批|到期换证|期满换证|首次申[请领]|补领|换领|补发|换发|补证|换证|补办"
    "|新办|延续|延期|续展|变更|注销|注册|核发|配发|审批|许可证?|登记|备案|申[请领报]"
    "|办理|设立|签发|证明|信息"
)
_SHORTEST_STEM = 3
_LARGEST_FAMILY = 16


def related_names(
    topics: Iterable[tuple[str, ...]], official_names: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Return for each official name its relatives, both in compact form.

    Matters of one topic are related, those of its first row first; then the variants
    of one matter, which differ only in what is done (新办、变更、注销).
    """
    found: dict[str, dict[str, None]] = {}
    for names in topics:
        for name in names:
            found.setdefault(name, {}).update(dict.fromkeys(names))
    families: dict[str, dict[str, None]] = {}
    for official in official_names:
        families.setdefault(stem(official), {})[compact(official)] = None
    for family, members in families.items():
        if len(family) >= _SHORTEST_STEM and len(members) <= _LARGEST_FAMILY:
            for name in members:
                found.setdefault(name, {}).update(members)
    return {
        name: tuple(other for other in others if other != name)
        for name, others in found.items()
        if len(others) > 1
    }


def stem(official: str) -> str:
    """Return what the variants of one matter share.

    >>> stem("公共场所卫生许可延续（县级）") == stem("公共场所卫生许可证注销（县级）")
    True
    """
    return _VARIANT.sub("", compact(_BRACKETS.sub("", normalise(official))))

"""Which matters need which others, and where they need each other in a circle.

A matter needs another when it names it as its prerequisite, or when it asks for a paper
that is the other's result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

_NOISE: Final = re.compile(r"[(（][^)）]*[)）]|[\s《》“”·,，、]")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterNeeds:
    """What the graph is made from.

    `papers` are the papers that are always asked for, `after` codes of matters that
    have to be done before.
    """

    code: str
    name: str
    result: str = ""
    papers: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """One arrow: `matter` needs `other`, for `reason`."""

    matter: str
    other: str
    reason: str


@dataclass(slots=True)
class Graph:
    """Matters and what they need; `names` by code."""

    names: dict[str, str] = field(default_factory=dict)
    needs: dict[str, list[Need]] = field(default_factory=dict)

    def others(self, code: str) -> list[str]:
        """Return the codes that a matter needs."""
        return [need.other for need in self.needs.get(code, ())]


def same_paper(name: str) -> str:
    """Return a paper's name without brackets and punctuation, for comparing."""
    return _NOISE.sub("", name)


def prerequisite_graph(matters: Iterable[MatterNeeds]) -> Graph:
    """Return the graph of all matters given."""
    known = list(matters)
    graph = Graph(names={matter.code: matter.name for matter in known})
    makers: dict[str, list[str]] = {}
    for matter in known:
        if matter.result:
            makers.setdefault(same_paper(matter.result), []).append(matter.code)
    for matter in known:
        graph.needs[matter.code] = list(_needs(matter, makers, graph.names))
    return graph


def _needs(
    matter: MatterNeeds, makers: Mapping[str, list[str]], names: Mapping[str, str]
) -> Iterator[Need]:
    seen = {matter.code}
    for code in matter.after:
        if code in names and code not in seen:
            seen.add(code)
            yield Need(matter.code, code, "前置事项")
    for paper in matter.papers:
        for code in makers.get(same_paper(paper), ()):
            if code not in seen:
                seen.add(code)
                yield Need(matter.code, code, f"需要“{paper}”")


def loop_from(graph: Graph, code: str) -> list[str]:
    """Return the shortest circle through a matter as codes, it comes first; or []."""
    before: dict[str, str] = {}
    ring, reached = [code], {code}
    while ring:
        next_ring = []
        for current in ring:
            for other in graph.others(current):
                if other == code:
                    return _walk_back(before, current, code)
                if other not in reached:
                    reached.add(other)
                    before[other] = current
                    next_ring.append(other)
        ring = next_ring
    return []


def loops(graph: Graph) -> list[list[str]]:
    """Return one shortest circle for each group of matters that need each other."""
    found: list[list[str]] = []
    covered: set[str] = set()
    for code in sorted(graph.names):
        if code in covered:
            continue
        circle = loop_from(graph, code)
        if circle:
            found.append(circle)
            covered.update(circle)
    return found


def _walk_back(before: Mapping[str, str], last: str, first: str) -> list[str]:
    path = [last]
    while path[-1] != first:
        path.append(before[path[-1]])
    return path[::-1]

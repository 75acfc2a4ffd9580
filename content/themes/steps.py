"""The way through a theme, step by step: pure functions over guides.

Members that wait for nobody are the first round; a member is in the round after the last
one that it waits for. What is in one round can be done side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from content.guides.plain import Plain
from content.themes.merging import Guides, critical_path

# Standard codes of papers name their holder last: "STD-ID-申请人". Only the applicant's
# own papers can be what an earlier step made for the applicant.
_APPLICANT: Final = frozenset({"申请人", "申请单位"})
_CODE_PARTS: Final = 3


def plan_theme(members: Sequence[Mapping[str, Any]], guides: Guides) -> Plain:
    """Return the rounds of a theme, its papers without doubles, and how long it takes.

    Args:
        members: The theme's members with their days (`merge_theme`).
        guides: The payload's "guide" of every published guide member, by code.

    Returns:
        rounds (lists of steps, each with begins and ends in days, after, and on_path when
        it decides how long all take), papers (uses by order of the step, made_by),
        days_needed (the longest chain of what everybody does), and visits_sum.
    """
    return {
        "rounds": _rounds(members),
        "papers": _papers(members, guides),
        "days_needed": critical_path([row for row in members if not row["when"]]),
        "visits_sum": sum(
            guides[row["guide"]]["visits"] for row in members if row["guide"] in guides
        ),
    }


def _rounds(members: Sequence[Mapping[str, Any]]) -> list[list[Plain]]:
    by_order = {row["order"]: row for row in members}
    begins: dict[int, int] = {}
    depth: dict[int, int] = {}

    def place(order: int) -> None:
        if order in begins:
            return
        waited = _waited(by_order[order], by_order)
        for earlier in waited:
            place(earlier)
        begins[order] = max(
            (begins[each] + (by_order[each]["days"] or 0) for each in waited), default=0
        )
        depth[order] = max((depth[each] + 1 for each in waited), default=0)

    for order in by_order:
        place(order)
    deciding = _deciding(by_order, begins)
    rounds: list[list[Plain]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for order, row in by_order.items():
        rounds[depth[order]].append(
            {
                **row,
                "after": _waited(row, by_order),
                "begins": begins[order],
                "ends": begins[order] + (row["days"] or 0),
                "on_path": order in deciding,
            }
        )
    return rounds


def _waited(row: Mapping[str, Any], by_order: Mapping[int, Any]) -> list[int]:
    return [number for number in row["depends_on"] or () if number in by_order]


def _deciding(
    by_order: Mapping[int, Mapping[str, Any]], begins: Mapping[int, int]
) -> set[int]:
    """Return the members of the longest chains: a day more there is a day more in all."""
    ends = {order: begins[order] + (by_order[order]["days"] or 0) for order in by_order}
    last = max(ends.values(), default=0)
    if not last:
        return set()
    found: set[int] = set()
    waiting = [order for order in by_order if ends[order] == last]
    while waiting:
        order = waiting.pop()
        if order in found:
            continue
        found.add(order)
        waiting += [
            earlier
            for earlier in _waited(by_order[order], by_order)
            if ends[earlier] == begins[order] and ends[earlier]
        ]
    return found


def _papers(members: Sequence[Mapping[str, Any]], guides: Guides) -> list[Plain]:
    by_order = {row["order"]: row for row in members}
    papers: dict[str, Plain] = {}
    for row in members:
        guide = guides.get(row["guide"]) if row["kind"] == "guide" else None
        if guide is None:
            continue
        questions = (guide["scenario"] or {}).get("questions") or []
        for material in guide["materials"]:
            key = material.get("std_code") or material["name"]
            paper = papers.setdefault(
                key, {"name": material["name"], "uses": [], "made_by": None}
            )
            paper["uses"].append(
                {"order": row["order"], "material": material, "questions": questions}
            )
            made_by = _maker(material, _before(row, by_order), guides)
            paper["made_by"] = paper["made_by"] or made_by
    return list(papers.values())


def _before(
    row: Mapping[str, Any], by_order: Mapping[int, Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return everything that must be done before a member, by order."""
    found: set[int] = set()
    waiting = _waited(row, by_order)
    while waiting:
        order = waiting.pop()
        if order not in found:
            found.add(order)
            waiting += _waited(by_order[order], by_order)
    return [by_order[order] for order in sorted(found)]


def _maker(
    material: Mapping[str, Any], before: Iterable[Mapping[str, Any]], guides: Guides
) -> int | None:
    """Return the order of the earlier step whose result this paper is."""
    parts = str(material.get("std_code") or "").split("-", _CODE_PARTS - 1)
    if len(parts) == _CODE_PARTS and parts[-1] not in _APPLICANT:
        return None
    wanted = {material.get("cert_type") or material["name"]}
    for row in before:
        result = guides.get(row["guide"] or "", {}).get("result") or {}
        made = {result.get("cert_type") or "", result.get("name") or ""} - {""}
        if wanted & made:
            return int(row["order"])
    return None

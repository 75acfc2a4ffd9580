"""What several matters become when they are done as one: pure functions over guides.

A paper that two guides ask for under one standard code is handed in once, a form field
with one key is filled once, and time follows the longest chain of members that wait for
each other, not the sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from content.guides.plain import Plain

FORM_HINT: Final = "同一字段只填一次,提交后分发到各事项"

Guides = Mapping[str, Mapping[str, Any]]


def merge_theme(theme: Mapping[str, Any], guides: Guides) -> Plain:
    """Return the computed part of a theme.

    Args:
        theme: The theme's typed part (`theme_payload`).
        guides: The payload's "guide" of every guide member, by code; members that are
            not published are left out.

    Returns:
        members (with the days of guides), co_departments, merged_materials,
        merged_form, combined {promise_days, sum_of_members, visits}, after, results.
    """
    members = [_with_days(member, guides) for member in theme["members"]]
    known = [
        (member["guide"], guides[member["guide"]])
        for member in members
        if member["kind"] == "guide" and member["guide"] in guides
    ]
    materials = merged_materials(known)
    combined = {
        "promise_days": critical_path(members),
        "sum_of_members": sum(member["days"] or 0 for member in members),
        "visits": max((guide["visits"] for _, guide in known), default=0),
    }
    departments = {guide["department"] for _, guide in known}
    return {
        "members": members,
        "co_departments": sorted(departments - {theme["lead_department"]}),
        "merged_materials": materials,
        "merged_form": merged_form(theme["code"], known),
        "combined": combined,
        "after": {
            "steps": theme["steps_after"],
            "materials": materials["after_total"],
            "days": combined["promise_days"],
            "visits": combined["visits"],
        },
        "results": list(dict.fromkeys(guide["result"]["name"] for _, guide in known)),
    }


def merged_materials(guides: Sequence[tuple[str, Mapping[str, Any]]]) -> Plain:
    """Count papers before and after, and list those that several guides share."""
    by_paper: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    total = 0
    for code, guide in guides:
        for material in guide["materials"]:
            paper = material.get("std_code") or material["name"]
            by_paper.setdefault(paper, []).append((code, material))
            total += 1
    return {
        "before_total": total,
        "after_total": len(by_paper),
        "shared": [
            {
                "std_code": paper,
                "name": uses[0][1]["name"],
                "used_by": [
                    {
                        "guide": code,
                        "order": material["order"],
                        "exempt": material["exempt"],
                    }
                    for code, material in uses
                ],
            }
            for paper, uses in by_paper.items()
            if len({code for code, _ in uses}) > 1
        ],
    }


def merged_form(theme: str, guides: Sequence[tuple[str, Mapping[str, Any]]]) -> Plain:
    """Return the union of the members' forms: each field once, and where it goes."""
    by_key: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    total = 0
    for code, guide in guides:
        form = guide.get("online_form") or {}
        for section in form.get("sections", ()):
            for field in section["fields"]:
                by_key.setdefault(field["key"], []).append((code, field))
                total += 1
    return {
        "code": f"form-{theme.lower()}",
        "hint": FORM_HINT,
        "fields_before": total,
        "fields_after": len(by_key),
        "shared_fields": [
            {
                "key": key,
                "label": uses[0][1]["label"],
                "type": uses[0][1]["type"],
                "required": uses[0][1]["required"],
                "map_to": [code for code, _ in uses],
            }
            for key, uses in by_key.items()
            if len(uses) > 1
        ],
    }


def critical_path(members: Sequence[Mapping[str, Any]]) -> int:
    """Return the days of the longest chain of members, optional ones included.

    Raises:
        ValueError: members wait for each other in a circle.
    """
    by_order = {member["order"]: member for member in members}
    ends: dict[int, int] = {}
    waiting: set[int] = set()

    def end_of(order: int) -> int:
        if order in ends:
            return ends[order]
        if order in waiting:
            raise ValueError(
                f"Member {order} waits for itself through others; expected an order "
                f"without circles. Correct depends_on."
            )
        waiting.add(order)
        member = by_order[order]
        earlier = [
            end_of(number)
            for number in member.get("depends_on") or ()
            if number in by_order
        ]
        waiting.discard(order)
        ends[order] = (member["days"] or 0) + max(earlier, default=0)
        return ends[order]

    return max((end_of(order) for order in by_order), default=0)


def _with_days(member: Mapping[str, Any], guides: Guides) -> Plain:
    guide = guides.get(member["guide"]) if member["kind"] == "guide" else None
    days = member["days"] if guide is None else guide["promise_days"]
    return {**member, "days": days}

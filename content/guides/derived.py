"""Figures of a guide that follow from its other facts; nobody types them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from content.codes import OnlineDepth, OnlineGrade
from content.guides.materials import asked_for
from content.guides.plain import Plain

if TYPE_CHECKING:
    from content.models import MatterPage


def online_grade(depth: Collection[str], visits: int) -> str:
    """Return the 网办等级: Ⅳ is online to the end without a visit."""
    to_the_end = OnlineDepth.RESULT in depth or OnlineDepth.CERTIFICATE in depth
    if to_the_end and visits == 0:
        return OnlineGrade.FOUR.value
    if OnlineDepth.ACCEPT in depth or OnlineDepth.HANDLE in depth:
        return OnlineGrade.THREE.value
    if OnlineDepth.RECEIVE in depth or OnlineDepth.PRE_REVIEW in depth:
        return OnlineGrade.TWO.value
    return OnlineGrade.ONE.value if OnlineDepth.CONSULT in depth else ""


def before_after(page: MatterPage, guide: Mapping[str, Any]) -> Plain | None:
    """Return the figures before and after the reform, None without figures before."""
    if page.before_steps is None:
        return None
    steps = sum(not stage["special"] for stage in guide["stages"])
    return {
        "before": {
            "steps": page.before_steps,
            "materials": page.before_materials,
            "days": page.before_days,
            "visits": page.before_visits,
        },
        "after": {
            "steps": steps,
            "materials": len(asked_for(guide["materials"])),
            "days": page.promise_days,
            "visits": page.visits,
        },
        "steps_saved": max(0, page.before_steps - steps),
    }

"""Guides with other stages than the food licence's own."""

from __future__ import annotations

from typing import Any


def stage(order: int, name: str, days: int, **others: Any) -> dict[str, Any]:
    return {
        "order": order,
        "name": name,
        "special": False,
        "counted": True,
        "days": days,
        "unit": "1",
        "unit_dept": "食品科",
        "post": "审核岗",
        "content": "",
        "output": "",
        "tacit_ok": False,
        **others,
    }


def with_every_stage(guide: dict[str, Any]) -> None:
    """Review, a publicity period that is not counted, decision, certificate, delivery."""
    guide["stages"] = [
        stage(1, "受理", 1),
        stage(2, "审查", 2),
        stage(3, "公示", 7, special=True, counted=False),
        stage(4, "决定", 1),
        stage(5, "制证", 1),
        stage(6, "送达", 0),
    ]


def done_at_once(guide: dict[str, Any]) -> None:
    """A matter that is done on the spot (即办件)."""
    guide["promise_days"] = 0
    guide["stages"] = [stage(1, "受理", 0), stage(2, "决定", 0)]

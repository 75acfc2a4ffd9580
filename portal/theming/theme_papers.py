"""The papers of a one-thing service, each once: who asks for it, who makes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from content.codes import MaterialExempt, MaterialNeed
from portal.theming.conditions import condition_text
from portal.theming.contexts import Payload
from portal.theming.formats import full_width
from portal.theming.texts import gettext as _


def paper_groups(papers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what the applicant prepares, then what nobody has to hand in."""
    mine = [paper for paper in papers if paper["mine"]]
    others = [paper for paper in papers if not paper["mine"]]
    groups = [
        {"title": _("您来准备"), "papers": mine},
        {"title": _("不用交"), "papers": others},
    ]
    return [group for group in groups if group["papers"]]


def merged_paper(paper: Mapping[str, Any]) -> dict[str, Any]:
    """Return the line of a paper: where it is used, whether and how it is handed in."""
    uses = paper["uses"]
    mine = [use for use in uses if _handed_in(use["material"])]
    return {
        "name": paper["name"],
        "used_in": step_numbers(dict.fromkeys(use["order"] for use in uses)),
        "mine": bool(mine) and paper["made_by"] is None,
        "always": any(
            use["material"]["need"] == MaterialNeed.REQUIRED for use in mine or uses
        ),
        "when": _when(mine or uses),
        "how": _how(paper, mine),
        "made_by": paper["made_by"],
        "orders": [use["order"] for use in uses if use["order"] != paper["made_by"]],
    }


def _handed_in(material: Payload) -> bool:
    return material["exempt"] in {"", None, MaterialExempt.NONE}


def _when(uses: Sequence[Mapping[str, Any]]) -> str:
    """Return in which cases a paper is asked for, "" when somebody always asks."""
    if any(use["material"]["need"] == MaterialNeed.REQUIRED for use in uses):
        return ""
    told = dict.fromkeys(
        condition_text(use["material"].get("need_condition"), use["questions"])
        for use in uses
    )
    return full_width("；或者".join(filter(None, told)))


def _how(paper: Mapping[str, Any], mine: Sequence[Mapping[str, Any]]) -> str:
    if paper["made_by"] is not None:
        return _("第 %(order)d 项办完就有，不用另外准备") % {"order": paper["made_by"]}
    if not mine:
        exempt = paper["uses"][0]["material"]["exempt"]
        return _("免提交，%(way)s") % {"way": MaterialExempt(exempt).label}
    orders = {use["order"] for use in mine}
    if len(orders) > 1:
        return _("交 1 份，%(amount)d 项共用") % {"amount": len(orders)}
    return _("交 1 份")


def handed_on(
    papers: Iterable[Mapping[str, Any]], steps: Mapping[int, Mapping[str, Any]]
) -> list[dict[str, str]]:
    """Return which result goes on to which steps."""
    return [
        {
            "maker": step_numbers([paper["made_by"]]),
            "name": steps[paper["made_by"]]["result"] or paper["name"],
            "users": step_numbers(dict.fromkeys(paper["orders"])),
        }
        for paper in papers
        if paper["made_by"] is not None
    ]


def step_numbers(orders: Iterable[int]) -> str:
    """Return ``第 1、3 项``."""
    told = "、".join(str(order) for order in orders)
    return _("第 %(numbers)s 项") % {"numbers": told}

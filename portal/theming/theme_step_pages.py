"""The page of a one-thing service: its steps, its papers, how long and how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from content.codes import MaterialExempt, MaterialNeed, TimeUnit
from portal.theming.conditions import condition_text
from portal.theming.contexts import (
    SERVICES,
    Frame,
    Link,
    PageSource,
    Payload,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.facts import duration, guide_facts
from portal.theming.formats import full_width
from portal.theming.texts import gettext as _

_FREE: Final = "不收费"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeAround:
    """What a theme's page reads of other records.

    `guides` are the members' guides by code, `links` lead to members by their order,
    `halls` are those of its windows by code, `lead` is the leading department, `joined`
    are links of the others.
    """

    guides: Mapping[str, Payload]
    links: Mapping[int, Link]
    halls: Mapping[str, Payload]
    lead: Payload | None
    joined: Sequence[Link]


def theme_steps_page(
    frame: Frame,
    *,
    theme: Payload,
    merged: Mapping[str, Any],
    plan: Mapping[str, Any],
    around: ThemeAround,
) -> PageSource:
    """Return a theme whose order has been checked, as a way of numbered steps.

    Args:
        frame: What all pages share.
        theme: Its typed part.
        merged: What is merged of its members (`content.themes.merge_theme`).
        plan: Its rounds and papers (`content.themes.steps.plan_theme`).
        around: What it reads of other records.
    """
    steps = [
        _step(row, theme, merged, around) for round_ in plan["rounds"] for row in round_
    ]
    by_order = {step["order"]: step for step in steps}
    papers = [_paper(paper) for paper in plan["papers"]]
    lede = _lede(theme, merged)
    title = theme["name"]
    return page_source(
        frame,
        theme["url"],
        "pages/theme.html",
        page_meta(frame, theme["url"], title, f"{title}：{lede}", column=SERVICES),
        crumbs=crumbs((_("一件事"), "/themes/"), here=title),
        theme=theme,
        lede=lede,
        figures=_figures(theme, merged, plan, steps),
        rounds=_rounds(plan["rounds"], by_order),
        total=max(merged["combined"]["promise_days"], 1),
        path=_path(merged, plan, steps),
        paper_groups=_paper_groups(papers),
        handed_on=_handed_on(papers, by_order),
        paper_counts=merged["merged_materials"],
        unknown=[step["name"] for step in steps if not step["known"]],
        form=merged["merged_form"],
        questions=[_question(row) for row in theme["questions"]],
        windows=[_window(text, around.halls) for text in theme["windows"]],
        results=merged["results"],
        paused=[step["name"] for step in steps if step["paused"]],
        lead=around.lead,
        joined=list(around.joined),
    )


def _lede(theme: Payload, merged: Mapping[str, Any]) -> str:
    amount = len(theme["members"])
    optional = sum(bool(row["when"]) for row in merged["members"])
    text = (
        _("最多 %(amount)d 个事项，其中 %(optional)d 个看情形要不要办。")
        if optional
        else _("%(amount)d 个事项，都要办。")
    )
    return text % {"amount": amount, "optional": optional}


def _figures(
    theme: Payload,
    merged: Mapping[str, Any],
    plan: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
) -> list[dict[str, str]]:
    combined, before = merged["combined"], theme["before"]
    papers = merged["merged_materials"]
    unit = _day_unit(steps)
    return [
        _figure(
            _("最长多少天"),
            combined["promise_days"],
            unit,
            _apart(before.get("days"), combined["sum_of_members"], unit),
        ),
        _figure(
            _("跑几次"),
            combined["visits"],
            _("次"),
            _apart(before.get("visits"), plan["visits_sum"], _("次")),
        ),
        _figure(
            _("一共几份材料"),
            papers["after_total"],
            _("份"),
            _apart(before.get("materials"), papers["before_total"], _("份")),
        ),
        _cost_figure(steps),
    ]


def _figure(label: str, value: object, unit: str, note: str) -> dict[str, str]:
    return {"label": label, "value": str(value), "unit": unit, "note": note}


def _apart(reported: int | None, added: int, unit: str) -> str:
    """Return what it was before, as the leading department says, or else the sum."""
    if reported is not None:
        return _("改革前 %(value)d %(unit)s") % {"value": reported, "unit": unit}
    return _("分开办 %(value)d %(unit)s") % {"value": added, "unit": unit}


def _cost_figure(steps: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return in how many steps something is to be paid; unknown ones are told."""
    paid = sum(bool(step["cost"]) and step["cost"] != _(_FREE) for step in steps)
    unknown = sum(not step["cost"] for step in steps)
    told = _("%(amount)d 项收费，见各步") % {"amount": paid} if paid else ""
    asked = _("%(amount)d 项请问办理单位") % {"amount": unknown} if unknown else ""
    note = "；".join(filter(None, (told, asked)))
    if paid:
        return _figure(_("收费"), paid, _("项收费"), asked)
    return _figure(_("收费"), 0, _("元"), note)


def _day_unit(steps: Sequence[Mapping[str, Any]]) -> str:
    """Return working days unless a step counts its time in another way."""
    mixed = any(step["other_unit"] for step in steps)
    return _("天") if mixed else _("个工作日")


def _step(
    row: Mapping[str, Any],
    theme: Payload,
    merged: Mapping[str, Any],
    around: ThemeAround,
) -> dict[str, Any]:
    link = around.links.get(row["order"])
    guide = around.guides.get(row["guide"] or "")
    known = guide is not None
    step = {
        **row,
        "url": link["url"] if link else "",
        "known": known,
        "condition": condition_text(row["when"], theme["questions"])
        or row["when_text"]
        or "",
        "limit": _limit(row, guide),
        "span": _span(row),
        "cost": "",
        "visits": "",
        "department": "",
        "department_url": "",
        "apply_url": "",
        "result": "",
        "paused": False,
        "other_unit": False,
        "outside": "" if link else _outside(row),
    }
    if guide is None:
        return step
    facts = guide_facts({"kind": "guide", "guide": guide})
    return step | {
        "cost": facts.cost,
        "visits": facts.visits,
        "department": guide["department_name"],
        "department_url": f"/departments/{guide['department']}/",
        "apply_url": f"/apply/{row['guide']}/" if facts.online else "",
        "result": facts.result,
        "paused": guide["state"] != "1",
        "other_unit": bool(guide["promise_days"])
        and guide["promise_unit"] != TimeUnit.WORKING_DAY,
    }


def _limit(row: Mapping[str, Any], guide: Payload | None) -> str:
    if row["days"] is None:
        return _("时限请问办理单位")
    if not row["days"]:
        return _("当场")
    unit = guide["promise_unit"] if guide else TimeUnit.WORKING_DAY
    return duration(row["days"], unit)


def _span(row: Mapping[str, Any]) -> str:
    """Say when a step runs, counted from the first day of all."""
    if not row["days"]:
        return (
            _("第 %(day)d 天之后") % {"day": row["begins"]}
            if row["begins"]
            else _("第一天")
        )
    return _("第 %(first)d 至 %(last)d 天") % {
        "first": row["begins"] + 1,
        "last": row["ends"],
    }


def _outside(row: Payload) -> str:
    if row["kind"] == "external":
        return _("由其他单位办理")
    return _("本站还没有公布")


def _rounds(
    rounds: Iterable[Sequence[Payload]], steps: Mapping[int, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    return [
        {
            "title": _round_title(number, len(rows)),
            "steps": [
                {
                    **steps[row["order"]],
                    "waits": _numbers(row["after"]) if number else "",
                }
                for row in rows
            ],
        }
        for number, rows in enumerate(rounds)
    ]


def _round_title(number: int, amount: int) -> str:
    if not number:
        return _("先办这一项") if amount == 1 else _("先办，可以同时办")
    return _("接着办") if amount == 1 else _("接着办，可以同时办")


def _numbers(orders: Iterable[int]) -> str:
    """Return ``第 1、3 项``."""
    told = "、".join(str(order) for order in orders)
    return _("第 %(numbers)s 项") % {"numbers": told}


def _path(
    merged: Mapping[str, Any],
    plan: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
) -> str:
    deciding = [step["order"] for step in steps if step["on_path"]]
    if not deciding:
        return _("每一项都当场办完。")
    unit = _day_unit(steps)
    text = _("%(numbers)s决定总时间，一共 %(days)d %(unit)s。") % {
        "numbers": _numbers(sorted(deciding)),
        "days": merged["combined"]["promise_days"],
        "unit": unit,
    }
    if plan["days_needed"] < merged["combined"]["promise_days"]:
        text += _("只办人人要办的几项，最长 %(days)d %(unit)s。") % {
            "days": plan["days_needed"],
            "unit": unit,
        }
    other = [step["name"] for step in steps if step["other_unit"]]
    if other:
        text += _("其中%(names)s按自然日计算。") % {"names": "、".join(other)}
    return text


def _paper_groups(papers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what the applicant prepares, then what nobody has to hand in."""
    mine = [paper for paper in papers if paper["mine"]]
    others = [paper for paper in papers if not paper["mine"]]
    groups = [
        {"title": _("您来准备"), "papers": mine},
        {"title": _("不用交"), "papers": others},
    ]
    return [group for group in groups if group["papers"]]


def _paper(paper: Mapping[str, Any]) -> dict[str, Any]:
    uses = paper["uses"]
    mine = [use for use in uses if _handed_in(use["material"])]
    return {
        "name": paper["name"],
        "used_in": _numbers(dict.fromkeys(use["order"] for use in uses)),
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


def _handed_on(
    papers: Iterable[Mapping[str, Any]], steps: Mapping[int, Mapping[str, Any]]
) -> list[dict[str, str]]:
    """Return which result goes on to which steps."""
    return [
        {
            "maker": _numbers([paper["made_by"]]),
            "name": steps[paper["made_by"]]["result"] or paper["name"],
            "users": _numbers(dict.fromkeys(paper["orders"])),
        }
        for paper in papers
        if paper["made_by"] is not None
    ]


def _question(question: Payload) -> dict[str, Any]:
    return {
        "text": full_width(question["text"]),
        "options": "、".join(option["label"] for option in question["options"]),
    }


def _window(text: str, halls: Mapping[str, Payload]) -> dict[str, str]:
    """Return a window, written as ``hall:window``."""
    code, _colon, window = text.rpartition(":")
    hall = halls.get(code)
    if hall is None:
        return {"name": window, "hall": "", "url": "", "address": ""}
    return {
        "name": window,
        "hall": hall["name"],
        "url": hall["url"],
        "address": hall["address"],
    }

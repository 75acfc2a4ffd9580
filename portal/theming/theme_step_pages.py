"""The page of a one-thing service: its steps, its papers, how long and how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypedDict

from content.codes import TimeUnit
from content.power_codes import ThemeSide
from content.themes.answers import can_be_asked
from portal.theming import graphs
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
from portal.theming.theme_papers import (
    handed_on,
    merged_paper,
    paper_groups,
    step_numbers,
)

PROJECTS_URL: Final = "/build/"
_FREE: Final = "不收费"


class Answer(TypedDict):
    """A question, what was answered, and where the answer can be changed."""

    text: str
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeAround:
    """What a theme's page reads of other records.

    `guides` are the members' guides by code, `links` lead to members by their order,
    `halls` are those of its windows by code, `lead` is the leading department, `joined`
    are links of the others. `answers` are what the reader has said, when the page is
    for these answers only; `data_url` is where the theme's data is then.
    """

    guides: Mapping[str, Payload]
    links: Mapping[int, Link]
    halls: Mapping[str, Payload]
    lead: Payload | None
    joined: Sequence[Link]
    answers: Sequence[Answer] = ()
    data_url: str = ""


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
    papers = [merged_paper(paper) for paper in plan["papers"]]
    lede = _lede(theme, merged)
    title = theme["name"]
    return page_source(
        frame,
        theme["url"],
        "pages/theme.html",
        page_meta(frame, theme["url"], title, f"{title}：{lede}", column=SERVICES),
        linked=[graphs.how_to(frame.base_url, title, steps)],
        crumbs=crumbs((_("一件事"), "/themes/"), here=title),
        theme=theme,
        lede=lede,
        figures=_figures(theme, merged, plan, steps),
        rounds=_rounds(plan["rounds"], by_order),
        total=max(merged["combined"]["promise_days"], 1),
        path=_path(merged, plan, steps),
        paper_groups=paper_groups(papers),
        handed_on=handed_on(papers, by_order),
        paper_counts=merged["merged_materials"],
        unknown=[step["name"] for step in steps if not step["known"]],
        form=merged["merged_form"],
        questions=[_question(row) for row in theme["questions"]],
        windows=[_window(text, around.halls) for text in theme["windows"]],
        results=merged["results"],
        paused=[step["name"] for step in steps if step["paused"]],
        lead=around.lead,
        joined=list(around.joined),
        answers=list(around.answers),
        data_url=around.data_url or f"{theme['url']}index.json",
        wizard_url=project_url(theme) if theme["questions"] else "",
    )


def project_url(theme: Payload) -> str:
    """Return where a project's questions are asked one by one, "" for other themes."""
    asked = theme["side"] == ThemeSide.PROJECT and can_be_asked(theme)
    return f"{PROJECTS_URL}{theme['code']}/" if asked else ""


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
                    "waits": step_numbers(row["after"]) if number else "",
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
        "numbers": step_numbers(sorted(deciding)),
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

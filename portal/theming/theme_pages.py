"""Pages of one-thing services (一件事)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from content.power_codes import ThemeSide, ThemeStage
from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import SERVICES, Frame, Link, PageSource, Payload, crumbs
from portal.theming.texts import gettext as _

_FIGURES: Final = (
    ("steps", "环节", "个"),
    ("materials", "材料", "份"),
    ("days", "时限", "个工作日"),
    ("visits", "跑动", "次"),
)


def theme_link(theme: Payload) -> Link:
    """Return the line of a theme in a list."""
    marks = [_("高频")] if theme["highlight"] else []
    marks += [_("镇街可办")] if theme["town_level"] else []
    amount = _("%(amount)d 个事项") % {"amount": len(theme["members"])}
    return Link(url=theme["url"], name=theme["name"], note=" · ".join([amount, *marks]))


def theme_index_page(frame: Frame, themes: Sequence[Payload]) -> PageSource:
    """Return `/themes/`: highlighted ones first, then by whom they are for and stage."""
    highlighted = [theme for theme in themes if theme["highlight"]]
    towns = [theme for theme in themes if theme["town_level"]]
    sections = [
        blocks.section(
            "highlight",
            _("高频"),
            blocks.links(map(theme_link, highlighted), columns=2),
            note=_("%(amount)d 项") % {"amount": len(highlighted)},
        ),
        blocks.section(
            "town",
            _("镇街可办"),
            blocks.links(map(theme_link, towns), columns=2),
            note=_("%(amount)d 项") % {"amount": len(towns)},
        ),
    ]
    for side in ThemeSide:
        own = [theme for theme in themes if theme["side"] == side.value]
        parts: list[blocks.Block | None] = []
        for stage in ThemeStage:
            of_stage = [theme for theme in own if theme["stage"] == stage.value]
            if of_stage:
                parts.append(blocks.text(f"{stage.label}（{len(of_stage)} 项）"))
                parts.append(blocks.links(map(theme_link, of_stage), columns=2))
        sections.append(
            blocks.section(
                f"side-{side.name.lower()}",
                str(side.label),
                *parts,
                note=_("%(amount)d 项") % {"amount": len(own)},
            )
        )
    return blocks_page(
        frame,
        BlocksPage(
            address="/themes/",
            title=_("一件事"),
            description=_("把要办的几个事项当作一件事，一次申请、一起办。"),
            column=SERVICES,
            crumbs=crumbs(here=_("一件事")),
            lede=_("共 %(total)d 项，其中高频 %(highlight)d 项，镇街可办 %(town)d 项。")
            % {
                "total": len(themes),
                "highlight": len(highlighted),
                "town": len(towns),
            },
            sections=sections,
        ),
    )


def theme_page(
    frame: Frame,
    *,
    theme: Payload,
    merged: Mapping[str, Any],
    members: Mapping[int, Link],
    paused: Sequence[str],
) -> PageSource:
    """Return a theme: what belongs to it, in which order, and what is merged.

    Args:
        frame: What all pages share.
        theme: Its typed part.
        merged: Its computed part (`content.themes.merge_theme`).
        members: Links of the members that are published here, by order.
        paused: Names of members that are not in force now.
    """
    full = theme["detail"] == "full"
    tags = [(theme["side"], "on")]
    tags += [(_("高频"), "ok")] if theme["highlight"] else []
    tags += [(_("镇街可办"), "ok")] if theme["town_level"] else []
    lead = theme["lead_department_name"]
    lede = (
        _("由%(lead)s牵头，%(amount)d 个事项一起办。")
        % {"lead": lead, "amount": len(theme["members"])}
        if lead
        else _("包含 %(amount)d 个事项。") % {"amount": len(theme["members"])}
    )
    return blocks_page(
        frame,
        BlocksPage(
            address=theme["url"],
            title=theme["name"],
            description=f"{theme['name']}：{lede}",
            column=SERVICES,
            crumbs=crumbs((_("一件事"), "/themes/"), here=theme["name"]),
            lede=lede,
            tags=tags,
            sections=[
                blocks.section("state", _("请注意"), *_warnings(full, paused)),
                blocks.section(
                    "compare",
                    _("改革前后"),
                    _comparison(theme, merged) if full else None,
                ),
                blocks.section(
                    "members", _("包含的事项"), _members(theme, merged, members)
                ),
                blocks.section(
                    "time", _("要多久"), *(_time(merged) if full else (None,))
                ),
                blocks.section(
                    "papers", _("材料怎么合并"), *(_papers(merged) if full else (None,))
                ),
                blocks.section(
                    "form", _("表单怎么合并"), *(_form(merged) if full else (None,))
                ),
                blocks.section("ask", _("会问您什么"), _questions(theme)),
                blocks.section("where", _("在哪里办"), blocks.points(theme["windows"])),
                blocks.section(
                    "results", _("办完得到什么"), blocks.points(merged["results"])
                ),
            ],
        ),
    )


def _warnings(full: bool, paused: Sequence[str]) -> list[blocks.Block | None]:
    found: list[blocks.Block | None] = []
    if paused:
        found.append(
            blocks.say(
                _("有事项暂停办理"),
                _("%(names)s 现在暂停，其余事项照常办理。")
                % {"names": "、".join(paused)},
                "warn",
            )
        )
    if not full:
        found.append(
            blocks.say(
                _("流程还没有核对"),
                _(
                    "这一项只按名称列出有关事项，先后次序和合并后的数字还没有核对，"
                    "请分别看各事项的办事指南。"
                ),
            )
        )
    return found


def _comparison(theme: Payload, merged: Mapping[str, Any]) -> blocks.Block | None:
    before, after = theme["before"], merged["after"]
    return blocks.table(
        ("", _("改革前"), _("现在")),
        [
            (label, f"{before[name]} {unit}", f"{after[name]} {unit}")
            for name, label, unit in _FIGURES
            if before.get(name) is not None and after.get(name) is not None
        ],
        caption=_("改革前的数字由牵头部门填报，现在的数字由各事项的指南计算。"),
        numbers=(1, 2),
    )


def _members(
    theme: Payload, merged: Mapping[str, Any], links: Mapping[int, Link]
) -> blocks.Block | None:
    names = {member["order"]: member["name"] for member in theme["members"]}
    rows = []
    for member in merged["members"]:
        order = member["order"]
        link = links.get(order)
        after = "、".join(names[number] for number in member["depends_on"])
        rows.append(
            (
                {
                    "text": f"{order}. {member['name']}",
                    "url": link["url"] if link else "",
                    "note": "" if link else _outside(member),
                },
                member["mode"],
                _("%(names)s 之后") % {"names": after} if after else _("一开始"),
                member["when_text"] or _("都要办"),
                "" if member["days"] is None else f"{member['days']} 个工作日",
            )
        )
    columns = (_("事项"), _("方式"), _("什么时候办"), _("什么情形要办"), _("时限"))
    return blocks.table(columns, rows)


def _outside(member: Payload) -> str:
    if member["kind"] == "external":
        return _("由其他单位办理")
    return _("本站还没有公布")


def _time(merged: Mapping[str, Any]) -> list[blocks.Block | None]:
    combined = merged["combined"]
    return [
        blocks.facts(
            [
                (_("一起办"), f"{combined['promise_days']} 个工作日"),
                (_("分别办，时限相加"), f"{combined['sum_of_members']} 个工作日"),
                (_("到现场"), f"{combined['visits']} 次"),
            ]
        ),
        blocks.text(
            _(
                "一起办的时限是最长一条先后链的时限：能同时办的同时办，要等前一项结果的才依次办。"
            )
        ),
    ]


def _papers(merged: Mapping[str, Any]) -> list[blocks.Block | None]:
    papers = merged["merged_materials"]
    return [
        blocks.text(
            _("各事项共要 %(before)d 份材料，同一份材料只交一次，合并后 %(after)d 份。")
            % {"before": papers["before_total"], "after": papers["after_total"]}
        ),
        blocks.table(
            (_("只交一次的材料"), _("用于几个事项")),
            [(paper["name"], len(paper["used_by"])) for paper in papers["shared"]],
            numbers=(1,),
        ),
    ]


def _form(merged: Mapping[str, Any]) -> list[blocks.Block | None]:
    form = merged["merged_form"]
    if not form["fields_before"]:
        return [None]
    return [
        blocks.text(
            _("各事项的申请表共 %(before)d 栏，同一栏只填一次，合并后 %(after)d 栏。")
            % {"before": form["fields_before"], "after": form["fields_after"]}
        ),
        blocks.points(
            _("%(label)s：填一次，用于 %(amount)d 个事项")
            % {"label": field["label"], "amount": len(field["map_to"])}
            for field in form["shared_fields"]
        ),
    ]


def _questions(theme: Payload) -> blocks.Block | None:
    return blocks.points(
        "".join(
            [
                question["text"],
                "（" + " / ".join(o["label"] for o in question["options"]) + "）"
                if question["options"]
                else "",
            ]
        )
        for question in theme["questions"]
    )

"""Pages of one-thing services (一件事)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.power_codes import ThemeSide, ThemeStage
from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import SERVICES, Frame, Link, PageSource, Payload, crumbs
from portal.theming.parts import updated
from portal.theming.texts import gettext as _


def theme_link(theme: Payload) -> Link:
    """Return the line of a theme in a list."""
    marks = [_("高频")] if theme["highlight"] else []
    marks += [_("镇街可办")] if theme["town_level"] else []
    amount = _("%(amount)d 个事项") % {"amount": len(theme["members"])}
    return Link(url=theme["url"], name=theme["name"], note=" · ".join([amount, *marks]))


def theme_index_page(
    frame: Frame,
    themes: Sequence[Payload],
    filters: Sequence[blocks.FilterGroup] = (),
    changed_on: str = "",
) -> PageSource:
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
    build = Link(url="/build/", name=_("要建房子、厂房、道路：一步一步问"))
    sections.insert(0, blocks.section("build", _("建设项目"), blocks.links([build])))
    sections.insert(
        0, blocks.section("filters", _("换个范围看"), blocks.filters(filters))
    )
    sections.append(blocks.downloads("themes", _("全部一件事")))
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
            }
            + updated(changed_on),
            sections=sections,
        ),
    )


def theme_page(
    frame: Frame,
    *,
    theme: Payload,
    members: Mapping[int, Link],
    paused: Sequence[str],
) -> PageSource:
    """Return a theme of which only the members' names are known.

    Args:
        frame: What all pages share.
        theme: Its typed part.
        members: Links of the members that are published here, by order.
        paused: Names of members that are not in force now.
    """
    tags = [(theme["side"], "on")]
    tags += [(_("高频"), "ok")] if theme["highlight"] else []
    tags += [(_("镇街可办"), "ok")] if theme["town_level"] else []
    lede = _("包含 %(amount)d 个事项。") % {"amount": len(theme["members"])}
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
                blocks.section(
                    "state",
                    _("请注意"),
                    _paused(paused),
                    blocks.say(
                        _("流程还没有核对"),
                        _(
                            "这一项只按名称列出有关事项，先后次序和合并后的数字还没有核对，"
                            "请分别看各事项的办事指南。"
                        ),
                    ),
                ),
                blocks.section(
                    "members", _("包含的事项"), _members(theme["members"], members)
                ),
                blocks.section("where", _("在哪里办"), blocks.points(theme["windows"])),
            ],
        ),
    )


def _paused(names: Sequence[str]) -> blocks.Block | None:
    if not names:
        return None
    text = _("%(names)s 现在暂停，其余事项照常办理。") % {"names": "、".join(names)}
    return blocks.say(_("有事项暂停办理"), text, "warn")


def _members(
    members: Sequence[Payload], links: Mapping[int, Link]
) -> blocks.Block | None:
    return blocks.table(
        (_("事项"), _("说明")),
        [
            (
                {
                    "text": f"{member['order']}. {member['name']}",
                    "url": link["url"] if link else "",
                },
                link.get("note", "") if link else _outside(member),
            )
            for member in members
            for link in (links.get(member["order"]),)
        ],
    )


def _outside(member: Payload) -> str:
    if member["kind"] == "external":
        return _("由其他单位办理")
    return _("本站还没有公布")

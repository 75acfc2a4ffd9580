"""Figures (数字): every number with its formula and the list behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import DATA, Frame, PageSource, crumbs
from portal.theming.texts import gettext as _


class Figure(TypedDict):
    """A number: what it is called, its value, how it is computed, what is behind."""

    name: str
    value: str
    formula: str
    url: str


class FigureGroup(TypedDict):
    """Numbers that belong together."""

    id: str
    name: str
    figures: list[Figure]


def figures_page(
    frame: Frame,
    *,
    groups: Sequence[FigureGroup],
    matrix: Sequence[Mapping[str, object]],
) -> PageSource:
    """Return `/figures/`.

    Args:
        frame: What all pages share.
        groups: The figures.
        matrix: Departments with their numbers: {name, url, guides, hall, online,
            powers}.
    """
    sections = [
        blocks.section(
            group["id"],
            group["name"],
            blocks.table(
                (_("指标"), _("数值"), _("怎么算")),
                [
                    (
                        {"text": figure["name"], "url": figure["url"]},
                        figure["value"],
                        figure["formula"],
                    )
                    for figure in group["figures"]
                ],
                numbers=(1,),
            ),
        )
        for group in groups
    ]
    departments = blocks.table(
        (_("部门"), _("事项"), _("进驻大厅"), _("可网上申请"), _("职权")),
        [
            (
                {"text": str(row["name"]), "url": str(row["url"])},
                row["guides"],
                row["hall"],
                row["online"],
                row["powers"],
            )
            for row in matrix
        ],
        caption=_("进驻大厅和可网上申请只数有完整办事指南的事项。"),
        numbers=(1, 2, 3, 4),
    )
    return blocks_page(
        frame,
        BlocksPage(
            address="/figures/",
            title=_("数字看板"),
            description=_("大厅、窗口、事项、清单、四零和改革成效的数字。"),
            column=DATA,
            crumbs=crumbs((_("政务数据"), "/data/"), here=_("数字看板")),
            lede=_("每个数字都由本站公布的记录计算，点开可看清单。"),
            sections=[
                *sections,
                blocks.section("matrix", _("各部门"), departments),
            ],
        ),
    )

"""The handbook (《政务服务明白册》): its editions, and one edition to print."""

from __future__ import annotations

from collections.abc import Sequence

from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import (
    SERVICES,
    CountedLink,
    Frame,
    PageSource,
    Payload,
    crumbs,
)
from portal.theming.texts import gettext as _


def handbook_index_page(frame: Frame, editions: Sequence[Payload]) -> PageSource:
    """Return `/handbook/`: all editions, the latest first."""
    rows = [
        CountedLink(
            url=edition["url"],
            name=_("%(name)s（%(day)s 版）")
            % {"name": edition["name"], "day": edition["issued_on"]},
            amount=len(edition["items"]),
        )
        for edition in editions
    ]
    return blocks_page(
        frame,
        BlocksPage(
            address="/handbook/",
            title=_("政务服务明白册"),
            description=_("把全部办事指南的要点印成一册，每一版都不再改动。"),
            column=SERVICES,
            crumbs=crumbs(here=_("明白册")),
            lede=_(
                "由当天公布的办事指南生成，可以打印。最新内容以网上的办事指南为准。"
            ),
            sections=[
                blocks.section(
                    "editions", _("各版"), blocks.index([dict(row) for row in rows])
                )
            ],
        ),
    )


def handbook_page(frame: Frame, edition: Payload) -> PageSource:
    """Return an edition: the main points of each guide as they were on its day."""
    groups: dict[str, list[Payload]] = {}
    for item in edition["items"]:
        groups.setdefault(item["department_name"], []).append(item)
    sections = []
    for number, (department, items) in enumerate(groups.items(), start=1):
        parts: list[blocks.Block | None] = []
        for item in items:
            parts += [
                blocks.linked_facts(
                    [
                        {
                            "label": _("事项"),
                            "value": item["name"],
                            "url": item["url"],
                        },
                        {"label": _("谁能办"), "value": item["who"], "url": ""},
                        {"label": _("多久"), "value": item["limit"], "url": ""},
                        {"label": _("多少钱"), "value": item["cost"], "url": ""},
                        {"label": _("跑几次"), "value": item["visits"], "url": ""},
                        {
                            "label": _("条件"),
                            "value": "；".join(item["conditions"]),
                            "url": "",
                        },
                        {
                            "label": _("材料"),
                            "value": "、".join(item["materials"]),
                            "url": "",
                        },
                        {
                            "label": _("流程"),
                            "value": " → ".join(item["stages"]),
                            "url": "",
                        },
                        {
                            "label": _("依据"),
                            "value": "、".join(item["bases"]),
                            "url": "",
                        },
                        {"label": _("咨询电话"), "value": item["tel"], "url": ""},
                    ]
                )
            ]
        sections.append(
            blocks.section(
                f"d{number}",
                department,
                *parts,
                note=_("%(amount)d 项") % {"amount": len(items)},
            )
        )
    title = _("%(name)s（%(day)s 版）") % {
        "name": edition["name"],
        "day": edition["issued_on"],
    }
    return blocks_page(
        frame,
        BlocksPage(
            address=edition["url"],
            title=title,
            description=_("%(day)s 公布的 %(amount)d 个事项的要点。")
            % {"day": edition["issued_on"], "amount": len(edition["items"])},
            column=SERVICES,
            crumbs=crumbs((_("明白册"), "/handbook/"), here=title),
            sections=sections,
        ),
    )

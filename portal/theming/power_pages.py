"""The page of one power of the power and responsibility list (权责清单)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from content.codes import Level, PowerSource, ServiceObject
from content.power_codes import PowerCategory
from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import (
    Column,
    Frame,
    Link,
    PageSource,
    Payload,
    crumbs,
)
from portal.theming.texts import gettext as _

POWERS: Final = Column("政务公开", "机构职能")
POWERS_HOME: Final = (("权责清单", "/powers/"),)

# Names of fields in the adjustment log, as readers know them.
_FIELDS: Final = {
    "handling_unit": "承办科室",
    "department": "实施主体",
    "name": "职权名称",
    "category": "职权类别",
    "level": "行使层级",
    "statutory_days": "法定时限",
    "boundary": "职责边界",
    "penalty_scope": "处罚种类幅度",
}


def category_name(code: str) -> str:
    """Return the name of a kind of power."""
    known = code in PowerCategory.values
    return str(PowerCategory(code).label) if known else code


def power_link(power: Payload) -> Link:
    """Return the line of a power in a list."""
    return Link(
        url=power["url"],
        name=power["name"],
        note=f"{category_name(power['category'])} · {power['department_name']}",
    )


def power_page(
    frame: Frame,
    *,
    power: Payload,
    matters: Sequence[Link],
    parent: Link | None,
    sub_items: Sequence[Link],
) -> PageSource:
    """Return a power with everything that the law wants published of it."""
    category = category_name(power["category"])
    return blocks_page(
        frame,
        BlocksPage(
            address=power["url"],
            title=power["name"],
            description=_("%(name)s（%(category)s）由%(department)s行使。")
            % {
                "name": power["name"],
                "category": category,
                "department": power["department_name"],
            },
            column=POWERS,
            crumbs=crumbs(
                *POWERS_HOME,
                (category, f"/powers/category/{power['category']}/"),
                here=power["name"],
            ),
            tags=[(category, "on"), (power["state"], "")],
            article={
                "title": power["name"],
                "published": f"{power['effective_on']} 00:00",
                "source": power["department_name"],
            },
            sections=[
                blocks.section("what", _("职权"), _what(power)),
                blocks.section(
                    "matters", _("对应的办事指南"), *_matters(power, matters)
                ),
                blocks.section("law", _("职权依据"), _bases(power)),
                blocks.section(
                    "flow", _("流程"), blocks.text(power["process"].replace("→", " → "))
                ),
                blocks.section("duties", _("责任事项"), _duties(power)),
                blocks.section("blame", _("追责情形"), _accountability(power)),
                blocks.section(
                    "scope",
                    _("处罚的行为、种类、幅度"),
                    blocks.text(power["penalty_scope"]),
                ),
                blocks.section("border", _("职责边界"), blocks.text(power["boundary"])),
                blocks.section(
                    "family",
                    _("主项和子项"),
                    blocks.links([*([parent] if parent else []), *sub_items]),
                ),
                blocks.section("changes", _("调整记录"), _changes(power)),
            ],
        ),
    )


def _what(power: Payload) -> blocks.Block | None:
    objects = [
        str(ServiceObject(code).label)
        for code in power["service_objects"]
        if code in ServiceObject.values
    ]
    level, source = power["level"], power["source"]
    days = power["statutory_days"]
    return blocks.facts(
        [
            (_("职权编码"), power["code"]),
            (_("实施主体"), power["department_name"]),
            (_("承办科室"), power["handling_unit"]),
            (_("行使层级"), Level(level).label if level in Level.values else ""),
            (
                _("权力来源"),
                PowerSource(source).label if source in PowerSource.values else "",
            ),
            (_("行使方式"), _("依申请") if power["on_application"] else _("依职权")),
            (_("服务对象"), "、".join(objects)),
            (_("法定时限"), f"{days} 个工作日" if days else ""),
            (_("收费"), power.get("fee_note")),
            (_("生效日期"), power["effective_on"]),
            (_("监督电话"), power["supervise_tel"]),
        ]
    )


def _matters(power: Payload, matters: Sequence[Link]) -> list[blocks.Block | None]:
    if matters:
        return [blocks.links(matters)]
    reason = power["no_matter_reason"]
    if not reason:
        reason = _("依职权行使，没有办事指南。") if not power["on_application"] else ""
    return [blocks.text(reason)]


def _bases(power: Payload) -> blocks.Block | None:
    return blocks.table(
        (_("依据"), _("条款"), _("内容"), _("效力")),
        [
            (
                {"text": basis["title"], "note": basis["doc_no"]},
                basis["article"],
                {
                    "text": basis["text"],
                    "note": _("概述，以原文为准")
                    if basis["text_kind"] == "概述"
                    else "",
                },
                f"{basis['rank']} {basis['status']}",
            )
            for basis in power["bases"]
        ],
    )


def _duties(power: Payload) -> blocks.Block | None:
    return blocks.table(
        (_("环节"), _("责任事项"), _("责任依据")),
        [(row["stage"], row["text"], _basis(row["basis"])) for row in power["duties"]],
    )


def _accountability(power: Payload) -> blocks.Block | None:
    return blocks.table(
        (_("追责情形"), _("后果"), _("追责依据")),
        [
            (row["situation"], row["consequence"], _basis(row["basis"]))
            for row in power["accountability"]
        ],
    )


def _basis(basis: Mapping[str, str]) -> str:
    return f"《{basis['title']}》{basis['article']}" if basis["title"] else ""


def _changes(power: Payload) -> blocks.Block | None:
    entries = []
    for change in power["changes"]:
        names = dict.fromkeys([*change["before"], *change["after"]])
        told = [
            f"{_FIELDS.get(name, name)}：{change['before'].get(name) or _('无')} → "
            f"{change['after'].get(name) or _('无')}"
            for name in names
        ]
        entries.append(
            {
                "title": change["action"],
                "when": change["on"],
                "text": "；".join(told),
                "who": change["doc_no"],
            }
        )
    return blocks.timeline(entries)

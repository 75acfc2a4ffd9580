"""Pages of lists: matters, cross-region, hotline, certificate types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NotRequired, TypedDict

from content.list_codes import PlacementLevel
from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import (
    SERVICES,
    CountedLink,
    Frame,
    Link,
    PageSource,
    Payload,
    crumbs,
)
from portal.theming.parts import divided, part_sections, updated
from portal.theming.texts import gettext as _

LISTS: Final = (("清单", "/lists/"),)
NOT_PLACED: Final = "not-placed"


class ListedLink(TypedDict):
    """A line of a list that names a matter: its address, "" when it is not published."""

    entry: Payload
    url: str
    department: str
    halls: NotRequired[list[Link]]


def list_index_page(
    frame: Frame, lists: Sequence[CountedLink], changed_on: str = ""
) -> PageSource:
    """Return `/lists/`: every list with the number of its entries."""
    return blocks_page(
        frame,
        BlocksPage(
            address="/lists/",
            title=_("清单"),
            description=_("四零、通办、免交复印件、进驻、热线责任等清单。"),
            column=SERVICES,
            crumbs=crumbs(here=_("清单")),
            lede=_("共 %(amount)d 种清单，都由事项的记录得出，可以下载。")
            % {"amount": len(lists)}
            + updated(changed_on),
            sections=[
                blocks.section(
                    "lists", _("全部清单"), blocks.index([dict(row) for row in lists])
                )
            ],
        ),
    )


def matter_list_page(
    frame: Frame,
    *,
    listed: Payload,
    lines: Sequence[ListedLink],
    changed_on: str = "",
) -> PageSource:
    """Return a hand-kept list, grouped where its entries have groups."""
    return roll_page(
        frame,
        listed,
        [*list_sections(lines), downloads(listed["key"])],
        amount=len(lines),
        changed_on=changed_on,
    )


def list_sections(lines: Sequence[ListedLink]) -> list[blocks.Block | None]:
    """Return a table for each group of a list, else for each department."""
    return part_sections(divided(lines, _group, _department), _list_table)


def not_placed_page(
    frame: Frame, lines: Sequence[ListedLink], changed_on: str = ""
) -> PageSource:
    """Return `/lists/not-placed/`: what no hall takes in, why, and where to go."""
    listed = {
        "url": "/lists/not-placed/",
        "name": _("未进驻事项清单"),
        "rule": _("没有进驻大厅的，都写明客观原因和到哪里办。"),
        "note": "",
        "authority": "",
        "published_on": "",
    }
    sections = part_sections(divided(lines, _department), _not_placed_table)
    return roll_page(
        frame,
        listed,
        [*sections, downloads(NOT_PLACED)],
        amount=len(lines),
        changed_on=changed_on,
    )


def _not_placed_table(lines: Sequence[ListedLink], _part: str) -> blocks.Block | None:
    return blocks.table(
        (_("事项"), _("为什么"), _("到哪里办")),
        [
            (_name(line), line["entry"]["reason"], line["entry"]["instead"])
            for line in lines
        ],
    )


def cross_list_page(
    frame: Frame,
    *,
    listed: Payload,
    lines: Sequence[ListedLink],
    parties: Sequence[str],
    changed_on: str = "",
) -> PageSource:
    """Return a cross-region list with its agreement; an expired one has no items."""
    agreement = listed["agreement"]
    sections = [
        blocks.section(
            "agreement",
            _("合作协议"),
            blocks.facts(
                [
                    (_("协议"), agreement["title"]),
                    (_("各方"), "、".join(parties)),
                    (_("签订日期"), agreement["signed_on"]),
                    (_("有效期至"), agreement["valid_to"]),
                    (_("委托和互认"), agreement["mutual_trust"]),
                    (_("联络"), agreement["liaison"]),
                ],
                columns=1,
            ),
            blocks.links(
                [Link(url=f"/{agreement['file']}", name=_("协议全文"))]
                if listed["attachments"]
                else []
            ),
        )
        if agreement
        else None,
        *part_sections(
            divided(lines, _department_group, _mode, _department), _cross_table
        ),
        _by_mode(lines),
        downloads(listed["key"]),
    ]
    return roll_page(frame, listed, sections, amount=len(lines), changed_on=changed_on)


def roll_page(
    frame: Frame,
    listed: Payload,
    sections: Sequence[blocks.Block | None],
    *,
    amount: int,
    changed_on: str = "",
) -> PageSource:
    """Return a list of `amount` entries in sections."""
    lede = _("共 %(amount)d 项。") % {"amount": amount}
    return blocks_page(
        frame,
        BlocksPage(
            address=listed["url"],
            title=listed["name"],
            description=f"{listed['name']}，{lede}",
            column=SERVICES,
            crumbs=crumbs(*LISTS, here=listed["name"]),
            lede=list_lede(listed, amount, changed_on),
            sections=sections,
        ),
    )


def list_lede(listed: Payload, amount: int, changed_on: str = "") -> str:
    """Return how many entries a list has, its rule, and its day.

    That is when it was published and by whom; where nobody told that, when what is
    shown was changed last.
    """
    told = [listed["rule"], listed["note"]]
    if listed["authority"]:
        told.append(
            _("%(authority)s %(day)s 公布。")
            % {"authority": listed["authority"], "day": listed["published_on"]}
        )
    if changed_on and not (listed["authority"] and listed["published_on"]):
        told.append(updated(changed_on))
    lede = _("共 %(amount)d 项。") % {"amount": amount}
    return lede + "".join(_sentence(text) for text in told if text)


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _list_table(lines: Sequence[ListedLink], name: str) -> blocks.Block | None:
    rule = any(line["entry"]["rule"] or line["entry"]["note"] for line in lines)
    reason = any(line["entry"]["reason"] for line in lines)
    # Lists of other things than matters have neither departments nor a way to apply.
    matters = any(line["department"] for line in lines)
    # The heading of a department's part has told the department.
    departments = any(line["department"] not in ("", name) for line in lines)
    columns = [_("事项")] if matters else [_("名称")]
    columns += [_("部门")] if departments else []
    columns += [_("怎么办") if matters else _("内容")] if rule else []
    halls = any(line.get("halls") for line in lines)
    columns += [_("在哪里")] if halls else []
    columns += [_("原因"), _("到哪里办")] if reason else []
    rows = []
    for line in lines:
        entry = line["entry"]
        row: list[object] = [_name(line)]
        row += [line["department"]] if departments else []
        row += [_told(entry)] if rule else []
        row += [_hall_cell(line)] if halls else []
        row += [entry["reason"], entry["instead"]] if reason else []
        rows.append(row)
    return blocks.table(columns, rows)


def _cross_table(lines: Sequence[ListedLink], _part: str) -> blocks.Block | None:
    here = any(line.get("halls") or line["entry"]["remote_contact"] for line in lines)
    columns = [_("事项"), _("通办模式")]
    columns += [_("在哪里受理")] if here else []
    columns += [_("谁审批"), _("取消的限制"), _("怎么取件")]
    rows = []
    for line in lines:
        entry = line["entry"]
        row: list[object] = [_name(line), entry["mode"]]
        row += [_accepting(line)] if here else []
        row += [
            line["department"] or entry["decide"],
            "、".join(f"{limit}地" for limit in entry["removed"]),
            "、".join(entry["pick_up"]),
        ]
        rows.append(row)
    return blocks.table(columns, rows)


def _by_mode(lines: Sequence[ListedLink]) -> blocks.Block | None:
    """Return how many matters of each mode are handed out at each place."""
    modes = Counter(line["entry"]["mode"] for line in lines)
    places = list(
        dict.fromkeys(place for line in lines for place in line["entry"]["pick_up"])
    )
    both = Counter(
        (line["entry"]["mode"], place)
        for line in lines
        for place in dict.fromkeys(line["entry"]["pick_up"])
    )
    table = blocks.table(
        (_("通办模式"), _("事项"), *places),
        [
            (mode, amount, *(both[mode, place] for place in places))
            for mode, amount in modes.most_common()
        ],
        caption=_("每种模式有多少事项，其中多少可以在这里取件。"),
        numbers=range(1, len(places) + 2),
    )
    return blocks.section("modes", _("模式和取件地点"), table)


def downloads(key: str) -> blocks.Block | None:
    """Return where a list can be downloaded."""
    return blocks.section(
        "data",
        _("下载"),
        blocks.links(
            [
                Link(url=f"/data/lists/{key}.csv", name=_("表格"), note="CSV"),
                Link(url=f"/data/lists/{key}.xlsx", name=_("工作簿"), note="XLSX"),
                Link(url=f"/data/lists/{key}.json", name=_("数据"), note="JSON"),
            ]
        ),
    )


def _group(line: ListedLink) -> str:
    entry = line["entry"]
    level = entry["place_level"]
    if level in PlacementLevel.values:
        return str(PlacementLevel(level).label)
    return str(entry["group"])


def _department(line: ListedLink) -> str:
    return line["department"] or str(line["entry"].get("decide") or "")


def _department_group(line: ListedLink) -> str:
    return str(line["entry"].get("department_group") or "")


def _mode(line: ListedLink) -> str:
    return str(line["entry"]["mode"])


def _told(entry: Payload) -> Mapping[str, str]:
    """Return how it is done, with the note below it."""
    text, note = entry["rule"], entry["note"]
    return {"text": text, "note": note} if text else {"text": note}


def _hall_cell(line: ListedLink) -> Mapping[str, str]:
    halls = line.get("halls") or []
    return {"text": halls[0]["name"], "url": halls[0]["url"]} if halls else {"text": ""}


def _accepting(line: ListedLink) -> Mapping[str, object]:
    """Return where it is taken in, each hall with its page, and whom to ask there."""
    contact = line["entry"]["remote_contact"]
    return {
        "text": "",
        "links": line.get("halls") or [],
        "note": _("联系：%(contact)s") % {"contact": contact} if contact else "",
    }


def _name(line: ListedLink) -> Mapping[str, str]:
    url = line["url"] or line["entry"].get("page_url", "")
    return {"text": line["entry"]["name"], "url": url}

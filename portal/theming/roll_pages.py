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
from portal.theming.texts import gettext as _

LISTS: Final = (("清单", "/lists/"),)


class ListedLink(TypedDict):
    """A line of a list that names a matter: its link when it is published."""

    entry: Payload
    link: Link | None
    department: str
    halls: NotRequired[list[Link]]


def list_index_page(frame: Frame, lists: Sequence[CountedLink]) -> PageSource:
    """Return `/lists/`: every list with the number of its entries."""
    return blocks_page(
        frame,
        BlocksPage(
            address="/lists/",
            title=_("清单"),
            description=_("四零、通办、免交复印件、进驻、热线责任等清单。"),
            column=SERVICES,
            crumbs=crumbs(here=_("清单")),
            lede=_("各清单都由事项的记录得出，可以下载。"),
            sections=[
                blocks.section(
                    "lists", _("全部清单"), blocks.index([dict(row) for row in lists])
                )
            ],
        ),
    )


def matter_list_page(
    frame: Frame, *, listed: Payload, lines: Sequence[ListedLink]
) -> PageSource:
    """Return a hand-kept list, grouped where its entries have groups."""
    return _roll(
        frame,
        listed,
        [*list_sections(lines), _by_department(lines), downloads(listed["key"])],
        amount=len(lines),
    )


def list_sections(lines: Sequence[ListedLink]) -> list[blocks.Block | None]:
    """Return a table for each group of a list, in the order of the list."""
    groups: dict[str, list[ListedLink]] = {}
    for line in lines:
        groups.setdefault(_group(line["entry"]), []).append(line)
    return [
        blocks.section(
            f"g{number}",
            name or _("事项"),
            _list_table(group),
            note=_("%(amount)d 项") % {"amount": len(group)},
        )
        for number, (name, group) in enumerate(groups.items(), start=1)
    ]


def not_placed_page(frame: Frame, lines: Sequence[ListedLink]) -> PageSource:
    """Return `/lists/not-placed/`: what no hall takes in, why, and where to go."""
    listed = {
        "url": "/lists/not-placed/",
        "name": _("未进驻事项清单"),
        "key": "not-placed",
        "rule": _("没有进驻大厅的，都写明客观原因和到哪里办。"),
        "note": "",
        "authority": "",
        "published_on": "",
    }
    table = blocks.table(
        (_("事项"), _("部门"), _("为什么"), _("到哪里办")),
        [
            (
                _name(line),
                line["department"],
                line["entry"]["reason"],
                line["entry"]["instead"],
            )
            for line in lines
        ],
    )
    return _roll(
        frame, listed, [blocks.section("items", _("事项"), table)], amount=len(lines)
    )


def cross_list_page(
    frame: Frame,
    *,
    listed: Payload,
    lines: Sequence[ListedLink],
    parties: Sequence[str],
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
        blocks.section("items", _("事项"), _cross_table(lines)),
        _by_mode(lines),
        downloads(listed["key"]),
    ]
    return _roll(frame, listed, sections, amount=len(lines))


def hotline_page(frame: Frame, listed: Payload) -> PageSource:
    """Return the responsibility list of the hotline, by its categories."""
    groups: dict[str, list[Payload]] = {}
    for item in listed["items"]:
        groups.setdefault(item["category"], []).append(item)
    sections = [
        blocks.section(
            f"g{number}",
            name or _("其他"),
            blocks.table(
                (_("诉求"), _("谁负责"), _("多久答复"), _("怎么处理")),
                [
                    (
                        item["name"],
                        {
                            "text": item["dept_name"],
                            "url": f"/departments/{item['dept']}/",
                        },
                        f"{item['limit_days']} {item['limit_unit']}",
                        item["script"],
                    )
                    for item in group
                ],
            ),
            note=_("%(amount)d 项") % {"amount": len(group)},
        )
        for number, (name, group) in enumerate(groups.items(), start=1)
    ]
    page = {**listed, "rule": "", "note": "", "authority": "", "published_on": ""}
    sections.append(downloads(listed["key"]))
    return _roll(frame, page, sections, amount=len(listed["items"]))


def certificate_types_page(frame: Frame, listed: Payload) -> PageSource:
    """Return the certificate types: which of them take the place of papers."""
    table = blocks.table(
        (_("证照"), _("代码"), _("主管部门"), _("能否代替纸质材料")),
        [
            (
                item["name"],
                item["code"],
                item["competent_body"],
                _("已开通，可以") if item["live"] else _("尚未开通"),
            )
            for item in listed["items"]
        ],
    )
    page = {**listed, "rule": "", "note": "", "authority": "", "published_on": ""}
    return _roll(
        frame,
        page,
        [blocks.section("items", _("证照类型"), table), downloads(listed["key"])],
        amount=len(listed["items"]),
    )


def _roll(
    frame: Frame,
    listed: Payload,
    sections: Sequence[blocks.Block | None],
    *,
    amount: int,
) -> PageSource:
    lede = _("共 %(amount)d 项。") % {"amount": amount}
    return blocks_page(
        frame,
        BlocksPage(
            address=listed["url"],
            title=listed["name"],
            description=f"{listed['name']}，{lede}",
            column=SERVICES,
            crumbs=crumbs(*LISTS, here=listed["name"]),
            lede=list_lede(listed, amount),
            sections=sections,
        ),
    )


def list_lede(listed: Payload, amount: int) -> str:
    """Return how many entries a list has, its rule, and who published it when."""
    told = [listed["rule"], listed["note"]]
    if listed["authority"]:
        told.append(
            _("%(authority)s %(day)s 公布。")
            % {"authority": listed["authority"], "day": listed["published_on"]}
        )
    lede = _("共 %(amount)d 项。") % {"amount": amount}
    return lede + "".join(_sentence(text) for text in told if text)


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _list_table(lines: Sequence[ListedLink]) -> blocks.Block | None:
    rule = any(line["entry"]["rule"] or line["entry"]["note"] for line in lines)
    reason = any(line["entry"]["reason"] for line in lines)
    # Lists of other things than matters have neither departments nor a way to apply.
    matters = any(line["department"] for line in lines)
    columns = [_("事项"), _("部门")] if matters else [_("名称")]
    columns += [_("怎么办") if matters else _("内容")] if rule else []
    halls = any(line.get("halls") for line in lines)
    columns += [_("在哪里")] if halls else []
    columns += [_("原因"), _("到哪里办")] if reason else []
    rows = []
    for line in lines:
        entry = line["entry"]
        row: list[object] = [_name(line)]
        row += [line["department"]] if matters else []
        row += [_told(entry)] if rule else []
        row += [_hall_cell(line)] if halls else []
        row += [entry["reason"], entry["instead"]] if reason else []
        rows.append(row)
    return blocks.table(columns, rows)


def _cross_table(lines: Sequence[ListedLink]) -> blocks.Block | None:
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


def _by_department(lines: Sequence[ListedLink]) -> blocks.Block | None:
    counts = Counter(line["department"] for line in lines if line["department"])
    return blocks.section("departments", _("各部门"), department_table(counts))


def department_table(counts: Mapping[str, int]) -> blocks.Block | None:
    """Return how many entries each department has, the most first."""
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return blocks.table((_("部门"), _("事项")), rows, numbers=(1,))


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


def _group(entry: Payload) -> str:
    level = entry["place_level"]
    if level in PlacementLevel.values:
        return str(PlacementLevel(level).label)
    return str(entry["group"])


def _told(entry: Payload) -> Mapping[str, str]:
    """Return how it is done, with the note below it."""
    text, note = entry["rule"], entry["note"]
    return {"text": text, "note": note} if text else {"text": note}


def _hall_cell(line: ListedLink) -> Mapping[str, str]:
    halls = line.get("halls") or []
    return {"text": halls[0]["name"], "url": halls[0]["url"]} if halls else {"text": ""}


def _accepting(line: ListedLink) -> Mapping[str, str]:
    """Return where it is taken in: halls of ours by name, else what the list says."""
    halls = line.get("halls") or []
    contact = line["entry"]["remote_contact"]
    if not halls:
        return {"text": contact}
    told = {"text": "、".join(hall["name"] for hall in halls), "note": contact}
    return told | {"url": halls[0]["url"]} if len(halls) == 1 else told


def _name(line: ListedLink) -> Mapping[str, str]:
    own = line["entry"].get("page_url", "")
    url = line["link"]["url"] if line["link"] else own
    return {"text": line["entry"]["name"], "url": url}

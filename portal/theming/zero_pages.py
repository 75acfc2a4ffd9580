"""Pages of the four-zero list (四零清单): computed, with the proof of every entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypedDict

from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import SERVICES, Frame, Link, PageSource, crumbs
from portal.theming.parts import divided, part_sections, updated
from portal.theming.roll_pages import LISTS, downloads
from portal.theming.texts import gettext as _

ZERO_NAMES: Final = {
    "material": (
        "零材料",
        "必要材料都不用交：用电子证照、数据核验、告知承诺或系统生成代替",
    ),
    "time": ("零时限", "即办件，当场办结，没有不计时的特别程序"),
    "distance": ("零距离", "一次也不用跑：全程网办，或者家门口的自助机、上门办"),
    "fee": ("零收费", "不收费，也没有要申请人付费的中介服务"),
}


class ZeroLine(TypedDict):
    """A matter that holds one of the four zeros in a scenario."""

    link: Link
    department: str
    scenario: str
    proof: str
    since: str


class ZeroWithdrawal(TypedDict):
    """A matter that held one and does not any more."""

    name: str
    scenario: str
    since: str
    withdrawn_on: str
    reason: str


def zero_index_page(
    frame: Frame,
    *,
    counts: Mapping[str, int],
    withdrawn: Mapping[str, Sequence[ZeroWithdrawal]],
    changed_on: str = "",
) -> PageSource:
    """Return `/lists/zero/`: the four lists with their tests and counts."""
    rows = [
        {
            "url": f"/lists/zero/{slug}/",
            "name": f"{name}：{test}",
            "amount": counts.get(slug, 0),
        }
        for slug, (name, test) in ZERO_NAMES.items()
    ]
    gone = sum(len(rows) for rows in withdrawn.values())
    return blocks_page(
        frame,
        BlocksPage(
            address="/lists/zero/",
            title=_("四零清单"),
            description=_("零材料、零时限、零距离、零收费的事项，逐项给出判定。"),
            column=SERVICES,
            crumbs=crumbs(*LISTS, here=_("四零清单")),
            lede=_(
                "共 4 个清单，每一项都由办事指南逐条计算得出；指南一改，不再符合的当天移出。"
            )
            + updated(changed_on),
            sections=[
                blocks.section("lists", _("四个清单"), blocks.index(rows)),
                blocks.section(
                    "gone",
                    _("移出"),
                    blocks.text(_("至今移出 %(gone)d 项。") % {"gone": gone}),
                ),
            ],
        ),
    )


def zero_page(
    frame: Frame,
    *,
    slug: str,
    lines: Sequence[ZeroLine],
    withdrawn: Sequence[ZeroWithdrawal],
) -> PageSource:
    """Return one of the four lists, with the proof of each entry."""
    name, test = ZERO_NAMES[slug]
    matters = {line["link"]["url"] for line in lines}
    days = [line["since"] for line in lines]
    days += [row["withdrawn_on"] for row in withdrawn]
    gone = blocks.table(
        (_("事项"), _("情形"), _("列入"), _("移出"), _("原因")),
        [
            (
                row["name"],
                row["scenario"],
                row["since"],
                row["withdrawn_on"],
                row["reason"],
            )
            for row in withdrawn
        ],
    )
    return blocks_page(
        frame,
        BlocksPage(
            address=f"/lists/zero/{slug}/",
            title=_("%(name)s清单") % {"name": name},
            description=f"{name}：{test}。",
            column=SERVICES,
            crumbs=crumbs(*LISTS, (_("四零清单"), "/lists/zero/"), here=name),
            lede=_("%(test)s。%(matters)d 个事项，按情形共 %(amount)d 项。")
            % {"test": test, "matters": len(matters), "amount": len(lines)}
            + updated(max(days, default="")),
            sections=[
                *part_sections(divided(lines, _department), _zero_table),
                blocks.section("gone", _("已移出"), gone),
                downloads(f"zero-{slug}"),
            ],
        ),
    )


def _department(line: ZeroLine) -> str:
    return line["department"]


def _zero_table(lines: Sequence[ZeroLine], part: str) -> blocks.Block | None:
    """Return who holds one of the four; the heading of a part tells the department."""
    return blocks.table(
        (_("事项"), _("情形"), _("判定"), _("列入日期")),
        [
            (
                {
                    "text": line["link"]["name"],
                    "url": line["link"]["url"],
                    "note": line["department"] if line["department"] != part else "",
                },
                line["scenario"],
                line["proof"],
                line["since"],
            )
            for line in lines
        ],
    )

"""Pages of the four-zero list (四零清单): computed, with the proof of every entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import SERVICES, Frame, Link, PageSource, crumbs
from portal.theming.paging import PAGE_SIZE, page_address, page_count, page_window
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroTotals:
    """How much one of the four lists has: matters, and lines, one for each scenario.

    Only its first page tells the lines and the day, YYYY-MM-DD, of the last change.
    """

    matters: int
    amount: int = 0
    changed_on: str = ""


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
            "url": zero_folder(slug),
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


def zero_folder(slug: str) -> str:
    """Return the address of one of the four lists."""
    return f"/lists/zero/{slug}/"


def zero_page(
    frame: Frame,
    *,
    slug: str,
    number: int,
    lines: Sequence[ZeroLine],
    totals: ZeroTotals,
    withdrawn: Sequence[ZeroWithdrawal],
) -> PageSource:
    """Return a page of one of the four lists, with the proof of each entry.

    What went is told on the first page, the number 1.
    """
    name, test = ZERO_NAMES[slug]
    folder, pages = zero_folder(slug), page_count(totals.matters)
    numbered = _("（第 %(number)d 页）") % {"number": number} if number > 1 else ""
    return blocks_page(
        frame,
        BlocksPage(
            address=page_address(folder, number),
            title=_("%(name)s清单") % {"name": name} + numbered,
            description=f"{name}：{test}。",
            column=SERVICES,
            crumbs=crumbs(*LISTS, (_("四零清单"), "/lists/zero/"), here=name),
            lede=_lede(test, totals, number, lines),
            sections=[
                *part_sections(divided(lines, _department), _zero_table),
                blocks.section("gone", _("已移出"), _gone_table(withdrawn)),
                downloads(f"zero-{slug}"),
            ],
            pager=page_window(number, pages, lambda at: page_address(folder, at)),
        ),
    )


def _lede(test: str, totals: ZeroTotals, number: int, lines: Sequence[ZeroLine]) -> str:
    told = [
        _("%(test)s。%(matters)d 个事项") % {"test": test, "matters": totals.matters}
    ]
    if number == 1:
        told.append(_("按情形共 %(amount)d 项") % {"amount": totals.amount})
    if page_count(totals.matters) > 1:
        shown = len({line["link"]["url"] for line in lines})
        first = (number - 1) * PAGE_SIZE + 1
        told.append(
            _("本页第 %(first)d 到第 %(last)d 个")
            % {"first": first, "last": first + shown - 1}
        )
    return "，".join(told) + "。" + updated(totals.changed_on)


def _gone_table(withdrawn: Sequence[ZeroWithdrawal]) -> blocks.Block | None:
    return blocks.table(
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

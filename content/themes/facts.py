"""What a theme's editor sees beside the form: members found, and what is merged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from content.codes import MatterState
from content.computed_panel import Fact, Link, edit_url
from content.guides.plain import Plain, rows_of
from content.models import MatterPage, ThemePage
from content.power_codes import MemberKind
from content.themes.members import member_guides, member_matters
from content.themes.merging import merge_theme
from content.themes.records import theme_payload

_OUT_OF_USE: Final = (MatterState.PAUSED, MatterState.CANCELLED)


def theme_facts(page: ThemePage) -> Iterator[Fact]:
    """Yield members with their records, then the figures that follow from the guides."""
    yield from _members(page)
    guides = member_guides([page])
    if not guides:
        return
    try:
        merged = merge_theme(theme_payload(page), guides)
    except ValueError:
        yield Fact(
            label=_("合并结果"), text=_("前序成员互相等待，无法计算，请改“前序成员”")
        )
        return
    yield from _figures(merged)


def _members(page: ThemePage) -> Iterator[Fact]:
    found = member_matters(page)
    rows = list(enumerate(rows_of(page, "members"), start=1))
    yield Fact(
        label=_("已关联的成员"),
        text=_("%(found)d个，共%(all)d个成员")
        % {"found": len(found), "all": len(rows)},
        links=[
            Link(_title(order, matter), edit_url(matter))
            for order, matter in sorted(found.items())
        ],
    )
    lost = [
        f"{order}. {row.name}"
        for order, row in rows
        if order not in found and row.kind != MemberKind.EXTERNAL
    ]
    if lost:
        yield Fact(label=_("没有找到事项的成员"), text="；".join(lost))


def _title(order: int, matter: MatterPage) -> str:
    name = f"{order}. {matter.title}"
    if not matter.live:
        return _("%(name)s（未发布，不计入合并）") % {"name": name}
    if matter.state in _OUT_OF_USE:
        state = matter.get_state_display()
        return _("%(name)s（%(state)s）") % {"name": name, "state": state}
    return name


def _figures(merged: Plain) -> Iterator[Fact]:
    papers, form = merged["merged_materials"], merged["merged_form"]
    combined = merged["combined"]
    yield Fact(
        label=_("材料"),
        text=_("各事项合计%(before)d份，合并后%(after)d份")
        % {"before": papers["before_total"], "after": papers["after_total"]},
    )
    if papers["shared"]:
        yield Fact(
            label=_("多个事项共用的材料"),
            text="；".join(
                f"{paper['name']}（{'、'.join(use['guide'] for use in paper['used_by'])}）"
                for paper in papers["shared"]
            ),
        )
    yield Fact(
        label=_("申请表字段"),
        text=_("各事项合计%(before)d个，合并后%(after)d个")
        % {"before": form["fields_before"], "after": form["fields_after"]},
    )
    yield Fact(
        label=_("承诺时限（工作日）"),
        text=_("最长路径%(path)d，各事项相加%(sum)d")
        % {"path": combined["promise_days"], "sum": combined["sum_of_members"]},
    )
    yield Fact(label=_("跑动次数"), text=str(combined["visits"]))
    if merged["results"]:
        yield Fact(label=_("办理结果"), text="、".join(merged["results"]))

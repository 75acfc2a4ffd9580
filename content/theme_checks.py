"""What keeps a theme's members from being published: their order and conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from content.expressions import ExpressionError, parse, variables
from content.themes.merging import critical_path

if TYPE_CHECKING:
    from content.models.theme_page import ThemeMember, ThemeQuestion


def member_errors(
    members: Sequence[ThemeMember], questions: Sequence[ThemeQuestion]
) -> list[str]:
    """Return what is wrong with the members, in words for the editor."""
    if not members:
        return [_("一件事至少要有一个成员事项")]
    return [
        *_order_errors(members),
        *_condition_errors(members, {question.code for question in questions}),
    ]


def _order_errors(members: Sequence[ThemeMember]) -> Iterator[str]:
    orders = range(1, len(members) + 1)
    sound = True
    for position, member in enumerate(members, start=1):
        wrong = [
            order
            for order in member.depends_on
            if order not in orders or order == position
        ]
        if wrong:
            sound = False
            yield _(
                "成员“%(name)s”的前序“%(orders)s”不在成员次序之中,应为其他成员的序号"
            ) % {"name": member.name, "orders": "、".join(map(str, wrong))}
    if sound and _in_circle(members):
        yield _("前序成员互相等待,请改“前序成员”,使每个成员都能开始")


def _in_circle(members: Sequence[ThemeMember]) -> bool:
    try:
        critical_path(
            [
                {"order": order, "days": 0, "depends_on": member.depends_on}
                for order, member in enumerate(members, start=1)
            ]
        )
    except ValueError:
        return True
    return False


def _condition_errors(
    members: Sequence[ThemeMember], questions: set[str]
) -> Iterator[str]:
    for member in members:
        try:
            used = variables(parse(member.when)) if member.when else ()
        except ExpressionError:
            # The field's own check names what cannot be read.
            continue
        for name in sorted(set(used) - questions):
            yield _("成员“%(name)s”的触发条件用到问题“%(question)s”,引导问题中没有") % {
                "name": member.name,
                "question": name,
            }

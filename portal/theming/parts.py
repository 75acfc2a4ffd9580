"""A list divided into parts: each has an address that shows it alone.

Without a script and without a page for each part: `/lists/placement/#g2` is the list with
its second part only (`.part` in the style sheet), `#main` the whole list again. A browser
that does not know `:has` goes to the part instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from portal.theming import blocks
from portal.theming.formats import cn_date
from portal.theming.texts import gettext as _

# So many lines are seen at one look: they are divided by groups of their own only.
FEW: Final = 10

Line = TypeVar("Line")


def divided(
    lines: Sequence[Line],
    own: Callable[[Line], str],
    *others: Callable[[Line], str],
) -> dict[str, list[Line]]:
    """Return the lines by the first of some properties that tells them apart.

    Args:
        lines: All lines of the list, in order.
        own: The group that the list gives a line, "" for none.
        others: What else it can be divided by; only a list of more than a few lines is.

    Returns:
        Lines by the name of their part, in the order in which the names appear; one part
        with the name of its group when nothing tells the lines apart.
    """
    for property_of in (own, *others) if len(lines) >= FEW else (own,):
        found = _by(lines, property_of)
        if len(found) > 1:
            return found
    return {own(lines[0]): list(lines)} if lines else {}


def part_sections(
    groups: Mapping[str, Sequence[Line]],
    table: Callable[[Sequence[Line], str], blocks.Block | None],
) -> list[blocks.Block | None]:
    """Return a section for each part; `table` shows its lines, given its name too."""
    return [
        blocks.section(
            part_id(number),
            name or _("事项"),
            table(lines, name),
            note=_("%(amount)d 项") % {"amount": len(lines)},
            amount=len(lines),
        )
        for number, (name, lines) in enumerate(groups.items(), start=1)
    ]


def updated(day: str) -> str:
    """Return when what is shown was changed last, "" when that is not known."""
    return _("最近更新：%(day)s。") % {"day": cn_date(day)} if day else ""


def part_id(number: int) -> str:
    """Return the anchor of a part, the first one being 1."""
    return f"g{number}"


def _by(
    lines: Iterable[Line], property_of: Callable[[Line], str]
) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(property_of(line) or _("其他"), []).append(line)
    return found

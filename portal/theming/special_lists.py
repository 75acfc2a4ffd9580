"""Lists whose entries have fields of their own: the hotline's, certificate types."""

from __future__ import annotations

from collections.abc import Sequence

from portal.theming import blocks
from portal.theming.contexts import Frame, PageSource, Payload
from portal.theming.parts import divided, part_id, part_sections
from portal.theming.roll_pages import downloads, roll_page
from portal.theming.texts import gettext as _


def hotline_page(frame: Frame, listed: Payload, changed_on: str = "") -> PageSource:
    """Return the responsibility list of the hotline, by who is responsible."""
    groups = divided(listed["items"], lambda item: str(item["dept_name"]))
    sections = [
        blocks.section(
            part_id(number),
            name or _("诉求"),
            _hotline_table(items),
            note=_("%(amount)d 项，看部门的电话") % {"amount": len(items)},
            url=f"/departments/{items[0]['dept']}/" if items[0]["dept"] else "",
            amount=len(items),
        )
        for number, (name, items) in enumerate(groups.items(), start=1)
    ]
    return _special(frame, listed, sections, changed_on)


def _hotline_table(items: Sequence[Payload]) -> blocks.Block | None:
    return blocks.table(
        (_("诉求"), _("类别"), _("多久答复"), _("怎么处理")),
        [
            (
                item["name"],
                item["category"],
                f"{item['limit_days']} {item['limit_unit']}",
                item["script"],
            )
            for item in items
        ],
    )


def certificate_types_page(
    frame: Frame, listed: Payload, changed_on: str = ""
) -> PageSource:
    """Return the certificate types: which of them take the place of papers."""
    sections = part_sections(
        divided(
            listed["items"],
            lambda item: str(item["competent_body"]),
            _live,
        ),
        _certificate_table,
    )
    return _special(frame, listed, sections, changed_on)


def _certificate_table(items: Sequence[Payload], _part: str) -> blocks.Block | None:
    return blocks.table(
        (_("证照"), _("代码"), _("主管部门"), _("能否代替纸质材料")),
        [
            (item["name"], item["code"], item["competent_body"], _live(item))
            for item in items
        ],
    )


def _live(item: Payload) -> str:
    return _("已开通，可以") if item["live"] else _("尚未开通")


def _special(
    frame: Frame,
    listed: Payload,
    sections: Sequence[blocks.Block | None],
    changed_on: str,
) -> PageSource:
    """Return a list whose entries have fields of their own."""
    page = {**listed, "rule": "", "note": "", "authority": ""}
    return roll_page(
        frame,
        page,
        [*sections, downloads(listed["key"])],
        amount=len(listed["items"]),
        changed_on=changed_on,
    )

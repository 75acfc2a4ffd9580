"""A theme as a record: made into a page, exported from one, and as it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db.models import prefetch_related_objects

from content.expressions import parse
from content.guides.plain import Plain, filled, rows_of
from content.importers.values import (
    RawRecord,
    expression_text,
    flag_of,
    integer_of,
    record_of,
    records_of,
    set_children,
    set_values,
    text_of,
    texts_of,
)
from content.models import (
    DepartmentPage,
    ThemeMember,
    ThemePage,
    ThemeQuestion,
)
from content.option_lines import format_options, parse_options
from content.power_codes import MemberKind, ThemeDetail
from content.themes.merging import merge_theme

if TYPE_CHECKING:
    from django.db.models import QuerySet

THEME_RELATIONS: Final = ("members", "questions")
BATCH_SIZE: Final = 500
_BEFORE: Final = ("steps", "materials", "days", "visits")


def fill_theme(page: ThemePage, raw: RawRecord) -> None:
    """Set every typed field and all rows of a theme; what is computed is left out."""
    before, after = record_of(raw, "before"), record_of(raw, "after")
    set_values(
        page,
        {name: text_of(raw, name) for name in ("side", "stage", "note", "state")},
    )
    set_values(page, {f"{name}_before": integer_of(before, name) for name in _BEFORE})
    set_values(
        page,
        {
            "title": text_of(raw, "name"),
            "slug": text_of(raw, "code"),
            "detail": text_of(raw, "detail") or ThemeDetail.FULL.value,
            "highlight": flag_of(raw, "highlight"),
            "town_level": flag_of(raw, "town_level"),
            "lead_undecided": not text_of(raw, "lead_department"),
            "windows": texts_of(raw, "windows"),
            "steps_after": integer_of(after, "steps"),
        },
    )
    set_children(
        page, "members", [_member(item) for item in records_of(raw, "members")]
    )
    set_children(
        page, "questions", [_question(item) for item in records_of(raw, "questions")]
    )


def theme_payload(page: ThemePage) -> Plain:
    """Return what is published of a theme: its typed part.

    What follows from the members' guides is added by `merge_theme` where it is shown.
    """
    lead = None if page.lead_undecided else page.department
    return {
        "code": page.slug,
        "name": page.title,
        "side": page.side,
        "stage": page.stage,
        "detail": page.detail,
        "highlight": page.highlight,
        "town_level": page.town_level,
        "lead_department": lead.slug if lead else None,
        "lead_department_name": lead.title if lead else "",
        "members": [
            _member_record(row, order)
            for order, row in enumerate(rows_of(page, "members"), start=1)
        ],
        "questions": [
            _question_record(row, order)
            for order, row in enumerate(rows_of(page, "questions"), start=1)
        ],
        "windows": list(page.windows),
        "before": {name: getattr(page, f"{name}_before") for name in _BEFORE},
        "steps_after": page.steps_after,
        "note": page.note,
        "state": page.state,
        "url": page.static_path(),
    }


def theme_record(page: ThemePage, guides: Mapping[str, Mapping[str, Any]]) -> Plain:
    """Return a theme in the shape in which themes are exchanged.

    Args:
        page: The theme.
        guides: The guides of its members by code (see `merge_theme`).
    """
    typed = theme_payload(page)
    record = {name: typed[name] for name in _SHORT}
    full = {name: typed[name] for name in _FULL}
    # A draft may lack figures; what is not known is not told.
    full["before"] = {
        name: value for name, value in typed["before"].items() if value is not None
    }
    if page.detail == ThemeDetail.NAMES_ONLY:
        members = [_short_member(row) for row in typed["members"]]
        after = {"steps": typed["steps_after"]} if page.steps_after is not None else {}
        return record | filled(full | {"after": after}) | {"members": members}
    merged = merge_theme(typed, guides)
    members = [_exchanged_member(row) for row in merged.pop("members")]
    if page.steps_after is None:
        del merged["after"]
    lead = {"lead_department_name": typed["lead_department_name"]}
    return record | lead | full | merged | {"members": members}


def load_themes(
    themes: QuerySet[ThemePage], batch_size: int = BATCH_SIZE
) -> Iterator[ThemePage]:
    """Yield themes with all that records read; four queries a batch."""
    departments = {page.path: page for page in DepartmentPage.objects.all()}
    ordered = themes.order_by("pk")
    last_pk = 0
    while batch := list(ordered.filter(pk__gt=last_pk)[:batch_size]):
        prefetch_related_objects(batch, *THEME_RELATIONS)
        for page in batch:
            page.known_parent = departments.get(page.path[: -page.steplen])
            yield page
        last_pk = batch[-1].pk


_SHORT: Final = (
    "code", "name", "side", "stage", "detail", "highlight", "town_level",
    "lead_department", "state",
)  # fmt: skip
_FULL: Final = ("questions", "windows", "before", "note")


def _member_record(row: ThemeMember, order: int) -> Plain:
    return {
        "order": order,
        "kind": row.kind,
        "guide": row.guide,
        "matter_id": row.matter_id,
        "name": row.name,
        "mode": row.mode,
        "when_text": row.when or None,
        "when": parse(row.when) if row.when else None,
        "depends_on": list(row.depends_on),
        "days": row.days,
    }


def _exchanged_member(row: Plain) -> Plain:
    record = dict(row)
    if row["kind"] != MemberKind.GUIDE:
        del record["guide"]
    if row["kind"] == MemberKind.EXTERNAL:
        del record["matter_id"]
    elif row["kind"] == MemberKind.GUIDE and not row["matter_id"]:
        record["matter_id"] = None
    return record


def _short_member(row: Plain) -> Plain:
    names = ("order", "kind", "matter_id", "name", "mode", "days")
    further = ("guide", "when_text", "when", "depends_on")
    return {name: row[name] for name in names} | filled(
        {name: row[name] for name in further}
    )


def _question_record(row: ThemeQuestion, order: int) -> Plain:
    options = parse_options(row.options)
    return {
        "code": row.code,
        "text": row.text,
        "kind": row.kind,
        "options": [{"code": code, "label": label} for code, label in options],
        "order": order,
    }


def _member(raw: RawRecord) -> ThemeMember:
    guide = text_of(raw, "kind") == MemberKind.GUIDE
    depends_on = raw.get("depends_on")
    return ThemeMember(
        kind=text_of(raw, "kind"),
        name=text_of(raw, "name"),
        guide=text_of(raw, "guide"),
        matter_id=text_of(raw, "matter_id"),
        mode=text_of(raw, "mode"),
        when=expression_text(raw.get("when")),
        depends_on=list(depends_on) if isinstance(depends_on, list) else [],
        # A guide's limit is written in the guide.
        days=None if guide else integer_of(raw, "days"),
    )


def _question(raw: RawRecord) -> ThemeQuestion:
    options = records_of(raw, "options")
    return ThemeQuestion(
        code=text_of(raw, "code"),
        text=text_of(raw, "text"),
        kind=text_of(raw, "kind"),
        options=format_options(
            (text_of(option, "code"), text_of(option, "label")) for option in options
        ),
    )

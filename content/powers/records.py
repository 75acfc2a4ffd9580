"""A power as a record: made into a page, exported from one, and as it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from django.db.models import prefetch_related_objects

from content.guides.parts import legal_basis
from content.guides.plain import Plain, date_text, filled, rows_of
from content.importers.values import (
    RawRecord,
    date_of,
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
    Accountability,
    DepartmentPage,
    PowerBasis,
    PowerChange,
    PowerDuty,
    PowerItemPage,
)
from content.power_codes import PowerCategory
from content.powers.links import matters_by_power

if TYPE_CHECKING:
    from django.db.models import QuerySet

POWER_RELATIONS: Final = ("bases", "duties", "accountability", "changes")
BATCH_SIZE: Final = 500

_TEXTS: Final = (
    "category level source handling_unit process penalty_scope boundary supervise_tel "
    "supervise_url no_matter_reason state flow fee_note"
)


def fill_power(page: PowerItemPage, raw: RawRecord) -> None:
    """Set every field and all rows of a power from a record of the list's shape."""
    set_values(page, {name: text_of(raw, name) for name in _TEXTS.split()})
    set_values(
        page,
        {
            "title": text_of(raw, "name"),
            "slug": text_of(raw, "code"),
            "parent_code": text_of(raw, "parent"),
            "service_objects": texts_of(raw, "service_objects"),
            "co_departments": texts_of(raw, "co_departments"),
            "statutory_days": integer_of(raw, "statutory_days"),
            "on_application": flag_of(raw, "on_application", default=True),
            "effective_on": date_of(raw, "effective_on"),
        },
    )
    page.announced_matters = tuple(texts_of(raw, "matters"))
    set_children(page, "bases", [_basis(item) for item in records_of(raw, "bases")])
    set_children(page, "duties", [_duty(item) for item in records_of(raw, "duties")])
    set_children(
        page,
        "accountability",
        [_accountability(item) for item in records_of(raw, "accountability")],
    )
    set_children(
        page, "changes", [_change(item) for item in records_of(raw, "changes")]
    )


def power_record(page: PowerItemPage, matters: Iterable[str]) -> Plain:
    """Return a power in the shape in which lists are exchanged.

    Args:
        page: The power.
        matters: Codes of the matters that exercise it (see `matters_by_power`).
    """
    category = PowerCategory(page.category).label if page.category else ""
    department = page.department
    return {
        "code": page.slug,
        "name": page.title,
        "category": page.category,
        "category_name": str(category),
        "level": page.level,
        "source": page.source,
        "department": department.slug,
        "department_name": department.title,
        "handling_unit": page.handling_unit,
        "bases": [legal_basis(row) for row in rows_of(page, "bases")],
        "service_objects": list(page.service_objects),
        "process": page.process,
        "penalty_scope": page.penalty_scope,
        "duties": [
            {
                "order": order,
                "stage": row.stage,
                "text": row.text,
                "basis": {"title": row.basis_title, "article": row.basis_article},
            }
            for order, row in enumerate(rows_of(page, "duties"), start=1)
        ],
        "accountability": [
            {
                "order": order,
                "situation": row.situation,
                "consequence": row.consequence,
                "basis": {"title": row.basis_title, "article": row.basis_article},
            }
            for order, row in enumerate(rows_of(page, "accountability"), start=1)
        ],
        "supervise_tel": page.supervise_tel,
        "supervise_url": page.supervise_url,
        "statutory_days": page.statutory_days,
        "on_application": page.on_application,
        "matters": list(matters),
        "no_matter_reason": page.no_matter_reason,
        "boundary": page.boundary,
        "state": page.state,
        "effective_on": date_text(page.effective_on),
        "changes": [
            {
                "action": row.action,
                "doc_no": row.doc_no,
                "on": date_text(row.on),
                "before": row.before,
                "after": row.after,
            }
            for row in rows_of(page, "changes")
        ],
    } | filled(
        {
            "co_departments": list(page.co_departments),
            "flow": page.flow,
            "fee_note": page.fee_note,
            "parent": page.parent_code,
        }
    )


def power_payload(page: PowerItemPage) -> Plain:
    """Return what is published of a power.

    Its matters are not in it: they are published themselves, and whoever shows a power
    looks up those that name it, so that the two cannot disagree.
    """
    record = power_record(page, ())
    del record["matters"]
    department = page.department
    return record | {
        "url": page.static_path(),
        "department_url": department.static_path(),
    }


def load_powers(
    powers: QuerySet[PowerItemPage], batch_size: int = BATCH_SIZE
) -> Iterator[PowerItemPage]:
    """Yield powers with all that records read; six queries a batch, in bounded memory."""
    departments = {page.path: page for page in DepartmentPage.objects.all()}
    ordered = powers.order_by("pk")
    last_pk = 0
    while batch := list(ordered.filter(pk__gt=last_pk)[:batch_size]):
        prefetch_related_objects(batch, *POWER_RELATIONS)
        for page in batch:
            page.known_parent = departments.get(page.path[: -page.steplen])
            yield page
        last_pk = batch[-1].pk


def export_powers(powers: QuerySet[PowerItemPage]) -> Iterator[Plain]:
    """Yield the records of powers in the order of their codes, with their matters."""
    codes = list(powers.order_by("slug").values_list("pk", "slug"))
    for start in range(0, len(codes), BATCH_SIZE):
        part = codes[start : start + BATCH_SIZE]
        linked = matters_by_power(code for _, code in part)
        pages = load_powers(powers.filter(pk__in=[pk for pk, _ in part]))
        for page in sorted(pages, key=lambda page: page.slug):
            yield power_record(page, linked.get(page.slug, ()))


def _basis(raw: RawRecord) -> PowerBasis:
    return PowerBasis(
        title=text_of(raw, "title"),
        doc_no=text_of(raw, "doc_no"),
        issuer=text_of(raw, "issuer"),
        article=text_of(raw, "article"),
        text=text_of(raw, "text"),
        text_kind=text_of(raw, "text_kind"),
        rank=text_of(raw, "rank"),
        status=text_of(raw, "status"),
        effective_on=date_of(raw, "effective_on"),
        url=text_of(raw, "url"),
        fictional=flag_of(raw, "fictional"),
        verify=flag_of(raw, "verify"),
    )


def _duty(raw: RawRecord) -> PowerDuty:
    basis = record_of(raw, "basis")
    return PowerDuty(
        stage=text_of(raw, "stage"),
        text=text_of(raw, "text"),
        basis_title=text_of(basis, "title"),
        basis_article=text_of(basis, "article"),
    )


def _accountability(raw: RawRecord) -> Accountability:
    basis = record_of(raw, "basis")
    return Accountability(
        situation=text_of(raw, "situation"),
        consequence=text_of(raw, "consequence"),
        basis_title=text_of(basis, "title"),
        basis_article=text_of(basis, "article"),
    )


def _change(raw: RawRecord) -> PowerChange:
    return PowerChange(
        action=text_of(raw, "action"),
        doc_no=text_of(raw, "doc_no"),
        on=date_of(raw, "on"),
        before=dict(record_of(raw, "before")),
        after=dict(record_of(raw, "after")),
    )

"""Import the 12345 responsibility list and the certificate types that are live."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.importers.context import Context, Kind, digest_of
from content.importers.phases.rows import sound_rows, unknown
from content.importers.refusals import problems_of_model
from content.importers.report import Outcome, changes_between
from content.importers.shapes.lists import APPEAL
from content.importers.sources import SourceRow
from content.importers.values import RawRecord, text_of, told_by
from content.library import add_live_certificate_types
from content.lists import fill_appeal
from content.models import AppealItem, CertificateType


def import_appeals(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import common demands; each names a department that is there."""
    known = {item.code: item for item in AppealItem.objects.all()}
    for source, raw in sound_rows(context, rows, APPEAL, Kind.APPEAL, "code"):
        code, digest = text_of(raw, "code"), digest_of(dict(raw))
        if code in known and context.is_same(Kind.APPEAL, code, digest):
            context.accept(source, Kind.APPEAL, code, Outcome.SAME)
            continue
        department = context.known.departments.get(text_of(raw, "dept"))
        if department is None or department.pk is None:
            expected = _("已有部门的标识，请先导入部门")
            context.refuse(source, [unknown("dept", text_of(raw, "dept"), expected)])
            continue
        _write(context, source, raw, known.get(code), department.pk)
    context.store_digests()


def import_certificate_types(context: Context, rows: Sequence[SourceRow]) -> None:
    """Take over the names of certificate types that are live."""
    names = [row.raw for row in rows if isinstance(row.raw, str)]
    new = set(names) - _known_types()
    add_live_certificate_types(names)
    for row in rows:
        if isinstance(row.raw, str):
            outcome = Outcome.NEW if row.raw in new else Outcome.SAME
            context.accept(row, "certificate_type", row.raw, outcome)
            new.discard(row.raw)


def _known_types() -> set[str]:
    return set(CertificateType.objects.values_list("name", flat=True))


def _write(
    context: Context,
    source: SourceRow,
    raw: RawRecord,
    present: AppealItem | None,
    department: int,
) -> None:
    code, item = text_of(raw, "code"), present or AppealItem()
    before = told_by(item)
    fill_appeal(item, raw)
    item.department_id = department
    changes = () if present is None else changes_between(before, told_by(item))
    try:
        with transaction.atomic():
            item.full_clean()
            item.save()
    except ValidationError as error:
        context.refuse(source, problems_of_model(error))
        return
    outcome = (
        Outcome.NEW if present is None else Outcome.CHANGED if changes else Outcome.SAME
    )
    context.touched.hotline = context.touched.hotline or outcome is not Outcome.SAME
    context.accept(source, Kind.APPEAL, code, outcome, changes)
    context.remember(Kind.APPEAL, code, digest_of(dict(raw)))

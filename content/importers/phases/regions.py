"""Import regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content import validators
from content.importers.context import Context, Kind, digest_of
from content.importers.identifiers import expectation_of
from content.importers.kinds import Problem
from content.importers.phases.rows import parents_first, sound_rows, unknown
from content.importers.refusals import problems_of_model
from content.importers.report import Outcome, changes_between
from content.importers.shapes import places as shapes
from content.importers.sources import SourceRow
from content.importers.values import RawRecord, field_problems, text_of, told_by
from content.importers.writers.places import fill_region
from content.models import Region

_REFERENCES = ("parent", "host_region", "successor")


def import_regions(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import regions, each after the regions that it refers to."""
    ordered = parents_first(rows, "code", *_REFERENCES)
    for source, raw in sound_rows(context, ordered, shapes.REGION, Kind.REGION, "code"):
        code, digest = text_of(raw, "code"), digest_of(dict(raw))
        if code in context.known.regions and context.is_same(Kind.REGION, code, digest):
            context.accept(source, Kind.REGION, code, Outcome.SAME)
        elif not context.refuse(source, _reference_problems(context, raw)):
            _write(context, source, raw, digest)
    context.store_digests()


def _write(context: Context, source: SourceRow, raw: RawRecord, digest: str) -> None:
    code = text_of(raw, "code")
    region = Region.objects.filter(code=code).first() or Region()
    is_new = region.pk is None
    before = told_by(region)
    fill_region(region, raw, context.known)
    if context.refuse(source, field_problems(region)):
        return
    changes = () if is_new else changes_between(before, told_by(region))
    try:
        with transaction.atomic():
            region.full_clean()
            region.save()
    except ValidationError as error:
        context.refuse(source, problems_of_model(error))
        return
    outcome = Outcome.NEW if is_new else Outcome.CHANGED if changes else Outcome.SAME
    context.known.regions[code] = region.pk
    context.accept(source, Kind.REGION, code, outcome, changes)
    context.remember(Kind.REGION, code, digest)


def _reference_problems(context: Context, raw: RawRecord) -> Iterator[Problem]:
    for name in _REFERENCES:
        value = text_of(raw, name)
        if value and value not in context.known.regions:
            yield unknown(name, value, _("已有的区划代码"))
    parent = text_of(raw, "parent")
    if parent and raw.get("statutory") is not False:
        try:
            validators.check_region_parent(text_of(raw, "code"), parent)
        except ValidationError as error:
            yield Problem(
                path="parent",
                value=parent,
                expected=expectation_of(error),
                rule="V-REGION",
            )

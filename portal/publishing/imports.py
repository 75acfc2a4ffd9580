"""Publish what an import has made live."""

from __future__ import annotations

from itertools import chain

from django.db.models import QuerySet

from content import payloads
from content.importers.running import ImportRun
from content.models import DepartmentPage, HallPage, HomePage, MatterPage
from portal.publishing.kinds import CHILD_MODELS, PUBLISHED
from portal.publishing.models import RecordSnapshot
from portal.publishing.services import publish_pages, reconcile, record_lists


def publish_run(run: ImportRun) -> None:
    """Record what a run made live; also what an earlier run left unrecorded."""
    departments = DepartmentPage.objects.live()
    halls = HallPage.objects.live()
    touched = run.touched
    publish_pages(
        chain(
            HomePage.objects.live(),
            departments.filter(pk__in=touched.departments)
            | departments.exclude(key__in=_recorded(RecordSnapshot.Kind.DEPARTMENT)),
            halls.filter(pk__in=touched.halls)
            | halls.exclude(code__in=_recorded(RecordSnapshot.Kind.HALL)),
        )
    )
    for model in CHILD_MODELS:
        published = PUBLISHED[model]
        live = model.objects.live()
        wanted = live.filter(pk__in=touched.records) | live.exclude(
            slug__in=_recorded(published.kind)
        )
        publish_pages(published.load(wanted))
    matters = MatterPage.objects.live().filter(pk__in=touched.matters)
    publish_pages(payloads.load_matters(matters))
    record_lists()
    reconcile()


def _recorded(kind: str) -> QuerySet[RecordSnapshot, str]:
    """Return the keys of one kind; a department and a hall may have the same."""
    return RecordSnapshot.objects.filter(kind=kind).values_list("key", flat=True)

"""What is published of each record: JSON-able values built from pages.

A page may be stored, prefetched (`load_matters`) or still under edit with its rows in
memory: previews and published versions come from the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from django.db.models import prefetch_related_objects

from content.codes import MatterKind
from content.guides import parts
from content.guides.guide import catalogue_guide, full_guide
from content.guides.materials import file_paths
from content.guides.places import department_record, hall_record
from content.guides.plain import Plain
from content.models import DepartmentPage, GuideFile, HallPage, MatterPage, SiteSettings

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Site

PAYLOAD_SCHEMA: Final = 1
BATCH_SIZE: Final = 500

MATTER_RELATIONS: Final = (
    "legal_bases",
    "updates",
    "accept_conditions",
    "refuse_conditions",
    "locations",
    "special_procedures",
    "stages",
    "materials",
    "questions",
    "scenario_rules",
    "scenario_sets",
    "fee_rows",
    "intermediary_services",
    "faq",
    "related_matters",
    "work_criteria",
    "form_fields",
)


def matter_payload(page: MatterPage) -> Plain:
    """Return the payload of a matter, the contract between editing and everything else.

    At most one query per kind of row, one for the department and one for the files;
    none but the last on a page that `load_matters` gave.
    """
    full = page.kind == MatterKind.GUIDE
    guide = full_guide(page) if full else catalogue_guide(page)
    return {
        "schema": PAYLOAD_SCHEMA,
        "kind": page.kind,
        "code": page.slug,
        "source_id": page.source_id,
        "url": page.static_path(),
        "guide": guide,
        "keywords": _keywords(page),
        "attachments": _attachments(guide) if full else [],
        "updates": _updates(page),
    }


def guide_from_page(page: MatterPage) -> Plain:
    """Return the guide with its internal work rules, as exported and imported."""
    return full_guide(page) | {"work_rules": parts.work_rules(page)}


def department_payload(page: DepartmentPage) -> Plain:
    """Return the payload of a department (4 queries at most)."""
    return department_record(page)


def hall_payload(page: HallPage) -> Plain:
    """Return the payload of a hall with its windows, kiosks and lower halls."""
    return hall_record(page)


def site_payload(site: Site) -> Plain:
    """Return what every page says about the site itself."""
    settings = SiteSettings.objects.filter(site=site).first() or SiteSettings()
    return {
        "name": settings.name or site.site_name,
        "domain": settings.domain or site.hostname,
        "site_id_code": settings.site_id_code,
        "sponsor": settings.sponsor,
        "contact": settings.contact,
        "icp": settings.icp,
        "police_record": settings.police_record,
        "region_name": settings.region_name,
        "hotline": settings.hotline,
    }


def load_matters(
    matters: QuerySet[MatterPage], batch_size: int = BATCH_SIZE
) -> Iterator[MatterPage]:
    """Yield pages with everything that payloads read; some 20 queries per batch.

    Pages come in the order of their primary keys. Only one batch is in memory.
    """
    departments = {page.path: page for page in DepartmentPage.objects.all()}
    ordered = matters.order_by("pk").select_related("basic")
    last_pk = 0
    while batch := list(ordered.filter(pk__gt=last_pk)[:batch_size]):
        full = [page for page in batch if page.kind == MatterKind.GUIDE]
        prefetch_related_objects(batch, *MATTER_RELATIONS[:2])
        prefetch_related_objects(full, *MATTER_RELATIONS[2:])
        for page in batch:
            page.known_parent = departments.get(page.path[: -page.steplen])
            yield page
        last_pk = batch[-1].pk


def _keywords(page: MatterPage) -> list[str]:
    words: Iterable[str] = (
        *page.search_keywords,
        page.life_event,
        *page.topics_local,
        *page.theme_tags,
    )
    return list(dict.fromkeys(word for word in words if word))


def _updates(page: MatterPage) -> list[Plain]:
    """Return what the public is told of changes, the newest first."""
    notes = sorted(page.updates.all(), key=lambda note: note.on, reverse=True)
    return [{"on": note.on.isoformat(), "note": note.note} for note in notes]


def _attachments(guide: Plain) -> list[Plain]:
    paths = file_paths(guide)
    if not paths:
        return []
    files = GuideFile.objects.filter(path__in=paths).order_by("path")
    return [
        {"path": path, "sha256": digest}
        for path, digest in files.values_list("path", "sha256")
    ]

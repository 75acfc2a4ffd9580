"""Run a whole import: read, check, write, report."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.models import Site

from content.importers.catalogue import read_translation
from content.importers.containers import SourceKind
from content.importers.context import Context, Progress, Touched
from content.importers.known import read_known
from content.importers.permissions import keep_allowed
from content.importers.phases.catalogue import import_catalogue, read_keywords
from content.importers.phases.guides import import_guides
from content.importers.phases.hotline import (
    import_appeals,
    import_certificate_types,
)
from content.importers.phases.places import import_departments, import_halls
from content.importers.phases.power_tables import import_power_tables
from content.importers.phases.records import (
    import_benefits,
    import_cross_lists,
    import_documents,
    import_lists,
    import_powers,
    import_themes,
)
from content.importers.phases.regions import import_regions
from content.importers.report import Report
from content.importers.sources import Sources, read_sources
from content.library import harvest_library
from content.tree import ensure_root


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """What a run did. `unusable` counts files of which nothing could be read."""

    report: Report
    touched: Touched
    unusable: int


DraftsHook = Callable[[ImportRun], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOptions:
    """What the editors' desk asks of an import.

    Attributes:
        allowed_departments: Keys of the departments whose rows are taken; None for all.
        trusts_digests: Whether a row equal to the one that its record was last made from
            is the same without a look at what editors made of the record since.
        drafts_hook: Gets the run once something was written, for instance to make one
            set of changes of its drafts (`touched.pages`). Not called on a dry run.
    """

    allowed_departments: Collection[str] | None = None
    trusts_digests: bool = True
    drafts_hook: DraftsHook | None = None


_LONGEST_STEM: Final = 60
_LONGEST_SUFFIX: Final = 10


def import_files(
    paths: Iterable[Path],
    *,
    publish: bool = False,
    dry_run: bool = False,
    user: AbstractBaseUser | None = None,
    progress: Progress = lambda _line: None,
    desk: DeskOptions | None = None,
) -> ImportRun:
    """Import files in the order regions, departments, halls, guides, catalogue.

    A row that cannot be taken is reported and never stops the others. New pages are
    live when `publish` is set, else drafts; telling readers of them is the caller's.
    A dry run does the same work and rolls it back, so it reports what would happen.

    Args:
        paths: Files and folders.
        publish: Whether what was imported goes live.
        dry_run: Whether only to report.
        user: Who imports.
        progress: Is told what goes on.
        desk: What the editors' desk asks further.
    """
    desk = desk or DeskOptions()
    sources = read_sources(paths)
    context = Context(
        known=read_known(),
        translation=read_translation(
            settings.FIXTURES_DIR / "catalogue" / "departments.tsv",
            settings.FIXTURES_DIR / "search",
        ),
        publish=publish,
        user=user,
        progress=progress,
        stores_files=not dry_run,
        trusts_digests=desk.trusts_digests,
    )
    context.report.refuse(sources.refusals)
    if desk.allowed_departments is not None:
        keep_allowed(context, sources, desk.allowed_departments)
    if dry_run:
        with transaction.atomic():
            _import(context, sources)
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()
        context.touched = Touched()
    else:
        _import(context, sources)
    run = ImportRun(
        report=context.report, touched=context.touched, unusable=sources.unusable
    )
    if desk.drafts_hook is not None and run.touched.pages:
        desk.drafts_hook(run)
    return run


def import_upload(
    name: str,
    data: bytes,
    *,
    dry_run: bool,
    user: AbstractBaseUser | None,
    publish: bool = False,
    desk: DeskOptions | None = None,
) -> ImportRun:
    """Import a file that somebody has sent, as `import_files` does.

    Rows are compared with what is there now. Files that guides name have to be stored
    already: beside an uploaded file there are none.
    """
    with TemporaryDirectory() as folder:
        # Files are looked for one folder up, which holds nothing else.
        place = Path(folder) / "upload"
        place.mkdir()
        path = place / _file_name(name)
        path.write_bytes(data)
        return import_files(
            [path],
            publish=publish,
            dry_run=dry_run,
            user=user,
            desk=replace(desk or DeskOptions(), trusts_digests=False),
        )


def _file_name(name: str) -> str:
    """Return a name without folders that every file system takes."""
    last = re.split(r"[\\/]", name)[-1]
    path = Path("".join(letter for letter in last if letter.isprintable()) or "upload")
    if path.name in {"", ".", ".."}:
        return "upload"
    return f"{path.stem[:_LONGEST_STEM]}{path.suffix[:_LONGEST_SUFFIX]}"


def _import(context: Context, sources: Sources) -> None:
    rows = sources.rows
    if any(rows[kind] for kind in SourceKind if kind is not SourceKind.REGIONS):
        ensure_root(settings.WAGTAIL_SITE_NAME)
    phases = (
        (SourceKind.REGIONS, import_regions),
        (SourceKind.DEPARTMENTS, import_departments),
        (SourceKind.HALLS, import_halls),
        (SourceKind.CERTIFICATE_TYPES, import_certificate_types),
        (SourceKind.POWERS, import_powers),
        (SourceKind.POWER_TABLES, import_power_tables),
        (SourceKind.GUIDES, import_guides),
        (SourceKind.CATALOGUE, import_catalogue),
        (SourceKind.THEMES, import_themes),
        (SourceKind.LISTS, import_lists),
        (SourceKind.CROSS_LISTS, import_cross_lists),
        (SourceKind.APPEALS, import_appeals),
        (SourceKind.DOCUMENTS, import_documents),
        (SourceKind.BENEFITS, import_benefits),
    )
    read_keywords(context, rows[SourceKind.CATALOGUE])
    for kind, phase in phases:
        if rows[kind]:
            context.progress(f"  {kind.value}: {len(rows[kind])}")
            phase(context, rows[kind])
    if rows[SourceKind.GUIDES] or rows[SourceKind.POWERS]:
        harvest_library()

"""Files to import: a small part of the demo district, in a folder of the test's own."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from content.importers.report import Outcome, Report
from content.importers.running import import_files

DEMO = settings.FIXTURES_DIR / "demo"
CATALOGUE = settings.FIXTURES_DIR / "catalogue" / "matters.csv"
DEPARTMENTS = ("mzj", "scj", "gaj", "zfj")
REGIONS = ("990000", "990100", "990101", "990101001")
HALLS = ("H-QU", "H-JD01")


def records(name: str, key: str) -> list[dict[str, Any]]:
    """Return the records of a demo file."""
    found = json.loads((DEMO / name).read_text(encoding="utf-8"))[key]
    assert isinstance(found, list)
    return found


def guide(slug: str, **changes: Any) -> dict[str, Any]:
    """Return a demo guide with some values replaced."""
    text = (DEMO / "guides" / f"{slug}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found | changes


def write_json(path: Path, value: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def write_guide(folder: Path, slug: str, **changes: Any) -> Path:
    """Write a demo guide with its files; return the guide's file."""
    found = guide(slug, **changes)
    files = DEMO / "files" / slug
    shutil.copytree(files, folder / "files" / slug, dirs_exist_ok=True)
    return write_json(folder / "guides" / f"{found['slug']}.json", found)


def write_places(folder: Path) -> Path:
    """Write a district of four regions, four departments and two halls."""
    regions = [r for r in records("regions.json", "regions") if r["code"] in REGIONS]
    departments = [
        d for d in records("departments.json", "departments") if d["key"] in DEPARTMENTS
    ]
    halls = [h for h in records("halls.json", "halls") if h["code"] in HALLS]
    for hall in halls:
        hall["resident_departments"] = [
            key for key in hall["resident_departments"] if key in DEPARTMENTS
        ]
    kiosks = [k for k in records("halls.json", "kiosks") if k["hall"] in HALLS]
    write_json(folder / "regions.json", {"regions": regions})
    write_json(folder / "departments.json", {"departments": departments})
    write_json(folder / "halls.json", {"halls": halls, "kiosks": kiosks})
    return folder


def write_what_guides_rely_on(folder: Path, *codes: str) -> Path:
    """Write the live certificates and powers: those named, or all of the district's."""
    powers = [
        power
        for power in records("power_items.json", "items")
        if (power["code"] in codes if codes else power["department"] in DEPARTMENTS)
    ]
    lists = json.loads((DEMO / "lists.json").read_text(encoding="utf-8"))
    live = lists["certificate_types_live"]
    write_json(folder / "powers.json", {"powers": powers})
    write_json(folder / "certificates.json", {"certificate_types_live": live})
    return folder


def catalogue_row(matter_id: str, **changes: str) -> dict[str, str]:
    """Return a row of the real catalogue with some cells replaced."""
    with CATALOGUE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        found = next(row for row in rows if row["matter_id"] == matter_id)
    return found | changes


def write_catalogue(path: Path, *rows: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def report_of(*paths: Path, publish: bool = False, dry_run: bool = False) -> Report:
    """Import files and return the report."""
    return import_files(paths, publish=publish, dry_run=dry_run).report


def counts(report: Report) -> dict[str, int]:
    """Return how many rows were new, changed, same and refused, without zeros."""
    found = {outcome.value: report.count(outcome) for outcome in Outcome}
    found["refused"] = len(report.refusals)
    return {name: number for name, number in found.items() if number}


def rules(report: Report) -> list[tuple[int, str, str]]:
    """Return row, field and rule of every refusal."""
    return [(found.row, found.field, found.rule) for found in report.refusals]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def tree(folder: Path) -> list[str]:
    """Return the names of everything in a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))

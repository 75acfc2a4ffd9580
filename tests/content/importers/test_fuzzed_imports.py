"""A record in which anything has gone wrong is refused or taken; nothing breaks."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from content.importers.report import Report
from content.models import MatterPage
from content.payloads import matter_payload
from tests.content.importers.files import (
    DEMO,
    catalogue_row,
    guide,
    report_of,
    write_catalogue,
    write_json,
    write_places,
)
from tests.content.importers.test_garbage import VALUES

SLUGS = ("food", "elder-allowance", "residence-permit")
GUIDES = {slug: guide(slug) for slug in SLUGS}
LIKELY = ["mzj", "H-QU", "990101", "1", "01", "24:00", "2026-01-01", "all"]
CELLS = ["M0453", "民政局", "个人", "法人;个人", "a;b；c", "行政许可", "其他"]

fuzzed = settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

Steps = tuple[str | int, ...]


def _paths(value: Any, path: Steps = ()) -> Iterator[Steps]:
    """List the paths of everything inside a value, outer things first."""
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, (*path, name))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _paths(inner, (*path, position))


def _spoil(data: st.DataObject, raw: Any) -> Any:
    """Return a copy with a few things dropped, doubled, emptied or replaced."""
    raw = copy.deepcopy(raw)
    places = st.sampled_from(list(_paths(raw)))
    for path in data.draw(st.lists(places, min_size=1, max_size=3)):
        holder = raw
        try:
            for step in path[:-1]:
                holder = holder[step]
            present = holder[path[-1]]
        except (LookupError, TypeError):
            # An earlier step has taken this place away.
            continue
        act = data.draw(st.sampled_from(["drop", "double", "empty", "like", "other"]))
        if act == "drop":
            del holder[path[-1]]
        elif act == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(present))
        elif act == "empty" and present is not None:
            holder[path[-1]] = type(present)()
        elif act == "like" and isinstance(present, str):
            holder[path[-1]] = data.draw(st.sampled_from(LIKELY) | st.text(max_size=30))
        elif act == "like" and isinstance(present, int):
            holder[path[-1]] = data.draw(st.integers(-1, 400))
        else:
            holder[path[-1]] = data.draw(VALUES)
    return raw


def _import_and_take_back(*paths: Path, publish: bool) -> Report:
    """Import files, make the payloads of what went live, and undo it all."""
    with transaction.atomic():
        report = report_of(*paths, publish=publish)
        for page in MatterPage.objects.live():
            json.dumps(matter_payload(page), allow_nan=False)
        transaction.set_rollback(True)
    for refusal in report.refusals:
        assert all((refusal.file, refusal.rule, refusal.expected, refusal.message))
    return report


@fuzzed
@given(data=st.data(), slug=st.sampled_from(SLUGS), publish=st.booleans())
def test_import_takes_or_refuses_any_guide(
    district: Path, inbox: Path, data: st.DataObject, slug: str, publish: bool
) -> None:
    shutil.copytree(DEMO / "files" / slug, inbox / "files" / slug, dirs_exist_ok=True)
    path = write_json(inbox / "guides" / "a.json", _spoil(data, GUIDES[slug]))

    report = _import_and_take_back(path, publish=publish)

    assert len(report.rows) == (0 if report.refusals else 1)


@fuzzed
@given(
    data=st.data(),
    name=st.sampled_from(["regions", "departments", "halls"]),
    publish=st.booleans(),
)
def test_import_takes_or_refuses_any_place(
    db: None, tmp_path: Path, data: st.DataObject, name: str, publish: bool
) -> None:
    path = write_places(tmp_path) / f"{name}.json"
    write_json(path, _spoil(data, json.loads(path.read_text(encoding="utf-8"))))

    report = _import_and_take_back(tmp_path, publish=publish)

    assert report.rows or report.refusals


@fuzzed
@given(
    changes=st.dictionaries(
        st.sampled_from(sorted(catalogue_row("M0452"))),
        st.sampled_from(CELLS)
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
        min_size=1,
        max_size=4,
    ),
    publish=st.booleans(),
)
def test_import_takes_or_refuses_any_catalogue_row(
    district: Path, inbox: Path, changes: dict[str, str], publish: bool
) -> None:
    path = write_catalogue(inbox / "a.csv", catalogue_row("M0452") | changes)

    report = _import_and_take_back(path, publish=publish)

    assert report.rows or report.refusals

"""A guide in which anything has gone wrong is refused or taken; nothing breaks."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st

from content.importers.running import import_files
from tests.content.importers.files import DEMO, guide, write_json
from tests.content.importers.test_garbage import VALUES

SLUGS = ("food", "elder-allowance", "residence-permit")
GUIDES = {slug: guide(slug) for slug in SLUGS}

Step = str | int
Path_ = tuple[Step, ...]


def _paths(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """List the paths of everything inside a value, outer things first."""
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, (*path, name))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _paths(inner, (*path, position))


PATHS = {slug: list(_paths(raw)) for slug, raw in GUIDES.items()}


def _holder(raw: Any, path: Path_) -> Any:
    for step in path[:-1]:
        raw = raw[step]
    return raw


def _texts(raw: dict[str, Any]) -> list[str]:
    found = []
    for path in _paths(raw):
        value = _holder(raw, path)[path[-1]]
        if isinstance(value, str):
            found.append(value)
    return found


TEXTS = sorted({text for raw in GUIDES.values() for text in _texts(raw)})


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a good guide with a few things dropped, doubled, emptied or replaced."""
    slug = draw(st.sampled_from(SLUGS))
    raw = copy.deepcopy(GUIDES[slug])
    for path in draw(st.lists(st.sampled_from(PATHS[slug]), min_size=1, max_size=3)):
        try:
            holder = _holder(raw, path)
            present = holder[path[-1]]
        except (LookupError, TypeError):
            continue
        act = draw(st.sampled_from(["drop", "double", "empty", "like", "other"]))
        if act == "drop":
            del holder[path[-1]]
        elif act == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(present))
        elif act == "like" and isinstance(present, str):
            holder[path[-1]] = draw(st.sampled_from(TEXTS) | st.text(max_size=30))
        elif act == "like" and isinstance(present, int):
            holder[path[-1]] = draw(st.integers(-1, 400))
        elif act == "empty":
            holder[path[-1]] = type(present)() if present is not None else ""
        else:
            holder[path[-1]] = draw(VALUES)
    return raw


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(raw=mutated(), publish=st.booleans())
def test_import_takes_or_refuses_any_guide(
    district: Path, inbox: Path, raw: dict[str, Any], publish: bool
) -> None:
    files = inbox / "files"
    if not files.exists():
        for slug in SLUGS:
            shutil.copytree(DEMO / "files" / slug, files / slug)
    path = write_json(inbox / "guides" / "a.json", raw)

    # A dry run writes everything and takes it back, so examples do not meet.
    report = import_files([path], publish=publish, dry_run=True).report

    assert len(report.rows) == (0 if report.refusals else 1)
    for refusal in report.refusals:
        assert all((refusal.rule, refusal.expected, refusal.message))

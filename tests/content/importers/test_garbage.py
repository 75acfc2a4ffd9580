"""Whatever a file holds, reading and checking it never raises."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings, strategies as st

from content.importers.catalogue import Translation, catalogue_problems
from content.importers.shapes import places
from content.importers.shapes.guides import guide_problems
from content.importers.sources import read_sources
from tests.content.importers.files import guide, records

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["1", "01", "2026-01-01", "files/a.html", "all", "/apply/x"])
)
NAMES = st.sampled_from(["var", "eq", "and", "not", "order", "name", "code", "text"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
FOOD = guide("food")
CATALOGUE_NAMES = st.sampled_from(
    ["matter_id", "name", "department_group", "matter_type", "subject", "theme"]
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    found = [path] if path else []
    for step, child in inner:
        found += _places(child, (*path, step))
    return found


FOOD_PLACES = _places(FOOD)


@given(VALUES)
def test_guide_problems_takes_any_value(value: Any) -> None:
    list(guide_problems(value))


@settings(deadline=None)
@given(st.sampled_from(FOOD_PLACES), VALUES)
def test_guide_problems_takes_any_value_at_any_place(
    path: tuple[Any, ...], value: Any
) -> None:
    raw = copy.deepcopy(FOOD)
    place: Any = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    list(guide_problems(raw))


@settings(deadline=None)
@given(
    st.sampled_from(
        [
            (places.REGION, "regions.json", "regions"),
            (places.DEPARTMENT, "departments.json", "departments"),
            (places.HALL, "halls.json", "halls"),
        ]
    ),
    st.data(),
)
def test_place_shapes_take_any_value_at_any_place(
    known: tuple[Any, str, str], data: st.DataObject
) -> None:
    shape, file, key = known
    raw = copy.deepcopy(records(file, key)[0])
    path = data.draw(st.sampled_from(_places(raw)))
    place: Any = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = data.draw(VALUES)

    list(shape.problems(raw, ""))


@given(st.dictionaries(CATALOGUE_NAMES | st.text(max_size=4), SCALARS) | VALUES)
def test_catalogue_problems_take_any_row(raw: Any) -> None:
    list(catalogue_problems(raw, Translation(departments={"民政局": "mzj"})))


@settings(deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([".json", ".csv", ".xlsx"]),
)
def test_read_sources_takes_any_bytes(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input{suffix}"
        path.write_bytes(data)

        sources = read_sources([path])

    assert sources.unusable == 1 or not sources.refusals or suffix == ".csv"

"""Where the two codings differ, and that neither loses what the other can say."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, strategies as st

from content.codes import CaseKind, HandleForm, Level, ServiceObject
from content.gbt39046.codings import Coding
from tests.content.gbt39046.samples import decoded, encoded, found, relaxed

GBT, N2020 = Coding.GBT, Coding.N2020


@pytest.mark.parametrize(
    ("coding", "ours", "theirs", "exact"),
    [
        (GBT, ["5", "6"], ["5", "6"], False),
        (N2020, ["5", "6"], ["6", "9"], False),
        (GBT, ["unincorporated"], ["6"], True),
        (N2020, ["unincorporated"], ["5"], False),
        (GBT, ["6", "unincorporated"], ["6"], True),
        (GBT, [], [], False),
    ],
)
def test_service_objects(
    coding: Coding, ours: list[str], theirs: list[str], exact: bool
) -> None:
    record = encoded(coding, service_objects=ours)
    assert record["服务对象"] == theirs
    assert ("service_objects" in record["ext"]) is exact
    assert decoded(record, coding)[0]["service_objects"] == ours


@pytest.mark.parametrize(
    ("coding", "ours", "theirs", "exact"),
    [
        (GBT, ["1", "2", "3", "4", "9"], ["1", "2", "3", "4", "9"], False),
        (N2020, ["1", "2", "4", "9"], ["1", "2", "3", "9"], False),
        (N2020, ["2", "3"], ["2"], True),
        (N2020, ["3"], ["2"], True),
        (GBT, ["kiosk", "home", "agent"], ["9"], True),
        (N2020, ["kiosk", "1"], ["9", "1"], True),
    ],
)
def test_handling_forms(
    coding: Coding, ours: list[str], theirs: list[str], exact: bool
) -> None:
    record = encoded(coding, handle_forms=ours)
    assert record["办理形式"] == theirs
    assert ("handle_forms" in record["ext"]) is exact
    assert decoded(record, coding)[0]["handle_forms"] == ours


@pytest.mark.parametrize(
    ("coding", "ours", "theirs"),
    [
        (GBT, Level.VILLAGE, "6"),
        (GBT, Level.GRADED, "7"),
        (N2020, Level.VILLAGE, "7"),
        (N2020, Level.GRADED, "6"),
        (N2020, Level.TOWN, "5"),
    ],
)
def test_levels_of_village_and_graded_change_places(
    coding: Coding, ours: Level, theirs: str
) -> None:
    record = encoded(coding, level=ours.value)
    assert record["行使层级"] == theirs
    assert "level" not in record["ext"]
    assert decoded(record, coding)[0]["level"] == ours.value


def test_local_kinds_of_cases_are_others_for_the_standard() -> None:
    assert encoded(GBT, case_kind=CaseKind.JOINT.value)["办件类型"] == "9"
    assert encoded(N2020, case_kind=CaseKind.JOINT.value)["办件类型"] == "3"


@relaxed
@given(
    st.sampled_from(list(Coding)),
    st.lists(st.sampled_from(ServiceObject.values), unique=True),
    st.lists(st.sampled_from(HandleForm.values), unique=True),
    st.sampled_from(Level.values),
)
def test_every_choice_comes_back_in_either_coding(
    coding: Coding, objects: list[str], forms: list[str], level: str
) -> None:
    told = {"service_objects": objects, "handle_forms": forms, "level": level}
    back, troubles = decoded(encoded(coding, **told), coding)
    assert troubles == []
    assert {name: back[name] for name in told} == told


def test_codes_of_the_other_coding_are_refused_where_there_are_none() -> None:
    record = encoded(N2020, service_objects=["6"], handle_forms=["1"])
    assert found(record, GBT) == [("服务对象（service_objects）", "code-list")]


def test_without_the_exact_value_the_plain_meaning_is_taken() -> None:
    for coding, name, theirs, ours in (
        (GBT, "服务对象", ["6"], ["6"]),
        (N2020, "办理形式", ["2", "3", "9"], ["2", "4", "9"]),
    ):
        record = encoded(coding) | {name: theirs}
        path = {"服务对象": "service_objects", "办理形式": "handle_forms"}[name]
        record["ext"].pop(path, None)
        assert decoded(record, coding)[0][path] == ours


def test_exact_value_that_says_something_else_is_refused() -> None:
    record = encoded(GBT, service_objects=["unincorporated"]) | {"服务对象": ["1"]}
    assert found(record) == [("服务对象（service_objects）", "contradiction")]


def test_no_two_plain_codes_of_a_coding_are_one() -> None:
    for coding in Coding:
        plain = [code for code in ServiceObject.values if code.isdigit()]
        for one, other in combinations(plain, 2):
            record = encoded(coding, service_objects=[one, other])
            assert len(record["服务对象"]) == 2

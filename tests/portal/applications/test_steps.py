from __future__ import annotations

import pytest

from portal.applications.steps import FIELDS_PER_PAGE, pages_of, steps_of
from tests.factories.content import GUIDE_SLUGS
from tests.factories.versions import Guide, demo_guide


def field(key: str, **extra: object) -> Guide:
    return {"key": key, "label": key, "type": "text", "required": True, **extra}


def lengths(count: int) -> list[int]:
    return [len(page) for page in pages_of([field(f"f{n}") for n in range(count)])]


def test_sections_are_cut_into_even_pages() -> None:
    assert lengths(1) == [1]
    assert lengths(4) == [4]
    assert lengths(5) == [3, 2]
    assert lengths(9) == [3, 3, 3]
    assert lengths(10) == [4, 3, 3]
    assert max(lengths(37)) <= FIELDS_PER_PAGE
    assert sum(lengths(37)) == 37


def test_conditional_field_starts_a_page_after_the_field_it_asks() -> None:
    asked = field("married")
    spouse = field("spouse", show_if={"eq": [{"var": "married"}, "yes"]})
    pages = pages_of([field("name"), asked, spouse, field("note")])
    assert [[each["key"] for each in page] for page in pages] == [
        ["name", "married"],
        ["spouse", "note"],
    ]


def keys(guide: Guide, scenario: dict[str, object], **answers: object) -> list[str]:
    steps = steps_of(
        guide, answers=answers, scenario_answers=scenario, choose_applicant=False
    )
    return [step.key for step in steps]


def test_pages_follow_the_scenario() -> None:
    guide = demo_guide("id-first")
    young, old = keys(guide, {"age": "10"}), keys(guide, {"age": "30"})
    shown = {
        each["key"]
        for step in steps_of(
            guide, answers={}, scenario_answers={"age": "10"}, choose_applicant=False
        )
        for each in step.fields
    }
    assert "guardian" in shown
    assert len(young) >= len(old)


@pytest.mark.parametrize("code", GUIDE_SLUGS)
def test_every_demo_guide_becomes_short_pages(code: str) -> None:
    steps = steps_of(
        demo_guide(code), answers={}, scenario_answers={}, choose_applicant=True
    )
    assert steps[0].kind == "applicant"
    assert steps[-1].kind == "check"
    assert all(len(step.fields) <= FIELDS_PER_PAGE for step in steps)
    assert len({step.key for step in steps}) == len(steps)

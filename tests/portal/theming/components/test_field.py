from __future__ import annotations

import re

import pytest

from portal.theming import rendering
from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text, texts


def rendered(call: str, **values: object) -> str:
    template = (
        '{% from "components/field/template.html" import field %}{{ ' + call + " }}"
    )
    return rendering._environment().from_string(template).render(values)


def test_input_is_tied_to_label_hint_and_error() -> None:
    html = rendered('field("area", "面积", hint="写到平方米", error="写经营面积")')
    assert '<label for="area">面积</label>' in html
    assert 'aria-describedby="area-hint area-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="area-error"><span class="vh">错误：</span>写经营面积' in html


@pytest.mark.parametrize("kind", ["radio", "checkbox"])
def test_choices_are_a_fieldset_and_the_first_takes_the_id(kind: str) -> None:
    options = [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}]
    html = rendered(f'field("way", "谁来办", kind="{kind}", options=o)', o=options)
    assert "<legend>谁来办</legend>" in html
    assert re.findall(r'id="([\w-]+)"', html) == ["way", "way-2"]


def test_checkbox_marks_only_the_chosen_values() -> None:
    options = [{"value": "a", "label": "甲"}, {"value": "ab", "label": "乙"}]
    html = rendered(
        'field("x", "x", kind="checkbox", value=["ab"], options=o)', o=options
    )
    assert html.count("checked") == 1
    assert 'value="ab" checked' in html


def test_optional_field_says_so() -> None:
    assert "（选填）" in rendered('field("x", "补充说明", required=false)')


def test_password_is_never_written_back() -> None:
    html = rendered('field("p", "密码", kind="password", value="secret")')
    assert "secret" not in html


def test_typed_value_is_escaped() -> None:
    html = rendered('field("x", "x", value=v)', v='"><script>')
    assert "<script>" not in html


def test_every_note_that_an_input_names_is_there() -> None:
    tree = drawn(
        "field", "field", "x", "面积", hint="平方米", why="算费用", error="写面积"
    )
    named = one(tree, ".//input").get("aria-describedby", "").split()
    assert named == ["x-hint", "x-why", "x-error"]
    told = [text(one(tree, f".//p[@id='{each}']")) for each in named]
    assert told == ["平方米", "为什么要填：算费用", "错误：写面积"]


def test_choices_carry_their_notes_once() -> None:
    options = [{"value": "a", "label": HOSTILE, "hint": "常用"}]
    tree = drawn("field", "field", "x", "谁", kind="radio", options=options, hint="选")
    assert one(tree, "fieldset").get("aria-describedby") == "x-hint"
    assert one(tree, ".//input").get("aria-describedby") is None
    assert texts(tree, ".//label/span") == [f"{HOSTILE}常用"]


def test_select_keeps_what_was_chosen() -> None:
    options = [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}]
    tree = drawn("field", "field", "x", "谁", kind="select", options=options, value="b")
    assert text(one(tree, ".//option[@selected]")) == "乙"


def test_textarea_keeps_lines_and_its_limit() -> None:
    tree = drawn(
        "field", "field", "x", "说明", kind="textarea", value="一\n二", maxlength=9
    )
    area = one(tree, ".//textarea")
    assert (text(area), area.get("maxlength")) == ("一\n二", "9")


def test_limits_of_numbers_may_be_zero() -> None:
    field = one(
        drawn("field", "field", "x", "面积", kind="number", min=0, max=0), ".//input"
    )
    assert (field.get("min"), field.get("max")) == ("0", "0")


def test_label_can_be_the_heading_of_the_page() -> None:
    tree = drawn("field", "field", "x", "面积", heading=True)
    assert text(one(tree, ".//h1/label[@for='x']")) == "面积"


def test_what_is_not_given_is_left_out() -> None:
    field = one(drawn("field", "field", "x", "面积"), ".//input")
    assert set(field.attrib) == {"class", "id", "name", "type", "value"}

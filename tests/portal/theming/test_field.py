from __future__ import annotations

import re

import pytest

from portal.theming import rendering


def rendered(call: str, **values: object) -> str:
    template = (
        '{% from "components/field/template.html" import field %}'
        '{% from "components/error-summary/template.html" import error_summary %}'
        "{{ " + call + " }}"
    )
    return rendering._environment().from_string(template).render(values)


def test_input_is_tied_to_label_hint_and_error() -> None:
    html = rendered('field("area", "面积", hint="写到平方米", error="写经营面积")')
    assert '<label for="area">面积</label>' in html
    assert 'aria-describedby="area-hint area-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="area-error"><span class="vh">错误：</span>写经营面积' in html


def test_error_summary_links_to_the_input_with_the_same_words() -> None:
    errors = [{"field": "area", "message": "写经营面积"}]
    html = rendered("error_summary(errors)", errors=errors)
    assert '<a href="#area">写经营面积</a>' in html
    assert 'role="alert"' in html


def test_error_summary_without_errors_is_empty() -> None:
    assert rendered("error_summary([])").strip() == ""


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

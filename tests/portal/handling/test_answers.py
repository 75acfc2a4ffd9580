from __future__ import annotations

import pytest

from portal.handling.answers import answer_sections, answer_text, scenario_rows

FORM = {
    "sections": [
        {
            "title": "申请内容",
            "fields": [
                {"key": "name", "label": "老人姓名", "type": "text"},
                {
                    "key": "alive",
                    "label": "认证方式",
                    "type": "radio",
                    "options": [{"value": "o1", "label": "刷脸"}],
                },
            ],
        }
    ]
}


def test_answer_sections_carry_the_labels_of_fields_and_options() -> None:
    (section,) = answer_sections(FORM, {"name": "王建国", "alive": "o1"})

    assert section.title == "申请内容"
    assert [(row.label, row.value) for row in section.rows] == [
        ("老人姓名", "王建国"),
        ("认证方式", "刷脸"),
    ]


def test_answer_sections_show_unanswered_fields_empty() -> None:
    assert [row.value for row in answer_sections(FORM, {})[0].rows] == ["", ""]


def test_answer_sections_show_answers_that_no_field_asks_for() -> None:
    sections = answer_sections(FORM, {"surprise": "x"})

    assert [(row.key, row.value) for row in sections[-1].rows] == [("surprise", "x")]


def test_answer_sections_without_a_form_still_show_what_was_filed() -> None:
    assert answer_sections(None, {"a": "b"})[0].rows[0].value == "b"
    assert answer_sections(None, {}) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["o1", "x"], "刷脸、x"),
        (True, "是"),
        (False, "否"),
        (None, ""),
        (150, "150"),
        ("o1", "刷脸"),
    ],
)
def test_answer_text_is_readable_for_every_kind_of_value(
    value: object, text: str
) -> None:
    assert answer_text(value, [{"value": "o1", "label": "刷脸"}]) == text


def test_scenario_rows_leave_out_unanswered_questions() -> None:
    scenario = {
        "questions": [
            {"code": "age", "text": "老人今年多少周岁？"},
            {
                "code": "agent",
                "text": "谁来办？",
                "options": [{"code": "no", "label": "本人"}],
            },
        ]
    }

    rows = scenario_rows(scenario, {"agent": "no"})

    assert [(row.label, row.value) for row in rows] == [("谁来办？", "本人")]

from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text, texts

SLOT = {"id": "m1", "input": "material-1", "name": "身份证", "required": True}


def test_input_is_tied_to_the_name_of_the_material() -> None:
    tree = drawn("slots", "slots", [SLOT])
    field = one(tree, ".//input")
    assert (field.get("type"), field.get("name")) == ("file", "material-1")
    assert one(tree, ".//label").get("for") == field.get("id") == "m1"
    assert {"aria-describedby", "aria-invalid", "multiple"} & set(field.attrib) == set()
    assert texts(tree, ".//h3/span") == ["必交"]


def test_hint_and_error_are_heard_with_the_input() -> None:
    tree = drawn(
        "slots", "slots", [SLOT | {"hint": "PDF", "error": "太大", "accept": ".pdf"}]
    )
    field = one(tree, ".//input")
    for identifier in field.get("aria-describedby", "").split():
        assert one(tree, f".//*[@id='{identifier}']") is not None
    assert len(field.get("aria-describedby", "").split()) == 2
    assert field.get("aria-invalid") == "true"
    assert field.get("accept") == ".pdf"
    assert text(one(tree, ".//p[@id='m1-error']")) == "错误：太大"


def test_exempt_or_closed_material_takes_no_file() -> None:
    exempt = drawn("slots", "slots", [SLOT | {"exempt": "已有电子证照"}])
    assert texts(exempt, ".//h3/span") == ["免提交"]
    closed = drawn("slots", "slots", [SLOT | {"closed": True, "required": False}])
    assert texts(closed, ".//h3/span") == ["选交"]
    for tree in (exempt, closed):
        assert tree.find(".//input") is None
        assert tree.find(".//label") is None


def test_file_that_is_there_can_be_taken_away() -> None:
    files = [{"name": HOSTILE, "size": "2 MB", "url": "/f/1", "remove": "7"}]
    tree = drawn("slots", "slots", [SLOT | {"files": files}])
    button = one(tree, ".//button")
    assert (button.get("name"), button.get("value")) == ("remove", "7")
    assert text(button) == f"删除{HOSTILE}"
    assert text(one(tree, ".//p/span/a")) == HOSTILE


def test_sample_and_form_say_of_what() -> None:
    tree = drawn("slots", "slots", [SLOT | {"sample_url": "/s", "blank_url": "/b"}])
    assert texts(tree, ".//a") == ["看样例：身份证", "空白表格：身份证"]

from __future__ import annotations

import pytest

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text


def test_heading_can_name_its_section() -> None:
    heading = one(drawn("section-heading", "section_heading", "材料", "m-h"), ".//h2")
    assert (heading.get("id"), text(heading)) == ("m-h", "材料")


def test_note_is_a_text_and_with_an_address_a_link() -> None:
    plain = drawn("section-heading", "section_heading", "材料", "m", "3 份")
    assert text(one(plain, ".//p")) == "3 份"
    linked = drawn("section-heading", "section_heading", "材料", "m", "看全部", "/a/")
    assert one(linked, ".//a").get("href") == "/a/"
    assert linked.find(".//p") is None


def test_without_a_note_there_is_only_the_heading() -> None:
    tree = drawn("section-heading", "section_heading", "材料", "m")
    assert [child.tag for child in one(tree, "div")] == ["h2"]


@pytest.mark.parametrize("level", [2, 3])
def test_level_fits_into_the_page_and_text_is_escaped(level: int) -> None:
    tree = drawn("section-heading", "section_heading", HOSTILE, "m", level=level)
    assert text(one(tree, f".//h{level}")) == HOSTILE

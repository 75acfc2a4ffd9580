from __future__ import annotations

from portal.theming.blocks import Part, links_to_parts
from tests.portal.theming.components.drawing import HOSTILE, classes, drawn, one, texts

PARTS = [Part(id="g1", name="甲", amount=2), Part(id="g2", name=HOSTILE, amount=3)]


def test_whole_list_comes_first_with_the_sum() -> None:
    tree = drawn("parts", "parts", links_to_parts(PARTS))
    assert [link.get("href") for link in tree.findall(".//a")] == [
        "#main",
        "#g1",
        "#g2",
    ]
    assert texts(tree, ".//a") == ["全部 5", "甲 2", f"{HOSTILE} 3"]


def test_one_part_needs_no_links() -> None:
    tree = drawn("parts", "parts", links_to_parts(PARTS[:1]))
    assert tree.find("nav") is None


def test_landmark_has_a_name_and_is_not_printed() -> None:
    nav = one(drawn("parts", "parts", links_to_parts(PARTS), label="按部门"), "nav")
    assert nav.get("aria-label") == "按部门"
    assert "np" in classes(nav)

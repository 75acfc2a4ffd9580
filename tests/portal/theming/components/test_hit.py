from __future__ import annotations

import pytest

from tests.portal.theming.components.drawing import HOSTILE, LONG, drawn, one, texts


def test_title_leads_to_the_guide() -> None:
    tree = drawn("hit", "hit", "/guides/food/", "食品经营许可")
    assert one(tree, "li/h2/a").get("href") == "/guides/food/"
    assert tree.findall(".//p") == []


def test_summary_and_facts_follow() -> None:
    tree = drawn("hit", "hit", "/g/", "名称", LONG, ["5 天", "不收费"])
    assert texts(tree, ".//p") == [LONG, "5 天不收费"]
    assert texts(tree, ".//span") == ["5 天", "不收费"]


@pytest.mark.parametrize("level", [2, 3])
def test_heading_fits_into_the_page(level: int) -> None:
    assert (
        one(drawn("hit", "hit", "/g/", "名称", heading=level), f"li/h{level}")
        is not None
    )


def test_further_content_stands_in_the_hit() -> None:
    tree = drawn("hit", "hit", "/g/", "名称", inside="<p>为什么</p>")
    assert texts(tree, "li/p") == ["为什么"]


def test_texts_are_escaped() -> None:
    tree = drawn("hit", "hit", "/g/", HOSTILE, HOSTILE, [HOSTILE])
    assert texts(tree, ".//a") + texts(tree, ".//p") == [HOSTILE] * 3

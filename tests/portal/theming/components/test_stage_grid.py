from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, SVG, drawn, one, text

STAGE = {
    "url": "/topics/person/010/",
    "name": "出生",
    "topic": "生育收养",
    "shape": "baby",
}


def test_stage_leads_to_its_topic_in_words() -> None:
    tree = drawn("stage-grid", "stage_grid", [STAGE])
    assert one(tree, ".//a").get("href") == "/topics/person/010/"
    assert text(one(tree, ".//b")) == "出生"
    assert text(one(tree, ".//small")) == "生育收养"
    assert one(tree, f".//{SVG}svg").get("aria-hidden") == "true"


def test_name_is_escaped() -> None:
    tree = drawn("stage-grid", "stage_grid", [STAGE | {"name": HOSTILE}])
    assert text(one(tree, ".//b")) == HOSTILE


def test_no_stages_no_lines() -> None:
    assert drawn("stage-grid", "stage_grid", []).findall(".//li") == []

from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text, texts

BARE = dict.fromkeys(
    ("when", "amount", "notes", "standard", "blank_url", "sample_url"), ""
) | {"name": "身份证", "tone": "on", "tag": "必交", "source": "申请人自备"}


def test_each_material_has_its_mark_and_source() -> None:
    tree = drawn("materials", "materials", [BARE, BARE | {"name": "合同"}])
    assert texts(tree, "ol/li/h4") == ["身份证 必交", "合同 必交"]
    assert texts(tree, ".//p") == ["申请人自备。", "申请人自备。"]
    assert tree.find(".//a") is None


def test_all_that_is_known_is_told() -> None:
    row = BARE | {
        "when": "代办时", "amount": "1 份", "notes": "复印件", "standard": "清晰",
        "sample_url": "/s", "blank_url": "/b",
    }  # fmt: skip
    tree = drawn("materials", "materials", [row])
    assert texts(tree, ".//p")[:3] == [
        "代办时",
        "申请人自备。1 份。复印件。",
        "合格标准：清晰。",
    ]
    assert [link.get("href") for link in tree.findall(".//a")] == ["/s", "/b"]


def test_files_say_of_which_material_they_are() -> None:
    tree = drawn("materials", "materials", [BARE | {"sample_url": "/s"}])
    assert text(one(tree, ".//a")) == "看样例：身份证"


def test_heading_fits_and_name_is_escaped() -> None:
    tree = drawn("materials", "materials", [BARE | {"name": HOSTILE}], heading=3)
    assert text(one(tree, ".//h3")).startswith(HOSTILE)

from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text, texts

WAY = [
    {"url": "/", "name": "首页"},
    {"url": "/halls/", "name": "大厅"},
    {"name": "中心"},
]


def test_last_step_is_the_page_itself_and_no_link() -> None:
    tree = drawn("breadcrumbs", "breadcrumbs", WAY)
    assert texts(tree, ".//li") == ["首页", "大厅", "中心"]
    assert [link.get("href") for link in tree.findall(".//a")] == ["/", "/halls/"]
    assert text(one(tree, ".//span[@aria-current='page']")) == "中心"


def test_landmark_has_a_name() -> None:
    assert one(drawn("breadcrumbs", "breadcrumbs", WAY), "nav").get("aria-label")
    tree = drawn("breadcrumbs", "breadcrumbs", WAY, label="您在这里")
    assert one(tree, "nav").get("aria-label") == "您在这里"


def test_name_is_escaped() -> None:
    tree = drawn("breadcrumbs", "breadcrumbs", [{"name": HOSTILE}])
    assert texts(tree, ".//li") == [HOSTILE]

from __future__ import annotations

from portal.theming.paging import page_window
from tests.portal.theming.components.drawing import classes, drawn, one, text, texts


def window(number: int, total: int) -> dict[str, object]:
    return dict(page_window(number, total, lambda at: f"/p/{at}/"))


def test_middle_page_leads_both_ways_and_tells_gaps() -> None:
    tree = drawn("pager", "pager", **window(10, 20))
    assert texts(tree, ".//span[@class='gap']") == ["…", "…"]
    assert text(one(tree, ".//b[@aria-current='page']")) == "10"
    assert one(tree, ".//a[@rel='prev']").get("href") == "/p/9/"
    assert one(tree, ".//a[@rel='next']").get("href") == "/p/11/"


def test_number_is_heard_as_a_page() -> None:
    links = drawn("pager", "pager", **window(1, 3)).findall(".//a")
    assert [text(link) for link in links] == ["第2页", "第3页", "下一页"]


def test_first_and_last_page_lead_one_way() -> None:
    assert drawn("pager", "pager", **window(1, 3)).find(".//a[@rel='prev']") is None
    assert drawn("pager", "pager", **window(3, 3)).find(".//a[@rel='next']") is None


def test_one_page_needs_no_pager() -> None:
    assert drawn("pager", "pager", **window(1, 1)).find("nav") is None


def test_landmark_has_a_name_and_is_not_printed() -> None:
    nav = one(drawn("pager", "pager", label="事项分页", **window(1, 2)), "nav")
    assert nav.get("aria-label") == "事项分页"
    assert "np" in classes(nav)

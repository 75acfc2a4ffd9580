from __future__ import annotations

import re

import pytest

from portal.publishing.cards import place_in_order
from portal.theming import hall_pages, list_pages, text_pages
from portal.theming.contexts import Link
from portal.theming.opening import dated_lines, ordinary_hours, weekly_lines
from portal.theming.paging import page_window
from portal.theming.pinyin import sort_key
from portal.theming.rendering import render
from tests.theme_samples import payloads, sources

MANY = [Link(url=f"/guides/m{n:04}/", name=f"办事{n:04}") for n in range(250)]


def test_guide_index_lists_every_matter_exactly_once() -> None:
    pages = sources.guide_index(MANY)
    assert [page.address for page in pages] == [
        "/guides/",
        "/guides/page-2/",
        "/guides/page-3/",
    ]
    listed = re.findall(r'href="(/guides/m\d+/)"', "".join(map(render, pages)))
    assert sorted(listed) == [link["url"] for link in MANY]


def test_guide_index_letters_lead_to_anchors_that_exist() -> None:
    links = [Link(url=f"/guides/x{n}/", name="安居") for n in range(120)]
    links += [Link(url="/guides/z/", name="证件"), Link(url="/guides/9/", name="①号")]
    pages = {page.address: render(page) for page in sources.guide_index(links)}
    letters = re.findall(r'href="(/guides/[\w/-]*)#(letter-\w+)"', pages["/guides/"])
    assert len(letters) == 3
    for address, anchor in letters:
        assert f'id="{anchor}"' in pages[address]


def test_empty_guide_index_still_is_a_page() -> None:
    (page,) = sources.guide_index([])
    assert "共 0 项" in render(page)


def test_department_page_without_matters_says_what_to_do() -> None:
    department = payloads.departments()["mzj"]
    (empty,) = sources.list_pages_of([])
    page = list_pages.department_page(sources.FRAME, department=department, page=empty)
    assert "还没有公布事项" in render(page)


def test_department_page_does_not_repeat_its_name_on_every_line() -> None:
    department = payloads.departments()["mzj"]
    lines = [
        Link(url="/guides/m1/", name="甲", note=department["name"]),
        Link(url="/guides/m2/", name="乙", note="5 个工作日"),
    ]
    (own,) = sources.list_pages_of(lines)
    page = list_pages.department_page(sources.FRAME, department=department, page=own)
    html = render(page)
    assert f"<small>{department['name']}</small>" not in html
    assert "<small>5 个工作日</small>" in html


def test_home_shows_only_departments_with_matters() -> None:
    entries = sources.department_entries()
    html = render(sources.page_kinds()["home"])
    for entry in entries:
        url = entry["department"]["url"]
        assert (f'href="{url}"' in html) == bool(entry["amount"])


@pytest.mark.parametrize(
    ("name", "letter"),
    [("食品经营许可", "S"), ("《护士执业证书》", "H"), ("12345", "#"), ("A证", "A")],
)
def test_initial_is_the_pinyin_letter(name: str, letter: str) -> None:
    assert place_in_order(name)[0] == letter


def test_lines_stand_under_their_letters_on_every_page() -> None:
    names = [f"安居{n:03}" for n in range(130)] + [f"办证{n:03}" for n in range(90)]
    lines = [Link(url=f"/guides/{n}/", name=n) for n in [*names, "12345"]]
    found = [
        [(group["letter"], len(group["links"])) for group in page.context["groups"]]
        for page in sources.guide_index(lines)
    ]
    assert found == [[("A", 100)], [("A", 30), ("B", 70)], [("B", 20), ("#", 1)]]


def test_names_without_a_letter_sort_last() -> None:
    assert sorted(["12345", "证件", "安居"], key=sort_key) == ["安居", "证件", "12345"]


def test_page_window_shows_ends_and_neighbours() -> None:
    window = page_window(10, 20, lambda at: f"/p/{at}/")
    numbers = [mark.get("number") for mark in window["pages"]]
    assert numbers == [1, None, 8, 9, 10, 11, 12, None, 20]
    assert (window["previous"], window["next"]) == ("/p/9/", "/p/11/")


def test_page_window_of_one_page_leads_nowhere() -> None:
    window = page_window(1, 1, lambda at: f"/p/{at}/")
    assert (window["previous"], window["next"]) == ("", "")


def test_week_with_equal_hours_is_one_line() -> None:
    hours = payloads.halls()["H-QU"]["hours"]
    plain = ordinary_hours(hours).replace("\u2060", "")
    assert plain == "周一至周五 9:00—12:00、13:30—17:30"
    assert weekly_lines(hours)[-1]["days"] == "周六"


def test_dated_closure_names_the_weekday() -> None:
    line = dated_lines(payloads.halls()["H-QU"]["hours"])[0]
    assert line == {
        "days": "2027 年 1 月 1 日（周五）",
        "times": "不办理",
        "note": "元旦放假",
    }


def test_windows_accept_named_guides_and_lead_to_those_of_their_rule() -> None:
    halls = payloads.halls()
    assert "elder-allowance" in hall_pages.accepted_codes(halls["H-QU"])
    assert hall_pages.accepted_codes(halls["H-SQ0104"]) == []
    assert hall_pages.accepted_rules(halls["H-SQ0104"]) == ["all_community_stations"]
    assert hall_pages.accepted_rules(halls["H-JD01"])[0] == "all_street_halls"
    assert 'href="/halls/all-communities/"' in render(sources.hall("H-SQ0104"))


def test_sitemap_is_sorted_and_absolute() -> None:
    entries = [
        text_pages.SitemapEntry(address="/b/"),
        text_pages.SitemapEntry(address="/a/", changed_on="2026-11-01"),
    ]
    xml = render(text_pages.sitemap(sources.FRAME, entries))
    assert xml.index("https://zwfw.yunxi.example/a/") < xml.index("/b/")
    assert "<lastmod>2026-11-01</lastmod>" in xml


def test_sitemap_that_is_too_long_is_refused() -> None:
    entries = [text_pages.SitemapEntry(address=f"/{n}/") for n in range(50_001)]
    with pytest.raises(ValueError, match="50001 addresses"):
        text_pages.sitemap(sources.FRAME, entries)

"""Where a matter can be done, and what is where in a hall."""

from __future__ import annotations

import re

import pytest

from portal.theming.hall_plan import floors_of, map_of, windows_of
from portal.theming.opening import holiday_words, opening_hours, tells_more
from portal.theming.rendering import render
from tests.theme_samples import payloads, sources


def test_every_place_is_listed_once_under_its_street() -> None:
    html = render(sources.places("elder-allowance"))
    listed = re.findall(r'<li id="(h-[\w]+)">', html)
    assert len(listed) == len(set(listed)) == 106
    assert listed[0] == "h-qu"
    assert html.index('id="street-990101001"') < html.index('id="h-sq0101"')
    assert html.index('id="h-sq0101"') < html.index('id="street-990101002"')


def test_links_to_streets_lead_to_headings_that_exist() -> None:
    html = render(sources.places("elder-allowance"))
    anchors = re.findall(r'href="#(street-\w+)"', html)
    assert len(anchors) == 11
    assert all(f'id="{anchor}"' in html for anchor in anchors)


def test_page_is_true_without_a_script() -> None:
    html = render(sources.places("id-renew"))
    assert "现在" not in html
    assert "周六上午预约服务" in html
    assert "元旦放假" in html


def test_places_that_are_no_halls_are_named_with_their_telephone() -> None:
    html = render(sources.places("id-renew"))
    assert "10个公安派出所户籍窗口均可受理" in html
    assert "tel:06005551050" in html


def test_guide_leads_to_its_places_only_when_halls_accept_it() -> None:
    assert 'href="/guides/food/places/"' in render(sources.guide("food"))
    assert "places/" not in render(sources.guide("birth-cert"))


def test_closed_dates_have_no_hours() -> None:
    hours = opening_hours(payloads.halls()["H-QU"]["hours"])
    assert hours["dates"]["2027-01-01"] == []
    assert [span[:2] for span in hours["week"]["1"]] == [
        ["09:00", "12:00"],
        ["12:00", "13:30"],
        ["13:30", "17:30"],
    ]
    assert "7" not in hours["week"]


def test_room_is_left_for_remarks_that_are_shown() -> None:
    hours = payloads.halls()["H-QU"]["hours"]
    assert tells_more(opening_hours(hours))
    # Why it is closed on some days is told elsewhere.
    closed = [hour for hour in hours if hour["kind"] in ("正常", "停办")]
    assert any(hour.get("note") for hour in closed)
    assert not tells_more(opening_hours(closed))


def test_page_says_plainly_whether_it_is_open_on_holidays() -> None:
    assert "法定节假日不开门。" in render(sources.places("id-renew"))
    assert "法定节假日不开门。" in render(sources.hall("H-QU"))
    closed = {"date": "2027-01-01", "from": "00:00", "to": "23:59", "kind": "停办"}
    on_duty = {"date": "2027-02-08", "from": "09:00", "to": "12:00", "kind": "正常"}
    weekly = {"weekday": 1, "from": "09:00", "to": "12:00", "kind": "正常"}
    assert holiday_words([weekly, closed]) == "法定节假日不开门。"
    assert holiday_words([closed, on_duty]) == "法定节假日只在写明时间的日子开门。"
    assert holiday_words([weekly]) == ""
    assert not opening_hours([weekly])["holidays"]


def test_floors_hold_every_zone_and_windows_every_window() -> None:
    hall = payloads.halls()["H-QU"]
    zones = [zone["name"] for floor in floors_of(hall) for zone in floor["zones"]]
    assert sorted(zones) == sorted(zone["name"] for zone in hall["zones"])
    assert floors_of(hall)[0]["name"] == "1 层"
    assert windows_of(hall)[0]["numbers"] == "101—102"


@pytest.mark.parametrize(
    ("lat", "lng", "way"),
    [
        (10.1, 140.0, "在北方，直线约 11.1 公里"),
        (9.9, 140.1, "在东南方，直线约 15.6 公里"),
        (10.0, 140.0, "在同一处"),
    ],
)
def test_map_says_direction_and_distance(lat: float, lng: float, way: str) -> None:
    here = {"name": "甲", "url": "/a/", "geo": {"lat": 10.0, "lng": 140.0}}
    there = {"name": "乙", "url": "/b/", "geo": {"lat": lat, "lng": lng}}
    picture = map_of(here, [there])
    assert picture is not None
    assert picture["ways"] == [{"name": "乙", "url": "/b/", "way": way}]
    assert all(0 <= dot["x"] <= 100 and 0 <= dot["y"] <= 70 for dot in picture["dots"])


def test_hall_that_nobody_placed_has_no_map() -> None:
    hall = payloads.halls()["H-QU"]
    assert map_of(hall | {"geo": None}, [hall]) is None
    assert map_of(hall, []) is None

"""A list is divided by what tells its lines apart, and says of what day it is."""

from __future__ import annotations

from portal.theming import parts, roll_pages

Line = tuple[str, str]


def own(line: Line) -> str:
    return line[0]


def other(line: Line) -> str:
    return line[1]


def names(lines: list[Line]) -> list[str]:
    return list(parts.divided(lines, own, other))


def test_own_groups_divide_a_list_of_any_length() -> None:
    assert names([("甲", "x"), ("乙", "x")]) == ["甲", "乙"]


def test_long_list_without_groups_is_divided_by_something_else() -> None:
    lines = [("", "x" if number % 2 else "y") for number in range(parts.FEW)]
    assert names(lines) == ["y", "x"]
    assert names(lines[1:]) == [""]


def test_what_has_no_group_stands_with_the_others() -> None:
    assert names([("甲", ""), ("", "")]) == ["甲", "其他"]


def test_one_group_keeps_its_name_and_no_lines_have_no_part() -> None:
    assert names([("甲", "x"), ("甲", "y")]) == ["甲"]
    assert names([]) == []


def test_every_line_is_in_one_part() -> None:
    lines = [(f"{number % 7}", "") for number in range(50)]
    found = parts.divided(lines, own)
    assert sorted(line for part in found.values() for line in part) == sorted(lines)


def listed(authority: str, day: str) -> dict[str, str]:
    return {"rule": "", "note": "", "authority": authority, "published_on": day}


def test_list_tells_who_published_it_when_or_when_it_changed() -> None:
    told = roll_pages.list_lede(listed("区政府", "2026-03-01"), 2, "2026-11-02")
    assert told == "共 2 项。区政府 2026-03-01 公布。"
    told = roll_pages.list_lede(listed("", ""), 2, "2026-11-02")
    assert told == "共 2 项。最近更新：2026 年 11 月 2 日。"
    assert roll_pages.list_lede(listed("", ""), 2) == "共 2 项。"

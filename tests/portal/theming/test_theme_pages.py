"""What a person reads on the page of a one-thing service."""

from __future__ import annotations

import re

from portal.theming.rendering import render
from tests.theme_samples import sources


def words(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def test_conditions_are_words_and_not_code() -> None:
    text = words(render(sources.theme("YJS-006")))
    assert "同时经营住宿、沐浴吗？”选“是”时要办" in text
    assert "==" not in text


def test_paper_made_on_the_way_is_not_asked_for() -> None:
    text = words(render(sources.theme("YJS-006")))
    assert "第1项的营业执照（个体工商户）给第2、3、4、5项用" in text
    assert "第1项办完就有，不用另外准备" in text


def test_first_screen_tells_days_visits_papers_and_cost() -> None:
    html = render(sources.theme("YJS-006"))
    text = words(html)
    assert "10个工作日改革前45个工作日" in text
    assert "21份改革前" in text
    assert "收费0元" in text
    assert html.index('class="nums"') < html.index('class="way-in')


def test_time_in_calendar_days_is_not_called_working_days() -> None:
    working = words(render(sources.theme("YJS-013")))
    calendar = words(render(sources.theme("YJS-013", promise_unit="2")))
    assert "28个工作日改革前" in working
    assert "28天改革前" in calendar
    assert "困难残疾人生活补贴和重度残疾人护理补贴申领按自然日计算" in calendar
    assert "自然日" not in working


def test_window_leads_to_its_hall() -> None:
    html = render(sources.theme("YJS-006"))
    assert "H-QU:" not in html
    assert 'href="/halls/h-qu/"' in html

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given, settings, strategies as st

from search.highlight import highlighted
from search.plan.model import Plan
from search.planning import Planner


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("社会保障卡申领", ("社会保障卡",), "<mark>社会保障卡</mark>申领"),
        ("社會保障卡", ("社会保障",), "<mark>社會保障</mark>卡"),
        (
            "许可（餐饮）服务",
            ("餐饮服务",),
            "许可（<mark>餐饮</mark>）<mark>服务</mark>",
        ),
        ("一件事", ("两件事",), ""),
        ("面积１００㎡", ("100m2",), "面积<mark>１００㎡</mark>"),
    ],
)
def test_highlight_marks_what_was_found(
    text: str, terms: tuple[str, ...], expected: str
) -> None:
    assert highlighted(text, Plan(highlight=terms)) == expected


def test_highlight_escapes_everything_else() -> None:
    html = highlighted('<script>"社保卡"&', Plan(highlight=("社保卡",)))
    assert html == "&lt;script&gt;&quot;<mark>社保卡</mark>&quot;&amp;"


@pytest.mark.parametrize(
    ("typed", "part"), [("juzhuzheng", "居住证"), ("jzz", "居住证")]
)
def test_highlight_follows_the_sound(planner: Planner, typed: str, part: str) -> None:
    plan = planner.plan(typed, {}, planner.phrasebook.occurs)
    assert f"<mark>{part}</mark>" in highlighted("办理居住证的人", plan)


@given(st.text(max_size=40), st.text(max_size=6))
@settings(deadline=None)
def test_highlight_adds_marks_and_nothing_else(text: str, term: str) -> None:
    terms = (term,) if term else ()
    html = highlighted(text, Plan(highlight=terms))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert html == "" or unescape(bare) == text
    assert "<" not in bare

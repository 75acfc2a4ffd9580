"""What pages tell machines fits the page; what does not is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from portal.publishing.linked_data import linked_data_faults
from portal.theming import graphs

BASE = "https://zwfw.example"
TRAIL = [{"name": "首页", "url": "/"}, {"name": "清单"}]
LINKS = [{"name": "食品经营许可", "url": "/guides/food/"}]


def page_of(told: object, canonical: str = f"{BASE}/lists/") -> bytes:
    text = told if isinstance(told, str) else json.dumps(told)
    return (
        f'<link rel="canonical" href="{canonical}">'
        f'<script type="application/ld+json">{text}</script>'
    ).encode()


def graph(**changes: Any) -> dict[str, Any]:
    (listed,) = graphs.item_list(BASE, "清单", LINKS, 30)
    made = graphs.graph_of(BASE, "/lists/", TRAIL, [listed | changes])
    assert made is not None
    return made


def faults(body: bytes) -> list[str]:
    return list(linked_data_faults("lists/index.html", body))


def test_page_with_way_and_list_is_right_also_as_a_variant() -> None:
    assert faults(page_of(graph())) == []
    assert faults(page_of(graph(), f"{BASE}/hant/lists/")) == []
    assert faults(b"<p>Not for search engines</p>") == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'<link rel="canonical" href="https://zwfw.example/">', "0 times"),
        (page_of("{"), "cannot be read"),
        (page_of({"@graph": []}), "without things"),
        (page_of(graph(name="")), "without 'name'"),
        (page_of(graph(**{"@type": "Recipe"})), "none of"),
        (page_of(graph(url="/guides/food/")), "expected a whole address"),
        (page_of(graph(itemListElement=[{"position": 2}])), "in the order [2]"),
        (page_of(graph(), f"{BASE}/halls/"), "a trail that ends at"),
        (page_of({"@context": graphs.CONTEXT, "@graph": graph()["@graph"][1:]}), "0 trails"),
    ],
)  # fmt: skip
def test_wrong_page_is_named_with_what_is_wrong(body: bytes, told: str) -> None:
    found = faults(body)
    assert found
    assert any(told in fault for fault in found)
    assert all(fault.startswith("'lists/index.html'") for fault in found)


def test_empty_list_and_missing_questions_are_not_told() -> None:
    assert graphs.item_list(BASE, "清单", [], 0) == []
    assert graphs.faq_page([]) == []

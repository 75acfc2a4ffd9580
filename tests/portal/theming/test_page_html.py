"""Every kind of page is well-formed, labelled and free of inline code."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element

import html5lib
import pytest

from portal.publishing.linked_data import linked_data_faults
from portal.theming import rendering
from portal.theming.rendering import render
from portal.theming.security import EARLY_SCRIPTS, source_hash
from tests.theme_samples import payloads, sources

HTML = "{http://www.w3.org/1999/xhtml}"
KINDS = sorted(sources.page_kinds())
LABELLED = {"input", "select", "textarea"}


def parsed(html: str) -> Element:
    return html5lib.HTMLParser(strict=True).parse(html)


def elements(tree: Element, *names: str) -> list[Element]:
    return [each for each in tree.iter() if each.tag in {HTML + name for name in names}]


def meta(tree: Element) -> dict[str, str]:
    return {
        each.get("name", ""): each.get("content", "") for each in elements(tree, "meta")
    }


@pytest.mark.parametrize("kind", KINDS)
def test_page_parses_strictly(kind: str, rendered: dict[str, str]) -> None:
    assert parsed(rendered[kind]).get("lang") == "zh-CN"


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_site_and_column_tags_once(
    kind: str, rendered: dict[str, str]
) -> None:
    tree = parsed(rendered[kind])
    names = Counter(each.get("name") for each in elements(tree, "meta"))
    for tag in (
        "SiteName",
        "SiteDomain",
        "SiteIDCode",
        "ColumnName",
        "ColumnDescription",
        "ColumnKeywords",
        "ColumnType",
        "description",
    ):
        assert names[tag] == 1, tag
        assert meta(tree)[tag], tag


@pytest.mark.parametrize("kind", ["guide", "guide-catalogue", "notice"])
def test_content_page_has_article_tags(kind: str, rendered: dict[str, str]) -> None:
    tags = meta(parsed(rendered[kind]))
    assert tags["ArticleTitle"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])
    assert tags["ContentSource"].startswith("云溪区")


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_unique_ids_and_one_h1(kind: str, rendered: dict[str, str]) -> None:
    tree = parsed(rendered[kind])
    ids = Counter(each.get("id") for each in tree.iter() if each.get("id"))
    assert [each for each, times in ids.items() if times > 1] == []
    assert len(elements(tree, "h1")) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_no_inline_code_but_what_the_policy_names(
    kind: str, rendered: dict[str, str]
) -> None:
    tree = parsed(rendered[kind])
    assert elements(tree, "style") == []
    scripts = elements(tree, "script")
    inline = [
        each.text or ""
        for each in scripts
        if not each.get("src") and each.get("type") != "application/ld+json"
    ]
    assert {source_hash(text) for text in inline} <= set(EARLY_SCRIPTS)
    assert len(inline) == 1
    attributes = {name for each in tree.iter() for name in each.attrib}
    assert {
        name for name in attributes if name == "style" or name.startswith("on")
    } == set()


@pytest.mark.parametrize("kind", KINDS)
def test_page_refers_only_to_ids_that_exist(
    kind: str, rendered: dict[str, str]
) -> None:
    tree = parsed(rendered[kind])
    ids = {each.get("id") for each in tree.iter()}
    named = {
        word
        for each in tree.iter()
        for key in ("aria-labelledby", "aria-describedby", "for", "aria-controls")
        for word in (each.get(key) or "").split()
    }
    anchors = {
        link[1:]
        for each in elements(tree, "a")
        if (link := each.get("href") or "").startswith("#")
    }
    assert (named | anchors) - ids == set()


@pytest.mark.parametrize("kind", KINDS)
def test_page_tells_machines_what_it_is(kind: str, rendered: dict[str, str]) -> None:
    assert list(linked_data_faults(kind, rendered[kind].encode())) == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_labels_every_input(kind: str, rendered: dict[str, str]) -> None:
    tree = parsed(rendered[kind])
    targets = {each.get("for") for each in elements(tree, "label")}
    wrapped = {child for label in elements(tree, "label") for child in label.iter()}
    unlabelled = [
        each.get("name")
        for each in elements(tree, *LABELLED)
        if each.get("type") != "hidden"
        and each.get("id") not in targets
        and each not in wrapped
    ]
    assert unlabelled == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_frame_is_complete(kind: str, rendered: dict[str, str]) -> None:
    html = rendered[kind]
    assert html.index('href="#main"') < html.index("<header")
    for landmark in ("<header", "<nav", "<main id=", "<footer"):
        assert landmark in html
    for item in (
        "主办单位",
        "联系方式",
        "网站标识码",
        "备00000000号",
        "公安备案号",
        "党政机关网站标识",
        "我为政府网站找错",
        "网站地图",
        "无障碍声明",
        "隐私政策",
    ):
        assert item in html, item


@pytest.mark.parametrize("code", payloads.guide_codes())
def test_guide_and_notice_of_every_demonstration_guide_render(code: str) -> None:
    payload = payloads.guide_payload(code)
    guide = render(sources.guide(code))
    notice = render(sources.notice(code))
    for material in payload["guide"]["materials"]:
        assert material["name"] in guide
        assert material["name"] in notice
    parsed(guide)
    parsed(notice)


def test_rendering_twice_gives_the_same_bytes() -> None:
    assert render(sources.guide("food")) == render(sources.guide("food"))


def test_values_are_escaped() -> None:
    payload = payloads.guide_payload("food")
    source = sources.guide("food")
    hostile = payload["guide"] | {"name": "<script>alert(1)</script>"}
    html = sources.page_with_guide(source, hostile)
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


DYNAMIC = (
    '{% extends "layouts/LAYOUT.html" %}'
    '{% from "components/error-summary/template.html" import error_summary %}'
    "{% block main %}{{ error_summary(errors) }}<h1>核对</h1>{% endblock %}"
)


@pytest.mark.parametrize("layout", ["base", "desk"])
def test_page_with_errors_says_so_first_in_its_title(layout: str) -> None:
    template = rendering._environment().from_string(DYNAMIC.replace("LAYOUT", layout))
    html = template.render(
        site=payloads.SITE,
        page={"title": "核对", "description": "核对申请", "noindex": True},
        errors=[{"field": "", "message": "请上传平面图"}],
    )
    tree = parsed(html)
    (title,) = elements(tree, "title")
    assert title.text == "错误：核对 - 云溪区政务服务网"
    assert meta(tree)["robots"] == "noindex"
    assert meta(tree)["SiteIDCode"] == "9901010001"

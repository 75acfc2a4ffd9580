"""The English frame: known texts in English, all others marked as Chinese."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings

from portal.theming.folders import theme_files
from portal.theming.rendering import render
from portal.theming.variants.english import (
    CATALOGUE,
    catalogue_of,
    has_english,
    is_chinese,
    translated,
)
from portal.theming.variants.english_page import as_english, texts_of
from portal.theming.variants.making import Place, as_variant
from portal.theming.variants.registry import VARIANTS, guide_variants
from tests.theme_samples import payloads, sources

PAGES = sources.page_kinds()
ENGLISH = ["home", "guides", "guides-page-2", "guide", "halls", "hall", "hall-street"]
NAVIGATION = re.compile(
    r"<header.*?</header>|<nav.*?</nav>|<footer.*?</footer>|<button.*?</button>"
    r"|<label.*?</label>|<h2.*?</h2>|<dt.*?</dt>|<th scope=\"col\".*?</th>",
    re.DOTALL,
)
# What a script reads is no text of the page.
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
TEXT = re.compile(r'(?:>|\s(?:aria-label|placeholder|title)=")([^<"]*)')
# Languages are named in themselves; records keep their numbers as registered.
NATIVE = {"简体中文", "繁體"}


def english(kind: str) -> str:
    source = PAGES[kind]
    place = Place(address=source.address, guides=lambda _code: tuple(VARIANTS))
    return as_variant(render(source), "en", place)


@pytest.mark.parametrize("kind", ENGLISH)
def test_no_chinese_is_left_in_navigation(kind: str) -> None:
    left = {
        text.strip()
        for part in NAVIGATION.findall(english(kind))
        for text in TEXT.findall(part)
        if is_chinese(text)
        and text.strip() not in NATIVE
        and not re.search(r"ICP备|公安备案|公网安备", text)
    }
    # Names of guides that are not chosen stand in headings of their own pages only.
    assert left == set()


@pytest.mark.parametrize("kind", ENGLISH)
def test_what_stays_chinese_says_so(kind: str) -> None:
    body = SCRIPT.sub("", english(kind).partition("<body")[2])
    unmarked = [
        text
        for tag, text in re.findall(r"(<[^>]*>)([^<]*)", body)
        if is_chinese(text) and 'lang="zh' not in tag
    ]
    assert unmarked == []


def test_numbers_and_names_are_put_into_the_english() -> None:
    assert translated(" 看全部 1,943 项") == " All 1,943 matters"
    assert translated("望江街道便民服务中心") == "Wangjiang Street Service Centre"
    assert translated("共 1 项，按拼音") is None


def test_zone_of_a_hall_is_no_district() -> None:
    assert translated("云溪区") == "Yunxi District"
    assert translated("便民利企服务区") is None
    halls = json.loads(
        (settings.FIXTURES_DIR / "demo" / "halls.json").read_text("utf-8")
    )
    zones = {zone["name"] for hall in halls["halls"] for zone in hall["zones"]}
    assert len(zones) > 10
    assert [zone for zone in zones if not has_english(zone)] == []


def test_markup_around_texts_stays() -> None:
    page = '<main><p class="a">地址<b>云</b>。</p></main>'
    assert as_english(page).endswith(
        '<main><p class="a">Address<b lang="zh-CN">云</b>.</p></main>'
    )


def test_language_stands_on_the_element_unless_it_holds_something_else() -> None:
    page = '<main><p>云<b>a</b></p><a aria-label="地址">云</a></main>'
    assert as_english(page).endswith(
        '<main><p><span lang="zh-CN">云</span><b>a</b></p>'
        '<a aria-label="Address"><span lang="zh-CN">云</span></a></main>'
    )


def test_words_of_the_page_come_first_and_are_escaped() -> None:
    page = '<title>地址 - 云</title><main><p title="云,海"> 云，海 </p></main>'
    words = {"云，海": 'A "sea" & <clouds> (云海)', "地址": "Place"}
    assert as_english(page, words).startswith("<title>Place - 云</title>")
    assert as_english(page, words).endswith(
        '<p title="A &quot;sea&quot; &amp; &lt;clouds&gt; (云海)"> '
        'A "sea" &amp; &lt;clouds&gt; (<span lang="zh-CN">云海</span>) </p></main>'
    )


def test_machines_are_told_in_english_what_is_known() -> None:
    data = {"name": "云,海", "text": '天"', "url": "/guides/云/"}
    begin = '<script type="application/ld+json">'
    page = f"<main></main>{begin}{json.dumps(data, ensure_ascii=False)}</script>"
    made = as_english(page, {"云，海": 'The "sea" </script>'})
    told = made.partition(begin)[2]
    assert told.count("</script>") == 1
    assert json.loads(told.removesuffix("</script>")) == data | {
        "name": 'The "sea" </script>'
    }


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (6, "Translated from Chinese. The Chinese"),
        (5, "Translated from Chinese, 1 of 6 texts not yet."),
        (2, "The frame of this site and chosen guides are in English."),
    ],
)
def test_note_says_how_much_is_in_english(amount: int, told: str) -> None:
    texts = "甲乙丙丁戊己"
    page = f"<main>{''.join(f'<p>{text}</p>' for text in texts)}</main>"
    words = dict.fromkeys(texts[:amount], "Text")
    assert told in as_english(page, words)


def test_texts_to_translate_are_those_of_the_page_with_their_headings() -> None:
    page = (
        '<meta name="description" content="概要"><nav>首页</nav>'
        '<span aria-current="page">俗名</span>'
        '<main><h1>名称</h1><h2 id="a">申请条件</h2><p>一,二</p><a>看<span>：一</span></a>'
        '<p>一，二</p><div class="p-only"><svg class="qr"><title>码</title></svg></div>'
        "</main>"
    )
    found = [(each.text, each.heading) for each in texts_of(page)]
    assert found == [
        ("概要", ""), ("俗名", ""), ("名称", ""), ("申请条件", "申请条件"),
        ("一，二", "申请条件"), ("看", "申请条件"),
    ]  # fmt: skip


def test_guide_is_on_the_english_site_when_its_name_is_translated() -> None:
    chosen = [
        code
        for code in payloads.guide_codes()
        if "en"
        in guide_variants("guide", payloads.guide_payload(code)["guide"]["name"])
    ]
    assert {"food", "residence-permit", "company-setup"} <= set(chosen)
    assert len(chosen) < len(payloads.guide_codes())


def test_catalogue_is_sound() -> None:
    messages = catalogue_of(theme_files(CATALOGUE)[0])
    assert len(messages) > 300
    for message, text in messages.items():
        assert is_chinese(message) or message in "、。，", message
        assert message.count("%s") == text.count("%s"), message
        names = re.findall(r"%\((\w+)\)s", text)
        assert set(names) <= set(re.findall(r"%\((\w+)\)s", message)), message

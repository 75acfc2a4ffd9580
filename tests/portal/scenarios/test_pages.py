"""The questions and the lists as a person without a script reads them."""

from __future__ import annotations

import gzip
import re

import pytest

from portal.scenarios.pages import questions_page
from portal.scenarios.situations import file_situations, situation_of
from portal.theming.contexts import PageSource
from portal.theming.rendering import render
from tests.theme_samples import payloads, sources

MOST_BYTES = 14 * 1024


def text_of(source: PageSource) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", render(source)))


def test_guide_leads_to_its_questions() -> None:
    html = render(sources.guide("food"))
    assert 'href="/guides/food/list/"' in html
    assert "答几个问题，看您要交哪些材料" in html


def test_guide_without_questions_leads_to_none() -> None:
    assert "/guides/m0002/list/" not in render(sources.catalogue_guide())


def test_questions_are_a_form_that_needs_no_account() -> None:
    html = render(sources.questions("food"))
    assert '<form class="mt2" action="/n/food/" method="get"' in html
    for name in ("scale", "gas", "store", "agent"):
        assert f'type="radio" id="q-{name}" name="{name}"' in html
    assert "checked" not in html


def test_questions_list_every_answer_with_its_address() -> None:
    payload = payloads.guide_payload("food")
    html = render(sources.questions("food"))
    listed = set(re.findall(r'href="/guides/food/list/([^"/]+)/"', html))
    assert listed == {each.code for each in file_situations(payload["guide"])}


def test_question_that_hangs_on_another_says_so() -> None:
    text = text_of(sources.questions("id-first"))
    assert "“办证人今年多少周岁？”小于16的，才要答这一问" in text


def test_missing_answers_are_named_at_the_question_and_above() -> None:
    payload = payloads.guide_payload("food")
    source = questions_page(
        sources.FRAME,
        payload=payload,
        version=payloads.VERSION,
        given={"scale": ["mid"]},
        missing=payload["guide"]["scenario"]["questions"][1:2],
    )
    html = render(source)
    assert '<a href="#q-gas">请选一项：厨房用什么？</a>' in html
    assert 'value="mid" checked' in html
    assert "<title>错误：" in html


def test_own_list_has_what_this_person_brings_and_why() -> None:
    text = text_of(sources.own_list("food", "small-pipe-no-yes"))
    assert "您要交4份材料，另外4份由我们核验" in text
    assert "因为“厨房用什么？”选“管道天然气”" in text
    assert "外设仓库平面图：“另有仓库吗？”选“有”才要交" in text
    for fact in ("承诺时限6个工作日", "不收费", "0600-5551200", "201、202、203、204"):
        assert fact in text, fact


def test_own_list_of_a_company_with_company_partners() -> None:
    text = text_of(sources.own_list("company-setup", "corp-rent-no-no"))
    assert "法人股东营业执照" in text.partition("您的情形不需要")[0]
    assert "集群托管协议" in text.partition("您的情形不需要")[2]


def test_every_answer_can_be_changed_by_one_link() -> None:
    html = render(sources.own_list("food", "small-pipe-no-yes"))
    for other in ("mid", "hall"):
        assert f'href="/guides/food/list/{other}-pipe-no-yes/"' in html
    for other in ("electric", "bottle"):
        assert f'href="/guides/food/list/small-{other}-no-yes/"' in html
    assert 'href="/guides/food/list/small-pipe-no-no/"' in html


def test_change_that_asks_more_leads_to_the_form_with_what_is_known() -> None:
    html = render(sources.own_list("elder-allowance", "lt80"))
    assert 'href="/n/elder-allowance/?age=ge80lt100"' in html


def test_stop_says_why_and_shows_no_sheet() -> None:
    source = sources.own_list("elder-allowance", "lt80")
    text = text_of(source)
    assert "按您的回答，现在不能办这一项" in text
    assert "未满80周岁" in text
    assert 'class="sheet' not in render(source)


def test_one_main_action() -> None:
    page = render(sources.own_list("food", "small-pipe-no-yes"))
    assert page.count("btn--go") == 1
    assert 'btn--go" href="/apply/food/?list=small-pipe-no-yes"' in page
    assert render(sources.questions("food")).count("btn--go") == 1


def test_sheet_names_its_version_and_where_to_check_it() -> None:
    for source, number in (
        (sources.notice("food"), "food/3"),
        (sources.own_list("food", "small-pipe-no-yes"), "food/3/small-pipe-no-yes"),
    ):
        html = render(source)
        assert f"编号 {number}" in html
        assert f'href="/n/{number}/"' in html
        assert f'href="/n/{number}/sheet.pdf"' in html
        assert "<title>核对这张单子的二维码</title>" in html


def test_fee_and_limit_are_those_of_the_answers() -> None:
    assert "收费40元" in text_of(sources.own_list("id-renew", "broken-yes"))
    assert "承诺时限1个工作日" in text_of(
        sources.own_list("temp-relief", "sick-yes-no")
    )


@pytest.mark.parametrize("code", payloads.guide_codes())
def test_pages_fit_the_first_packets(code: str) -> None:
    payload = payloads.guide_payload(code)
    questions = render(sources.questions(code))
    assert len(gzip.compress(questions.encode())) <= MOST_BYTES
    longest = max(
        file_situations(payload["guide"]), key=lambda each: len(each.result.required)
    )
    html = render(sources.own_list(code, longest.code))
    assert len(gzip.compress(html.encode())) <= MOST_BYTES


def test_answers_that_do_not_exist_name_no_list() -> None:
    guide = payloads.guide_payload("food")["guide"]
    for code in ("", "small", "small-pipe-no-yes-no", "small-pipe-no-maybe", "-", "~"):
        assert situation_of(guide, code) is None, code

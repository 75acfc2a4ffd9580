from __future__ import annotations

import json
import re
from copy import deepcopy

from portal.theming import guide_pages
from portal.theming.facts import guide_facts, guide_link
from portal.theming.rendering import render
from tests.theme_samples import payloads, sources


def test_guide_says_the_key_facts_before_the_conditions() -> None:
    html = render(sources.guide("elder-allowance"))
    first_screen = html[: html.index("申请条件</h2>")]
    for fact in (
        "谁能办",
        "5 个工作日",
        "法定 20 个工作日",
        "不收费",
        "0 次",
        "网上可办",
    ):
        assert fact in first_screen, fact


def test_guide_with_online_form_has_one_main_button_to_apply() -> None:
    html = render(sources.guide("food"))
    assert 'class="btn btn--go btn--w" href="/apply/food/"' in html
    assert html.count("btn--go") == 1


def test_guide_without_online_form_sends_to_the_window() -> None:
    payload = deepcopy(payloads.guide_payload("food"))
    payload["guide"]["online_form"] = None
    source = guide_pages.guide_page(
        sources.FRAME,
        payload=payload,
        version=payloads.VERSION,
        department=None,
        halls=payloads.halls(),
    )
    html = render(source)
    assert "/apply/food/" not in html
    assert "这一项要到窗口办" in html


def test_catalogue_guide_says_that_it_is_basic_and_where_to_ask() -> None:
    html = render(sources.catalogue_guide())
    assert "只公布了基本信息" in html
    assert payloads.departments()["jyj"]["tel"] in html
    assert 'href="tel:12345"' in html
    assert "notice/" not in html
    assert "承诺时限" not in html
    assert "您的权利" not in html


def test_sections_keep_their_order() -> None:
    html = render(sources.guide("food"))
    ids = re.findall(r'<section class="sec[^"]*" id="(\w+)"', html)
    assert ids == [
        "can",
        "mat",
        "flow",
        "where",
        "fee",
        "result",
        "law",
        "right",
        "faq",
        "more",
        "updates",
    ]


def test_internal_work_rules_are_never_shown() -> None:
    payload = deepcopy(payloads.guide_payload("food"))
    payload["guide"]["work_rules"] = {"criteria": [{"point": "内部要点"}]}
    source = guide_pages.guide_page(
        sources.FRAME,
        payload=payload,
        version=payloads.VERSION,
        department=None,
        halls={},
    )
    assert "内部要点" not in render(source)


def test_deadline_is_true_without_script() -> None:
    html = render(sources.guide("food"))
    assert (
        'data-working-days="6" data-says="今天 {today}受理，最迟 {day} 作出决定">自受理之日起 6 个工作日内作出决定</span>'
        in html
    )


def test_deadline_in_calendar_days_is_not_computed_by_script() -> None:
    payload = payloads.guide_payload("food")
    guide = payload["guide"] | {"promise_unit": "2"}
    facts = guide_facts(payload | {"guide": guide})
    assert facts.working_days is None
    assert facts.limit == "6 个自然日"


def test_conditional_material_names_its_condition_in_words() -> None:
    html = render(sources.guide("food"))
    assert "“厨房用什么？”选“管道天然气”时需要" in html


def test_fee_names_amount_reduction_and_basis() -> None:
    html = render(sources.guide("id-renew"))
    assert "20元/证" in html
    assert "发改价格〔2003〕2322号" in html


def test_structured_data_is_valid_json_and_names_the_service() -> None:
    html = render(sources.guide("food"))
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert block is not None
    data = json.loads(block[1])
    things = {thing["@type"]: thing for thing in data["@graph"]}
    channel = things["GovernmentService"]["availableChannel"]
    assert channel["serviceUrl"].endswith("/apply/food/")


def test_list_line_of_a_catalogue_matter_names_the_department() -> None:
    assert guide_link(payloads.catalogue_payload())["note"] == "云溪区教育局"
    assert guide_link(payloads.guide_payload("food"))["note"] == "6 个工作日 · 跑 0 次"


def test_notice_carries_version_phones_and_code() -> None:
    html = render(sources.notice("food"))
    for text in (
        "指南第 3 版",
        "2026-11-01 起施行",
        "0600-5551200",
        "0600-5551205",
        'class="qr"',
        "https://zwfw.yunxi.example/guides/food/",
    ):
        assert text in html, text

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from ninja.conf import settings as ninja_settings
from pytest_django import Settings

from search import service
from tests.portal.finding.conftest import record

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "", status: int = 200) -> str:
    response = client.get(f"/search/?{query}")
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.usefixtures("index")
class TestResults:
    def test_page_shows_hit_with_highlight_and_the_facts_people_need(
        self, client: Client
    ) -> None:
        html = page(client, "q=高龄津贴")

        assert 'href="/guides/elder-allowance/"' in html
        assert "<mark>" in html
        for fact in ("5 个工作日", "不收费", "不用到场", "区政务服务中心", "全程网办"):
            assert fact in html
        assert "搜“高龄津贴”，共 " in html
        assert '<meta name="robots" content="noindex">' in html

    def test_page_keeps_facet_counts_when_one_value_is_chosen(
        self, client: Client
    ) -> None:
        before = client.get("/search/?q=办理&format=json").json()
        after = client.get("/search/?q=办理&department=mzj&format=json").json()

        def counts(answer: dict[str, dict[str, list[dict[str, object]]]]) -> object:
            facets = answer["facets"]["department"]
            return {value["value"]: value["count"] for value in facets}

        assert counts(before) == counts(after)
        assert [v["selected"] for v in after["facets"]["department"]].count(True) == 1

    def test_page_lets_each_chosen_filter_be_removed(self, client: Client) -> None:
        html = page(client, "q=残疾人证&department=mzj&audience=person")

        assert (
            'href="/search/?q=%E6%AE%8B%E7%96%BE%E4%BA%BA%E8%AF%81&amp;audience=person"'
            in html
        )
        assert "全部去掉" in html

    def test_page_leads_to_each_facet_value_and_order_by_a_link(
        self, client: Client
    ) -> None:
        service.index_records(
            [
                record(
                    "quick",
                    "残疾人证换领",
                    traits={
                        "channel": {"kiosk": "自助机办"},
                        "zero": {"fee": "零收费"},
                    },
                    changed_on="2026-11-01",
                    promised_minutes=0,
                )
            ]
        )
        html = page(client, "q=残疾人证")
        for value in ("channel=kiosk", "zero=fee", "department=mzj", "sort=limit"):
            assert f"&amp;{value}" in html

        narrowed = page(client, "q=残疾人证&channel=kiosk")
        assert narrowed.count('class="hit"') == 1
        assert 'aria-current="true"' in narrowed

        fastest = page(client, "q=残疾人证&sort=changed&page=1")
        first = fastest.partition('class="hit"')[2]
        assert 'href="/guides/quick/"' in first.partition("</li>")[0]
        assert "2026-11-01 更新" in fastest
        assert "sort=changed&amp;page=2" in fastest

    def test_page_with_an_unknown_order_says_so(self, client: Client) -> None:
        assert "没有“price”这种排序" in page(client, "q=残疾人证&sort=price")

    def test_who_searches_too_fast_is_told_to_wait(
        self, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cache.clear()
        settings.SEARCH_RATES = dict.fromkeys(settings.SEARCH_RATES, "1/m")
        for address in ("/search/?q=a", "/search/suggest/?q=a"):
            assert client.get(address).status_code == 200
            answer = client.get(address)
            assert answer.status_code == 429
            assert 0 < int(answer["Retry-After"]) <= 60
            assert f"请等 {answer['Retry-After']} 秒再试" in answer.content.decode()
        assert client.get("/api/v1/search/?q=a").status_code == 429
        told = {"q": "a", "helped": "no"}
        assert client.post("/search/feedback/", told).status_code == 302
        assert client.post("/search/feedback/", told).status_code == 429
        # Behind a proxy each reader has an address of her own; what she claims is nothing.
        monkeypatch.setattr(ninja_settings, "NUM_PROXIES", 1)
        for claimed, status in (("1.1.1.1, 2.2.2.2", 200), ("3.3.3.3, 2.2.2.2", 429)):
            headers = {"X-Forwarded-For": claimed}
            assert client.get("/search/?q=a", headers=headers).status_code == status

    def test_page_pages_through_many_results(self, client: Client) -> None:
        html = page(client, "q=残疾人证&page=2")

        assert "第 21 到 40 条" in html
        assert 'aria-current="page">2<' in html
        assert 'rel="next"' in html

    def test_page_after_the_last_shows_the_last_and_says_so(
        self, client: Client
    ) -> None:
        html = page(client, "q=残疾人证&page=50")

        assert "没有第 50 页" in html
        assert 'class="hit"' in html

    @pytest.mark.parametrize("number", ["abc", "-3", "0", "99999999999999999999"])
    def test_page_with_a_bad_number_shows_page_one_and_says_so(
        self, client: Client, number: str
    ) -> None:
        html = page(client, f"q=残疾人证&page={number}")

        assert f"页码“{number}”不是从 1 开始的整数" in html
        assert "第 1 到 20 条" in html

    def test_page_without_a_hit_shows_ways_on(self, client: Client) -> None:
        html = page(client, "q=zzqxj")

        assert "没有找到“zzqxj”" in html
        assert "12345" in html
        for address in ("/guides/", "/halls/", "/topics/person/085/"):
            assert f'href="{address}"' in html

    def test_page_without_text_asks_for_one(self, client: Client) -> None:
        html = page(client)

        assert "搜索办事指南" in html
        assert "请输入要办的事" in html

    @pytest.mark.parametrize(
        "text", ["？！。，", "%00", "💐", "𠮷", "<script>alert(1)"]
    )
    def test_page_survives_text_without_words(self, client: Client, text: str) -> None:
        assert "<script>alert" not in page(client, f"q={text}")

    def test_page_cuts_a_very_long_text_and_says_so(self, client: Client) -> None:
        html = page(client, "q=" + "残疾人证" * 2500)

        assert "只按前 200 个字" in html
        assert len(html) < 100_000

    def test_page_ignores_an_unknown_facet_value_and_says_so(
        self, client: Client
    ) -> None:
        html = page(client, "q=残疾人证&department=nowhere")

        assert "部门：nowhere”不存在" in html
        assert 'class="hit"' in html

    def test_page_escapes_titles_of_guides(self, client: Client, index: Path) -> None:
        service.index_records([record("odd", "残疾人证<script>x</script>&lt;b&gt;")])

        html = page(client, "q=残疾人证 script")

        assert "<script>x" not in html

    def test_json_has_the_same_hits_as_the_page(self, client: Client) -> None:
        answer = client.get("/search/?q=高龄津贴&format=json").json()

        assert answer["hits"][0]["code"] == "elder-allowance"
        assert answer["engine"] == "embedded"
        assert answer["page"] == 1

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
    def test_page_refuses_methods_that_write(self, client: Client, method: str) -> None:
        assert getattr(client, method)("/search/").status_code == 405

    def test_page_answers_head(self, client: Client) -> None:
        assert client.head("/search/?q=a").status_code == 200


def test_page_without_an_index_says_how_to_rebuild_and_where_to_read(
    client: Client, tmp_path: Path, settings: Settings
) -> None:
    settings.SEARCH_DIR = tmp_path / "nothing-here"

    html = page(client, "q=残疾人证", status=503)

    assert "manage.py rebuild_index" in html
    assert 'href="/guides/"' in html
    assert str(tmp_path) not in html
    assert client.get("/search/?q=a&format=json").status_code == 503


def test_page_with_a_corrupt_index_says_how_to_rebuild(
    client: Client, index: Path, settings: Settings
) -> None:
    broken = index.parent / "broken"
    shutil.copytree(index, broken)
    for file in broken.rglob("*"):
        if file.is_file() and file.suffix not in {".lock"}:
            file.write_bytes(b"\x00broken")
    settings.SEARCH_DIR = broken

    assert "manage.py rebuild_index" in page(client, "q=残疾人证", status=503)

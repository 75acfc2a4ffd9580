"""What both engines do alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from search.documents import Document
from search.engines.base import Engine, EngineResult
from search.errors import IndexMissing
from search.plan.model import Best, Plan, Terms
from tests.fuzzing import fuzzing
from tests.search.conftest import Find, codes, documents
from tests.search.samples import (
    CARD_LOSS,
    COMPANY,
    FUND,
    RESTAURANT,
    SAMPLES,
    SOCIAL_CARD,
    numbered,
)

SYNTAX = "+-&|!(){}[]^\"~*?:\\/<>=@#$%;'`,."


def labels(result: EngineResult, facet: str) -> dict[str, int]:
    return {bucket.value: bucket.count for bucket in result.facets[facet]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("社会保障卡申领", "ss-card"),
        ("社會保障卡申領", "ss-card"),
        ("办社保卡", "ss-card"),
        ("社保卡丢了", "ss-card-loss"),
        ("租房怎么提取公积金", "fund-rent"),
        ("公鸡金", "fund-rent"),
        ("gongjijin", "fund-rent"),
        ("gjj", "fund-rent"),
        ("食品经营许可(餐饮服务)", "food"),
        ("kaigongsi", "company-setup"),
        ("市场监管局 餐饮", "food"),
        ("11990101000000211G400", "ss-card"),
        ("company-setup", "company-setup"),
    ],
)
def test_search_finds_the_guide_first(find: Find, text: str, code: str) -> None:
    assert codes(find(text))[0] == code


@pytest.mark.parametrize("text", ["zzzzzz", "qwxzvbnm", "红烧鲫鱼"])
def test_search_for_something_else_finds_nothing(find: Find, text: str) -> None:
    result = find(text)
    assert (result.total, result.hits) == (0, ())


def test_search_returns_the_stored_record_whole(find: Find) -> None:
    assert find("社会保障卡申领").hits[0].record == SOCIAL_CARD


@pytest.mark.parametrize(
    "text", ['title_words:*" OR *', "社保卡 AND NOT 挂失", "社保卡~2^9 OR code:*"]
)
def test_engine_syntax_in_a_query_is_only_text(find: Find, text: str) -> None:
    assert set(codes(find(text))) <= {"ss-card", "ss-card-loss"}


@fuzzing(25)
@given(
    before=st.lists(st.sampled_from(SYNTAX), max_size=6).map("".join),
    after=st.lists(st.sampled_from(SYNTAX), max_size=6).map("".join),
    text=st.sampled_from(("社保卡", "开公司", "gjj", "company-setup")),
)
def test_engine_syntax_around_a_query_changes_nothing(
    find: Find, before: str, after: str, text: str
) -> None:
    plain, wrapped = find(text), find(f"{before}{text}{after}")
    assert (wrapped.total, codes(wrapped)) == (plain.total, codes(plain))
    assert find("", {"department": (f"{before}scj{after}",)}).total == (
        2 if not before + after else 0
    )


def test_filter_keeps_only_its_values(find: Find) -> None:
    result = find("", {"department": ("scj",)})
    assert set(codes(result)) == {"food", "company-setup"}


def test_filters_of_two_facets_must_both_hold(find: Find) -> None:
    result = find("", {"department": ("scj",), "audience": ("person",)})
    assert codes(result) == ["food"]


def test_values_of_one_facet_add_up(find: Find) -> None:
    result = find("", {"department": ("scj", "gjj")})
    assert set(codes(result)) == {"food", "company-setup", "fund-rent"}


def test_facet_counts_stay_when_a_value_is_chosen(find: Find) -> None:
    before = labels(find(""), "department")
    chosen = find("", {"department": ("scj",)})
    assert labels(chosen, "department") == before == {"scj": 2, "rsj": 2, "gjj": 1}


def test_facet_counts_follow_the_other_facets(find: Find) -> None:
    chosen = find("", {"department": ("scj",)})
    assert labels(chosen, "audience") == {"company": 2, "person": 1}
    assert labels(chosen, "topic") == {"company:010": 2}


def test_every_trait_is_a_facet_with_counts_that_stay(find: Find) -> None:
    everything = find("")
    assert {name: labels(everything, name) for name in everything.facets} == {
        "department": {"rsj": 2, "scj": 2, "gjj": 1},
        "topic": {"person:010": 2, "company:010": 2, "person:020": 1, "person:030": 1},
        "audience": {"person": 4, "company": 2},
        "level": {"4": 2},
        "channel": {"online": 2, "hall": 1},
        "zero": {"fee": 1},
        "cross": {"1": 1},
    }
    narrowed = find("", {"channel": ("hall",), "level": ("4",)})
    assert codes(narrowed) == ["ss-card"]
    assert labels(narrowed, "channel") == {"online": 2, "hall": 1}
    assert narrowed.facets["cross"][0].label == "跨省通办"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["ss-card-loss", "ss-card", "company-setup", "fund-rent", "food"]),
        ("changed", ["ss-card-loss", "ss-card", "company-setup", "food", "fund-rent"]),
        ("limit", ["ss-card-loss", "ss-card", "company-setup", "food", "fund-rent"]),
    ],
)
def test_hits_are_sorted_by_what_is_known_of_them(
    engine: Engine, order: str, expected: list[str]
) -> None:
    plan = Plan(everything=True, order=order)
    pages = [engine.search(plan, offset=at, limit=2) for at in (0, 2, 4)]
    assert [code for page in pages for code in codes(page)] == expected
    assert {page.total for page in pages} == {len(SAMPLES)}


def test_pages_beyond_ten_thousand_hits_are_whole(engine: Engine) -> None:
    plain = [
        Document(record=record, tokens={}, facets={}, orders={"name": "一样"})
        for record in numbered(10_050)
    ]
    engine.rebuild(plain)
    for order in ("", "name"):
        plan = Plan(everything=True, order=order)
        result = engine.search(plan, offset=10_030, limit=20)
        assert result.total == 10_050
        assert codes(result) == [f"same-{at}" for at in range(10_030, 10_050)]
        far = engine.search(plan, offset=9_999_900, limit=100)
        assert (far.total, far.hits) == (10_050, ())


def test_facets_carry_labels(find: Find) -> None:
    buckets = {bucket.value: bucket.label for bucket in find("").facets["department"]}
    assert buckets["gjj"] == "住房公积金管理中心"


def test_facets_of_a_renamed_department_are_one_value(
    engine: Engine, find: Find
) -> None:
    renamed = replace(RESTAURANT, department_name="云溪区市监局", version_number=2)
    engine.index(documents([renamed]))
    assert labels(find(""), "department")["scj"] == 2


def test_equal_scores_are_ordered_by_code_over_pages(
    engine: Engine, find: Find
) -> None:
    records = numbered(25)
    engine.rebuild(documents(records[::-1]))
    pages = [codes(find("公司设立登记", offset=at, limit=10)) for at in (0, 10, 20)]
    assert [code for page in pages for code in page] == [
        record.code for record in records
    ]


def test_order_of_equal_scores_survives_updates(engine: Engine, find: Find) -> None:
    records = numbered(12)
    engine.rebuild(documents(records))
    engine.index(documents([replace(records[3], version_number=2)]))
    assert codes(find("公司设立登记")) == [record.code for record in records]


def test_page_beyond_the_end_is_empty_with_the_total(find: Find) -> None:
    result = find("", offset=10_000, limit=20)
    assert (result.total, result.hits) == (len(SAMPLES), ())


def test_index_adds_and_replaces(engine: Engine, find: Find) -> None:
    newer = replace(FUND, title="购房提取住房公积金", version_number=2)
    added = replace(COMPANY, code="new", title="河道采砂许可", plain_name="挖沙")
    assert engine.index(documents([newer, added])) == 2
    assert find("公积金").hits[0].record.title == "购房提取住房公积金"
    assert codes(find("河道采砂许可"))[0] == "new"


def test_late_update_does_not_undo_a_newer_one(engine: Engine, find: Find) -> None:
    engine.index(documents([replace(FUND, title="新的公积金", version_number=3)]))
    late = documents([replace(FUND, title="旧的公积金", version_number=2)])
    assert engine.index(late) == 0
    assert find("公积金").hits[0].record.title == "新的公积金"


def test_index_may_be_repeated(engine: Engine, find: Find) -> None:
    engine.index(documents([FUND]))
    assert engine.index(documents([FUND])) == 1
    assert find("公积金").total == 1


def test_delete_removes_and_forgives_unknown_codes(engine: Engine, find: Find) -> None:
    assert engine.delete(["food", "never-was"]) == 1
    assert engine.delete(["food"]) == 0
    assert "food" not in codes(find(""))


def test_deleted_guide_may_return_with_the_same_version(
    engine: Engine, find: Find
) -> None:
    engine.delete([CARD_LOSS.code])
    assert engine.index(documents([CARD_LOSS])) == 1
    assert CARD_LOSS.code in codes(find(""))


def test_rebuild_forgets_what_it_was_not_given(engine: Engine, find: Find) -> None:
    assert engine.rebuild(documents([COMPANY])) == 1
    assert codes(find("")) == ["company-setup"]


def test_failed_rebuild_leaves_the_index_as_it_was(engine: Engine, find: Find) -> None:
    def broken() -> object:
        yield from documents([COMPANY])
        raise RuntimeError("source broke")

    with pytest.raises(RuntimeError, match="source broke"):
        engine.rebuild(broken())
    assert find("").total == len(SAMPLES)


@pytest.mark.parametrize(
    ("prefix", "code"),
    [("社会", "ss-card"), ("gongs", "company-setup"), ("gssl", "company-setup")],
)
def test_suggest_knows_beginnings(engine: Engine, prefix: str, code: str) -> None:
    found = [record.code for record in engine.suggest(prefix, limit=10)]
    assert code in found


def test_suggest_keeps_to_its_limit(engine: Engine) -> None:
    assert len(engine.suggest("社", limit=1)) == 1
    assert engine.suggest("没有这样的开头", limit=5) == []


def test_clause_minimum_counts_tokens(engine: Engine) -> None:
    def found(minimum: int) -> int:
        clause = Terms("title_words", ("社会", "保障", "挂失"), minimum=minimum)
        return engine.search(Plan(required=(clause,)), offset=0, limit=5).total

    assert [found(minimum) for minimum in (1, 2, 3)] == [2, 2, 1]


def test_best_counts_one_alternative_only(engine: Engine) -> None:
    same = Terms("names", ("开公司",), 5.0, constant=True)
    less = Terms("codes", ("companysetup",), 2.0, constant=True)
    plan = Plan(required=(same,), scoring=(Best((same, less)), less))
    hit = engine.search(plan, offset=0, limit=1).hits[0]
    assert hit.score == pytest.approx(7.0)


@pytest.mark.parametrize(
    "name", ["embedded", pytest.param("cluster", marks=pytest.mark.elasticsearch)]
)
def test_missing_index_says_how_to_rebuild(
    request: pytest.FixtureRequest, name: str
) -> None:
    engine: Engine = request.getfixturevalue(name)
    plan = Plan(everything=True)
    for act in (
        lambda: engine.search(plan, offset=0, limit=1),
        lambda: engine.index(documents([FUND])),
        lambda: engine.delete(["food"]),
        lambda: engine.suggest("社", limit=1),
    ):
        with pytest.raises(IndexMissing, match="rebuild_index"):
            act()

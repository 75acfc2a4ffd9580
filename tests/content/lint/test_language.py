"""Rules 9.4: every rule trips on its wording and lets plain words through."""

from __future__ import annotations

import pytest

from content.lint.personal import personal_data, personal_numbers
from tests.content.lint.cases import Case

CONDITION = "accept_conditions.0"
CASES = (
    Case(
        rule="L301",
        path="plain_name",
        trip={"plain_name": "餐饮服务资格事宜"},
        near={"plain_name": "办餐饮食品许可"},
    ),
    Case(
        rule="L302",
        path="accept_conditions[0]",
        trip={
            CONDITION: "申请人在本区从事餐饮服务,场所面积与申请书一致,设备布局防止交叉污染,从业人员持有健康证明"
        },
        near={
            CONDITION: "申请人在本区从事餐饮服务。场所面积与申请书一致。设备布局防止交叉污染。从业人员持有健康证明"
        },
    ),
    Case(
        rule="L303",
        path="accept_conditions[0]",
        trip={"faq": [], CONDITION: "申请人的场所经勘验"},
        near={"faq": [], CONDITION: "申请人的场所经勘验(到现场查看)"},
    ),
    Case(
        rule="L304",
        path="accept_conditions[0]",
        trip={CONDITION: "税务已清税"},
        near={CONDITION: "申请人已结清税款"},
    ),
    Case(
        rule="L305",
        path="materials[3].fill_notes",
        trip={"materials.2.fill_notes": "图纸在申请前30日内绘制"},
        near={"materials.2.fill_notes": "图纸在申请前30个工作日内绘制"},
    ),
    Case(
        rule="L306",
        path="materials[2].fill_notes",
        trip={"materials.1.fill_notes": "逐项填写"},
        near={"materials.1.fill_notes": "逐项填写,例如面积填120平方米"},
    ),
    Case(
        rule="L307",
        path="materials[2].fill_notes",
        trip={"materials.1.fill_notes": "如李某 13800138000 已填写"},
        near={"materials.1.fill_notes": "如李某 138****8000 已填写"},
    ),
    Case(
        rule="L308",
        path="materials[2].blank_form",
        trip={"materials.1.blank_form": "files/food/blank-2.doc"},
        near={"materials.1.blank_form": "files/food/blank-2.docx"},
    ),
    Case(
        rule="L309",
        path="faq[0]",
        trip={"faq.0.answer": "可以,点击这里查询"},
        near={"faq.0.answer": "可以,在“办件进度查询”页查询"},
    ),
    Case(
        rule="L310",
        path="faq[0]",
        trip={"faq.0.answer": "见http://www.example.gov.cn/a"},
        near={"faq.0.answer": "见https://www.example.gov.cn/a"},
    ),
    Case(
        rule="L311",
        path="faq[0]",
        trip={"faq.0.answer": "到政务大厅领取"},
        near={"faq.0.answer": "到政务服务中心领取"},
    ),
    Case(
        rule="L312",
        path="body",
        base="article",
        trip={"body": "2026年5月按时办结率为99.1%。"},
        near={"body": "2026年5月按时办结率为98.7%。"},
        world={"metrics": {("按时办结率", "2026年5月"): 98.7}},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_trips_where_it_should(case: Case) -> None:
    assert [finding.path for finding in case.tripped()] == [case.path]


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_lets_a_near_miss_through(case: Case) -> None:
    assert case.nearly() == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("手机13800138000", ["138****8000"]),
        ("手机+86 13800138000", ["138****8000"]),
        ("证号11010519491231002X", ["110105********002X"]),
        ("卡号6222021234567890123", []),
        ("卡号6222600260001072444", ["6222****2444"]),
        ("云溪区望江路18号3栋2单元", ["云溪区望…"]),
    ],
)
def test_personal_data_is_found_and_shown_masked(text: str, shown: list[str]) -> None:
    assert list(personal_data(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "手机138****8000",
        "证号110105********002X",
        "证号110105194912310021",  # wrong check digit
        "证号110105194913310020",  # no such day
        "编号990101202603020000019",  # a case number
        "咨询电话0600-5551200",
        "邮编100086,2026年6月1日",
        "政通路88号市民中心",
    ],
)
def test_what_only_looks_like_personal_data_passes(text: str) -> None:
    assert list(personal_data(text)) == []


def test_address_in_a_sample_is_no_number() -> None:
    assert list(personal_numbers("云溪区望江路18号3栋2单元")) == []


def test_number_inside_a_sample_file_is_found() -> None:
    path = "files/food/sample-2.html"
    case = Case(
        rule="L307",
        path="materials[2].sample_form",
        trip={"materials.1.sample_form": path},
        trip_world={"file_texts": {path: "经办人手机 13800138000"}},
    )
    assert [finding.path for finding in case.tripped()] == [case.path]


def test_large_attachment_needs_a_reason() -> None:
    path = "files/food/blank-2.html"
    case = Case(
        rule="L308",
        path="",
        trip={"materials.1.blank_form": path},
        trip_world={"files": {path: 10 * 1024 * 1024 + 1}},
        near={"materials.1.blank_form": path},
        near_world={"files": {path: 10 * 1024 * 1024}},
    )
    assert case.tripped()
    assert not case.nearly()


def test_unknown_host_is_refused_and_a_registered_one_not() -> None:
    case = Case(
        rule="L310",
        path="",
        trip={"online_url": "https://example.com/a"},
        near={"online_url": "https://example.com/a"},
        near_world={"domains": ("example.com",)},
    )
    assert case.tripped()
    assert not case.nearly()


def test_word_of_the_matters_own_name_needs_no_gloss() -> None:
    words = {"faq": [], CONDITION: "申请人的场所已备案", "name": "餐饮场所备案"}
    assert not Case(rule="L303", path="", trip=words).tripped()

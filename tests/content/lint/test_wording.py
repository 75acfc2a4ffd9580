"""Rules 9.1: every rule trips on its wording and lets the next best through."""

from __future__ import annotations

import pytest

from tests.content.lint.cases import Case

CONDITION = "accept_conditions.0"
STANDARD = "materials.2.accept_standard"
NAME = "materials.5.name"
CASES = (
    Case(
        rule="L001",
        path="materials[6].name",
        trip={NAME: "其他材料"},
        near={NAME: "其他股东的营业执照"},
    ),
    Case(
        rule="L002",
        path="accept_conditions[0]",
        trip={CONDITION: "符合法律、法规规定的其他条件"},
        near={CONDITION: "符合食品安全法第三十三条列出的条件"},
    ),
    Case(
        rule="L003",
        path="accept_conditions[0]",
        trip={CONDITION: "有关部门要求的证明齐全"},
        near={CONDITION: "消防部门出具的检查意见书齐全"},
    ),
    Case(
        rule="L004",
        path="materials[6].name",
        trip={NAME: "燃气检查合格凭据等材料"},
        near={NAME: "等级评定证书"},
    ),
    Case(
        rule="L005",
        path="faq[0]",
        trip={"faq.0.answer": "视情况决定是否补交"},
        near={"faq.0.answer": "使用管道燃气的要交,用电的不用交"},
    ),
    Case(
        rule="L006",
        path="materials[3].accept_standard",
        trip={STANDARD: "按规定。"},
        near={STANDARD: "按规定比例1:100绘制,标明出入口"},
    ),
    Case(
        rule="L007",
        path="materials[3].accept_standard",
        trip={STANDARD: "详见有关说明"},
        near={STANDARD: "详见附件1"},
    ),
    Case(
        rule="L008",
        path="materials[3].accept_standard",
        trip={STANDARD: "原则上真实"},
        near={STANDARD: "与现场一致,尺寸误差不超过1米"},
    ),
    Case(
        rule="L009",
        path="materials[3].accept_standard",
        trip={STANDARD: "有效"},
        near={STANDARD: "在有效期内"},
    ),
    Case(
        rule="L010",
        path="summary",
        trip={"summary": "办理时间待定"},
        near={"summary": "食品快速检测由区市场监管局办理"},
    ),
    Case(
        rule="L011",
        path="accept_conditions[0]",
        trip={CONDITION: "工作人员认为可以办理"},
        near={CONDITION: "工作人员现场核对后面积与申请书一致"},
    ),
    Case(
        rule="L012",
        path="materials[6].name",
        trip={NAME: "无犯罪记录证明", "materials.5.source": "10"},
        near={
            NAME: "无犯罪记录证明",
            "materials.5.source": "20",
            "materials.5.issuer": "公安机关",
        },
    ),
    Case(
        rule="L013",
        path="materials[3].fill_notes",
        trip={"materials.2.fill_notes": "交复印件若干"},
        near={"materials.2.fill_notes": "交复印件2份"},
    ),
    Case(
        rule="L014",
        path="accept_conditions[0]",
        trip={CONDITION: "申请人" + "在本区从事餐饮服务并" * 6 + "持有执照"},
        near={CONDITION: "申请人" + "在本区从事餐饮服务," * 6 + "持有执照"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_trips_where_it_should(case: Case) -> None:
    assert [finding.path for finding in case.tripped()] == [case.path]


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_lets_a_near_miss_through(case: Case) -> None:
    assert case.nearly() == []


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("L001", {NAME: "其它材料"}),
        ("L001", {NAME: "其余材料"}),
        ("L002", {CONDITION: "规定的其他情形"}),
        ("L002", {"legal_bases.0.text": "法规规定的其他材料"}),
        ("L003", {CONDITION: "提交必要的文件"}),
        ("L004", {NAME: "营业执照等"}),
        ("L005", {CONDITION: "必要时可以延期"}),
        ("L006", {CONDITION: "符合规定"}),
        ("L007", {"faq.0.answer": "另见办事大厅公告"}),
        ("L009", {CONDITION: "符合条件。"}),
        ("L010", {CONDITION: "略"}),
        ("L010", {"materials.2.name": "XXX图纸"}),
        ("L011", {CONDITION: "经领导批准"}),
        ("L013", {STANDARD: "复印件数份"}),
        ("L014", {CONDITION: "申请人不得不到场"}),
    ],
)
def test_other_forms_of_the_wording_trip_too(
    rule: str, changes: dict[str, str]
) -> None:
    assert Case(rule=rule, path="", trip=changes).tripped()


def test_exact_wording_of_a_law_is_exempt() -> None:
    law = {
        "legal_bases.0.text": "法律、法规规定的其他条件",
        "legal_bases.0.text_kind": "原文",
    }
    assert Case(rule="L002", path="", trip=law).tripped() == []


def test_powers_are_read_for_wording_too() -> None:
    see = Case(rule="L007", path="", base="power", trip={"duties.0.text": "详见另文"})
    assert [finding.path for finding in see.tripped()] == ["duties[1].text"]

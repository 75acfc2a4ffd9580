"""Rules 9.2: every rule trips on what lacks and lets a complete record through."""

from __future__ import annotations

import pytest

from content.lint import MatterBrief
from tests.content.lint.cases import Case

POWER = "YX-000000211-01-0018"
CASES = (
    Case(
        rule="L101",
        path="accept_conditions",
        trip={"accept_conditions": []},
        near={"accept_conditions": ["申请人已取得营业执照"]},
    ),
    Case(
        rule="L102",
        path="result.deliver",
        trip={"result.deliver": []},
        near={"result.deliver": ["邮寄"]},
    ),
    Case(
        rule="L103",
        path="legal_bases",
        trip={"legal_bases": [{"title": "食品安全法", "article": "", "text": ""}]},
        near={"legal_bases.1": {"title": "某办法", "article": "", "text": ""}},
    ),
    Case(
        rule="L104",
        path="legal_bases",
        trip={"legal_bases.0.status": "废止"},
        near={"legal_bases.0.status": "修改"},
    ),
    Case(
        rule="L105",
        path="materials[2]",
        trip={"materials.1.blank_form": ""},
        near={"materials.2.blank_form": ""},
    ),
    Case(
        rule="L106",
        path="materials[2]",
        trip={"materials.1.sample_form": None},
        near={"materials.2.sample_form": None},
    ),
    Case(
        rule="L107",
        path="materials[6]",
        trip={"materials.5.issuer": ""},
        near={"materials.5.issuer": "", "materials.5.source": "10"},
    ),
    Case(
        rule="L108",
        path="materials[3]",
        trip={"materials.2.accept_standard": ""},
        near={"materials.2.accept_standard": "比例1:100"},
    ),
    Case(
        rule="L109",
        path="materials[3]",
        trip={"materials.2.basis": {"title": "", "article": "第三条"}},
        near={"materials.2.basis": {"title": "食品安全法", "article": ""}},
    ),
    Case(
        rule="L110",
        path="materials[3]",
        trip={"materials.2.originals": 0, "materials.2.mat_form": "1"},
        near={"materials.2.originals": 0, "materials.2.mat_form": "2"},
    ),
    Case(
        rule="L111",
        path="materials[6]",
        trip={"materials.5.need_condition": None, "materials.5.need_when": ""},
        near={"materials.5.need_condition": None},
    ),
    Case(
        rule="L112",
        path="materials[3]",
        trip={"materials.2.need": "3"},
        near={"materials.2.need": "3", "materials.2.supplement_days": 5},
    ),
    Case(
        rule="L113",
        path="result.sample",
        trip={"result.sample": ""},
        near={"result.sample": "", "result.type": "无", "result.name": "登记"},
    ),
    Case(
        rule="L114",
        path="stages",
        trip={"stages.1.name": "公示", "stages.2.name": "公示"},
        near={"stages.1.name": "审核", "stages.2.name": "公示"},
    ),
    Case(
        rule="L115",
        path="faq",
        trip={"faq": []},
        near={"faq": [], "matter_type": "05"},
    ),
    Case(
        rule="L116",
        path="topics",
        trip={"topics_person": []},
        near={"topics_person": [], "service_objects": ["2"]},
    ),
    Case(
        rule="L117",
        path="rights",
        trip={"rights.court": ""},
        near={"rights.court": "", "matter_type": "20"},
    ),
    Case(
        rule="L118",
        path="flow_text",
        trip={"flow_image": True, "flow_text": ""},
        near={"flow_image": True},
    ),
    Case(
        rule="L119",
        path="power_item",
        trip={"power_item": "YX-NOT-THERE"},
        near={"power_item": "YX-NEW"},
        near_world={"powers": {"YX-NEW": ()}},
    ),
    Case(
        rule="L120",
        path="not_in_hall_reason",
        trip={"in_hall": False},
        near={"in_hall": False, "not_in_hall_reason": "涉密场所内办理"},
    ),
    Case(
        rule="L121",
        path="checked_on",
        trip={"checked_on": "2025-12-02"},
        near={"checked_on": "2025-12-03"},
    ),
    Case(
        rule="L122",
        path="tags",
        base="page",
        trip={"tags.PubDate": ""},
        near={"tags.PubDate": "", "page_class": "column"}
        | {f"tags.Column{name}": "有" for name in ("Description", "Keywords")},
    ),
    Case(
        rule="L123",
        path="interpretations",
        base="policy",
        trip={"published_on": "2026-05-26"},
        near={"published_on": "2026-05-27"},
    ),
    Case(
        rule="L124",
        path="accountability",
        base="power",
        trip={"accountability": []},
        near={"accountability": [{"situation": "超期不办", "consequence": "处分"}]},
    ),
    Case(
        rule="L125",
        path="no_matter_reason",
        base="power",
        trip={"matters": [], "no_matter_reason": ""},
        near={"matters": [], "no_matter_reason": "由省级部门统一办理"},
        world={"powers": {}},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_trips_where_it_should(case: Case) -> None:
    assert [finding.path for finding in case.tripped()] == [case.path]


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_lets_a_near_miss_through(case: Case) -> None:
    assert case.nearly() == []


def test_no_papers_is_an_answer_when_it_is_said() -> None:
    silent = Case(rule="L101", path="", trip={"materials": []})
    told = Case(
        rule="L101", path="", trip={"materials": [], "summary": "本事项无需材料"}
    )
    assert [finding.path for finding in silent.tripped()] == ["materials"]
    assert told.tripped() == []


def test_law_that_the_library_repeals_is_not_in_force() -> None:
    law = ("中华人民共和国食品安全法", "2021年修正")
    case = Case(rule="L104", path="", trip_world={"repealed": frozenset({law})})
    assert [finding.message for finding in case.tripped()] == [
        "依据“中华人民共和国食品安全法”已失效,请更新"
    ]


def test_not_placed_matter_of_a_list_tells_why_and_where() -> None:
    item = {"order": 1, "name": "律师执业核准", "place_level": "not_placed"}
    told = item | {"reason": "省级系统办理", "instead": "市司法局"}
    silent = Case(rule="L120", path="", base="placement", trip={"items": [item]})
    assert [finding.path for finding in silent.tripped()] == ["items[1]"]
    assert not replace_trip(silent, {"items": [told]}).tripped()


def replace_trip(case: Case, trip: dict[str, object]) -> Case:
    return Case(rule=case.rule, path=case.path, base=case.base, trip=trip)


@pytest.mark.parametrize(
    "changes",
    [
        {"on_application": False},
        {"state": "取消"},
        {"code": "YX-DRAFT"},
        {"matters": ["id-first"]},
    ],
)
def test_power_without_a_guide_that_needs_none_or_has_one_elsewhere(
    changes: dict[str, object],
) -> None:
    case = Case(
        rule="L125",
        path="",
        base="power",
        trip={"matters": [], "no_matter_reason": ""} | changes,
        world={"powers": {"YX-DRAFT": ["draft"]}},
    )
    assert case.tripped() == []


def test_interpreted_policy_is_in_order_however_old() -> None:
    case = Case(
        rule="L123",
        path="",
        base="policy",
        trip={"published_on": "2026-01-01"},
        trip_world={"interpreted": frozenset({"gg003"})},
    )
    assert case.tripped() == []


def test_brief_of_another_matter_defaults_to_one_in_force() -> None:
    assert MatterBrief(code="a", name="甲").state == "1"

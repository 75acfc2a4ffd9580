"""Rules 9.3: every rule trips on its contradiction and lets the limit through."""

from __future__ import annotations

import datetime as dt

import pytest

from content.lint import MatterBrief, lint
from content.prerequisites import MatterNeeds
from tests.content.lint.cases import Case, changed, sound
from tests.content.lint.worlds import demo_world

OPEN_BLOCK = {"from": "09:00", "to": "12:00"}
HALL = {"H-QU": {"code": "H-QU", "hours": [OPEN_BLOCK]}}
ELSEWHERE = MatterBrief(
    code="far",
    name="食品经营许可(外区)",
    basic_code="990110105000",
    region="990102",
    materials=("营业执照",),
    promise=(6, "1"),
)
LOCAL = {"materials.5.source": "20", "materials.5.not_exempt_reason": ""}
OPTION = {"eq": [{"var": "scale"}, "huge"]}
LICENCE = "食品经营许可证"
CASES = (
    Case(
        rule="L201",
        path="promise_days",
        trip={"promise_days": 11},
        near={"promise_days": 10},
    ),
    Case(
        rule="L202",
        path="case_kind",
        trip={"case_kind": "1"},
        near={"case_kind": "1", "promise_days": 0},
    ),
    Case(
        rule="L203",
        path="stages",
        trip={"stages.0.days": 4},
        near={"stages.2.days": 9, "stages.2.counted": False},
    ),
    Case(
        rule="L204",
        path="promise_days",
        trip={"promise_days": 6},
        near={"promise_days": 5},
        world={"promise_ratio": 0.5},
    ),
    Case(
        rule="L205",
        path="visits",
        trip={"handle_forms": ["1"]},
        near={"handle_forms": ["1", "3"]},
    ),
    Case(
        rule="L206",
        path="visits",
        trip={"online": False, "express_in": False},
        near={"online": False, "express_in": True},
    ),
    Case(
        rule="L207",
        path="visits",
        trip={"visits": 1},
        near={"visits": 1, "online_grade": "Ⅲ"},
    ),
    Case(
        rule="L208",
        path="visit_reason",
        trip={"visits": 1},
        near={"visits": 1, "visit_reason": "核验原件"},
    ),
    Case(
        rule="L209",
        path="visit_reason",
        trip={"visit_reason": "核验原件"},
        near={"visit_reason": "核验原件", "visits": 1},
    ),
    Case(rule="L210", path="visits", trip={"visits": 2}, near={"visits": 1}),
    Case(
        rule="L211",
        path="materials[1]",
        trip={"materials.0.exempt_source": ""},
        near={"materials.0.exempt_source": "", "materials.0.exempt": "0"},
    ),
    Case(
        rule="L212",
        path="materials[1]",
        trip={"materials.0.cert_type": "会员卡"},
        near={"materials.0.cert_type": "居民身份证"},
    ),
    Case(
        rule="L213",
        path="materials[6]",
        trip=LOCAL | {"materials.5.issuer": "云溪区住建局"},
        near=LOCAL | {"materials.5.issuer": "远山区住建局"},
    ),
    Case(
        rule="L214",
        path="fee",
        trip={"fee.is_fee": True},
        near={
            "fee": {
                "is_fee": True,
                "note": "",
                "rows": [
                    {"name": "工本费", "amount": 20, "basis": {"title": "收费通知"}}
                ],
            }
        },
    ),
    Case(
        rule="L215",
        path="fee",
        trip={"fee.rows": [{"name": "工本费", "amount": 20, "basis": {}}]},
        near={"fee.note": "不收费,工本费由财政负担"},
    ),
    Case(
        rule="L216",
        path="online_url",
        trip={"online_url": "http://zw.example.gov.cn/food"},
        near={"online_url": "https://zw.example.gov.cn/food"},
    ),
    Case(
        rule="L217",
        path="appointment",
        trip={"appointment": True},
        near={"appointment": True, "daily_quota": 30},
    ),
    Case(
        rule="L218",
        path="cross",
        trip={"cross.modes": []},
        near={"cross.modes": [], "cross.scope": "0"},
    ),
    Case(
        rule="L219",
        path="materials",
        trip_world={"matters": {"far": ELSEWHERE}},
        near_world={
            "matters": {
                "near": MatterBrief(
                    code="near",
                    name="同区",
                    basic_code="990110105000",
                    region="990101",
                )
            }
        },
    ),
    Case(
        rule="L220",
        path="tel",
        trip={"supervise.tel": "0600-5551200"},
        near={"supervise.tel": "12345"},
    ),
    Case(
        rule="L221",
        path="codes",
        trip={"item_code": "11990101000000211G499011010500000"},
        near={"item_code": "11990101000000211G499011010500002"},
    ),
    Case(
        rule="L222",
        path="cancel_on",
        trip={"cancel_on": "2026-01-01"},
        near={"cancel_on": "2026-06-01"},
    ),
    Case(
        rule="L223",
        path="result.type",
        trip={"result.type": "批文"},
        near={"result.type": "批文", "result.name": "食品经营许可批复"},
    ),
    Case(
        rule="L224",
        path="kinds",
        base="zero",
        trip={"guide.promise_days": 1},
        near={"guide.visit_reason": ""},
    ),
    Case(
        rule="L225",
        path="combined",
        base="theme",
        trip={"combined.promise_days": 7},
        near={"combined.promise_days": 6},
    ),
    Case(
        rule="L226",
        path="commitment",
        trip={"commitment_based": True, "commitment": {"template": "承诺书"}},
        near={
            "commitment_based": True,
            "commitment": {"template": "承诺书", "supervision": "30日内现场核查"},
        },
    ),
    Case(
        rule="L227",
        path="entrusting_dept",
        trip={"body_nature": "3", "entrusting_dept": "scj"},
        near={
            "body_nature": "3",
            "entrusting_dept": "scj",
            "entrust_doc": {"name": "委托书"},
        },
    ),
    Case(
        rule="L228",
        path="scenario",
        trip={"scenario.rules.0.condition": OPTION},
        near={"scenario.rules.0.condition": {"eq": [{"var": "scale"}, "mid"]}},
    ),
    Case(
        rule="L229",
        path="materials[3]",
        trip={"materials.6.name": "主要设施设备布局和操作流程图复印件"},
        near={"materials.6.name": "主要设施设备布局和操作流程图说明"},
    ),
    Case(
        rule="L230",
        path="materials[3]",
        trip={"materials.2.name": LICENCE},
        near={"materials.2.name": LICENCE, "name": "食品经营许可变更"},
    ),
    Case(
        rule="L231",
        path="related",
        trip={"prerequisites": ["hygiene"]},
        near={"prerequisites": ["other"]},
        world={
            "needs": {
                "hygiene": MatterNeeds(code="hygiene", name="卫生", papers=(LICENCE,)),
                "other": MatterNeeds(code="other", name="其他", papers=("营业执照",)),
            }
        },
    ),
    Case(
        rule="L232",
        path="intermediary[0]",
        trip={"intermediary": [{"name": "平面图绘制", "basis": ""}]},
        near={"intermediary": [{"name": "环评", "basis": "环境影响评价法第二十条"}]},
    ),
    Case(
        rule="L233",
        path="proxy",
        trip={"proxy_allowed": False},
        near={"proxy_allowed": False, "proxy_reason": "民法典第一千零四十九条"},
    ),
    Case(
        rule="L234",
        path="locations[0].hours",
        trip={"locations.0.hours": "8:00-12:00"},
        near={"locations.0.hours": "09:00-12:00"},
        world={"halls": HALL},
    ),
    Case(
        rule="L235",
        path="stages[4]",
        trip={"stages.3.tacit_ok": True, "stages.3.name": "决定"},
        near={"stages.1.tacit_ok": True, "stages.1.name": "审查"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_trips_where_it_should(case: Case) -> None:
    assert [finding.path for finding in case.tripped()] == [case.path]


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rule_lets_a_near_miss_through(case: Case) -> None:
    assert case.nearly() == []


@pytest.mark.parametrize(
    ("days", "unit", "trips"),
    [(14, "2", False), (15, "2", True), (1, "5", True), (80, "3", False)],
)
def test_limits_in_different_units_are_compared(
    days: int, unit: str, trips: bool
) -> None:
    trip = {"promise_days": days, "promise_unit": unit}
    assert bool(Case(rule="L201", path="", trip=trip).tripped()) is trips


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("item_code", "11990101000000211G499011010500100"),
        ("impl_code", "11990101000000211G3990110105000"),
        ("basic_code", "990510105000"),
        ("department_uscc", "11990101000000211H"),
    ],
)
def test_every_code_is_checked(name: str, value: str) -> None:
    found = Case(rule="L221", path="", trip={name: value}).tripped()
    assert value in {finding.message[3 : 3 + len(value)] for finding in found}


@pytest.mark.parametrize(
    ("number", "trips"),
    [("5551205", True), ("010-12345678", False), ("400-800-1234", False)],
)
def test_telephones_have_an_area_code(number: str, trips: bool) -> None:
    case = Case(rule="L220", path="", trip={"supervise.tel": number})
    assert bool(case.tripped()) is trips


@pytest.mark.parametrize(("state", "dead"), [("1", False), ("2", False), ("3", True)])
def test_own_address_is_dead_when_its_matter_was_cancelled(
    state: str, dead: bool
) -> None:
    other = MatterBrief(code="old-food", name="旧事项", state=state)
    case = Case(
        rule="L216",
        path="online_url",
        trip={"online_url": "/apply/old-food"},
        trip_world={"matters": {"old-food": other}},
    )
    assert bool(case.tripped()) is dead


def test_expired_agreement_of_a_list_stops_it() -> None:
    last, today = "2026-05-31", dt.date(2026, 6, 1)
    base = {"rule": "L218", "path": "", "base": "cross-list"}
    expired = Case(**base, trip={"agreement.valid_to": last})
    in_force = Case(**base, trip={"agreement.valid_to": today.isoformat()})
    assert [finding.path for finding in expired.tripped()] == ["agreement.valid_to"]
    assert in_force.tripped() == []


def test_paused_member_stops_a_theme_that_is_still_offered() -> None:
    paused = MatterBrief(code="company-setup", name="设立", state="2")
    world = {"matters": {"company-setup": paused}}
    base = {"rule": "L225", "path": "", "base": "theme", "trip_world": world}
    offered, stopped = Case(**base), Case(**base, trip={"state": "暂停"})
    assert [finding.path for finding in offered.tripped()] == ["members[1]"]
    assert stopped.tripped() == []


def test_loop_of_three_is_told_in_its_order() -> None:
    kind, food = sound("food")
    needs = {
        "a": MatterNeeds(code="a", name="甲", result="甲证", papers=("乙证",)),
        "b": MatterNeeds(code="b", name="乙", result="乙证", papers=(LICENCE,)),
    }
    record = changed(food, {"materials.2.name": "甲证"})
    world = demo_world()
    world = type(world)(today=world.today, needs=needs)
    found = [each for each in lint(kind, record, world) if each.rule == "L231"]
    assert [each.message for each in found] == [
        "事项“食品经营许可(餐饮服务)”与“甲”→“乙”互为前置,形成循环"
    ]

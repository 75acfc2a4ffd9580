from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from portal.audit.models import Event
from portal.cases import services
from portal.cases.errors import NotAllowed, RequirementsUnmet, VersionNotUsable
from portal.cases.inputs import MaterialInput
from portal.cases.materials import planned_slots
from portal.cases.models import Case, DocumentKind, MaterialFile, Phase
from tests.factories.people import Cast
from tests.factories.versions import Guide, demo_guide, replace_version
from tests.portal.cases.acting import (
    ANSWERS,
    NOW,
    SCENARIO,
    UPLOADED,
    filing,
    material,
    stored_file,
)
from tests.portal.cases.conftest import Changer, Filer


def fields_named(refused: pytest.ExceptionInfo[RequirementsUnmet]) -> set[str]:
    return {issue.field for issue in refused.value.issues}


def test_filing_gives_a_received_case_with_its_parts(received: Case) -> None:
    case = Case.objects.get()
    assert case == received
    assert (case.phase, case.outcome, case.waiting_for) == ("received", "", "receive")
    assert (case.region, case.department_key) == ("990101", "scj")
    assert case.due_on == date(2026, 12, 2)
    assert (case.head_seq, len(case.head_hash)) == (1, 64)
    submission = case.submissions.get()
    assert (submission.round, submission.answers) == (0, ANSWERS)
    assert submission.scenario_answers == SCENARIO
    states = {slot.order: slot.state for slot in case.slots.all()}
    assert states == {
        order: "uploaded" if order in UPLOADED else "waived" for order in states
    }
    assert set(UPLOADED) < set(states)


def test_event_of_a_filing_names_its_files(received: Case) -> None:
    event = Event.objects.select_related("payload").get(stream=received.pk)
    body = json.loads(event.payload.body)
    assert (event.type, event.actor) == (
        "case.filed",
        f"user:{received.applicant_id}",
    )
    assert (body["from"], body["to"]) == ("", "received")
    assert set(event.blob_digests) == set(
        MaterialFile.objects.values_list("digest", flat=True)
    )
    assert "陈晓雨" not in event.payload.body


def test_receipt_says_number_limits_and_phones(received: Case) -> None:
    receipt = received.documents.get(kind=DocumentKind.FILING_RECEIPT)
    assert receipt.content["case_number"] == received.number
    assert receipt.content["acceptance"] == {
        "budget": 5,
        "unit": "1",
        "due_on": "2026-12-02",
        "provisional": False,
    }
    assert receipt.content["consult_tel"] == "0600-5551200"
    assert received.query_key not in receipt.content_json


def test_same_key_gives_the_same_case(file_case: Filer, cast: Cast) -> None:
    first = file_case(idempotency_key="twice")
    assert file_case(idempotency_key="twice", answers={}).pk == first.pk
    other = file_case(idempotency_key="twice", applicant=cast.bob)
    assert other.pk != first.pk
    assert Case.objects.count() == 2
    assert Event.objects.count() == 2


def test_filing_costs_the_same_for_the_hundredth_case(file_case: Filer) -> None:
    def queries() -> int:
        before = len(connection.queries_log)
        connection.force_debug_cursor = True
        try:
            file_case()
        finally:
            connection.force_debug_cursor = False
        return len(connection.queries_log) - before

    first = queries()
    for _ in range(3):
        file_case()
    assert queries() <= first


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"materials": []}, {"material:3", "material:4"}),
        ({"answers": {**ANSWERS, "addr": " "}}, {"field:addr"}),
        (
            {"answers": {**ANSWERS, "c_mobile": "123", "e_uscc": "x"}},
            {"field:c_mobile", "field:e_uscc"},
        ),
        ({"answers": {**ANSWERS, "ghost": "1"}}, {"field:ghost"}),
        ({"answers": {**ANSWERS, "mode": "o99"}}, {"field:mode"}),
        ({"scenario_answers": {**SCENARIO, "scale": "huge"}}, {"scenario:scale"}),
    ],
)
def test_everything_missing_is_named_at_once(
    file_case: Filer, changes: Mapping[str, Any], named: set[str]
) -> None:
    with pytest.raises(RequirementsUnmet) as refused:
        file_case(**changes)
    assert named <= fields_named(refused)
    assert not Case.objects.exists()
    assert not Event.objects.exists()


def test_unanswered_scenario_is_named(file_case: Filer) -> None:
    with pytest.raises(RequirementsUnmet) as refused:
        file_case(scenario_answers={})
    assert any(name.startswith("scenario:") for name in fields_named(refused))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scan": "infected"}, "病毒"),
        ({"scan": "pending"}, "查毒"),
        ({"size": 0}, "空的"),
        ({"digest": "a" * 64}, "没有保存好"),
    ],
)
def test_file_that_cannot_be_used_is_refused(
    file_case: Filer, changes: Mapping[str, Any], words: str
) -> None:
    broken = MaterialInput(order=3, files=(stored_file("坏", **changes),))
    with pytest.raises(RequirementsUnmet, match=words) as refused:
        file_case(materials=[broken, material(4)])
    assert fields_named(refused) == {"material:3"}


def test_too_many_files_twice_or_not_asked_for_are_refused(file_case: Filer) -> None:
    many = tuple(stored_file(f"{number}") for number in range(21))
    for materials, words in (
        ([MaterialInput(order=3, files=many), material(4)], "最多20个文件"),
        ([material(3), material(3), material(4)], "只能提交一次"),
        ([material(3), material(4), material(99)], "不需要第99项"),
    ):
        with pytest.raises(RequirementsUnmet, match=words):
            file_case(materials=materials)


def test_paper_is_taken_at_the_counter_alone(file_case: Filer) -> None:
    papers = [MaterialInput(order=order, way="paper") for order in UPLOADED]
    with pytest.raises(RequirementsUnmet, match="到窗口交"):
        file_case(materials=papers)
    case = file_case(materials=papers, channel="1")
    assert case.slots.get(order=3).way == "paper"


def test_exempt_way_cannot_be_claimed_for_another_material(file_case: Filer) -> None:
    with pytest.raises(RequirementsUnmet, match="不能用"):
        file_case(materials=[MaterialInput(order=3, way="internal"), material(4)])


def _third_later(guide: Guide) -> None:
    guide["materials"][2]["need"] = "3"


def test_material_that_may_follow_is_promised_or_handed_in(
    file_case: Filer, cast: Cast, change_food: Changer
) -> None:
    version = change_food(_third_later)
    later = next(
        slot
        for slot in planned_slots(version.payload["guide"], SCENARIO)
        if slot.order == 3
    )
    assert later.required
    promised = file_case(version=version, materials=[material(4)])
    given = file_case(version=version)
    said = file_case(
        version=version, materials=[MaterialInput(order=3, way="later"), material(4)]
    )
    slots = [case.slots.get(order=3) for case in (promised, given, said)]
    assert [(slot.way, slot.state) for slot in slots] == [
        ("later", "promised"),
        ("upload", "uploaded"),
        ("later", "promised"),
    ]
    assert services.accept(promised.pk, actor=cast.olive, seen_seq=None).phase == (
        Phase.ACCEPTED
    )


def _photo_field(guide: Guide) -> None:
    guide["online_form"]["sections"][0]["fields"].append(
        {"key": "photo", "label": "门头照片", "type": "file", "required": True}
    )


def test_files_of_the_form_are_recorded_too(
    file_case: Filer, change_food: Changer
) -> None:
    version = change_food(_photo_field)
    photo = stored_file("门头")
    answers = {**ANSWERS, "photo": [f"{photo.digest}/{photo.name}"]}
    case = file_case(version=version, answers=answers)
    assert photo.digest in Event.objects.get(stream=case.pk).blob_digests


@pytest.mark.parametrize(
    "photo", [[], ["photo.jpg"], ["../x"], ["a" * 64 + "/gone.jpg"], [7]]
)
def test_file_field_needs_a_stored_file(
    file_case: Filer, change_food: Changer, photo: list[object]
) -> None:
    version = change_food(_photo_field)
    with pytest.raises(RequirementsUnmet):
        file_case(version=version, answers={**ANSWERS, "photo": photo})


def test_organisation_needs_a_membership(file_case: Filer, cast: Cast) -> None:
    assert file_case(organisation=cast.organisation).organisation == cast.organisation
    with pytest.raises(NotAllowed, match="授权"):
        file_case(applicant=cast.charlie, organisation=cast.organisation)


def test_blocked_account_cannot_file(file_case: Filer, cast: Cast) -> None:
    cast.alice.is_active = False
    cast.alice.save(update_fields=["is_active"])
    with pytest.raises(NotAllowed, match="停用"):
        file_case()


def test_replaced_version_stays_open_until_its_cutoff(
    file_case: Filer, clock: Any
) -> None:
    food = file_case().version
    new = replace_version(
        food,
        lambda guide: guide.update(promise_days=1),
        at=NOW + timedelta(days=1),
        filing_cutoff=NOW + timedelta(days=3),
    )
    clock.move_to(NOW + timedelta(days=2))
    food.refresh_from_db()
    assert file_case(version=food).version == food
    assert file_case(version=new).version == new
    clock.move_to(NOW + timedelta(days=4))
    with pytest.raises(RequirementsUnmet, match="已经更新"):
        file_case(version=food)


def test_matter_without_a_form_is_for_the_counter(
    file_case: Filer, change_food: Changer
) -> None:
    version = change_food(lambda guide: guide.update(online_form=None))
    with pytest.raises(RequirementsUnmet, match="到窗口办理"):
        file_case(version=version, answers={})
    assert file_case(version=version, answers={}, channel="1").channel == "1"


def test_version_without_a_region_is_not_usable(
    file_case: Filer, change_food: Changer
) -> None:
    version = change_food(lambda guide: guide.update(department_uscc=""))
    with pytest.raises(VersionNotUsable, match="food"):
        file_case(version=version)


def test_counter_files_for_a_day_before(file_case: Filer) -> None:
    moment = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    case = file_case(channel="1", at=moment)
    assert case.filed_at == moment
    assert case.number[6:14] == "20261120"
    assert case.due_on == date(2026, 11, 27)


def test_demo_guide_plans_what_it_prints() -> None:
    slots = planned_slots(demo_guide("food"), SCENARIO)
    assert [slot.order for slot in slots] == [1, 2, 3, 4, 5]
    assert {slot.order for slot in slots if not slot.exempt_way} == set(UPLOADED)


def test_unknown_inputs_make_no_half_case(file_case: Filer, cast: Cast) -> None:
    with pytest.raises(RequirementsUnmet):
        services.file_case(
            **filing(version=file_case().version, applicant=cast.bob, materials=[])
        )
    assert Case.objects.count() == 1
    assert not cast.bob.cases.exists()

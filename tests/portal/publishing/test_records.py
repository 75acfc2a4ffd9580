from __future__ import annotations

from portal.publishing.cards import (
    card_as_json,
    card_from_json,
    card_from_payload,
    place_in_order,
)
from portal.publishing.records import guide_record
from tests.theme_samples import payloads


def test_record_of_a_guide() -> None:
    payload = payloads.guide_payload("food")
    key = payload["guide"]["department"]

    record = guide_record(payload, payloads.departments()[key], version_number=4)

    assert record.code == "food"
    assert record.title == payload["guide"]["name"]
    assert record.url == "/guides/food/"
    assert record.department_key == key
    assert record.topics == ("person:040", "company:010")
    assert record.topic_names == ("准营准办", "准营准办")
    assert record.audiences == ("person", "company")
    assert record.material_names[0] == payload["guide"]["materials"][0]["name"]
    assert record.facts["limit"] == "6 个工作日"
    assert record.version_number == 4
    assert record.promised_minutes == 6 * 7 * 24 * 60 // 5
    assert record.changed_on == payload["guide"]["published_on"]
    told = {"updates": [{"on": "2099-01-02", "note": "改了"}]}
    assert guide_record(payload | told, None).changed_on == "2099-01-02"
    assert record.traits["level"] == {"4": "县级"}
    assert {"online": "网上办", "hall": "窗口办"}.items() <= record.traits[
        "channel"
    ].items()


def test_record_of_a_catalogue_matter_has_no_invented_facts() -> None:
    record = guide_record(payloads.catalogue_payload(), None)

    assert record.department_name == "云溪区教育局"
    assert record.facts == {}
    assert record.traits.keys() <= {"level"}
    assert record.promised_minutes is None
    assert record.material_names == ()
    assert record.legal_titles == ("中华人民共和国义务教育法",)


def test_card_survives_being_stored() -> None:
    card = card_from_payload(payloads.guide_payload("food"), "2026-11-02")

    assert card_from_json(card_as_json(card)) == card


def test_card_is_in_the_lists_of_its_matter() -> None:
    card = card_from_payload(payloads.guide_payload("food"), "2026-11-02")

    assert {
        "all",
        "kind:guide",
        "online:yes",
        f"department:{card.department_key}",
        "person:040",
        "company:010",
        "hall:H-QU",
        "rule:all_street_halls",
    } <= set(card.collections)


def test_order_is_by_sound_and_marks_are_not_spoken() -> None:
    names = ["中医诊所备案", "《出生医学证明》首次签发", "ABC审批", "办护照", "、"]

    ordered = sorted(names, key=lambda name: place_in_order(name)[1])

    assert ordered == [
        "ABC审批",
        "办护照",
        "《出生医学证明》首次签发",
        "中医诊所备案",
        "、",
    ]
    assert place_in_order("《出生医学证明》首次签发")[0] == "C"
    assert place_in_order("、")[0] == "#"

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.applications.conversion import converted_answers, converted_slots
from portal.applications.models import Draft, DraftFile
from portal.applications.version_changes import changes_between
from portal.cases.models import Case
from portal.publishing.models import MatterVersion
from tests.factories.versions import Guide, demo_guide, replace_version
from tests.portal.applications.conftest import ANSWERS, step_address


def revised(guide: Guide) -> None:
    """Version 2: a shorter limit, a new field, one gone, a renamed and a new material."""
    guide["promise_days"] = 4
    content = guide["online_form"]["sections"][1]
    content["fields"] = [each for each in content["fields"] if each["key"] != "seats"]
    content["fields"][2]["label"] = "使用面积"
    content["fields"].append(
        {
            "key": "gas_meter",
            "label": "燃气表号",
            "type": "text",
            "required": True,
            "validation": {"maxLength": 20},
            "help": "",
            "example": "",
        }
    )
    new = dict(
        guide["materials"][3], order=10, name="排水接管证明", std_code="STD-DRAIN"
    )
    guide["materials"].append(new)
    slot = dict(
        guide["online_form"]["material_slots"][3], material=10, name=new["name"]
    )
    guide["online_form"]["material_slots"].append(slot)


@pytest.fixture
def newer(filled: Draft) -> MatterVersion:
    return replace_version(
        filled.version,
        revised,
        at=timezone.now(),
        filing_cutoff=timezone.now() + timedelta(days=30),
    )


def version_url(draft: Draft) -> str:
    return f"/my/drafts/{draft.pk}/version/"


def test_opening_a_draft_shows_what_changed(
    client: Client, filled: Draft, newer: MatterVersion
) -> None:
    assert client.get(f"/my/drafts/{filled.pk}/")["Location"] == version_url(filled)
    text = client.get(version_url(filled)).content.decode()
    for words in (
        "第 1 版，现在是第 2 版",
        "办理时限由6 个工作日改为4 个工作日",
        "新增要填的“燃气表号”",
        "不再要填",
        "改为“使用面积”",
        "新增材料“排水接管证明”",
        "12 月",
    ):
        assert words in text


def test_conversion_keeps_what_fits(
    client: Client, filled: Draft, newer: MatterVersion
) -> None:
    client.post(version_url(filled), {"choice": "convert"})
    filled.refresh_from_db()
    assert filled.version == newer
    assert "seats" not in filled.answers
    assert filled.answers["area"] == ANSWERS["area"]
    assert filled.scenario_answers["gas"] == "electric"
    assert {file.slot_order for file in filled.files.all()} == {3, 4}
    resumed = client.get(f"/my/drafts/{filled.pk}/")
    assert resumed["Location"].startswith("/my/drafts/")
    assert "/steps/" in resumed["Location"]


def test_keeping_the_old_version_is_not_asked_again(
    client: Client, filled: Draft, newer: MatterVersion
) -> None:
    client.post(version_url(filled), {"choice": "keep"})
    assert "/steps/" in client.get(f"/my/drafts/{filled.pk}/")["Location"]
    client.post(step_address(filled, "check"), {"declared": "yes"})
    assert Case.objects.get().version == filled.version


def test_after_the_cutoff_the_old_version_is_refused(
    client: Client, filled: Draft, newer: MatterVersion
) -> None:
    client.post(version_url(filled), {"choice": "keep"})
    MatterVersion.objects.filter(pk=filled.version_id).update(
        filing_cutoff=timezone.now()
    )
    answer = client.post(version_url(filled), {"choice": "keep"})
    assert answer.status_code == 409
    assert "停止收件" in answer.content.decode()
    filed = client.post(step_address(filled, "check"), {"declared": "yes"})
    assert filed.status_code in {409, 422}
    assert not Case.objects.exists()


def test_version_without_form_offers_no_conversion(
    client: Client, filled: Draft
) -> None:
    def without_form(guide: Guide) -> None:
        guide["online_form"] = None

    replace_version(
        filled.version,
        without_form,
        at=timezone.now(),
        filing_cutoff=timezone.now() + timedelta(days=1),
    )
    text = client.get(version_url(filled)).content.decode()
    assert "新版不能在网上申请" in text
    assert client.post(version_url(filled), {"choice": "convert"}).status_code == 409
    client.post(version_url(filled), {"choice": "keep"})
    filled.refresh_from_db()
    assert filled.kept_against is not None


def test_without_a_newer_version_there_is_nothing_to_decide(
    client: Client, filled: Draft
) -> None:
    for answer in (client.get(version_url(filled)), client.post(version_url(filled))):
        assert answer["Location"] == f"/my/drafts/{filled.pk}/"


def test_equal_versions_say_that_only_words_changed() -> None:
    guide = demo_guide("food")
    assert changes_between(guide, demo_guide("food")) == [
        "办事指南的文字有修改，要填的内容和要交的材料没有变。"
    ]


def test_changes_name_types_needs_questions_and_fees() -> None:
    def changed(guide: Guide) -> Guide:
        fields = guide["online_form"]["sections"][0]["fields"]
        fields[0]["required"] = False
        fields[1]["type"] = "text"
        guide["scenario"]["questions"][0]["text"] = "店有多大？"
        guide["scenario"]["questions"].pop()
        guide["fee"] = {"is_fee": True, "rows": []}
        return guide

    words = changes_between(demo_guide("food"), changed(demo_guide("food")))
    assert "现在要收费。" in words
    assert "问题“经营多大?”改为“店有多大？”。" in words
    assert "不再问“这次由谁来办?”。" in words
    assert any("改为选填" in each for each in words)
    assert any("填写方式变了" in each for each in words)


def test_conversion_drops_choices_that_are_gone() -> None:
    old, new = demo_guide("food"), demo_guide("food")
    items = new["online_form"]["sections"][1]["fields"][1]
    items["options"] = items["options"][:1]
    new["scenario"]["questions"][0]["options"].pop(0)
    answers, scenario = converted_answers(
        old, new, ANSWERS, {"scale": "small", "gas": "pipe"}
    )
    assert "items" not in answers
    assert answers["mode"] == "o1"
    assert scenario == {"gas": "pipe"}


def test_files_follow_a_material_that_moved(client: Client, filled: Draft) -> None:
    def swap(guide: Guide) -> None:
        third, fourth = guide["materials"][2], guide["materials"][3]
        third["order"], fourth["order"] = 4, 3

    old, new = demo_guide("food"), demo_guide("food")
    swap(new)
    slots = converted_slots(old, new)
    assert (slots[3], slots[4]) == (4, 3)
    DraftFile.objects.update(digest="a" * 64)
    replace_version(filled.version, swap, at=timezone.now())
    client.post(version_url(filled), {"choice": "convert"})
    names = {file.slot_order: file.name for file in filled.files.all()}
    assert names == {4: "材料3.pdf", 3: "材料4.pdf"}

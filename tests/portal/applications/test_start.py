from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Draft
from portal.applications.services import OPEN_DRAFTS_LIMIT
from portal.publishing.models import MatterVersion
from tests.factories.people import Cast
from tests.factories.versions import Guide, make_version

URL = "/apply/food/"


def test_start_page_says_what_it_takes(client: Client, food: MatterVersion) -> None:
    answer = client.get(URL)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "第 1 版" in text
    assert "6 个工作日" in text
    assert "主要设施设备布局和操作流程图" in text
    assert "PDF、JPG、PNG，每个文件不超过 20 MB" in text
    assert "/accounts/login/?next=/apply/food/" in text
    assert not Draft.objects.exists()


def test_stranger_to_the_portal_is_sent_to_sign_in(
    client: Client, food: MatterVersion
) -> None:
    answer = client.post(URL)
    assert answer["Location"] == "/accounts/login/?next=/apply/food/"
    assert not Draft.objects.exists()


def test_post_begins_a_draft_pinned_to_the_version(
    client: Client, alice: User, food: MatterVersion
) -> None:
    answer = client.post(URL)
    draft = Draft.objects.get()
    assert answer["Location"] == f"/my/drafts/{draft.pk}/"
    assert (draft.owner, draft.version) == (alice, food)
    assert draft.expires_at > timezone.now() + timedelta(days=59)


def test_get_writes_nothing(client: Client, alice: User, food: MatterVersion) -> None:
    client.get(URL)
    assert not Draft.objects.exists()


def test_double_click_begins_one_draft(client: Client, draft: Draft) -> None:
    client.post(URL)
    assert Draft.objects.count() == 1
    assert "接着填" in client.get(URL).content.decode()


def test_fresh_draft_beside_the_first(client: Client, draft: Draft) -> None:
    client.post(URL, {"fresh": "1"})
    assert Draft.objects.count() == 2


def test_too_many_drafts_are_refused(
    client: Client, alice: User, food: MatterVersion
) -> None:
    later = timezone.now() + timedelta(days=1)
    Draft.objects.bulk_create(
        Draft(owner=alice, version=food, updated_at=later, expires_at=later)
        for _ in range(OPEN_DRAFTS_LIMIT)
    )
    answer = client.post(URL, {"fresh": "1"})
    assert answer.status_code == 409
    assert "删掉不用的" in answer.content.decode()
    assert Draft.objects.count() == OPEN_DRAFTS_LIMIT


def test_expired_draft_makes_room(client: Client, draft: Draft) -> None:
    Draft.objects.update(expires_at=timezone.now())
    client.post(URL)
    assert Draft.objects.exclude(pk=draft.pk).count() == 1
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_unknown_code_is_not_found(client: Client, food: MatterVersion) -> None:
    assert client.get("/apply/no-such-matter/").status_code == 404
    assert client.post("/apply/no-such-matter/").status_code == 404


def test_withdrawn_matter_says_so(client: Client, food: MatterVersion) -> None:
    MatterVersion.objects.filter(pk=food.pk).update(effective_to=timezone.now())
    answer = client.get(URL)
    assert answer.status_code == 410
    assert "已停办" in answer.content.decode()


def test_matter_without_form_points_to_places(client: Client, db: None) -> None:
    def without_form(guide: Guide) -> None:
        guide["online_form"] = None

    make_version("food", change=without_form)
    answer = client.get(URL)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "还不能在网上申请" in text
    assert "/halls/" in text


def test_not_yet_in_force_is_refused(client: Client, alice: User, db: None) -> None:
    make_version("food", effective_from=timezone.now() + timedelta(days=1))
    assert client.post(URL).status_code == 409
    assert not Draft.objects.exists()


def test_wrong_method_is_refused(client: Client, food: MatterVersion) -> None:
    assert client.put(URL).status_code == 405
    assert client.delete(URL).status_code == 405


def test_another_person_does_not_see_the_draft(
    client: Client, draft: Draft, cast: Cast
) -> None:
    client.force_login(cast.charlie)
    assert "接着填" not in client.get(URL).content.decode()


@pytest.mark.parametrize("code", ["elder-allowance", "ss-card", "company-setup"])
def test_start_page_of_other_guides(client: Client, db: None, code: str) -> None:
    make_version(code)
    assert client.get(f"/apply/{code}/").status_code == 200


OWN_LIST = "?list=small-pipe-no-no"


def test_answers_of_an_own_list_are_taken_along(
    client: Client, alice: User, food: MatterVersion
) -> None:
    text = client.get(URL + OWN_LIST).content.decode()
    assert "管道天然气" in text
    assert "外设仓库平面图" not in text
    answer = client.post(URL + OWN_LIST)
    draft = Draft.objects.get()
    assert draft.scenario_answers == {
        "scale": "small",
        "gas": "pipe",
        "store": "no",
        "agent": "no",
    }
    first = client.get(answer["Location"])
    client.post(f"/my/drafts/{draft.pk}/steps/applicant/", {"applicant": "person"})
    after = client.get(answer["Location"])
    assert "/steps/q-" not in first["Location"] + after["Location"]


def test_answers_stay_with_somebody_who_has_to_sign_in(
    client: Client, food: MatterVersion
) -> None:
    wanted = "/accounts/login/?next=/apply/food/%3Flist%3Dsmall-pipe-no-no"
    assert wanted in client.get(URL + OWN_LIST).content.decode()
    assert client.post(URL + OWN_LIST)["Location"] == wanted


@pytest.mark.parametrize("code", ["small-pipe", "small-coal-no-no", "x", "a" * 3000])
def test_answers_that_do_not_fit_are_left_out(
    client: Client, alice: User, food: MatterVersion, code: str
) -> None:
    assert "重新选" in client.get(URL, {"list": code}).content.decode()
    client.post(f"{URL}?list={code}")
    assert Draft.objects.get().scenario_answers == {}


def test_open_draft_keeps_its_own_answers(client: Client, draft: Draft) -> None:
    client.post(URL + OWN_LIST)
    assert Draft.objects.get().scenario_answers == {}


def test_range_of_a_number_is_no_answer(client: Client, alice: User, db: None) -> None:
    make_version("elder-allowance")
    client.post("/apply/elder-allowance/?list=ge80lt100-no")
    assert list(Draft.objects.get().scenario_answers.values()) == ["no"]

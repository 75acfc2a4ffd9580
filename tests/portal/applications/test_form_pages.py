from __future__ import annotations

import uuid

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.applications.flow import Flow
from portal.applications.models import Draft
from portal.publishing.models import MatterVersion
from tests.factories.people import Cast
from tests.factories.versions import Guide, make_version
from tests.portal.applications.conftest import ANSWERS, SCENARIO, fill, step_address
from tests.portal.applications.sample_files import image_bytes, upload


def test_resume_goes_to_the_first_page(client: Client, draft: Draft) -> None:
    answer = client.get(f"/my/drafts/{draft.pk}/")
    assert answer["Location"] == step_address(draft, "applicant")


def test_resume_goes_back_to_where_one_left_off(client: Client, draft: Draft) -> None:
    client.post(step_address(draft, "f-1-1"), {"e_name": "x", "later": "1"})
    answer = client.get(f"/my/drafts/{draft.pk}/")
    assert answer["Location"] == step_address(draft, "f-1-1")


def test_applicant_page_offers_person_and_organisation(
    client: Client, draft: Draft, cast: Cast
) -> None:
    url = step_address(draft, "applicant")
    text = client.get(url).content.decode()
    assert "我本人" in text
    assert cast.organisation.name in text
    client.post(url, {"applicant": str(cast.organisation.pk)})
    draft.refresh_from_db()
    assert draft.organisation == cast.organisation
    assert draft.applicant_chosen


@pytest.mark.parametrize("chosen", ["", "999999", "someone"])
def test_applicant_page_refuses_others(
    client: Client, draft: Draft, chosen: str
) -> None:
    answer = client.post(step_address(draft, "applicant"), {"applicant": chosen})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert not draft.applicant_chosen


def test_question_page_is_one_question_with_its_heading(
    client: Client, draft: Draft
) -> None:
    text = client.get(step_address(draft, "q-gas")).content.decode()
    assert "<legend><h1>厨房用什么?</h1>" in text
    assert "第 3 步，共" in text
    assert text.count("<h1") == 1


def test_question_answer_is_kept_and_leads_on(client: Client, draft: Draft) -> None:
    answer = client.post(step_address(draft, "q-scale"), {"scale": "small"})
    assert answer["Location"] == step_address(draft, "q-gas")
    draft.refresh_from_db()
    assert draft.scenario_answers == {"scale": "small"}


@pytest.mark.parametrize("typed", ["", "palace"])
def test_question_refuses_no_and_unknown_answers(
    client: Client, draft: Draft, typed: str
) -> None:
    answer = client.post(step_address(draft, "q-scale"), {"scale": typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：" in text
    assert 'href="#scale"' in text


def test_form_page_offers_what_is_known(
    client: Client, draft: Draft, cast: Cast
) -> None:
    organisation = str(cast.organisation.pk)
    client.post(step_address(draft, "applicant"), {"applicant": organisation})
    text = client.get(step_address(draft, "f-1-1")).content.decode()
    assert f'value="{cast.organisation.name}"' in text
    assert f'value="{cast.organisation.uscc}"' in text
    assert "已从您的资料带出" in text


def test_invalid_input_is_kept_and_named_at_top_and_field(
    client: Client, draft: Draft
) -> None:
    url = step_address(draft, "f-2-1")
    answer = client.post(url, {"mode": "o1", "items": ["o9"], "area": "一百二"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：" in text
    assert 'href="#items"' in text
    assert 'href="#area"' in text
    assert text.count("“经营面积”应为数字") == 2 or text.count("应为数字") == 2
    assert 'value="一百二"' in text
    draft.refresh_from_db()
    assert draft.answers["area"] == "一百二"
    again = client.get(url).content.decode()
    assert 'value="一百二"' in again


def test_wide_digits_and_spaces_are_brought_into_shape(
    client: Client, draft: Draft
) -> None:
    client.post(step_address(draft, "f-2-1"), {"area": "１，２００", "mode": "o1"})
    client.post(step_address(draft, "f-1-2"), {"c_mobile": "+86 199 0000 1001"})
    draft.refresh_from_db()
    assert draft.answers["area"] == "1200"
    assert draft.answers["c_mobile"] == "19900001001"


def test_ticks_are_kept_as_a_list_and_shown_again(client: Client, draft: Draft) -> None:
    url = step_address(draft, "f-2-1")
    client.post(url, {"mode": "o1", "items": ["o1", "o3"], "area": "10"})
    draft.refresh_from_db()
    assert draft.answers["items"] == ["o1", "o3"]
    assert client.get(url).content.decode().count(" checked") == 2


def test_save_for_later_goes_home(client: Client, draft: Draft) -> None:
    answer = client.post(step_address(draft, "q-scale"), {"scale": "mid", "later": "1"})
    assert answer["Location"] == "/my/"


def test_save_for_later_keeps_a_half_filled_page(client: Client, draft: Draft) -> None:
    answer = client.post(step_address(draft, "f-1-1"), {"e_name": "半", "later": "1"})
    assert answer["Location"] == "/my/"
    draft.refresh_from_db()
    assert draft.answers["e_name"] == "半"


def test_change_from_check_returns_to_check(client: Client, filled: Draft) -> None:
    url = step_address(filled, "f-2-2")
    assert (
        'name="back" value="check"' in client.get(f"{url}?back=check").content.decode()
    )
    answer = client.post(url, {**ANSWERS, "back": "check"})
    assert answer["Location"] == step_address(filled, "check")


def test_change_that_opens_a_question_leads_to_what_is_missing(
    client: Client, filled: Draft
) -> None:
    answer = client.post(
        step_address(filled, "q-gas"), {"gas": "pipe", "back": "check"}
    )
    assert answer["Location"] == step_address(filled, "materials")


def test_script_in_an_answer_is_shown_as_text(client: Client, draft: Draft) -> None:
    url = step_address(draft, "f-1-1")
    client.post(url, {"e_name": '"><script>alert(1)</script>'})
    text = client.get(url).content.decode()
    assert "<script>alert" not in text


def test_null_and_endless_text_do_no_harm(client: Client, draft: Draft) -> None:
    answer = client.post(
        step_address(draft, "f-1-1"), {"e_name": "a\0b", "e_rep": "长" * 100_000}
    )
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.answers["e_name"] == "ab"
    assert len(draft.answers["e_rep"]) == 20_000


def test_stop_rule_ends_with_reason_and_where_to_ask(
    client: Client, alice: User, db: None
) -> None:
    make_version("elder-allowance")
    client.post("/apply/elder-allowance/")
    draft = Draft.objects.get()
    answer = client.post(step_address(draft, "q-age"), {"age": "60"})
    assert answer["Location"] == f"/my/drafts/{draft.pk}/stopped/"
    text = client.get(answer["Location"]).content.decode()
    assert "未满80周岁" in text
    assert "高龄津贴办法" in text
    assert "0600-5551060" in text
    check = client.get(step_address(draft, "check"))
    assert check["Location"] == f"/my/drafts/{draft.pk}/stopped/"
    client.post(step_address(draft, "q-age"), {"age": "85"})
    again = client.get(f"/my/drafts/{draft.pk}/stopped/")
    assert again["Location"] == f"/my/drafts/{draft.pk}/"


def test_file_field_takes_a_portrait(client: Client, alice: User, db: None) -> None:
    make_version("ss-card")
    client.post("/apply/ss-card/")
    draft = Draft.objects.get()
    for code in ("minor", "agent"):
        client.post(step_address(draft, f"q-{code}"), {code: "no"})
    url = step_address(draft, "f-2-2")
    missing = client.post(url, {"mail": "o1", "addr": "街"})
    assert missing.status_code == 422
    assert 'href="#photo"' in missing.content.decode()
    wrong = client.post(url, {"photo": upload("照片.gif", b"GIF89a")})
    assert "照片.gif" in wrong.content.decode()
    portrait = upload("照片.jpg", image_bytes("JPEG"))
    right = client.post(url, {"mail": "o1", "addr": "街", "photo": portrait})
    assert right["Location"] == step_address(draft, "materials")
    assert draft.files.get().field_key == "photo"
    assert "照片.jpg" in client.get(url).content.decode()
    other = upload("新照片.jpg", image_bytes("JPEG", (50, 50)))
    client.post(url, {"mail": "o1", "addr": "街", "photo": other})
    assert draft.files.get().name == "新照片.jpg"


@pytest.mark.parametrize("key", ["nothing", "q-nothing", "f-9-9", "f-1-9"])
def test_unknown_page_is_not_found(client: Client, draft: Draft, key: str) -> None:
    assert client.get(step_address(draft, key)).status_code == 404


DRAFT_PAGES = (
    "",
    "version/",
    "delete/",
    "stopped/",
    "steps/f-1-1/",
    "steps/check/",
    "steps/materials/",
    "materials/3/",
)


@pytest.mark.parametrize("page", DRAFT_PAGES)
def test_draft_is_only_its_owners(
    client: Client, draft: Draft, cast: Cast, page: str
) -> None:
    url = f"/my/drafts/{draft.pk}/{page}"
    for stranger in (cast.charlie, cast.bob, cast.olive):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        assert client.post(url).status_code in {404, 405}
    client.logout()
    answer = client.get(url)
    assert answer["Location"] == f"/accounts/login/?next={url}"


@pytest.mark.parametrize("page", DRAFT_PAGES)
def test_unknown_draft_is_not_found(client: Client, alice: User, page: str) -> None:
    assert client.get(f"/my/drafts/{uuid.uuid4()}/{page}").status_code == 404
    assert client.get(f"/my/drafts/not-an-id/{page}").status_code == 404


@pytest.mark.parametrize("page", DRAFT_PAGES)
def test_wrong_method_is_refused(client: Client, draft: Draft, page: str) -> None:
    assert client.put(f"/my/drafts/{draft.pk}/{page}").status_code == 405


def test_draft_is_deleted_after_asking(client: Client, filled: Draft) -> None:
    url = f"/my/drafts/{filled.pk}/delete/"
    assert client.get(url).status_code == 200
    assert Draft.objects.exists()
    assert client.post(url)["Location"] == "/my/"
    assert not Draft.objects.exists()
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("code", ["marriage", "company-change", "id-first"])
def test_every_page_of_other_guides_shows(
    client: Client, alice: User, db: None, code: str
) -> None:
    def all_kinds(guide: Guide) -> None:
        section = guide["online_form"]["sections"][0]
        for kind in ("tel", "email", "textarea", "money", "date"):
            section["fields"].append(
                {
                    "key": f"x_{kind}",
                    "label": kind,
                    "type": kind,
                    "required": False,
                    "validation": {},
                    "help": "",
                    "example": "",
                }
            )

    make_version(code, change=all_kinds)
    client.post(f"/apply/{code}/")
    draft = Draft.objects.get()
    url = f"/my/drafts/{draft.pk}/"
    seen = []
    for _ in range(30):
        url = client.get(url).headers.get("Location", url)
        answer = client.get(url)
        assert answer.status_code == 200, url
        seen.append(url)
        key = url.rstrip("/").rpartition("/")[2]
        if key == "check":
            break
        draft.refresh_from_db()
        flow = Flow(draft)
        step = flow.step(key)
        assert step is not None
        url = step_address(draft, flow.after(step).key)
    assert seen[-1].endswith("/check/")


def test_filled_draft_is_complete(filled: Draft, client: Client) -> None:
    text = client.get(step_address(filled, "check")).content.decode()
    for value in ("云溪区好味道餐饮店", "热食类、冷食类", "小餐饮", "材料3.pdf"):
        assert value in text
    assert f"{step_address(filled, 'f-1-1')}?back=check#e_name" in text
    assert filled.scenario_answers == SCENARIO


def test_fill_is_repeatable(client: Client, filled: Draft, food: MatterVersion) -> None:
    fill(client, filled)
    assert filled.files.count() == 2

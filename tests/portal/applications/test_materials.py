from __future__ import annotations

import uuid

import pytest
from django.test import Client

from portal.applications.models import Draft, DraftFile
from portal.cases.materials import MOST_FILES_A_SLOT
from tests.factories.people import Cast
from tests.portal.applications.conftest import SCENARIO, step_address
from tests.portal.applications.sample_files import image_bytes, pdf_bytes, upload


@pytest.fixture
def answered(client: Client, draft: Draft) -> Draft:
    for code, answer in SCENARIO.items():
        client.post(step_address(draft, f"q-{code}"), {code: answer})
    draft.refresh_from_db()
    return draft


def upload_url(draft: Draft, order: int = 3) -> str:
    return f"/my/drafts/{draft.pk}/materials/{order}/"


@pytest.fixture
def plan(client: Client, answered: Draft) -> DraftFile:
    client.post(upload_url(answered), {"file": upload("平面图.pdf", pdf_bytes())})
    return answered.files.get()


def test_list_explains_what_is_exempt_and_what_is_not(
    client: Client, answered: Draft
) -> None:
    text = client.get(step_address(answered, "materials")).content.decode()
    assert "免提交" in text
    assert "您填的表单会自动生成，不用上传" in text
    assert "由办理单位从“电子证照库:营业执照”取得" in text
    assert "PDF、JPG、PNG，每个文件不超过 20 MB，PDF 最多 30 页" in text
    assert "燃气检查合格凭据" not in text


def test_scenario_adds_a_material(client: Client, answered: Draft) -> None:
    client.post(step_address(answered, "q-gas"), {"gas": "pipe"})
    text = client.get(step_address(answered, "materials")).content.decode()
    assert "燃气检查合格凭据" in text
    assert client.get(upload_url(answered, 6)).status_code == 200


def test_going_on_without_a_required_material_names_it(
    client: Client, answered: Draft
) -> None:
    answer = client.post(step_address(answered, "materials"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#m3"' in text
    assert 'id="m3"' in text
    assert "<title>错误：" in text
    later = client.post(step_address(answered, "materials"), {"later": "1"})
    assert later["Location"] == "/my/"


def test_upload_page_says_types_before_choosing(
    client: Client, answered: Draft
) -> None:
    text = client.get(upload_url(answered)).content.decode()
    assert 'accept=".pdf,.jpg,.png,.jpeg"' in text
    assert "每个文件不超过 20 MB" in text
    assert "合格标准" in text


def test_uploaded_file_is_listed_and_can_be_had_back(
    client: Client, plan: DraftFile
) -> None:
    text = client.get(upload_url(plan.draft)).content.decode()
    assert "平面图.pdf" in text
    assert "未接入查毒" in text
    answer = client.get(f"/my/drafts/{plan.draft_id}/files/{plan.pk}/")
    assert b"".join(answer.streaming_content) == pdf_bytes()
    assert answer["Content-Disposition"].startswith("attachment; filename*=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "application/pdf"


def test_several_files_at_once_and_the_bad_one_is_named(
    client: Client, answered: Draft
) -> None:
    files = [
        upload("a.pdf", pdf_bytes(1)),
        upload("坏.pdf", b"junk"),
        upload("b.png", image_bytes()),
    ]
    answer = client.post(upload_url(answered), {"file": files})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“坏.pdf”的内容不是 PDF" in text
    assert 'href="#file"' in text
    assert {file.name for file in answered.files.all()} == {"a.pdf", "b.png"}
    assert "a.pdf" in text


def test_no_file_is_told_what_is_expected(client: Client, answered: Draft) -> None:
    answer = client.post(upload_url(answered))
    assert answer.status_code == 422
    assert "选一个文件再上传：PDF、JPG、PNG" in answer.content.decode()


def test_same_file_twice_is_one(client: Client, plan: DraftFile) -> None:
    client.post(upload_url(plan.draft), {"file": upload("again.pdf", pdf_bytes())})
    assert plan.draft.files.count() == 1


def test_too_many_files_for_one_material_are_refused(
    client: Client, plan: DraftFile
) -> None:
    DraftFile.objects.bulk_create(
        DraftFile(
            draft=plan.draft,
            slot_order=3,
            digest=f"{number:064x}",
            name="x.pdf",
            size=1,
            content_type="application/pdf",
        )
        for number in range(MOST_FILES_A_SLOT - 1)
    )
    answer = client.post(
        upload_url(plan.draft), {"file": upload("多.pdf", pdf_bytes(2))}
    )
    assert "“多.pdf”没有加上" in answer.content.decode()
    assert plan.draft.files.count() == MOST_FILES_A_SLOT


def test_file_is_removed_by_post_only(client: Client, plan: DraftFile) -> None:
    url = f"/my/drafts/{plan.draft_id}/files/{plan.pk}/remove/"
    assert client.get(url).status_code == 405
    assert client.post(url)["Location"] == upload_url(plan.draft)
    assert not DraftFile.objects.exists()
    assert client.post(url).status_code == 302


@pytest.mark.parametrize("order", [1, 2, 5])
def test_exempt_material_may_be_uploaded_all_the_same(
    client: Client, answered: Draft, order: int
) -> None:
    assert client.get(upload_url(answered, order)).status_code == 200


@pytest.mark.parametrize("order", [0, 6, 99])
def test_material_that_is_not_asked_is_not_found(
    client: Client, answered: Draft, order: int
) -> None:
    file = upload("a.pdf", pdf_bytes())
    assert client.get(upload_url(answered, order)).status_code == 404
    assert client.post(upload_url(answered, order), {"file": file}).status_code == 404


def test_file_is_nobody_elses(client: Client, plan: DraftFile, cast: Cast) -> None:
    url = f"/my/drafts/{plan.draft_id}/files/{plan.pk}/"
    for stranger in (cast.charlie, cast.bob, cast.olive):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        assert client.post(f"{url}remove/").status_code == 404
    client.logout()
    assert client.get(url).status_code == 302
    assert client.post(f"{url}remove/").status_code == 302
    assert DraftFile.objects.count() == 1


def test_unknown_file_is_not_found(client: Client, plan: DraftFile) -> None:
    base = f"/my/drafts/{plan.draft_id}/files"
    assert client.get(f"{base}/{uuid.uuid4()}/").status_code == 404
    assert client.get(f"{base}/nonsense/").status_code == 404

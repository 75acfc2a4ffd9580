"""Files go in through a check into one change set of drafts, and come out the same."""

from __future__ import annotations

import datetime
import json
from http import HTTPStatus
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.models import MatterPage, PowerItemPage
from portal.editing.change_sets.models import ChangeSet
from portal.editing.exchange import services
from portal.editing.exchange.models import Upload
from portal.outbox import worker
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db
INDEX = "/admin/exchange/"


def exported(client: Client, **query: str) -> bytes:
    address = reverse("exchange:export")
    response = client.get(address, {"kind": "powers", "format": "json"} | query)
    assert response.status_code == HTTPStatus.OK, response.status_code
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def power() -> PowerItemPage:
    """Return the power of the civil affairs department as it is stored."""
    return PowerItemPage.objects.get()


def upload(client: Client, name: str, data: bytes) -> UUID:
    """Send a file and let the worker check it."""
    file = SimpleUploadedFile(name, data)
    response = client.post(INDEX, {"file": file})
    assert response.status_code == HTTPStatus.FOUND, response.content.decode()[:4000]
    worker.run_once()
    return UUID(response["Location"].rstrip("/").rsplit("/", 1)[-1])


def changed(client: Client, **values: Any) -> bytes:
    """Return an exported file whose one guide has other values."""
    told = json.loads(exported(client))
    told["items"][0] |= values
    return json.dumps(told, ensure_ascii=False).encode()


def page_of(client: Client, pk: UUID, query: str = "") -> str:
    return client.get(f"{INDEX}{pk}/{query}").content.decode()


def apply(client: Client, pk: UUID, reason: str = "新标准施行") -> Upload:
    client.post(f"{INDEX}{pk}/", {"reason": reason})
    worker.run_once()
    return Upload.objects.get(pk=pk)


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_what_was_exported_is_the_same(
    matter: MatterPage, signed_in: SignIn, form: str
) -> None:
    client = signed_in("editor")
    pk = upload(client, f"powers.{form}", exported(client, format=form))
    counts = Upload.objects.get(pk=pk).counts
    assert counts == {"same": 1, "new": 0, "changed": 0, "refused": 0}
    assert "写成变更单里的草稿" not in page_of(client, pk)


def test_file_becomes_one_change_set_of_drafts(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    pk = upload(client, "powers.json", changed(client, boundary="与区公安局的新边界"))
    body = page_of(client, pk)
    assert "边界" in body
    assert "→ 与区公安局的新边界" in body
    before = power().latest_revision_id

    upload_ = apply(client, pk)

    assert upload_.state == Upload.State.APPLIED
    change_set = upload_.change_set
    assert change_set is not None
    assert [item.page_id for item in change_set.items.all()] == [power().pk]
    assert change_set.reason == "新标准施行"
    page = power()
    assert page.latest_revision_id != before
    assert page.boundary != "与区公安局的新边界"
    assert page.get_latest_revision_as_object().boundary == "与区公安局的新边界"
    assert str(change_set.pk) in page_of(client, pk)


def test_reason_is_asked_for(matter: MatterPage, signed_in: SignIn) -> None:
    client = signed_in("editor")
    pk = upload(client, "powers.json", changed(client, boundary="与区公安局的新边界"))
    assert apply(client, pk, reason=" ").state == Upload.State.CHECKED
    assert not ChangeSet.objects.exists()


def test_records_that_changed_meanwhile_are_shown_again(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    pk = upload(client, "powers.json", changed(client, boundary="与区公安局的新边界"))
    page = power()
    page.handling_unit = "另一个人改的科室"
    page.save_revision()

    upload_ = apply(client, pk)

    assert upload_.state == Upload.State.CHECKED
    assert "有变化" in upload_.error
    assert "另一个人改的科室" in page_of(client, pk)
    assert not ChangeSet.objects.exists()
    assert apply(client, pk).state == Upload.State.APPLIED


def test_nothing_is_written_when_a_page_is_in_another_set(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    data = changed(client, boundary="与区公安局的新边界")
    first = upload(client, "powers.json", data)
    assert apply(client, first).state == Upload.State.APPLIED
    before = power().latest_revision_id
    second = upload(client, "powers.json", changed(client, boundary="又一个新边界"))
    told = apply(client, second)
    assert told.state == Upload.State.FAILED
    assert "已在变更单" in told.error
    assert power().latest_revision_id == before
    assert ChangeSet.objects.count() == 1


def test_other_departments_rows_are_refused_with_reason(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("other-editor")
    pk = upload(client, "powers.json", changed(client, boundary="别人的边界"))
    assert Upload.objects.get(pk=pk).counts["refused"] == 1
    body = page_of(client, pk, "?show=refused")
    assert "别的部门的记录由该部门导入" in body
    table = client.get(f"{INDEX}{pk}/refused.csv").content.decode("utf-8-sig")
    assert "别的部门的记录由该部门导入" in table


def test_formula_in_a_refused_cell_stays_a_text(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    data = changed(client, **{"=1+1": "x", "boundary": 3})
    pk = upload(client, "powers.json", data)
    lines = client.get(f"{INDEX}{pk}/refused.csv").content.decode("utf-8-sig")
    cells = [cell for line in lines.splitlines()[1:] for cell in line.split(",")]
    assert cells
    assert not any(cell.strip('"').startswith(("=", "+", "@")) for cell in cells)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("guides.pdf", b"%PDF", "请换一种格式"),
        ("powers.json", b"x" * (services.LARGEST_FILE + 1), "最大20 MB"),
    ],
)
def test_unfit_file_is_refused_with_what_to_do(
    matter: MatterPage, signed_in: SignIn, name: str, data: bytes, told: str
) -> None:
    response = signed_in("editor").post(INDEX, {"file": SimpleUploadedFile(name, data)})
    assert told in response.content.decode()
    assert not Upload.objects.exists()


def test_broken_file_is_refused_by_the_check(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    pk = upload(client, "powers.json", b"{not json")
    assert Upload.objects.get(pk=pk).counts["refused"] == 1


@pytest.mark.parametrize("who", ["reviewer", "publisher", "keeper"])
def test_who_edits_no_such_department_writes_nothing(
    matter: MatterPage, signed_in: SignIn, who: str
) -> None:
    client = signed_in(who)
    data = changed(signed_in("editor"), boundary="不该写的边界")
    client.post(INDEX, {"file": SimpleUploadedFile("powers.json", data)})
    worker.run_once()
    for each in Upload.objects.all():
        assert each.counts["changed"] == 0
    assert not ChangeSet.objects.exists()


def test_citizen_and_stranger_reach_no_upload(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    pk = upload(client, "powers.json", changed(client, boundary="与区公安局的新边界"))
    assert signed_in("citizen").get(INDEX).status_code != HTTPStatus.OK
    for who in ("other-editor", "keeper"):
        other = signed_in(who)
        assert other.get(f"{INDEX}{pk}/").status_code == HTTPStatus.NOT_FOUND
        answer = other.get(f"{INDEX}{pk}/refused.csv")
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_export_has_no_drafts_of_others(matter: MatterPage, signed_in: SignIn) -> None:
    power().unpublish()
    address = reverse("exchange:export")
    query = {"kind": "powers", "format": "json"}
    assert signed_in("other-editor").get(address, query).status_code == 302
    assert power().title in exported(signed_in("editor")).decode()


def test_files_are_forgotten_after_their_time(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    pk = upload(client, "powers.json", exported(client))
    services.forget_expired()
    assert Upload.objects.filter(pk=pk).exists()
    Upload.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    services.forget_expired()
    assert not Upload.objects.exists()

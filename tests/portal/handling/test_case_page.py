from __future__ import annotations

import uuid

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import User
from portal.audit import blobs
from portal.cases import services
from portal.cases.inputs import PointInput
from portal.cases.models import Case, MaterialFile, Scan
from tests.factories.people import Cast
from tests.portal.handling.conftest import ANSWERS, Filer, desk, read


def test_page_shows_the_whole_case(client: Client, case: Case, cast: Cast) -> None:
    html = read(client, cast.olive, desk(case))

    for words in (
        case.number,
        "食品经营许可",
        "陈晓雨",
        cast.alice.masked_id_number,
        "主要设施设备布局和操作流程图",
        "材料3.pdf",
        "阿依古丽·买买提",
        "热食类、冷食类",
        "按办事指南第 1 版办理",
        "剩 5 个工作日",
        "提交申请，已收件",
        "收件凭证",
    ):
        assert words in html, words
    assert cast.alice.id_number not in html
    assert '<meta name="robots" content="noindex">' in html


def test_page_offers_only_what_the_officer_may_do(
    client: Client, case: Case, cast: Cast
) -> None:
    for_olive = read(client, cast.olive, desk(case))
    for_anna = read(client, cast.anna, desk(case))

    for slug in ("accept", "correction", "refuse"):
        assert desk(case, slug) in for_olive
        assert desk(case, slug) not in for_anna
    assert "您现在不用办" in for_anna


def test_page_marks_what_a_correction_changed(
    client: Client, case: Case, cast: Cast
) -> None:
    case = services.request_correction(
        case.pk,
        actor=cast.olive,
        seen_seq=None,
        points=[PointInput(target="field:area", explanation="面积与图不一致")],
    )
    services.answer_correction(
        case.pk, actor=cast.alice, answers={**ANSWERS, "area": "135"}, materials=[]
    )

    html = read(client, cast.olive, desk(case))

    assert "补正前：120" in html
    assert "面积与图不一致" in html


def test_page_sends_visitors_to_sign_in(client: Client, case: Case) -> None:
    response = client.get(desk(case))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/desk/")


@pytest.mark.parametrize("name", ["alice", "charlie"])
def test_page_is_refused_to_citizens(
    client: Client, case: Case, cast: Cast, name: str
) -> None:
    html = read(client, getattr(cast, name), desk(case), status=403)

    assert case.number not in html


def test_page_is_unknown_to_other_departments(
    client: Client, case: Case, oscar: User
) -> None:
    read(client, oscar, desk(case), status=404)


@pytest.mark.parametrize("case_id", [uuid.uuid4(), "not-an-id", "1"])
def test_page_of_an_unknown_case_is_not_found(
    client: Client, cast: Cast, case_id: object
) -> None:
    read(client, cast.olive, f"/desk/cases/{case_id}/", status=404)


def test_page_refuses_post(client: Client, case: Case, cast: Cast) -> None:
    client.force_login(cast.olive)

    assert client.post(desk(case)).status_code == 405


def test_page_writes_nothing(client: Client, case: Case, cast: Cast) -> None:
    before = case.head_seq
    read(client, cast.olive, desk(case))
    case.refresh_from_db()

    assert case.head_seq == before


def test_page_costs_the_same_however_much_is_in_the_case(
    client: Client,
    case: Case,
    cast: Cast,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(cast.olive)
    with django_assert_max_num_queries(50) as small:
        client.get(desk(case))
    slot = case.slots.get(order=3)
    for number in range(8):
        MaterialFile.objects.create(
            slot=slot,
            round=0,
            digest=f"{number:064d}",
            name=f"图{number}.pdf",
            size=10,
            content_type="application/pdf",
        )

    with django_assert_max_num_queries(50) as large:
        assert "图7.pdf" in client.get(desk(case)).content.decode()

    assert len(large) == len(small)


class TestFiles:
    def address(self, case: Case) -> str:
        file = case.slots.get(order=3).files.get()
        return f"{desk(case)}files/{file.pk}/"

    def test_file_comes_as_an_attachment(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        client.force_login(cast.olive)
        response = client.get(self.address(case))

        assert b"".join(response.streaming_content) == b"%PDF-1.7 material 3"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]

    def test_file_of_another_case_is_not_found(
        self, client: Client, case: Case, file_case: Filer, cast: Cast
    ) -> None:
        other = file_case()
        file = other.slots.get(order=3).files.get()

        read(client, cast.olive, f"{desk(case)}files/{file.pk}/", status=404)
        read(client, cast.olive, f"{desk(case)}files/999999/", status=404)

    def test_file_is_not_given_to_others(
        self, client: Client, case: Case, cast: Cast, oscar: User
    ) -> None:
        address = self.address(case)

        assert client.get(address).status_code == 302
        read(client, cast.charlie, address, status=403)
        read(client, oscar, address, status=404)

    @pytest.mark.parametrize("scan", [Scan.PENDING, Scan.INFECTED, Scan.ERROR])
    def test_file_that_is_not_clean_is_kept_back(
        self, client: Client, case: Case, cast: Cast, scan: Scan
    ) -> None:
        MaterialFile.objects.filter(slot__case=case, slot__order=3).update(scan=scan)

        html = read(client, cast.olive, self.address(case), status=409)
        page = read(client, cast.olive, desk(case))

        assert "不能下载" in html
        assert self.address(case) not in page

    def test_file_missing_from_the_store_says_what_to_do(
        self, client: Client, case: Case, cast: Cast
    ) -> None:
        file = case.slots.get(order=3).files.get()
        blobs.blob_path(file.digest).unlink()

        html = read(client, cast.olive, self.address(case), status=503)

        assert "从备份恢复" in html

"""Check by oneself whether a benefit may be had, without an account or a script."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.publishing.models import RecordSnapshot
from portal.theming.document_pages import benefit_page
from portal.theming.rendering import render
from tests.theme_samples import sources

HOUSING: dict[str, Any] = {
    "code": "rcf-1",
    "name": "人才住房配租",
    "url": "/benefits/rcf-1/",
    "target_text": "取得人才认定证书且在本市无住房的人才",
    "criteria": {
        "and": [
            {"eq": [{"var": "certified"}, "yes"]},
            {"gte": [{"var": "staff"}, 3]},
        ]
    },
    "questions": [
        {"code": "certified", "text": "有没有人才认定证书(yes/no)"},
        {"code": "staff", "text": "有几名研发人员"},
    ],
}


@pytest.fixture
def address(db: None) -> str:
    RecordSnapshot.objects.create(
        kind=RecordSnapshot.Kind.BENEFIT,
        key="rcf-1",
        payload_json=json.dumps(HOUSING),
        digest="0" * 64,
        updated_at=timezone.now(),
    )
    return "/check/rcf-1/"


def test_form_asks_in_words_and_needs_no_account(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert "有没有人才认定证书？" in html
    assert "yes/no" not in html
    assert 'method="get"' in html
    assert "可能" not in re.sub(r"<script.*", "", html)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"certified": "yes", "staff": "3"}, "可能符合"),
        ({"certified": "no", "staff": "3"}, "可能不符合"),
        ({"certified": "yes", "staff": "2"}, "可能不符合"),
    ],
)
def test_answers_are_compared_with_the_conditions(
    client: Client, address: str, answers: dict[str, str], told: str
) -> None:
    html = client.get(address, answers).content.decode()
    assert f"<b>{told}</b>" in html
    assert "以审核结果为准" in html or told == "可能不符合"


@pytest.mark.parametrize("wrong", ["", "三", "-1", "9" * 40, "<script>"])
def test_answer_that_is_no_number_is_told_and_kept(
    client: Client, address: str, wrong: str
) -> None:
    html = client.get(address, {"certified": "yes", "staff": wrong}).content.decode()
    assert "有几名研发人员？请填数字，例如 12" in html
    assert "可能符合" not in html
    assert "<script>" not in html.split("<form")[-1].split("</form>")[0]


def test_benefit_that_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get("/check/none/").status_code == 404


def test_page_of_a_benefit_leads_to_its_check() -> None:
    blank = (
        "apply_from apply_to needs_consent mode state standard window data_source "
        "publicity_days department_name stages materials"
    )
    payload = dict.fromkeys(blank.split(), "") | HOUSING
    html = render(benefit_page(sources.FRAME, payload, policy=None, guide=None))
    assert 'href="/check/rcf-1/"' in html

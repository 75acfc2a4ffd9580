from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from portal.applications.models import Draft
from portal.cases import services
from portal.cases.models import Case
from tests.factories.people import Cast
from tests.portal.applications.conftest import step_address

URL = "/track/"


@pytest.fixture
def case(client: Client, filled: Draft) -> Case:
    client.post(step_address(filled, "check"), {"declared": "yes"})
    client.logout()
    return Case.objects.get()


def ask(client: Client, number: str, key: str) -> tuple[int, str]:
    answer = client.post(URL, {"number": number, "key": key})
    return answer.status_code, answer.content.decode()


def test_number_and_key_show_phase_dates_office_and_phone(
    client: Client, case: Case
) -> None:
    status, text = ask(client, case.number, case.query_key)
    assert status == 200
    for words in (
        case.number,
        "已收件",
        "云溪区市场监督管理局",
        "0600-5551200",
        "2026 年 12 月 2 日（周三）",
        "提交申请，已收件",
    ):
        assert words in text, words


def test_tracking_masks_everything_else(client: Client, case: Case, cast: Cast) -> None:
    services.accept(case.pk, actor=cast.olive, seen_seq=None)
    _status, text = ask(client, case.number, case.query_key)
    for hidden in (
        cast.alice.display_name,
        "阿依古丽",
        "好味道",
        "材料3.pdf",
        "书香路",
        case.query_key,
        "olive",
    ):
        assert hidden not in text, hidden


def test_key_is_read_in_any_case_and_spacing(client: Client, case: Case) -> None:
    spaced = f" {case.query_key[:4].lower()} {case.query_key[4:].lower()} "
    assert ask(client, f" {case.number} ", spaced)[0] == 200


def test_wrong_key_and_unknown_number_get_the_same_answer(
    client: Client, case: Case
) -> None:
    wrong_key = ask(client, case.number, "AAAAAAAAAAAA")
    unknown = ask(client, "9" * 21, "AAAAAAAAAAAA")
    assert wrong_key[0] == unknown[0] == 422
    assert "没有查到" in wrong_key[1]

    def comparable(text: str) -> str:
        head, _sign, rest = text.partition('name="csrfmiddlewaretoken" value="')
        masked = head + rest.partition('"')[2]
        return masked.replace(case.number, "N").replace("9" * 21, "N")

    assert comparable(wrong_key[1]) == comparable(unknown[1])


@pytest.mark.parametrize(
    ("data", "targets"),
    [
        ({}, ["number", "key"]),
        ({"number": "1"}, ["key"]),
        ({"key": "A"}, ["number"]),
        ({"number": "\0", "key": " "}, ["number", "key"]),
    ],
)
def test_missing_input_is_named(
    client: Client, db: None, data: dict[str, str], targets: list[str]
) -> None:
    answer = client.post(URL, data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：" in text
    for target in targets:
        assert f'href="#{target}"' in text


def test_endless_input_is_cut(client: Client, db: None) -> None:
    status, text = ask(client, "9" * 100_000, "A" * 100_000)
    assert status == 422
    assert "9" * 60 not in text


def test_form_takes_the_number_of_the_qr_code(client: Client, db: None) -> None:
    text = client.get(f"{URL}?number=990101202611250000013").content.decode()
    assert 'value="990101202611250000013"' in text
    assert client.put(URL).status_code == 405


def test_key_in_the_address_is_not_read(client: Client, case: Case) -> None:
    text = client.get(
        f"{URL}?number={case.number}&key={case.query_key}"
    ).content.decode()
    assert "已收件" not in text


def test_guessing_is_stopped_but_success_does_not_count(
    client: Client, case: Case
) -> None:
    for _ in range(25):
        assert ask(client, case.number, case.query_key)[0] == 200
    for _ in range(20):
        assert ask(client, case.number, "AAAAAAAAAAAA")[0] == 422
    status, text = ask(client, case.number, case.query_key)
    assert status == 429
    assert "请稍后再试" in text
    cache.clear()
    assert ask(client, case.number, case.query_key)[0] == 200

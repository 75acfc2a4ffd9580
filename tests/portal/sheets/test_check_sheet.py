"""The sheet that I printed in March: is it still right?"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.publishing.models import MatterVersion, WithdrawnPage
from tests.factories.versions import Guide, replace_version
from tests.portal.sheets.conftest import JUNE

OWN = "/n/food/1/small-pipe-no-no/"


def body(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.content.decode()


def material(guide: Guide, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        row for row in guide["materials"] if row["name"] == name
    )
    return found


def change_much(guide: Guide) -> None:
    extra = copy.deepcopy(material(guide, "食品安全管理制度文本"))
    extra |= {"order": 10, "name": "员工健康证明", "std_code": "STD-X"}
    guide["materials"].append(extra)
    material(guide, "燃气检查合格凭据")["originals"] = 2
    material(guide, "主要设施设备布局和操作流程图")["exempt"] = "2"
    guide["promise_days"] = 4
    guide["consult"]["tel"] = "0600-5559999"
    guide["locations"] = guide["locations"][1:]


@pytest.mark.parametrize("address", ["/n/food/1/", OWN])
def test_sheet_of_the_version_in_force_is_valid(
    client: Client, food: MatterVersion, address: str
) -> None:
    text = body(client, address)
    assert "这张告知单仍然有效" in text
    assert "核对时间：2026 年 11 月 25 日 10:00" in text


def test_sheet_of_an_older_version_tells_what_changed(
    client: Client, food: MatterVersion
) -> None:
    replace_version(food, change_much, at=JUNE)
    text = body(client, OWN)
    for sentence in (
        "要求变了",
        "第 2 版，2026 年 6 月 1 日起施行",
        "要多准备“员工健康证明”。",
        "“燃气检查合格凭据”份数：由“原件 1 份，纸质或电子化，A4”改为“原件 2 份",
        "“主要设施设备布局和操作流程图”要不要交：由“必交”改为“免提交",
        "承诺时限：由“6 个工作日”改为“4 个工作日”。",
        "咨询电话：由“0600-5551200”改为“0600-5559999”。",
        "不再有：云溪区政务服务中心",
    ):
        assert sentence in text, sentence
    assert 'href="/guides/food/list/small-pipe-no-no/"' in text


def test_change_that_does_not_concern_the_answers_leaves_the_sheet_right(
    client: Client, food: MatterVersion
) -> None:
    def change(guide: Guide) -> None:
        material(guide, "外设仓库平面图")["originals"] = 3

    replace_version(food, change, at=JUNE)
    assert "单子上的内容没有变" in body(client, OWN)
    assert "要求变了" in body(client, "/n/food/1/")
    assert "要求变了" in body(client, "/n/food/1/small-pipe-yes-no/")


def test_answers_that_stop_now_say_so_first(
    client: Client, food: MatterVersion
) -> None:
    def change(guide: Guide) -> None:
        guide["scenario"]["rules"].append(
            {
                "name": "停",
                "condition": {"eq": [{"var": "gas"}, "pipe"]},
                "effects": {"stop": "管道气改由别处办"},
                "priority": 1,
            }
        )

    replace_version(food, change, at=JUNE)
    text = body(client, OWN)
    assert "问题也变了，请重新回答" in text
    assert 'href="/guides/food/list/"' in text


def test_questions_that_changed_ask_for_new_answers(
    client: Client, food: MatterVersion
) -> None:
    def change(guide: Guide) -> None:
        guide["scenario"]["questions"][0]["options"][0]["code"] = "tiny"

    replace_version(food, change, at=JUNE)
    assert "重新回答问题" in body(client, OWN)


def test_sheet_of_a_withdrawn_matter_says_so(
    client: Client, food: MatterVersion
) -> None:
    MatterVersion.objects.filter(pk=food.pk).update(effective_to=JUNE)
    WithdrawnPage.objects.create(
        address="/guides/food/", name="食品", at=JUNE, reason="并入新的许可。"
    )
    text = body(client, OWN)
    assert "这张告知单不能用了" in text
    assert "并入新的许可。" in text


@pytest.mark.parametrize(
    "address",
    ["/n/food/7/", "/n/none/1/", "/n/food/1/small/", "/n/food/1/small-pipe-no-no-no/"],
)
def test_sheet_that_never_was_is_not_found(
    client: Client, food: MatterVersion, address: str
) -> None:
    assert "没有这张告知单" in body(client, address, 404)


@pytest.mark.parametrize(
    "typed",
    [
        "food/1/small-pipe-no-no",
        " /n/food/1/small-pipe-no-no/ ",
        "https://zwfw.yunxi.example/n/food/1/small-pipe-no-no/",
        "zwfw.yunxi.example/n/food/1/small-pipe-no-no/",
    ],
)
def test_number_typed_from_the_sheet_leads_there(
    client: Client, food: MatterVersion, typed: str
) -> None:
    response = client.get("/n/", {"number": typed})
    assert (response.status_code, response.headers["Location"]) == (302, OWN)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "写告知单上的编号"),
        ("??", "不是告知单的编号"),
        ("food/x", "没有编号是"),
        ("food/9", "没有编号是"),
        ("//evil.example/1", "没有编号是"),
        ("https://[/x", "不是告知单的编号"),
    ],
)
def test_number_that_is_wrong_is_explained(
    client: Client, food: MatterVersion, typed: str, fault: str
) -> None:
    response = client.get("/n/", {"number": typed})
    assert response.status_code == 422
    assert fault in response.content.decode()


def test_form_asks_for_the_number_first(client: Client, db: None) -> None:
    assert "告知单编号" in body(client, "/n/")


def test_only_reading_is_allowed(client: Client, food: MatterVersion) -> None:
    for address in ("/n/", "/n/food/", OWN, f"{OWN}sheet.pdf"):
        assert client.post(address).status_code == 405, address


def test_checking_asks_little_of_the_database(
    client: Client,
    food: MatterVersion,
    django_assert_max_num_queries: Any,
) -> None:
    replace_version(food, change_much, at=JUNE)
    with django_assert_max_num_queries(6):
        client.get(OWN)
    assert timezone.now() > JUNE

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from search import service
from search.service import GuideRecord


def record(code: str, title: str, **others: object) -> GuideRecord:
    values: dict[str, object] = {
        "summary": f"{title}由区民政局办理。",
        "department_key": "mzj",
        "department_name": "云溪区民政局",
        "topics": ("person:085",),
        "topic_names": ("社会保障",),
        "audiences": ("person",),
        "facts": {
            "limit": "5 个工作日",
            "cost": "不收费",
            "visits": "不用到场",
            "where": "区政务服务中心",
            "online": "全程网办",
        },
    }
    return GuideRecord(
        code=code, title=title, url=f"/guides/{code}/", **(values | others)
    )


RECORDS = [
    record("elder-allowance", "高龄老年人津贴申领", aliases=("长寿钱",)),
    record(
        "food",
        "食品经营许可新办",
        department_key="scjg",
        department_name="云溪区市场监督管理局",
        topics=("company:010",),
        topic_names=("准营准办",),
        audiences=("company",),
    ),
    *(record(f"card-{n:02}", f"残疾人证办理之{n}") for n in range(45)),
]


@pytest.fixture
def index(tmp_path: Path, settings: Settings) -> Path:
    settings.SEARCH_DIR = tmp_path
    service.rebuild(RECORDS)
    return tmp_path

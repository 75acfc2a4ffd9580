from __future__ import annotations

from typing import Any

import pytest

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from tests.factories import content
from tests.portal.publishing.samples import MemorySource, district

POWERS = 3


@pytest.fixture
def source() -> MemorySource:
    """The small district with records of every kind that has data of its own."""
    source = district(guides=3, halls=2)
    for code, record in list(content.power_records().items())[:POWERS]:
        source.put("power", code, _power(record))
    source.put("list", "hotline", _hotline())
    return source


@pytest.fixture
def built(releases: Releases, source: MemorySource) -> Release:
    build_release(source=source, workers=1)
    return releases.require_current()


def _power(record: dict[str, Any]) -> dict[str, Any]:
    payload = {name: value for name, value in record.items() if name != "matters"}
    return payload | {
        "url": f"/powers/{record['code']}/",
        "department_url": f"/departments/{record['department']}/",
    }


def _hotline() -> dict[str, Any]:
    item = {
        "basis": "责任清单",
        "category": "民生",
        "code": "SQ-001",
        "dept": "gaj",
        "dept_name": "公安分局",
        "limit_days": 5,
        "limit_unit": "工作日",
        "name": "=小区噪声扰民",
        "script": "先核对地点，\n再答复",
    }
    return {
        "key": "hotline",
        "name": "12345热线责任清单",
        "items": [item],
        "url": "/lists/hotline/",
    }

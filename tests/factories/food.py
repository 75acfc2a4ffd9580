"""What a person hands in for the demo's food licence in its simplest scenario."""

from __future__ import annotations

from typing import Any

from tests.factories.people import valid_uscc

SCENARIO = {"scale": "small", "gas": "electric", "store": "no", "agent": "no"}
ANSWERS: dict[str, Any] = {
    "e_name": "云溪区好味道餐饮店",
    "e_uscc": valid_uscc(5),
    "e_rep": "孟浩然",
    "c_name": "陈晓雨",
    "c_mobile": "19900001001",
    "mode": "o1",
    "items": ["o1", "o2"],
    "area": "120",
    "addr": "云溪区文昌街道书香路5号",
    "mgr": "阿依古丽·买买提",
}
UPLOADED = (3, 4)  # what the guide asks to be uploaded in this scenario

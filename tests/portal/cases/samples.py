"""What alice hands in for the food licence, and a guide with every kind of stage."""

from __future__ import annotations

from typing import Any

from portal.audit import blobs
from portal.cases.inputs import FileInput, MaterialInput
from tests.factories.people import valid_uscc

DEPARTMENT = "scj"
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
UPLOADED = (3, 4)


def stage(order: int, name: str, days: int, **others: Any) -> dict[str, Any]:
    return {
        "order": order,
        "name": name,
        "special": False,
        "counted": True,
        "days": days,
        "unit": "1",
        "unit_dept": "食品科",
        "post": "审核岗",
        "content": "",
        "output": "",
        "tacit_ok": False,
        **others,
    }


def with_every_stage(guide: dict[str, Any]) -> None:
    """Review, a publicity period that is not counted, decision, certificate, delivery."""
    guide["stages"] = [
        stage(1, "受理", 1),
        stage(2, "审查", 2),
        stage(3, "公示", 7, special=True, counted=False),
        stage(4, "决定", 1),
        stage(5, "制证", 1),
        stage(6, "送达", 0),
    ]


def done_at_once(guide: dict[str, Any]) -> None:
    """A matter that is done on the spot (即办件)."""
    guide["promise_days"] = 0
    guide["stages"] = [stage(1, "受理", 0), stage(2, "决定", 0)]


def material(order: int, text: str = "") -> MaterialInput:
    content = b"%PDF-1.7 " + (text or f"material {order}").encode()
    return MaterialInput(
        order=order,
        files=(
            FileInput(
                digest=blobs.store(content),
                name=f"材料{order}.pdf",
                size=len(content),
                content_type="application/pdf",
            ),
        ),
    )


def materials() -> list[MaterialInput]:
    return [material(order) for order in UPLOADED]

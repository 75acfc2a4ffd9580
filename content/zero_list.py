"""The four-zero list (四零清单), computed from guides: nothing of it is typed.

Each kind is tested for a scenario of the guide: the default, in which the applicant
acts in person, and every scenario that has a name. Distance is stricter than posting
papers both ways: somebody still has to go to the post office.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from content.scenario import resolve

MATERIAL: Final = "零材料"
TIME: Final = "零时限"
DISTANCE: Final = "零距离"
FEE: Final = "零收费"
KINDS: Final = (MATERIAL, TIME, DISTANCE, FEE)
SLUGS: Final = {MATERIAL: "material", TIME: "time", DISTANCE: "distance", FEE: "fee"}
DEFAULT_SCENARIO: Final = "默认情形(本人办理)"

_PROOFS: Final = {
    MATERIAL: "必要材料均免提交(电子证照、数据核验、告知承诺或者系统生成)",
    TIME: "即办件,承诺0工作日,无特别程序",
    FEE: "不收费且无申请人付费的中介服务",
}
_REQUIRED: Final = "1"
_IMMEDIATE: Final = "1"
_KIOSK_OR_HOME: Final = frozenset({"kiosk", "home"})

Guide = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ZeroEntry:
    """A guide holds one of the four in one scenario.

    `proof` says why; `detail` names each paper that is not handed in, with what takes
    its place.
    """

    kind: str
    scenario: str
    proof: str
    detail: tuple[str, ...] = ()


def zero_entries(guide: Guide) -> list[ZeroEntry]:
    """Return what a guide holds, in the default scenario first."""
    found = list(_of_scenario(guide, DEFAULT_SCENARIO, None))
    for scenario in (guide.get("scenario") or {}).get("sets") or ():
        found += _of_scenario(guide, scenario["name"], scenario["answers"])
    return found


def kinds_held(guide: Guide) -> dict[str, bool]:
    """Return which of the four hold in the default scenario."""
    held = {entry.kind for entry in _of_scenario(guide, DEFAULT_SCENARIO, None)}
    return {kind: kind in held for kind in KINDS}


def _of_scenario(
    guide: Guide, name: str, answers: Mapping[str, Any] | None
) -> Iterator[ZeroEntry]:
    result = None if answers is None else resolve(guide, answers)
    if result is not None and (result.stop is not None or result.jump):
        return
    needed = _needed(guide, answers)
    if all(material["exempt"] != "0" and _source(material) for material in needed):
        detail = tuple(f"{each['name']}：{_source(each)}" for each in needed)
        yield ZeroEntry(MATERIAL, name, _PROOFS[MATERIAL], detail)
    promise = guide["promise_days"]
    if result is not None and result.promise_days is not None:
        promise = result.promise_days
    uncounted = any(not row["counted"] for row in guide["special_procedures"])
    uncounted |= any(not stage["counted"] for stage in guide["stages"])
    if guide["case_kind"] == _IMMEDIATE and promise == 0 and not uncounted:
        yield ZeroEntry(TIME, name, _PROOFS[TIME])
    if guide["visits"] == 0 and (way := _way(guide)):
        yield ZeroEntry(DISTANCE, name, f"到场0次且{way}")
    fee = None if result is None else result.fee_yuan
    charged = guide["fee"]["is_fee"] if fee is None else fee > 0
    paid = any(
        "申请人" in (row.get("payer") or "") for row in guide["intermediary"] or ()
    )
    if not charged and not paid:
        yield ZeroEntry(FEE, name, _PROOFS[FEE])


def _needed(guide: Guide, answers: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    materials = guide["materials"]
    if answers is None:
        return [material for material in materials if material["need"] == _REQUIRED]
    required = set(resolve(guide, answers).required)
    return [material for material in materials if material["order"] in required]


def _source(material: Mapping[str, Any]) -> str:
    return str(material.get("exempt_source") or material.get("cert_type") or "")


def _way(guide: Guide) -> str:
    if guide.get("online_grade") == "Ⅳ":
        return "全程网办"
    if guide["kiosk"] or _KIOSK_OR_HOME & set(guide["handle_forms"]):
        return "社区自助机或者上门办理"
    return ""

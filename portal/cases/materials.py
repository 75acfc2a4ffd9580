"""Which materials a case asks for, and whether what is handed in fills them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from content.scenario import resolve
from portal.audit import blobs
from portal.cases.errors import Issue
from portal.cases.inputs import FileInput, MaterialInput
from portal.cases.models import MaterialWay, Scan, SlotState

UNUSABLE_SCANS: Final = frozenset({Scan.PENDING, Scan.INFECTED, Scan.ERROR})
MOST_FILES_A_SLOT: Final = 20
_FILED_WAYS: Final = frozenset({MaterialWay.UPLOAD, MaterialWay.PAPER})
# How the published exemption codes (免提交方式) come in without the applicant.
_WAY_OF_EXEMPTION: Final = {
    "1": MaterialWay.CERTIFICATE,
    "2": MaterialWay.DATA_CHECK,
    "3": MaterialWay.INTERNAL,
    "4": MaterialWay.COMMITMENT,
    "5": MaterialWay.REUSE,
    "6": MaterialWay.GENERATED,
}
_STATE_OF_WAY: Final = {
    MaterialWay.UPLOAD: SlotState.UPLOADED,
    MaterialWay.PAPER: SlotState.UPLOADED,
    MaterialWay.COMMITMENT: SlotState.PROMISED,
    MaterialWay.LATER: SlotState.PROMISED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSlot:
    """One material that the pinned version asks of this applicant.

    `exempt_way` is how the office gets it itself, or "". `ways` are all that may be chosen.
    """

    order: int
    name: str
    required: bool
    exempt_way: str
    ways: frozenset[str]

    def settled_by(self, material: MaterialInput | None) -> tuple[str, str]:
        """Return (way, state) of the slot with what was handed in, or nothing."""
        if material is not None and (material.files or material.way in self.ways):
            way = material.way
            return way, _STATE_OF_WAY.get(MaterialWay(way), SlotState.WAIVED)
        if self.exempt_way and self.exempt_way != MaterialWay.COMMITMENT:
            return self.exempt_way, SlotState.WAIVED
        if MaterialWay.LATER in self.ways:
            return MaterialWay.LATER, SlotState.PROMISED
        return MaterialWay.NONE, SlotState.MISSING


def planned_slots(
    guide: Mapping[str, Any], scenario_answers: Mapping[str, Any]
) -> tuple[PlannedSlot, ...]:
    """Return the materials that a guide asks for under these scenario answers."""
    scenario = resolve(guide, scenario_answers)
    required = {*scenario.required, *scenario.later}
    asked = required | set(scenario.optional)
    return tuple(
        _planned(
            material,
            required=material["order"] in required,
            later=material["order"] in scenario.later,
        )
        for material in sorted(guide["materials"], key=lambda row: row["order"])
        if material["order"] in asked
    )


def material_issues(
    slots: Sequence[PlannedSlot], materials: Sequence[MaterialInput]
) -> list[Issue]:
    """Return everything that is wrong with what was handed in for these slots."""
    given = {material.order: material for material in materials}
    known = {slot.order: slot for slot in slots}
    issues = [
        _issue(order, _("这次申请不需要第%(order)d项材料。") % {"order": order})
        for order in given
        if order not in known
    ]
    if len(given) != len(materials):
        issues.append(Issue(field="", message=_("同一项材料只能提交一次。")))
    for slot in slots:
        issues.extend(_slot_issues(slot, given.get(slot.order)))
    return issues


def _planned(
    material: Mapping[str, Any], *, required: bool, later: bool
) -> PlannedSlot:
    exempt_way = _WAY_OF_EXEMPTION.get(str(material.get("exempt") or "0"), "")
    extra: set[str] = {MaterialWay.LATER} if later else set()
    if exempt_way:
        extra.add(exempt_way)
    return PlannedSlot(
        order=int(material["order"]),
        name=material["name"],
        required=required,
        exempt_way=exempt_way,
        ways=frozenset(_FILED_WAYS | extra),
    )


def _slot_issues(slot: PlannedSlot, material: MaterialInput | None) -> list[Issue]:
    if material is None:
        return _missing(slot)
    if material.way not in slot.ways:
        return [
            _issue(
                slot.order,
                _("“%(name)s”不能用“%(way)s”的方式提交。")
                % {"name": slot.name, "way": _way_label(material.way)},
            )
        ]
    if material.way == MaterialWay.UPLOAD and not material.files:
        return _missing(slot)
    if len(material.files) > MOST_FILES_A_SLOT:
        return [
            _issue(
                slot.order,
                _("“%(name)s”最多%(most)d个文件，请合并后再交。")
                % {"name": slot.name, "most": MOST_FILES_A_SLOT},
            )
        ]
    return [
        _issue(slot.order, fault) for file in material.files if (fault := _fault(file))
    ]


def _missing(slot: PlannedSlot) -> list[Issue]:
    _way, state = slot.settled_by(None)
    if not slot.required or state != SlotState.MISSING:
        return []
    return [_issue(slot.order, _("请提交“%(name)s”。") % {"name": slot.name})]


def _fault(file: FileInput) -> str:
    names = {"name": file.name}
    if file.size <= 0:
        return _("文件“%(name)s”是空的，请重新上传。") % names
    if file.scan == Scan.INFECTED:
        return _("文件“%(name)s”含有病毒，请换一个文件。") % names
    if file.scan in UNUSABLE_SCANS:
        return _("文件“%(name)s”还没有通过查毒，请稍后再试或者重新上传。") % names
    if not blobs.verify(file.digest):
        return _("文件“%(name)s”没有保存好，请重新上传。") % names
    return ""


def _issue(order: int, message: str) -> Issue:
    return Issue(field=f"material:{order}", message=message)


def _way_label(way: str) -> str:
    return str(MaterialWay(way).label) if way in MaterialWay.values else way

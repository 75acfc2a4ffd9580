"""Say which materials an application has to bring, and how each may come in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.applications.models import DraftFile
from portal.applications.uploads import CONTENT_TYPES, DEFAULT_MAX_PAGES, UploadRule
from portal.cases.inputs import FileInput, MaterialInput
from portal.cases.materials import PlannedSlot, planned_slots
from portal.cases.models import MaterialWay

Payload = Mapping[str, Any]
DEFAULT_MAX_MB: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One material of an application, as its pages show it."""

    plan: PlannedSlot
    exempt_words: str
    rule: UploadRule
    fill_notes: str
    accept_standard: str
    blank_form: str
    sample_form: str

    @property
    def order(self) -> int:
        """The number of the material in the guide."""
        return self.plan.order

    @property
    def name(self) -> str:
        """What the material is called."""
        return self.plan.name

    @property
    def automatic(self) -> bool:
        """Whether the office gets the material without the applicant."""
        return bool(self.plan.exempt_way)

    @property
    def required(self) -> bool:
        """Whether the application is refused without it."""
        return self.plan.required


def slots_of(guide: Payload, scenario_answers: Mapping[str, Any]) -> list[Slot]:
    """Return the materials that the scenario answers ask for, in order."""
    materials = {material["order"]: material for material in guide["materials"]}
    entries = {
        entry["material"]: entry for entry in guide["online_form"]["material_slots"]
    }
    return [
        _slot(plan, entries.get(plan.order, {}), materials[plan.order])
        for plan in planned_slots(guide, scenario_answers)
    ]


def material_inputs(
    slots: Iterable[Slot], files: Mapping[int, Iterable[DraftFile]]
) -> list[MaterialInput]:
    """Return what is handed in for these materials; nothing for those without files.

    A material on commitment without a file is promised by filing: the check page says so.
    """
    inputs = []
    for slot in slots:
        attached = tuple(files.get(slot.order, ()))
        if attached:
            inputs.append(
                MaterialInput(order=slot.order, files=tuple(map(_file_input, attached)))
            )
        elif slot.plan.exempt_way == MaterialWay.COMMITMENT:
            inputs.append(MaterialInput(order=slot.order, way=MaterialWay.COMMITMENT))
    return inputs


def slot_rule(entry: Payload, material: Payload) -> UploadRule:
    """Return what a material accepts; the guide's rule within what can be checked."""
    upload_rule = material.get("upload_rule") or {}
    accept = tuple(kind for kind in entry.get("accept", ()) if kind in CONTENT_TYPES)
    return UploadRule(
        accept=accept or tuple(CONTENT_TYPES),
        max_mb=int(entry.get("max_mb") or DEFAULT_MAX_MB),
        max_pages=int(upload_rule.get("max_pages") or DEFAULT_MAX_PAGES),
    )


def field_rule(field: Payload) -> UploadRule:
    """Return what a file field of the form accepts: by default a picture or a PDF."""
    validation = field.get("validation") or {}
    accept = tuple(
        kind for kind in validation.get("accept", ()) if kind in CONTENT_TYPES
    )
    return UploadRule(
        accept=accept or tuple(CONTENT_TYPES),
        max_mb=int(validation.get("max_mb") or DEFAULT_MAX_MB),
    )


def _file_input(file: DraftFile) -> FileInput:
    return FileInput(
        digest=file.digest,
        name=file.name,
        size=file.size,
        content_type=file.content_type,
        scan=file.scan,
    )


def _slot(plan: PlannedSlot, entry: Payload, material: Payload) -> Slot:
    return Slot(
        plan=plan,
        exempt_words=_exempt_words(plan.exempt_way, entry, material),
        rule=slot_rule(entry, material),
        fill_notes=material.get("fill_notes") or "",
        accept_standard=material.get("accept_standard") or "",
        blank_form=material.get("blank_form") or "",
        sample_form=material.get("sample_form") or "",
    )


def _exempt_words(way: str, entry: Payload, material: Payload) -> str:
    if not way:
        return ""
    if way == MaterialWay.GENERATED:
        return _("您填的表单会自动生成，不用上传。")
    if way == MaterialWay.COMMITMENT:
        return _("提交申请就是作出承诺，不用上传；愿意交的也可以上传。")
    source = (
        entry.get("source_hint")
        or material.get("exempt_source")
        or str(MaterialWay(way).label)
    )
    return _("由办理单位从“%(source)s”取得，不用上传。") % {"source": source}

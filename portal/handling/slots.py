"""The materials of a case with their files, as the desk's pages list them."""

from __future__ import annotations

from typing import Any, Final

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.cases.materials import UNUSABLE_SCANS
from portal.cases.models import Case, MaterialFile, MaterialSlot, SlotState

Row = dict[str, Any]

_SLOT_TONES: Final = {
    SlotState.CHECKED: "ok",
    SlotState.WAIVED: "ok",
    SlotState.REJECTED: "stop",
    SlotState.MISSING: "warn",
    SlotState.PROMISED: "warn",
    SlotState.UPLOADED: "",
}


def slot_row(case: Case, slot: MaterialSlot) -> Row:
    """Return a material with its files, the newest round first."""
    files = sorted(slot.files.all(), key=lambda file: (-file.round, file.pk))
    return {
        "id": f"material:{slot.order}",
        "order": slot.order,
        "name": slot.name,
        "required": slot.required,
        "without_file": _without_file(slot),
        "state": slot.get_state_display(),
        "tone": _SLOT_TONES[SlotState(slot.state)],
        "note": slot.note,
        "files": [_file_row(case, file) for file in files],
    }


def _without_file(slot: MaterialSlot) -> str:
    """Return how a material without a file is had."""
    if not slot.way:
        return _("没有文件")
    way = {"way": slot.get_way_display()}
    if slot.state == SlotState.WAIVED:
        return _("%(way)s，不用交文件") % way
    return _("%(way)s，还没有文件") % way


def _file_row(case: Case, file: MaterialFile) -> Row:
    usable = file.scan not in UNUSABLE_SCANS
    return {
        "name": file.name,
        "size": filesizeformat(file.size),
        "round": _("第 %(round)s 次补正") % {"round": file.round} if file.round else "",
        "scan": "" if usable else file.get_scan_display(),
        "url": reverse("desk:download-file", args=[case.pk, file.pk]) if usable else "",
    }

"""What the commands take in, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from portal.cases.models import DefectReason, MaterialWay, Scan, SlotState


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInput:
    """A file that is already stored by `portal.audit.blobs.store`."""

    digest: str
    name: str
    size: int
    content_type: str
    scan: str = Scan.NOT_SCANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialInput:
    """How one material of the guide is handed in.

    `way` is a `MaterialWay`. `upload` needs files, the others need none; `paper` is taken
    at a counter alone.
    """

    order: int
    way: str = MaterialWay.UPLOAD
    files: tuple[FileInput, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointInput:
    """One thing to correct; `target` is `field:<key>` or `material:<order>`."""

    target: str
    explanation: str
    reason_code: str = DefectReason.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialVerdict:
    """An officer's verdict on one material: checked, rejected or waived, with a note."""

    order: int
    state: str = SlotState.CHECKED
    note: str = ""

"""Materials of a guide, and what is derived from them: upload slots and scenario rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from content.codes import MaterialExempt, MaterialNeed
from content.expressions import parse
from content.guides.plain import Plain, filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from content.models import Material

DEFAULT_UPLOAD_TYPES: Final = ("pdf", "jpg", "png")
DEFAULT_UPLOAD_MB: Final = 20
# Derived rules come after all that editors number themselves.
DERIVED_PRIORITY: Final = 500


def material_record(material: Material, order: int) -> Plain:
    """Return one material; keys that only some materials have are left out when empty."""
    record: Plain = {
        "order": order,
        "name": material.name,
        "std_code": material.std_code,
        "mat_kind": material.mat_kind,
        "mat_type": material.mat_type,
        "mat_form": material.mat_form,
        "originals": material.originals,
        "copies": material.copies,
        "spec": material.spec,
        "need": material.need,
        "source": material.source,
        "issuer": material.issuer,
        "source_how": material.source_how,
        "source_time": material.source_time,
        "exempt": material.exempt,
        "exempt_source": material.exempt_source,
        "cert_type": material.cert_type or None,
        "fill_notes": material.fill_notes,
        "accept_standard": material.accept_standard,
        "basis": {
            "title": material.basis_title,
            "doc_no": material.basis_doc_no,
            "article": material.basis_article,
        },
        "notarised": material.notarised,
    }
    if material.need_when:
        record["need_when"] = material.need_when
        record["need_condition"] = parse(material.need_when)
    return record | filled(
        {
            "upload_rule": _upload_rule(material),
            "blank_form": material.blank_form,
            "sample_form": material.sample_form,
            "error_sample": material.error_sample,
            "online_form": material.online_form,
            "not_exempt_reason": material.not_exempt_reason,
            "commitment": material.commitment,
            "supplement_days": material.supplement_days,
            "issuer_uscc": material.issuer_uscc,
            "source_place": material.source_place,
            "translate": material.translated,
        }
    )


def _upload_rule(material: Material) -> Plain:
    return filled(
        {
            "types": list(material.upload_types),
            "max_mb": material.upload_max_mb,
            "max_pages": material.upload_max_pages,
            "hint": material.upload_hint,
        }
    )


def material_slot(record: Plain) -> Plain:
    """Return the upload slot of the online form for one material record.

    A slot is required when the material is needed in every scenario and nothing takes its
    place; `auto` says that the portal itself can fill it.
    """
    rule = record.get("upload_rule", {})
    exempt = record["exempt"]
    return {
        "material": record["order"],
        "name": record["name"],
        "required": record["need"] == MaterialNeed.REQUIRED
        and exempt == MaterialExempt.NONE,
        "when": record.get("need_when"),
        "auto": exempt not in (MaterialExempt.NONE, MaterialExempt.COMMITMENT),
        "accept": list(rule.get("types", DEFAULT_UPLOAD_TYPES)),
        "max_mb": rule.get("max_mb", DEFAULT_UPLOAD_MB),
        "source_hint": record["exempt_source"],
    }


def derived_rule(record: Plain) -> Plain:
    """Return the scenario rule that a material needed in some scenarios stands for."""
    return {
        "name": f"需要“{record['name']}”",
        "condition_text": record["need_when"],
        "condition": record["need_condition"],
        "effects": {"add_material": record["order"]},
        "priority": DERIVED_PRIORITY + record["order"],
    }


def derived_rules(records: Iterable[Plain]) -> list[Plain]:
    """Return the derived rules of all scenario materials, in their order."""
    return [
        derived_rule(record)
        for record in records
        if record["need"] == MaterialNeed.SCENARIO and "need_condition" in record
    ]


def asked_for(records: Sequence[Plain]) -> list[Plain]:
    """Return the materials that every applicant has to bring herself."""
    return [
        record
        for record in records
        if record["need"] == MaterialNeed.REQUIRED
        and record["exempt"] == MaterialExempt.NONE
    ]


def file_paths(guide: dict[str, Any]) -> list[str]:
    """Return the paths of all attached files that a guide names, sorted, once each."""
    paths = {guide["result"]["sample"], (guide["commitment"] or {}).get("file", "")}
    for material in guide["materials"]:
        paths |= {
            material.get(name, "")
            for name in ("blank_form", "sample_form", "error_sample")
        }
    return sorted(path for path in paths if path.startswith("files/"))

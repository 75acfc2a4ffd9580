"""Lay out a guide's materials: what the applicant prepares, what the office checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypedDict

from content.codes import (
    MaterialExempt,
    MaterialForm,
    MaterialNeed,
    MaterialSource,
    MaterialType,
)
from portal.theming.conditions import condition_text
from portal.theming.contexts import Payload
from portal.theming.formats import full_width
from portal.theming.texts import gettext as _

FILES_URL: Final = "/"


class MaterialRow(TypedDict):
    """One material as the guide and the notification show it."""

    order: int
    name: str
    tag: str
    tone: str
    when: str
    source: str
    amount: str
    standard: str
    notes: str
    basis: str
    blank_url: str
    sample_url: str


class MaterialGroup(TypedDict):
    """Materials under one heading."""

    id: str
    title: str
    rows: list[MaterialRow]


def material_groups(guide: Payload) -> list[MaterialGroup]:
    """Return the non-empty groups, each in the order of the record."""
    questions = (guide["scenario"] or {}).get("questions") or []
    mine: list[MaterialRow] = []
    theirs: list[MaterialRow] = []
    for material in sorted(guide["materials"], key=lambda each: each["order"]):
        row = _row(material, questions)
        (mine if is_handed_in(material) else theirs).append(row)
    groups = [
        MaterialGroup(id="mine", title=_("您来准备"), rows=mine),
        MaterialGroup(id="theirs", title=_("免提交，由我们核验"), rows=theirs),
    ]
    return [group for group in groups if group["rows"]]


def material_summary(materials: Sequence[Payload]) -> str:
    """Return ``必交 2 份，按情形最多再加 3 份；4 份免提交``."""
    mine = [each for each in materials if is_handed_in(each)]
    always = sum(each["need"] == MaterialNeed.REQUIRED for each in mine)
    others = len(mine) - always
    exempt = len(materials) - len(mine)
    parts = [_("必交 %(count)d 份") % {"count": always}]
    if others:
        parts.append(_("按情形最多再加 %(count)d 份") % {"count": others})
    if exempt:
        parts.append(_("%(count)d 份免提交") % {"count": exempt})
    return "，".join(parts)


def is_handed_in(material: Payload) -> bool:
    """Tell whether the applicant brings a material, instead of the office getting it."""
    return material["exempt"] in {"", None, MaterialExempt.NONE}


def _row(material: Payload, questions: Sequence[Payload]) -> MaterialRow:
    tag, tone = _tag(material)
    basis = material.get("basis") or {}
    return MaterialRow(
        order=material["order"],
        name=material["name"],
        tag=tag,
        tone=tone,
        when=full_width(_when(material, questions)),
        source=full_width(_source(material)),
        amount=_amount(material),
        standard=full_width(material["accept_standard"] or ""),
        notes=full_width(material["fill_notes"] or ""),
        basis=_sentence((basis.get("title"), basis.get("article"))),
        blank_url=_file_url(material.get("blank_form")),
        sample_url=_file_url(material.get("sample_form")),
    )


def _tag(material: Payload) -> tuple[str, str]:
    if not is_handed_in(material):
        way = str(MaterialExempt(material["exempt"]).label)
        return _("免提交 · %(way)s") % {"way": way}, "ok"
    if material["need"] == MaterialNeed.REQUIRED:
        return _("必交"), "on"
    if material["need"] == MaterialNeed.LATER:
        return _("可以容缺后补"), "warn"
    return _("按情形"), "warn"


def _when(material: Payload, questions: Sequence[Payload]) -> str:
    text = condition_text(material.get("need_condition"), questions)
    return _("%(condition)s时需要") % {"condition": text} if text else ""


def _source(material: Payload) -> str:
    if not is_handed_in(material) and material["exempt_source"]:
        return str(material["exempt_source"])
    if material["source_how"]:
        return str(material["source_how"])
    if not material["issuer"]:
        return _("您自己准备")
    if material["source"] == MaterialSource.GOVERNMENT:
        return _("由%(issuer)s核发") % {"issuer": material["issuer"]}
    return _("由%(issuer)s出具") % {"issuer": material["issuer"]}


def _amount(material: Payload) -> str:
    if not is_handed_in(material):
        return ""
    counts = []
    if material["originals"]:
        counts.append(_("原件 %(count)d 份") % {"count": material["originals"]})
    if material["copies"]:
        counts.append(_("复印件 %(count)d 份") % {"count": material["copies"]})
    if not counts and material["mat_type"] in MaterialType.values:
        counts.append(str(MaterialType(material["mat_type"]).label))
    form = material["mat_form"]
    labels = [str(MaterialForm(form).label)] if form in MaterialForm.values else []
    return "，".join([*counts, *labels, *filter(None, [material["spec"]])])


def _file_url(path: str | None) -> str:
    return f"{FILES_URL}{path}" if path else ""


def _sentence(words: Iterable[str | None]) -> str:
    return "".join(word for word in words if word)

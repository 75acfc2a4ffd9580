"""Cut a guide down to one person's situation: her materials, her limit, her fee."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from content.codes import MaterialNeed
from content.expressions import Expr, evaluate
from portal.scenarios.situations import Situation
from portal.theming.conditions import condition_text
from portal.theming.contexts import Payload
from portal.theming.formats import full_width
from portal.theming.texts import gettext as _

Material = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A material of the guide that this person need not bring, and why."""

    name: str
    why: str


def tailored(payload: Payload, situation: Situation) -> Payload:
    """Return the payload with the guide as it is for this situation."""
    guide = payload["guide"]
    result = situation.result
    changes: dict[str, Any] = {
        "materials": [
            _sure(material, sure=material["order"] in result.required)
            for material in asked_materials(situation)
        ]
    }
    if result.promise_days is not None:
        changes["promise_days"] = result.promise_days
    if result.fee_yuan is not None:
        changes["fee"] = _fee(guide["fee"], result.fee_yuan)
    return {**payload, "guide": {**guide, **changes}}


def asked_materials(situation: Situation) -> list[Material]:
    """Return the materials to bring or to have checked, in the order of the guide."""
    result = situation.result
    asked = {*result.required, *result.optional, *result.later}
    return [
        material
        for material in situation.guide["materials"]
        if material["order"] in asked
    ]


def left_out(situation: Situation) -> list[LeftOut]:
    """Return the materials of the guide that are not asked here, with the reason."""
    asked = [material["order"] for material in asked_materials(situation)]
    return [
        LeftOut(name=material["name"], why=_why_not(situation, material))
        for material in situation.guide["materials"]
        if material["order"] not in asked
    ]


def reasons(situation: Situation) -> dict[int, str]:
    """Return why a material is asked, by its order; always asked ones have no entry."""
    questions = situation.guide["scenario"]["questions"]
    found: dict[int, str] = {}
    for material in asked_materials(situation):
        if material["need"] != MaterialNeed.SCENARIO:
            continue
        held = (
            text
            for condition in _causes(situation, material)
            if evaluate(condition, situation.answers)
            and (text := condition_text(condition, questions))
        )
        text = next(held, "")
        if text:
            found[material["order"]] = full_width(_("因为%(cause)s") % {"cause": text})
    return found


def _why_not(situation: Situation, material: Material) -> str:
    questions = situation.guide["scenario"]["questions"]
    texts = (
        condition_text(condition, questions)
        for condition in _causes(situation, material)
    )
    text = _("；或者").join(dict.fromkeys(filter(None, texts)))
    if not text:
        return _("按您的回答不用交")
    return full_width(_("%(cause)s才要交") % {"cause": text})


def _causes(situation: Situation, material: Material) -> Iterator[Expr]:
    """Yield the conditions under which a material is asked, each once."""
    seen: list[Expr] = []
    conditions = [material.get("need_condition")]
    conditions += [
        rule["condition"]
        for rule in situation.guide["scenario"].get("rules") or ()
        if rule["effects"].get("add_material") == material["order"]
    ]
    for condition in conditions:
        if condition and condition not in seen:
            seen.append(condition)
            yield condition


def _sure(material: Material, *, sure: bool) -> Material:
    """Return a material that depends on nothing any more, when that is so."""
    if not sure or material["need"] != MaterialNeed.SCENARIO:
        return material
    return {**material, "need": MaterialNeed.REQUIRED.value, "need_condition": None}


def _fee(fee: Mapping[str, Any], yuan: float) -> dict[str, Any]:
    if not yuan:
        return {**fee, "is_fee": False, "rows": []}
    row = dict(fee["rows"][0]) if fee["rows"] else {"name": _("收费")}
    row["standard"] = _("%(yuan)s 元") % {"yuan": f"{yuan:g}"}
    return {**fee, "is_fee": True, "rows": [row]}

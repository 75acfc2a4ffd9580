"""What keeps a matter's rows from being published: missing rows, broken references."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from content.codes import MaterialNeed
from content.expressions import parse, variables
from content.option_lines import parse_answers

if TYPE_CHECKING:
    from content.models import MatterPage

Errors = dict[str, Any]


def material_errors(page: MatterPage) -> Errors:
    """Return the first thing that is wrong with the materials."""
    materials = list(page.materials.all())
    doubled = _doubles(material.name for material in materials)
    if doubled:
        return {"materials": _("材料“%(name)s”重复") % {"name": doubled}}
    later = any(material.need == MaterialNeed.LATER for material in materials)
    if page.deficiency_accept and not later:
        return {"deficiency_accept": _("可容缺受理的,至少要有一份容缺后补的材料")}
    return {}


def scenario_errors(page: MatterPage) -> Errors:
    """Return the first thing that is wrong with questions, rules and sets."""
    questions = [question.code for question in page.questions.all()]
    doubled = _doubles(questions)
    if doubled:
        return {"questions": _("问题代码“%(code)s”重复") % {"code": doubled}}
    names = {material.name for material in page.materials.all()}
    for name, expression in _conditions(page):
        unknown = sorted(variables(parse(expression)) - set(questions))
        if unknown:
            return {
                "questions": _("“%(name)s”的条件用到的问题“%(code)s”不存在")
                % {"name": name, "code": "、".join(unknown)}
            }
    for rule in page.scenario_rules.all():
        for material in (rule.add_material, rule.remove_material):
            if material and material not in names:
                return {
                    "scenario_rules": _("规则“%(rule)s”中的材料“%(name)s”不存在")
                    % {"rule": rule.name, "name": material}
                }
    return {}


def _conditions(page: MatterPage) -> Iterable[tuple[str, str]]:
    for material in page.materials.all():
        if material.need_when:
            yield material.name, material.need_when
    for rule in page.scenario_rules.all():
        yield rule.name, rule.condition
    for question in page.questions.all():
        if question.show_if:
            yield question.text, question.show_if
    for scenario in page.scenario_sets.all():
        for code in parse_answers(scenario.answers):
            yield scenario.name, f"{code} == answer"


def form_errors(page: MatterPage) -> Errors:
    """Return the first thing that is wrong with the fields of the online form."""
    fields = list(page.form_fields.all())
    doubled = _doubles(field.key for field in fields)
    if doubled:
        return {"form_fields": _("申请表字段代码“%(key)s”重复") % {"key": doubled}}
    known = {field.key for field in fields}
    known |= {question.code for question in page.questions.all()}
    for field in fields:
        if not field.show_if:
            continue
        unknown = sorted(variables(parse(field.show_if)) - known)
        if unknown:
            return {
                "form_fields": _("字段“%(label)s”的显示条件用到的“%(code)s”不存在")
                % {"label": field.label, "code": "、".join(unknown)}
            }
    return {}


def _doubles(values: Iterable[str]) -> str:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return ""

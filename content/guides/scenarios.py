"""Scenario guidance and the online application form of a guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from content.codes import FieldType, QuestionKind
from content.expressions import parse
from content.guides.materials import derived_rules, material_slot
from content.guides.plain import Plain, filled, number, rows_of
from content.option_lines import parse_answers, parse_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.models import FormField, MatterPage, Question, ScenarioRule

DEFAULT_TEXT: Final = "不答题时显示全部材料,并标注“按情形”"


def scenario_record(page: MatterPage, materials: Sequence[Plain]) -> Plain:
    """Return questions, rules (editors' and derived ones), named sets."""
    orders = {material["name"]: material["order"] for material in materials}
    return {
        "questions": [
            _question(question, order)
            for order, question in enumerate(rows_of(page, "questions"), start=1)
        ],
        "rules": [
            *(_rule(rule, orders) for rule in rows_of(page, "scenario_rules")),
            *derived_rules(materials),
        ],
        "sets": [
            {
                "code": scenario.code,
                "name": scenario.name,
                "answers": parse_answers(scenario.answers),
            }
            for scenario in rows_of(page, "scenario_sets")
        ],
        "default": DEFAULT_TEXT,
    }


def _question(question: Question, order: int) -> Plain:
    record: Plain = {
        "code": question.code,
        "text": question.text,
        "help": question.help,
        "kind": question.kind,
        "order": order,
        "data_source": question.data_source,
        "required": question.required,
        "show_if": parse(question.show_if) if question.show_if else None,
    }
    if question.kind == QuestionKind.NUMBER:
        record["validation"] = _limits(question)
    elif question.options:
        record["options"] = [
            {"code": code, "label": label, "order": place}
            for place, (code, label) in enumerate(
                parse_options(question.options), start=1
            )
        ]
    return record


def _limits(row: Question | FormField) -> Plain:
    limits = {"min": number(row.number_min), "max": number(row.number_max)}
    return {name: value for name, value in limits.items() if value is not None}


def _rule(rule: ScenarioRule, orders: dict[str, int]) -> Plain:
    effects: Plain = {
        "stop": rule.stop_reason or None,
        "set_note": rule.note or None,
        "set_promise": rule.promise_days,
        "set_fee": number(rule.fee_amount),
        "jump": rule.jump or None,
        "add_material": orders.get(rule.add_material),
        "remove_material": orders.get(rule.remove_material),
    }
    record: Plain = {
        "name": rule.name,
        "condition_text": rule.condition,
        "condition": parse(rule.condition),
        "effects": {
            name: value for name, value in effects.items() if value is not None
        },
        "priority": rule.priority,
    }
    if rule.stop_reason:
        record["stop_reason"] = rule.stop_reason
    if rule.basis_title:
        record["basis"] = {"title": rule.basis_title, "article": rule.basis_article}
    return record


def form_record(page: MatterPage, materials: Sequence[Plain]) -> Plain | None:
    """Return the online application form, or None when the matter has no fields."""
    fields = rows_of(page, "form_fields")
    if not fields:
        return None
    return {
        "code": page.form_code or f"form-{page.slug}",
        "title": page.form_title or f"{page.title}网上申请表",
        "version": page.form_version,
        "sections": _sections(fields),
        "material_slots": [material_slot(material) for material in materials],
        "declaration": page.form_declaration,
        "signature": page.form_signature,
    }


def _sections(fields: Sequence[FormField]) -> list[Plain]:
    """Group fields that follow each other under one section title."""
    sections: list[Plain] = []
    for field in fields:
        title = field.section
        if not sections or (title and sections[-1]["title"] != title):
            sections.append({"title": title, "fields": []})
        sections[-1]["fields"].append(_field(field))
    return sections


def _field(field: FormField) -> Plain:
    record: dict[str, Any] = {
        "key": field.key,
        "label": field.label,
        "type": field.type,
        "required": field.required,
        "validation": _validation(field),
        "help": field.help,
        "example": field.example,
    }
    if field.options:
        record["options"] = [
            {"value": value, "label": label}
            for value, label in parse_options(field.options)
        ]
    if field.show_if:
        record["show_if"] = parse(field.show_if)
    return record | filled({"prefill": field.prefill})


def _validation(field: FormField) -> Plain:
    texts = {
        "maxLength": field.max_length,
        "pattern": field.pattern,
        "rule": field.rule,
        "format": "date" if field.type == FieldType.DATE else "",
    }
    limits = _limits(field)
    if field.decimals is not None:
        limits["decimals"] = field.decimals
    return filled(texts) | limits

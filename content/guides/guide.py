"""The guide (办事指南) of a matter as one JSON-able value."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from content.codes import MatterType
from content.guides import derived, parts, scenarios
from content.guides.materials import material_record
from content.guides.plain import Plain, date_text, emptied, filled, rows_of
from content.models import DepartmentPage, MatterPage
from content.zero_list import kinds_held

SCHEMA_VERSION: Final = "1.0"

_CATALOGUE_KEYS: Final = (
    "slug",
    "schema_version",
    "name",
    "plain_name",
    "aliases",
    "summary",
    "matter_type",
    "matter_type_name",
    "department",
    "department_name",
    "department_uscc",
    "service_objects",
    "topics_person",
    "topics_corp",
    "item_code",
    "state",
    "version",
    "effective_on",
    "catalogue_matter_id",
)


def full_guide(page: MatterPage) -> Plain:
    """Return the guide with every key of the guide format but the internal work rules.

    Keys beyond the format (联办机构, 行使内容, …) appear only when they say something.
    """
    guide = _identity(page) | _power(page) | _handling(page) | _time(page)
    materials = [
        material_record(material, order)
        for order, material in enumerate(rows_of(page, "materials"), start=1)
    ]
    guide["materials"] = materials
    guide["scenario"] = scenarios.scenario_record(page, materials)
    guide |= _outcome(page)
    guide["online_form"] = scenarios.form_record(page, materials)
    guide["before_after"] = derived.before_after(page, guide)
    guide["zero_list"] = kinds_held(guide)
    return guide | _extras(page)


def catalogue_guide(page: MatterPage) -> Plain:
    """Return the same shape holding the basic facts only, the rest empty.

    It reads no rows but the legal bases: most matters of a region are of this kind.
    """
    facts = _identity(page)
    empty: Plain = emptied(_blank_guide())
    return (
        empty
        | {name: facts[name] for name in _CATALOGUE_KEYS}
        | {"legal_bases": _legal_bases(page), "life_event": page.life_event}
    )


@lru_cache(maxsize=1)
def _blank_guide() -> Plain:
    """Return the guide of a matter that says nothing, for its keys."""
    page = MatterPage()
    page.known_parent = DepartmentPage()
    return full_guide(page)


def _identity(page: MatterPage) -> Plain:
    basic, department = page.basic, page.department
    return {
        "slug": page.slug,
        "schema_version": SCHEMA_VERSION,
        "basic_code": basic.basic_code if basic else "",
        "code_scheme": basic.code_scheme if basic else "",
        "impl_code": page.impl_code,
        "item_code": page.item_code,
        "local_basic_code": page.local_basic_code,
        "name": page.title,
        "plain_name": page.plain_name,
        "aliases": list(page.other_names),
        "summary": page.summary,
        "matter_type": page.matter_type,
        "matter_type_name": _matter_type_name(page.matter_type),
        "department": department.slug,
        "department_name": department.title,
        "department_uscc": department.uscc,
        "service_objects": list(page.service_objects),
        "topics_person": list(page.topics_person),
        "topics_corp": list(page.topics_corp),
        "state": page.state,
        "version": page.version,
        "effective_on": date_text(page.effective_on),
        "published_on": date_text(page.published_on),
        "checked_on": date_text(page.checked_on),
        "catalogue_matter_id": page.source_id or None,
        "theme_tags": list(page.theme_tags),
        "power_item": page.power_item or None,
    }


def _matter_type_name(code: str) -> str:
    return str(MatterType(code).label) if code in MatterType.values else ""


def _power(page: MatterPage) -> Plain:
    power: Plain = {
        "level": page.level,
        "power_source": page.power_source,
        "authority_split": page.authority_split,
        "body_nature": page.body_nature,
        "handling_unit": page.handling_unit,
        "entrusting_dept": page.entrusting_dept or None,
        "legal_bases": _legal_bases(page),
    }
    if page.entrust_doc_name or page.entrust_doc_no:
        power["entrust_doc"] = {
            "name": page.entrust_doc_name,
            "no": page.entrust_doc_no,
        }
    return power


def _legal_bases(page: MatterPage) -> list[Plain]:
    return [parts.legal_basis(basis) for basis in rows_of(page, "legal_bases")]


def _handling(page: MatterPage) -> Plain:
    return {
        "case_kind": page.case_kind,
        "accept_conditions": [row.text for row in rows_of(page, "accept_conditions")],
        "refuse_conditions": [row.text for row in rows_of(page, "refuse_conditions")],
        "handle_forms": list(page.handle_forms),
        "online": page.online,
        "online_url": page.online_url,
        "mobile_url": page.mobile_url,
        "sso": page.sso,
        "online_depth": list(page.online_depth),
        "online_grade": derived.online_grade(page.online_depth, page.visits),
        "visits": page.visits,
        "visit_reason": page.visit_reason,
        "locations": [parts.location(row) for row in rows_of(page, "locations")],
        "cross": parts.cross(page),
        "appointment": page.appointment,
        "daily_quota": page.daily_quota,
        "appointment_rule": page.appointment_rule,
        "express_in": page.express_in,
        "express_out": page.express_out,
        "kiosk": page.kiosk,
        "proxy_allowed": page.proxy_allowed,
        "proxy_reason": page.proxy_reason,
        "agent_service": page.agent_service,
        "commitment_based": page.commitment_based,
        "commitment": parts.commitment(page),
        "deficiency_accept": page.deficiency_accept,
        "in_hall": page.in_hall,
        "not_in_hall_reason": page.not_in_hall_reason,
        "safety_flag": page.safety_flag,
    }


def _time(page: MatterPage) -> Plain:
    return {
        "no_statutory": page.no_statutory,
        "statutory_days": page.statutory_days,
        "statutory_unit": page.statutory_unit or None,
        "statutory_basis": page.statutory_basis,
        "statutory_note": page.statutory_note,
        "promise_days": page.promise_days,
        "promise_unit": page.promise_unit,
        "promise_note": page.promise_note,
        "special_procedures": [
            parts.special_procedure(row) for row in rows_of(page, "special_procedures")
        ],
        "stages": [
            parts.stage(row, order)
            for order, row in enumerate(rows_of(page, "stages"), start=1)
        ],
        "flow_text": page.flow_text,
    }


def _outcome(page: MatterPage) -> Plain:
    return {
        "fee": parts.fee(page),
        "intermediary": parts.intermediary(page),
        "result": parts.result(page),
        "limits": parts.limits(page),
        "consult": parts.consult(page),
        "supervise": parts.supervise(page),
        "rights": parts.rights(page),
        "faq": parts.faq(page),
        "related": [row.code for row in rows_of(page, "related_matters")],
    }


def _extras(page: MatterPage) -> Plain:
    relations = [
        {"code": row.code, "relation": row.relation}
        for row in rows_of(page, "related_matters")
        if row.relation != "related"
    ]
    return filled(
        {
            "local_impl_code": page.local_impl_code,
            "exercise_content": page.exercise_content,
            "joint_depts": list(page.joint_depts),
            "topics_local": list(page.topics_local),
            "life_event": page.life_event,
            "cancel_on": date_text(page.cancel_on),
            "system_level": page.system_level,
            "system_name": page.system_name,
            "relations": relations,
        }
    )

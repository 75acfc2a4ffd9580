"""Expected shape of one guide (办事指南), and what its parts say about each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content import codes, validators
from content.importers import identifiers
from content.importers.kinds import Integer, ListOf, Problem, Record, TableOf, Text
from content.importers.report import JsonValue
from content.importers.shapes import guide_parts, guide_scenario, parts

_CONSULT = Record(
    required={},
    optional={
        "tel": parts.OPTIONAL_TEL,
        "window": parts.OPTIONAL_NAME,
        "web": parts.ADDRESS,
        "mail": parts.OPTIONAL_LABEL,
        "wechat": parts.OPTIONAL_LABEL,
    },
)
_SUPERVISE = Record(
    required={},
    optional={
        "tel": parts.OPTIONAL_TEL,
        "web": parts.ADDRESS,
        "letter": parts.OPTIONAL_NAME,
    },
)
_CODE_FIELDS = (
    "basic_code",
    "impl_code",
    "item_code",
    "matter_type",
    "level",
    "department_uscc",
)
_FIGURES = Record(
    required={},
    optional={name: Integer() for name in ("steps", "materials", "days", "visits")},
)

GUIDE = Record(
    required={
        "slug": Text(blank=False, max_length=50, rule=identifiers.SLUG),
        "basic_code": Text(blank=False, rule=identifiers.BASIC),
        "impl_code": Text(blank=False, rule=identifiers.IMPL),
        "item_code": Text(blank=False, rule=identifiers.ITEM),
        "name": parts.NAME,
        "plain_name": Text(blank=False, max_length=20),
        "aliases": ListOf(item=Text(blank=False, max_length=100)),
        "summary": Text(max_length=500),
        "matter_type": parts.one_of(codes.MatterType),
        "level": parts.one_of(codes.Level),
        "department": parts.KEY,
        "department_uscc": parts.USCC,
        "body_nature": parts.one_of(codes.BodyNature),
        "handling_unit": parts.OPTIONAL_LABEL,
        "service_objects": parts.some_of(codes.ServiceObject),
        "topics_person": parts.some_of(codes.PersonTopic),
        "topics_corp": parts.some_of(codes.CorporateTopic),
        "state": parts.one_of(codes.MatterState),
        "version": Integer(minimum=1),
        "effective_on": parts.DATE,
        "legal_bases": ListOf(item=guide_parts.LEGAL_BASIS),
        "case_kind": parts.one_of(codes.CaseKind),
        "accept_conditions": parts.PARAGRAPHS,
        "handle_forms": parts.some_of(codes.HandleForm),
        "online": parts.BOOLEAN,
        "visits": Integer(maximum=9),
        "locations": ListOf(item=guide_parts.LOCATION),
        "cross": guide_parts.CROSS,
        "no_statutory": parts.BOOLEAN,
        "promise_days": guide_parts.DAYS,
        "promise_unit": parts.one_of(codes.TimeUnit),
        "stages": ListOf(item=guide_parts.STAGE, unique="order"),
        "materials": ListOf(item=guide_parts.MATERIAL, unique="order"),
        "scenario": guide_scenario.SCENARIO,
        "fee": guide_parts.FEE,
        "result": guide_parts.RESULT,
        "consult": _CONSULT,
        "supervise": _SUPERVISE,
        "faq": ListOf(item=guide_parts.FAQ),
        "online_form": guide_scenario.ONLINE_FORM,
    },
    optional={
        "schema_version": Text(max_length=10),
        "code_scheme": parts.one_of(codes.CodeScheme),
        "local_basic_code": Text(max_length=50),
        "local_impl_code": Text(max_length=50),
        "matter_type_name": parts.OPTIONAL_LABEL,
        "power_source": parts.one_of(codes.PowerSource, blank=True),
        "authority_split": Text(max_length=1000),
        "exercise_content": Text(max_length=1000),
        "department_name": parts.OPTIONAL_LABEL,
        "entrusting_dept": Text(nullable=True, max_length=100),
        "entrust_doc": Record(
            required={"name": parts.OPTIONAL_NAME, "no": parts.OPTIONAL_LABEL},
            optional={},
            nullable=True,
        ),
        "published_on": parts.OPTIONAL_DATE,
        "checked_on": parts.OPTIONAL_DATE,
        "cancel_on": parts.OPTIONAL_DATE,
        "catalogue_matter_id": Text(nullable=True, rule=identifiers.MATTER_ID),
        "refuse_conditions": parts.PARAGRAPHS,
        "online_url": parts.ADDRESS,
        "mobile_url": parts.ADDRESS,
        "sso": parts.BOOLEAN,
        "online_depth": parts.some_of(codes.OnlineDepth),
        "online_grade": parts.one_of(codes.OnlineGrade, blank=True),
        "visit_reason": Text(max_length=500),
        "appointment": parts.BOOLEAN,
        "daily_quota": Integer(),
        "appointment_rule": Text(max_length=500),
        "express_in": parts.BOOLEAN,
        "express_out": parts.BOOLEAN,
        "kiosk": parts.BOOLEAN,
        "proxy_allowed": parts.BOOLEAN,
        "proxy_reason": Text(max_length=500),
        "agent_service": parts.BOOLEAN,
        "commitment_based": parts.BOOLEAN,
        "commitment": Record(
            required={"template": parts.OPTIONAL_NAME},
            optional={"supervision": Text(max_length=500), "file": parts.ATTACHMENT},
            nullable=True,
        ),
        "deficiency_accept": parts.BOOLEAN,
        "in_hall": parts.BOOLEAN,
        "not_in_hall_reason": Text(max_length=500),
        "safety_flag": parts.BOOLEAN,
        "statutory_days": Integer(maximum=3650, nullable=True),
        "statutory_unit": parts.one_of(codes.TimeUnit, nullable=True, blank=True),
        "statutory_basis": parts.OPTIONAL_NAME,
        "statutory_note": Text(max_length=500),
        "promise_note": Text(max_length=500),
        "special_procedures": ListOf(item=guide_parts.SPECIAL_PROCEDURE),
        "flow_text": Text(max_length=1000),
        "intermediary": ListOf(
            item=Record(
                required={"name": parts.NAME},
                optional={
                    "basis": parts.OPTIONAL_NAME,
                    "payer": parts.OPTIONAL_LABEL,
                    "supplier": parts.OPTIONAL_NAME,
                    "result": parts.OPTIONAL_NAME,
                },
            )
        ),
        "limits": Record(
            required={"text": Text(max_length=500)},
            optional={
                "number": Integer(),
                "period": parts.OPTIONAL_LABEL,
                "publication": parts.OPTIONAL_NAME,
            },
            nullable=True,
        ),
        "rights": Record(
            required={},
            optional={
                "rights": Text(max_length=1000),
                "duties": Text(max_length=1000),
                "review_body": parts.OPTIONAL_NAME,
                "review_address": parts.OPTIONAL_NAME,
                "review_tel": parts.OPTIONAL_TEL,
                "review_days": Integer(maximum=3650),
                "court": parts.OPTIONAL_LABEL,
                "court_address": parts.OPTIONAL_NAME,
                "court_tel": parts.OPTIONAL_TEL,
                "court_months": Integer(maximum=120),
            },
        ),
        "joint_depts": parts.NAMES,
        "topics_local": parts.NAMES,
        "system_level": parts.one_of(codes.SystemLevel, blank=True),
        "system_name": parts.OPTIONAL_LABEL,
        "related": ListOf(
            item=Text(blank=False, max_length=50, rule=identifiers.SLUG), distinct=True
        ),
        "relations": ListOf(
            item=Record(
                required={
                    "code": Text(blank=False, max_length=50, rule=identifiers.SLUG),
                    "relation": parts.one_of(codes.RelationKind),
                },
                optional={},
            ),
            unique="code",
        ),
        "life_event": Text(max_length=60),
        "theme_tags": ListOf(item=Text(blank=False, max_length=60), distinct=True),
        "work_rules": Record(
            required={
                "criteria": ListOf(
                    item=Record(
                        required={
                            "point": parts.LABEL,
                            "standard": Text(max_length=500),
                        },
                        optional={"if_fail": Text(max_length=500)},
                    )
                )
            },
            optional={"note": Text(max_length=500)},
        ),
        "before_after": Record(
            required={"before": _FIGURES, "after": _FIGURES},
            optional={
                "steps_saved": Integer(minimum=-999),
                "materials_saved": Integer(minimum=-999),
                "days_saved": Integer(minimum=-9999),
                "visits_saved": Integer(minimum=-99),
            },
        ),
        "zero_list": TableOf(
            item=parts.BOOLEAN, names=("零材料", "零时限", "零距离", "零收费")
        ),
        "power_item": Text(nullable=True, max_length=64),
    },
)


def guide_problems(guide: JsonValue) -> Iterator[Problem]:
    """List everything that one guide gets wrong by itself.

    Contradictions that an editor has to weigh (a promise longer than the law allows,
    a telephone given twice) are left to the editors' rules; only what cannot be stored,
    identified or resolved is a problem here.
    """
    found = list(GUIDE.problems(guide, ""))
    yield from found
    if found or not isinstance(guide, dict):
        return
    yield from _code_problems(guide)
    yield from _material_references(guide)
    yield from _date_problems(guide)


def _code_problems(guide: dict[str, JsonValue]) -> Iterator[Problem]:
    text = {name: str(guide[name]) for name in _CODE_FIELDS}
    checks: tuple[tuple[str, str, Callable[[], None]], ...] = (
        (
            "basic_code",
            "V-BASIC",
            lambda: validators.check_basic_code(
                text["basic_code"],
                text["matter_type"],
                str(guide.get("code_scheme", "N2020")),
            ),
        ),
        (
            "impl_code",
            "V-IMPL",
            lambda: validators.check_impl_code(
                text["impl_code"],
                uscc=text["department_uscc"],
                level=text["level"],
                basic=text["basic_code"],
            ),
        ),
        (
            "item_code",
            "V-ITEM",
            lambda: validators.check_item_code(text["item_code"], text["impl_code"]),
        ),
    )
    for name, rule, check in checks:
        try:
            check()
        except ValidationError as error:
            yield _problem(name, text[name], identifiers.expectation_of(error), rule)


def _material_references(guide: dict[str, JsonValue]) -> Iterator[Problem]:
    orders = {item.get("order") for item in _records(guide["materials"])}
    scenario = guide["scenario"]
    if isinstance(scenario, dict):
        for position, rule in enumerate(_records(scenario["rules"])):
            effects = rule["effects"]
            for name in ("add_material", "remove_material"):
                order = effects.get(name) if isinstance(effects, dict) else None
                if order is not None and order not in orders:
                    path = f"scenario.rules[{position}].effects.{name}"
                    yield _problem(path, order, _("materials 中的序号"), "reference")
    form = guide["online_form"]
    if isinstance(form, dict):
        for position, slot in enumerate(_records(form["material_slots"])):
            if slot["material"] not in orders:
                path = f"online_form.material_slots[{position}].material"
                expected = _("materials 中的序号")
                yield _problem(path, slot["material"], expected, "reference")


def _date_problems(guide: dict[str, JsonValue]) -> Iterator[Problem]:
    effective, cancelled = guide["effective_on"], guide.get("cancel_on")
    if isinstance(cancelled, str) and cancelled < str(effective):
        expected = _("不早于生效日期 %(date)s 的日期") % {"date": effective}
        yield _problem("cancel_on", cancelled, expected, "date")


def _records(value: JsonValue) -> list[dict[str, JsonValue]]:
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]


def _problem(path: str, value: JsonValue, expected: str, rule: str) -> Problem:
    return Problem(path=path, value=value, expected=expected, rule=rule)

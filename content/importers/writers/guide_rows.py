"""Make the child rows of a matter from a full guide."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import models

from content.codes import RelationKind
from content.importers.report import JsonValue
from content.importers.values import (
    RawRecord,
    date_of,
    expression_text,
    flag_of,
    integer_of,
    number_of,
    record_of,
    records_of,
    text_of,
    texts_of,
)
from content.models import (
    AcceptCondition,
    FeeRow,
    FormField,
    FrequentQuestion,
    IntermediaryService,
    Location,
    Material,
    MatterLegalBasis,
    Question,
    RefuseCondition,
    RelatedMatter,
    ScenarioRule,
    ScenarioSet,
    SpecialProcedure,
    Stage,
    WorkCriterion,
)
from content.option_lines import format_options

Rows = dict[str, list[models.Model]]


def guide_rows(raw: RawRecord) -> Rows:
    """Return the unsaved child rows of a guide by relation name, each in order."""
    fee, form = record_of(raw, "fee"), record_of(raw, "online_form")
    criteria = records_of(record_of(raw, "work_rules"), "criteria")
    return {
        "legal_bases": [legal_basis(item) for item in records_of(raw, "legal_bases")],
        "accept_conditions": [
            AcceptCondition(text=text) for text in texts_of(raw, "accept_conditions")
        ],
        "refuse_conditions": [
            RefuseCondition(text=text) for text in texts_of(raw, "refuse_conditions")
        ],
        "locations": [_location(item) for item in records_of(raw, "locations")],
        "special_procedures": [
            _special(item) for item in records_of(raw, "special_procedures")
        ],
        "stages": [_stage(item) for item in records_of(raw, "stages")],
        "materials": [_material(item) for item in records_of(raw, "materials")],
        "fee_rows": [_fee_row(item) for item in records_of(fee, "rows")],
        "intermediary_services": [
            _intermediary(item) for item in records_of(raw, "intermediary")
        ],
        "faq": [_question_and_answer(item) for item in records_of(raw, "faq")],
        "related_matters": _related(raw),
        "work_criteria": [_criterion(item) for item in criteria],
        "form_fields": [
            _form_field(item, text_of(section, "title"))
            for section in records_of(form, "sections")
            for item in records_of(section, "fields")
        ],
        **_scenario_rows(raw),
    }


def _related(raw: RawRecord) -> list[models.Model]:
    kinds = {
        text_of(item, "code"): text_of(item, "relation")
        for item in records_of(raw, "relations")
    }
    return [
        RelatedMatter(code=code, relation=kinds.get(code, RelationKind.RELATED))
        for code in texts_of(raw, "related")
    ]


def legal_basis(raw: RawRecord) -> MatterLegalBasis:
    """Make the row of one legal basis."""
    return MatterLegalBasis(
        title=text_of(raw, "title"),
        doc_no=text_of(raw, "doc_no"),
        issuer=text_of(raw, "issuer"),
        article=text_of(raw, "article"),
        text=text_of(raw, "text"),
        text_kind=text_of(raw, "text_kind"),
        rank=text_of(raw, "rank"),
        status=text_of(raw, "status"),
        effective_on=date_of(raw, "effective_on"),
        url=text_of(raw, "url"),
        fictional=flag_of(raw, "fictional"),
        verify=flag_of(raw, "verify"),
    )


def _location(raw: RawRecord) -> Location:
    return Location(
        hall=text_of(raw, "hall"),
        zone=text_of(raw, "zone"),
        windows=texts_of(raw, "windows"),
        all_windows=raw.get("windows") == "all",
        rule=text_of(raw, "rule"),
        place=text_of(raw, "place"),
        note=text_of(raw, "note"),
        hours=text_of(raw, "hours"),
        tel=text_of(raw, "tel"),
    )


def _special(raw: RawRecord) -> SpecialProcedure:
    return SpecialProcedure(
        code=text_of(raw, "code") or "2",
        kind=text_of(raw, "kind"),
        trigger=text_of(raw, "trigger"),
        days=integer_of(raw, "days") or 0,
        basis=text_of(raw, "basis"),
        counted=flag_of(raw, "counted"),
        fee=flag_of(raw, "fee"),
    )


def _stage(raw: RawRecord) -> Stage:
    return Stage(
        name=text_of(raw, "name"),
        special=flag_of(raw, "special"),
        counted=flag_of(raw, "counted", default=True),
        days=integer_of(raw, "days") or 0,
        unit=text_of(raw, "unit") or "1",
        unit_dept=text_of(raw, "unit_dept"),
        post=text_of(raw, "post"),
        content=text_of(raw, "content"),
        output=text_of(raw, "output"),
        tacit_ok=flag_of(raw, "tacit_ok"),
    )


def _material(raw: RawRecord) -> Material:
    basis, upload = record_of(raw, "basis"), record_of(raw, "upload_rule")
    names = (
        "name std_code mat_kind mat_type mat_form spec need source issuer issuer_uscc "
        "source_how source_place source_time exempt exempt_source not_exempt_reason "
        "cert_type fill_notes accept_standard blank_form sample_form error_sample "
        "online_form"
    )
    return Material(
        **{name: text_of(raw, name) for name in names.split()},
        originals=integer_of(raw, "originals") or 0,
        copies=integer_of(raw, "copies") or 0,
        supplement_days=integer_of(raw, "supplement_days"),
        need_when=expression_text(raw.get("need_condition")),
        commitment=flag_of(raw, "commitment"),
        upload_types=texts_of(upload, "types"),
        upload_max_mb=integer_of(upload, "max_mb"),
        upload_max_pages=integer_of(upload, "max_pages"),
        upload_hint=text_of(upload, "hint"),
        basis_title=text_of(basis, "title"),
        basis_doc_no=text_of(basis, "doc_no"),
        basis_article=text_of(basis, "article"),
        notarised=flag_of(raw, "notarised"),
        translated=flag_of(raw, "translate"),
    )


def _fee_row(raw: RawRecord) -> FeeRow:
    basis = record_of(raw, "basis")
    names = "name standard unit payee reduction reduction_basis pay_when ticket"
    return FeeRow(
        **{name: text_of(raw, name) for name in names.split()},
        amount=_money(raw, "amount"),
        amount_min=_money(raw, "amount_min"),
        amount_max=_money(raw, "amount_max"),
        basis_title=text_of(basis, "title"),
        basis_doc_no=text_of(basis, "doc_no"),
        pay_online=flag_of(raw, "pay_online"),
    )


def _money(raw: RawRecord, name: str) -> Decimal | None:
    amount = number_of(raw, name)
    return None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01"))


def _intermediary(raw: RawRecord) -> IntermediaryService:
    names = "name basis payer supplier result"
    return IntermediaryService(**{name: text_of(raw, name) for name in names.split()})


def _question_and_answer(raw: RawRecord) -> FrequentQuestion:
    return FrequentQuestion(
        question=text_of(raw, "question"),
        answer=text_of(raw, "answer"),
        last_checked_on=date_of(raw, "last_checked_on"),
    )


def _criterion(raw: RawRecord) -> WorkCriterion:
    names = ("point", "standard", "if_fail")
    return WorkCriterion(**{name: text_of(raw, name) for name in names})


def _form_field(raw: RawRecord, section: str) -> FormField:
    validation = record_of(raw, "validation")
    return FormField(
        section=section,
        key=text_of(raw, "key"),
        label=text_of(raw, "label"),
        type=text_of(raw, "type"),
        required=flag_of(raw, "required"),
        help=text_of(raw, "help"),
        example=text_of(raw, "example"),
        options=_option_lines(raw, "value"),
        max_length=integer_of(validation, "maxLength"),
        number_min=number_of(validation, "min"),
        number_max=number_of(validation, "max"),
        decimals=integer_of(validation, "decimals"),
        pattern=text_of(validation, "pattern"),
        rule=text_of(validation, "rule"),
        prefill=text_of(raw, "prefill"),
        show_if=expression_text(raw.get("show_if")),
    )


def _option_lines(raw: RawRecord, code: str) -> str:
    return format_options(
        (text_of(option, code), text_of(option, "label"))
        for option in records_of(raw, "options")
    )


def _scenario_rows(raw: RawRecord) -> Rows:
    scenario = record_of(raw, "scenario")
    materials = {
        integer_of(material, "order"): material
        for material in records_of(raw, "materials")
    }
    return {
        "questions": [_question(item) for item in records_of(scenario, "questions")],
        "scenario_rules": [
            _rule(item, materials)
            for item in records_of(scenario, "rules")
            if not _follows_from_material(item, materials)
        ],
        "scenario_sets": [
            ScenarioSet(
                code=text_of(item, "code"),
                name=text_of(item, "name"),
                answers=format_options(
                    (code, str(answer))
                    for code, answer in record_of(item, "answers").items()
                ),
            )
            for item in records_of(scenario, "sets")
        ],
    }


def _question(raw: RawRecord) -> Question:
    validation = record_of(raw, "validation")
    return Question(
        code=text_of(raw, "code"),
        text=text_of(raw, "text"),
        help=text_of(raw, "help"),
        kind=text_of(raw, "kind"),
        options=_option_lines(raw, "code"),
        number_min=number_of(validation, "min"),
        number_max=number_of(validation, "max"),
        data_source=text_of(raw, "data_source") or "ask",
        required=flag_of(raw, "required", default=True),
        show_if=expression_text(raw.get("show_if")),
    )


def _follows_from_material(
    raw: RawRecord, materials: Mapping[int | None, RawRecord]
) -> bool:
    """Tell whether a rule only repeats the condition of the material that it adds."""
    effects = record_of(raw, "effects")
    if set(effects) != {"add_material"}:
        return False
    material = materials[integer_of(effects, "add_material")]
    return material.get("need_condition") == raw.get("condition")


def _rule(raw: RawRecord, materials: Mapping[int | None, RawRecord]) -> ScenarioRule:
    effects, basis = record_of(raw, "effects"), record_of(raw, "basis")
    priority = integer_of(raw, "priority")
    return ScenarioRule(
        name=text_of(raw, "name"),
        condition=expression_text(raw.get("condition")),
        priority=10 if priority is None else priority,
        stop_reason=text_of(effects, "stop") or text_of(raw, "stop_reason"),
        basis_title=text_of(basis, "title"),
        basis_article=text_of(basis, "article"),
        note=text_of(effects, "set_note"),
        promise_days=integer_of(effects, "set_promise"),
        fee_amount=_money(effects, "set_fee"),
        jump=text_of(effects, "jump"),
        add_material=_material_name(effects.get("add_material"), materials),
        remove_material=_material_name(effects.get("remove_material"), materials),
    )


def _material_name(order: JsonValue, materials: Mapping[int | None, RawRecord]) -> str:
    if not isinstance(order, int):
        return ""
    return text_of(materials[order], "name")

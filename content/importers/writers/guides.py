"""Fill a matter from a full guide that has no problems."""

from __future__ import annotations

from collections.abc import Sequence

from content.codes import MatterKind, TextKind
from content.importers.values import (
    RawRecord,
    date_of,
    flag_of,
    integer_of,
    record_of,
    records_of,
    set_children,
    set_values,
    text_of,
    texts_of,
)
from content.importers.writers.guide_rows import guide_rows
from content.models import BasicMatter, BasicMatterLegalBasis, MatterPage

_TEXTS = [
    "impl_code",
    "item_code",
    "local_basic_code",
    "local_impl_code",
    "plain_name",
    "summary",
    "matter_type",
    "level",
    "power_source",
    "authority_split",
    "exercise_content",
    "body_nature",
    "entrusting_dept",
    "handling_unit",
    "power_item",
    "case_kind",
    "online_url",
    "mobile_url",
    "visit_reason",
    "appointment_rule",
    "proxy_reason",
    "not_in_hall_reason",
    "statutory_unit",
    "statutory_basis",
    "statutory_note",
    "promise_unit",
    "promise_note",
    "flow_text",
    "system_level",
    "system_name",
]
_FLAGS = [
    "online",
    "sso",
    "appointment",
    "express_in",
    "express_out",
    "kiosk",
    "agent_service",
    "commitment_based",
    "deficiency_accept",
    "safety_flag",
    "no_statutory",
]
_LISTS = [
    "service_objects",
    "topics_person",
    "topics_corp",
    "topics_local",
    "theme_tags",
    "joint_depts",
    "handle_forms",
    "online_depth",
]
_DATES = ["effective_on", "cancel_on", "published_on", "checked_on"]


def fill_guide(
    page: MatterPage, raw: RawRecord, *, basic: BasicMatter, keywords: Sequence[str]
) -> None:
    """Set every field and all rows of a matter."""
    set_values(page, {name: text_of(raw, name) for name in _TEXTS})
    set_values(page, {name: flag_of(raw, name) for name in _FLAGS})
    set_values(page, {name: texts_of(raw, name) for name in _LISTS})
    set_values(page, {name: date_of(raw, name) for name in _DATES})
    document = record_of(raw, "entrust_doc")
    set_values(
        page,
        {
            "title": text_of(raw, "name"),
            "slug": text_of(raw, "slug"),
            "code": text_of(raw, "slug"),
            "source_id": text_of(raw, "catalogue_matter_id"),
            "kind": MatterKind.GUIDE,
            "other_names": texts_of(raw, "aliases"),
            "basic": basic,
            "entrust_doc_name": text_of(document, "name"),
            "entrust_doc_no": text_of(document, "no"),
            "life_event": text_of(raw, "life_event"),
            "search_keywords": list(keywords),
            "state": text_of(raw, "state"),
            "version": integer_of(raw, "version") or 1,
            "visits": integer_of(raw, "visits") or 0,
            "daily_quota": integer_of(raw, "daily_quota") or 0,
            "proxy_allowed": flag_of(raw, "proxy_allowed", default=True),
            "in_hall": flag_of(raw, "in_hall", default=True),
            "statutory_days": integer_of(raw, "statutory_days"),
            "promise_days": integer_of(raw, "promise_days"),
            "work_rules_note": text_of(record_of(raw, "work_rules"), "note"),
        },
    )
    _fill_groups(page, raw)
    for relation, rows in guide_rows(raw).items():
        set_children(page, relation, rows)


def _fill_groups(page: MatterPage, raw: RawRecord) -> None:
    cross, commitment = record_of(raw, "cross"), record_of(raw, "commitment")
    fee, result, limits = (record_of(raw, name) for name in ("fee", "result", "limits"))
    consult, supervise = record_of(raw, "consult"), record_of(raw, "supervise")
    rights, form = record_of(raw, "rights"), record_of(raw, "online_form")
    before = record_of(record_of(raw, "before_after"), "before")
    deliver_days = integer_of(result, "deliver_days")
    set_values(
        page,
        {
            "cross_scope": text_of(cross, "scope"),
            "cross_modes": texts_of(cross, "modes"),
            "cross_note": text_of(cross, "note"),
            "cross_removed_limits": texts_of(cross, "removed_limits"),
            "cross_decide_dept": text_of(cross, "decide_dept"),
            "cross_places": text_of(cross, "places"),
            "cross_regions": texts_of(cross, "regions"),
            "commitment_template": text_of(commitment, "template"),
            "commitment_supervision": text_of(commitment, "supervision"),
            "commitment_file": text_of(commitment, "file"),
            "is_fee": flag_of(fee, "is_fee"),
            "fee_note": text_of(fee, "note"),
            "result_name": text_of(result, "name"),
            "result_type": text_of(result, "type"),
            "result_validity": text_of(result, "validity"),
            "result_deliver": texts_of(result, "deliver"),
            "result_deliver_days": 10 if deliver_days is None else deliver_days,
            "result_cert_type": text_of(result, "cert_type"),
            "result_sample": text_of(result, "sample"),
            "result_verify": text_of(result, "verify"),
            "result_annual_check": flag_of(result, "annual_check"),
            "limit_text": text_of(limits, "text"),
            "limit_number": integer_of(limits, "number"),
            "limit_period": text_of(limits, "period"),
            "limit_publication": text_of(limits, "publication"),
        },
    )
    for name in ("tel", "window", "web", "mail", "wechat"):
        setattr(page, f"consult_{name}", text_of(consult, name))
    for name in ("tel", "web", "letter"):
        setattr(page, f"supervise_{name}", text_of(supervise, name))
    for name in ("steps", "materials", "days", "visits"):
        setattr(page, f"before_{name}", integer_of(before, name))
    for name in ("code", "title", "declaration", "signature"):
        setattr(page, f"form_{name}", text_of(form, name))
    page.form_version = integer_of(form, "version") or 1
    _fill_rights(page, rights)


def _fill_rights(page: MatterPage, rights: RawRecord) -> None:
    page.rights_text = text_of(rights, "rights")
    page.duties_text = text_of(rights, "duties")
    for name in ("review_body", "review_address", "review_tel"):
        setattr(page, name, text_of(rights, name))
    for name in ("court", "court_address", "court_tel"):
        setattr(page, name, text_of(rights, name))
    page.review_days = integer_of(rights, "review_days")
    page.court_months = integer_of(rights, "court_months")


def basic_matter_of(raw: RawRecord) -> BasicMatter:
    """Return the catalogue entry of a guide, made when it is not there yet.

    An entry that is there is left as it is: other matters implement it too.
    """
    entry: BasicMatter
    entry, created = BasicMatter.objects.get_or_create(
        basic_code=text_of(raw, "basic_code"),
        defaults={
            "name": text_of(raw, "name"),
            "code_scheme": text_of(raw, "code_scheme") or "N2020",
            "matter_type": text_of(raw, "matter_type"),
            "levels": [text_of(raw, "level")],
            "effective_on": date_of(raw, "effective_on"),
        },
    )
    if created:
        BasicMatterLegalBasis.objects.bulk_create(
            BasicMatterLegalBasis(
                basic_matter=entry,
                sort_order=position,
                title=text_of(basis, "title"),
                doc_no=text_of(basis, "doc_no"),
                issuer=text_of(basis, "issuer"),
                article=text_of(basis, "article"),
                text=text_of(basis, "text"),
                text_kind=text_of(basis, "text_kind") or TextKind.ORIGINAL,
                rank=text_of(basis, "rank"),
                status=text_of(basis, "status"),
                fictional=flag_of(basis, "fictional"),
                verify=flag_of(basis, "verify"),
            )
            for position, basis in enumerate(records_of(raw, "legal_bases"))
        )
    return entry

"""Parts of a guide made of rows or of groups of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.guides.plain import Plain, date_text, filled, number, rows_of

if TYPE_CHECKING:
    from content.models import (
        FeeRow,
        Location,
        MatterPage,
        SpecialProcedure,
        Stage,
    )
    from content.models.legal_basis import LegalBasis


def legal_basis(basis: LegalBasis) -> Plain:
    """Return one article of a law or document."""
    return {
        "title": basis.title,
        "doc_no": basis.doc_no,
        "issuer": basis.issuer,
        "article": basis.article,
        "text": basis.text,
        "text_kind": basis.text_kind,
        "rank": basis.rank,
        "status": basis.status,
        "fictional": basis.fictional,
    } | filled(
        {
            "verify": basis.verify,
            "effective_on": date_text(basis.effective_on),
            "url": basis.url,
        }
    )


def location(row: Location) -> Plain:
    """Return a hall with windows, a rule for many places, or a place in words."""
    contact = {"hours": row.hours, "tel": row.tel}
    if row.rule:
        return {"rule": row.rule, "note": row.note} | filled(contact)
    if row.hall:
        windows = "all" if row.all_windows else list(row.windows)
        place: Plain = {"hall": row.hall, "windows": windows}
        return place | contact | filled({"zone": row.zone, "note": row.note})
    return {"place": row.place} | contact | filled({"note": row.note})


def stage(row: Stage, order: int) -> Plain:
    """Return one stage with its own limit."""
    return {
        "order": order,
        "name": row.name,
        "special": row.special,
        "counted": row.counted,
        "days": row.days,
        "unit": row.unit,
        "unit_dept": row.unit_dept,
        "post": row.post,
        "content": row.content,
        "output": row.output,
        "tacit_ok": row.tacit_ok,
    }


def special_procedure(row: SpecialProcedure) -> Plain:
    """Return one special procedure (特别程序)."""
    return {
        "code": row.code,
        "kind": row.kind,
        "days": row.days,
        "trigger": row.trigger,
        "basis": row.basis,
        "counted": row.counted,
        "fee": row.fee,
    }


def fee(page: MatterPage) -> Plain:
    """Return the fee rows; none when nothing is charged."""
    return {
        "is_fee": page.is_fee,
        "rows": [_fee_row(row) for row in rows_of(page, "fee_rows")],
        "note": page.fee_note,
    }


def _fee_row(row: FeeRow) -> Plain:
    return {
        "name": row.name,
        "standard": row.standard,
        "amount": number(row.amount),
        "unit": row.unit,
        "payee": row.payee,
        "basis": {"title": row.basis_title, "doc_no": row.basis_doc_no},
        "reduction": row.reduction,
        "pay_online": row.pay_online,
        "pay_when": row.pay_when,
        "ticket": row.ticket,
    } | filled(
        {
            "amount_min": number(row.amount_min),
            "amount_max": number(row.amount_max),
            "reduction_basis": row.reduction_basis,
        }
    )


def intermediary(page: MatterPage) -> list[Plain]:
    """Return the intermediary services that the law requires."""
    return [
        {
            "name": row.name,
            "basis": row.basis,
            "payer": row.payer,
            "supplier": row.supplier,
            "result": row.result,
        }
        for row in rows_of(page, "intermediary_services")
    ]


def result(page: MatterPage) -> Plain:
    """Return what the applicant gets, and how."""
    return {
        "name": page.result_name,
        "type": page.result_type,
        "validity": page.result_validity,
        "deliver": list(page.result_deliver),
        "deliver_days": page.result_deliver_days,
        "cert_type": page.result_cert_type,
        "sample": page.result_sample,
        "verify": page.result_verify,
    } | filled({"annual_check": page.result_annual_check})


def limits(page: MatterPage) -> Plain | None:
    """Return the quota (数量限制), None without one."""
    if not page.limit_text:
        return None
    return {
        "text": page.limit_text,
        "number": page.limit_number,
        "period": page.limit_period,
        "publication": page.limit_publication,
    }


def consult(page: MatterPage) -> Plain:
    """Return where to ask."""
    return {
        "tel": page.consult_tel,
        "window": page.consult_window,
        "web": page.consult_web,
    } | filled({"mail": page.consult_mail, "wechat": page.consult_wechat})


def supervise(page: MatterPage) -> Plain:
    """Return where to complain."""
    return {"tel": page.supervise_tel, "web": page.supervise_web} | filled(
        {"letter": page.supervise_letter}
    )


def rights(page: MatterPage) -> Plain:
    """Return rights and duties; remedies only where the law gives them."""
    return {"rights": page.rights_text, "duties": page.duties_text} | filled(
        {
            "review_body": page.review_body,
            "review_days": page.review_days,
            "review_address": page.review_address,
            "review_tel": page.review_tel,
            "court": page.court,
            "court_months": page.court_months,
            "court_address": page.court_address,
            "court_tel": page.court_tel,
        }
    )


def faq(page: MatterPage) -> list[Plain]:
    """Return questions and answers in order."""
    return [
        {
            "order": order,
            "question": row.question,
            "answer": row.answer,
            "last_checked_on": date_text(row.last_checked_on),
        }
        for order, row in enumerate(rows_of(page, "faq"), start=1)
    ]


def cross(page: MatterPage) -> Plain:
    """Return where else it can be handled (通办)."""
    return {
        "scope": page.cross_scope,
        "modes": list(page.cross_modes),
        "note": page.cross_note,
        "removed_limits": list(page.cross_removed_limits),
        "decide_dept": page.cross_decide_dept or page.department.slug,
        "places": page.cross_places,
    } | filled({"regions": list(page.cross_regions)})


def commitment(page: MatterPage) -> Plain | None:
    """Return the commitment text (告知承诺), None without one."""
    if not page.commitment_template:
        return None
    return {
        "template": page.commitment_template,
        "supervision": page.commitment_supervision,
        "file": page.commitment_file,
    }


def work_rules(page: MatterPage) -> Plain:
    """Return the internal criteria of review; never part of what is published."""
    return {
        "criteria": [
            {"point": row.point, "standard": row.standard, "if_fail": row.if_fail}
            for row in rows_of(page, "work_criteria")
        ],
        "note": page.work_rules_note,
    }

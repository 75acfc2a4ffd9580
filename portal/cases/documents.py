"""The papers that the portal issues in a case, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.canonical import canonical_json, sha256_text
from portal.cases.models import Case, Document, DocumentKind, Timer

_NUMBER_PARTS: Final = {
    DocumentKind.FILING_RECEIPT: "SJ",
    DocumentKind.ACCEPTANCE: "SL",
    DocumentKind.CORRECTION: "BZ",
    DocumentKind.REFUSAL: "BS",
    DocumentKind.SPECIAL: "TB",
    DocumentKind.DECISION: "JD",
    DocumentKind.TERMINATION: "ZZ",
}


def issue_document(
    case: Case, kind: DocumentKind, particulars: Mapping[str, Any], *, at: datetime
) -> Document:
    """Issue a paper: what every paper of the case says, and its own particulars."""
    ordinal = case.documents.filter(kind=kind).count() + 1
    number = f"{case.number}-{_NUMBER_PARTS[kind]}{ordinal:02d}"
    content = {**_letterhead(case, kind, number, at), **particulars}
    text = canonical_json(content)
    return Document.objects.create(
        case=case,
        kind=kind,
        ordinal=ordinal,
        number=number,
        content_json=text,
        digest=sha256_text(text),
        issued_at=at,
    )


def filing_particulars(case: Case) -> dict[str, Any]:
    """Return what the receipt of a filing says besides the letterhead (收件凭证)."""
    timer = case.timers.order_by("ordinal").last()
    return {
        "filed_at": _local(case.filed_at),
        "materials": materials_of(case),
        "acceptance": _limit(timer),
        "promise": promised_words(case),
        "statutory": statutory_words(case),
    }


def acceptance_particulars(case: Case) -> dict[str, Any]:
    """Return what the notice of acceptance says (受理通知书)."""
    running = {timer.purpose: timer for timer in case.timers.order_by("ordinal")}
    return {
        "accepted_at": _local(case.accepted_at or case.received_at),
        "materials": materials_of(case),
        "promise": _limit(running.get("promised")),
        "statutory": _limit(running.get("statutory")),
        "fee": _fee(case),
        "result": _result(case),
    }


def materials_of(case: Case) -> list[dict[str, Any]]:
    """Return the materials of a case as a paper lists them."""
    return [
        {
            "order": slot.order,
            "name": slot.name,
            "way": str(slot.get_way_display()),
            "state": str(slot.get_state_display()),
            "files": len({file.pk for file in slot.files.all()}),
        }
        for slot in case.slots.order_by("order").prefetch_related("files")
    ]


def remedies_of(guide: Mapping[str, Any]) -> str:
    """Return how the applicant can have a decision reviewed (救济途径)."""
    rights = guide.get("rights") or {}
    body = rights.get("review_body") or _("有管辖权的行政复议机关")
    court = rights.get("court") or _("有管辖权的人民法院")
    return _(
        "对本决定不服的，可以自收到之日起%(days)s日内向%(body)s申请行政复议，"
        "或者在%(months)s个月内向%(court)s提起行政诉讼。"
    ) % {
        "days": rights.get("review_days") or 60,
        "body": body,
        "months": rights.get("court_months") or 6,
        "court": court,
    }


def promised_words(case: Case) -> str:
    """Return the committed limit in words, as the pinned version promises it."""
    guide = case.version.payload["guide"]
    days = guide.get("promise_days") or 0
    if not days:
        return _("当日办结")
    return _days(days, guide.get("promise_unit"))


def statutory_words(case: Case) -> str:
    """Return the statutory limit in words, or "" when the law sets none."""
    guide = case.version.payload["guide"]
    if guide.get("no_statutory") or not guide.get("statutory_days"):
        return ""
    return _days(guide["statutory_days"], guide.get("statutory_unit"))


def _letterhead(
    case: Case, kind: DocumentKind, number: str, at: datetime
) -> dict[str, Any]:
    guide = case.version.payload["guide"]
    consult, supervise = guide.get("consult") or {}, guide.get("supervise") or {}
    return {
        "kind": kind.value,
        "title": str(kind.label),
        "document_number": number,
        "case_number": case.number,
        "matter_name": guide["name"],
        "matter_code": case.version.code,
        "version_number": case.version.number,
        "department_name": guide.get("department_name") or "",
        "consult_tel": consult.get("tel") or "",
        "supervise_tel": supervise.get("tel") or "",
        "issued_at": _local(at),
    }


def _limit(timer: Timer | None) -> dict[str, Any] | None:
    if timer is None:
        return None
    return {
        "budget": timer.budget,
        "unit": timer.unit,
        "due_on": _day(timer.due_on),
        "provisional": timer.provisional,
    }


def _fee(case: Case) -> str:
    fee = case.version.payload["guide"].get("fee") or {}
    return str(fee.get("note") or (_("收费") if fee.get("is_fee") else _("不收费")))


def _result(case: Case) -> str:
    return str((case.version.payload["guide"].get("result") or {}).get("name") or "")


def _days(days: int, unit: str | None) -> str:
    if unit == "2":
        return _("%(days)d个自然日") % {"days": days}
    if unit == "3":
        return _("%(days)d小时") % {"days": days}
    return _("%(days)d个工作日") % {"days": days}


def _local(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""

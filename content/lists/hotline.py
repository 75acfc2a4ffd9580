"""The 12345 responsibility list as records."""

from __future__ import annotations

from typing import Final

from content.codes import TimeUnit
from content.guides.plain import Plain
from content.importers.values import RawRecord, integer_of, set_values, text_of
from content.models import AppealItem, CertificateType

HOTLINE_KEY: Final = "hotline"
CERTIFICATES_KEY: Final = "certificate-types"


def fill_appeal(item: AppealItem, raw: RawRecord) -> None:
    """Set the fields of a demand, but its department."""
    units = {str(unit.label): unit.value for unit in TimeUnit}
    names = ("code", "name", "category", "script", "basis")
    set_values(item, {name: text_of(raw, name) for name in names})
    item.limit_days = integer_of(raw, "limit_days") or 0
    item.limit_unit = units.get(text_of(raw, "limit_unit"), TimeUnit.WORKING_DAY.value)


def appeal_record(item: AppealItem) -> Plain:
    """Return a demand in the shape in which the list is exchanged."""
    return {
        "code": item.code,
        "name": item.name,
        "dept": item.department.slug,
        "dept_name": item.department.title,
        "limit_days": item.limit_days,
        "limit_unit": str(TimeUnit(item.limit_unit).label),
        "category": item.category,
        "script": item.script,
        "basis": item.basis,
    }


def certificate_types_payload() -> Plain:
    """Return the certificate types as they are published; one query."""
    types = CertificateType.objects.order_by("code")
    return {
        "key": CERTIFICATES_KEY,
        "name": "电子证照类型",
        "url": f"/lists/{CERTIFICATES_KEY}/",
        "items": [
            {
                "code": kind.code,
                "name": kind.name,
                "competent_body": kind.competent_body,
                "validity_rule": kind.validity_rule,
                "live": kind.live,
            }
            for kind in types
        ],
    }


def hotline_payload() -> Plain:
    """Return the whole list as it is published; one query."""
    items = AppealItem.objects.select_related("department").order_by("code")
    return {
        "key": HOTLINE_KEY,
        "name": "12345热线常见诉求责任清单",
        "url": f"/lists/{HOTLINE_KEY}/",
        "items": [appeal_record(item) for item in items],
    }

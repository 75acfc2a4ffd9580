"""Departments and halls as JSON-able values, in the shape of their exchange files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.guides.plain import Plain, date_text, filled, rows_of

if TYPE_CHECKING:
    from content.models import DepartmentPage, HallPage, Kiosk, OpeningBlock, Window


def department_record(page: DepartmentPage) -> Plain:
    """Return a department; `key` is its stable key."""
    parent = page.parent_department
    return {
        "key": page.slug,
        "name": page.title,
        "short_name": page.short_name,
        "uscc": page.uscc,
        "dept_code": page.dept_code,
        "org_type": page.org_type,
        "nature": page.nature,
        "region": page.region.code if page.region else "",
        "region_name": page.region.name if page.region else "",
        "parent": parent.slug if parent else None,
        "status": page.status,
        "provider_kind": page.provider_kind,
        "entrusting_body": page.entrusting_body,
        "approval_unit": page.approval_unit,
        "approval_unit_kind": page.approval_unit_kind,
        "duties": page.duties,
        "address": page.address,
        "office_hours": page.office_hours,
        "tel": page.tel,
        "supervise_tel": page.supervise_tel,
        "leaders": [
            {"name": leader.name, "post": leader.post, "work": leader.work}
            for leader in rows_of(page, "leaders")
        ],
        "review_authority": page.review_authority,
        "court": page.court,
        "in_hall": page.in_hall,
        "hall_since": date_text(page.hall_since),
        "url": page.static_path(),
    }


def hall_record(page: HallPage) -> Plain:
    """Return a hall; window totals and `children` are computed."""
    parent = page.parent_hall
    brand: Plain = {"brand_files": list(page.brand_files)} if page.brand_files else {}
    return (
        {
            "code": page.slug,
            "name": page.title,
            "kind": page.kind,
            "level": page.level,
            "region": page.region.code if page.region else "",
            "region_name": page.region.name if page.region else "",
            "parent_hall": parent.slug if parent else None,
            "parent_name": parent.title if parent else "",
            "address": page.address,
            "geo": _position(page),
            "transport": page.transport,
            "parking": page.parking,
            "hours": [_opening(block) for block in rows_of(page, "opening_blocks")],
            "tel": page.tel,
            "consult_tel": page.consult_tel,
            "complaint_tel": page.complaint_tel,
            "facilities": list(page.facilities),
            "resident_departments": list(page.resident_departments),
            "is_model": page.is_model,
            "before_after": None,
            "park": _park(page),
            "children": _children(page),
            "url": page.static_path(),
        }
        | brand
        | _equipment(page)
    )


def _position(page: HallPage) -> Plain | None:
    if page.lat is None or page.lng is None:
        return None
    return {"lat": page.lat, "lng": page.lng}


def _opening(block: OpeningBlock) -> Plain:
    day: Plain = (
        {"date": date_text(block.date)}
        if block.date
        else {"weekday": int(block.weekday or 0)}
    )
    return day | {
        "from": block.opens_at,
        "to": block.closes_at,
        "kind": block.kind,
        "note": block.note,
    }


def _equipment(page: HallPage) -> Plain:
    windows = rows_of(page, "windows")
    total = len(windows)
    record: Plain = {
        "zones": [
            {
                "code": zone.code,
                "name": zone.name,
                "theme": zone.theme,
                "floor": zone.floor,
                "all_day": zone.all_day,
                "plan_alt": zone.plan_alt,
                **_filled(plan=zone.plan),
            }
            for zone in rows_of(page, "zones")
        ],
        "windows": [_window(window) for window in windows],
        "windows_total": total,
        "accept_windows": sum(window.takes_applications for window in windows),
        "kiosks": [_kiosk(kiosk, page.slug) for kiosk in rows_of(page, "kiosks")],
        "self_service_24h": [
            {
                "code": area.code,
                "hall": page.slug,
                "name": area.name,
                "access": area.access,
                "entrance": area.entrance,
            }
            for area in rows_of(page, "self_service_areas")
        ],
    }
    if page.windows_before is not None:
        record["before_after"] = {
            "windows": [page.windows_before, total],
            "note": page.before_note,
        }
    return record


def _window(window: Window) -> Plain:
    return {
        "number": window.number,
        "zone": window.zone or None,
        "name": window.name,
        "kinds": list(window.kinds),
        "theme": window.theme or None,
        "comprehensive": window.comprehensive,
        "roles": list(window.roles),
        "accepts": list(window.accepts),
        "accept_rule": window.accept_rule,
        "elder_priority": window.elder_priority,
        "barrier_free": window.barrier_free,
        "device_no": window.device_no,
        "open_now": window.open_now,
        "honour": window.honour,
        **_filled(hours=window.hours, duty_a=window.duty_a, duty_b=window.duty_b),
    }


def _filled(**values: str) -> Plain:
    """Return what is filled in; records of halls leave the rest out."""
    return {name: value for name, value in values.items() if value}


def _kiosk(kiosk: Kiosk, hall: str) -> Plain:
    return {
        "code": kiosk.code,
        "name": kiosk.name,
        "hall": hall,
        "place": kiosk.place,
        "all_day": kiosk.all_day,
        "hours": kiosk.hours,
        "device_manager": kiosk.device_manager,
        "manager_tel": kiosk.manager_tel,
        "status": kiosk.status,
        "functions": list(kiosk.functions),
        "read_only": kiosk.read_only,
    }


def _park(page: HallPage) -> Plain | None:
    park = {
        "firms_now": page.firms_now,
        "staff_now": page.staff_now,
        "firms_planned": page.firms_planned,
        "staff_planned": page.staff_planned,
    }
    if all(figure is None for figure in park.values()):
        return None
    services = [
        {"name": service.name, "provider_kind": service.provider_kind}
        | filled({"label": service.label})
        for service in rows_of(page, "extra_services")
    ]
    return park | {"extra_services": services}


def _children(page: HallPage) -> list[Plain]:
    if page.pk is None:
        return []
    children = page.child_halls.filter(live=True).order_by("code")
    return [
        {"code": code, "name": title, "url": f"/halls/{code}/"}
        for code, title in children.values_list("code", "title")
    ]

"""Fill regions, departments and halls from foreign records that have no problems."""

from __future__ import annotations

from django.db import models

from content.importers.known import Known
from content.importers.values import (
    RawRecord,
    date_of,
    flag_of,
    integer_of,
    number_of,
    record_of,
    records_of,
    set_children,
    set_values,
    text_of,
    texts_of,
)
from content.models import (
    DepartmentLeader,
    DepartmentPage,
    ExtraService,
    HallPage,
    Kiosk,
    OpeningBlock,
    Region,
    SelfServiceArea,
    Window,
    Zone,
)


def fill_region(region: Region, raw: RawRecord, known: Known) -> None:
    """Set every field of a region."""
    centre = record_of(raw, "centre")
    set_values(
        region,
        {
            "code": text_of(raw, "code"),
            "name": text_of(raw, "name"),
            "short_name": text_of(raw, "short_name"),
            "level": text_of(raw, "level"),
            "parent_id": known.regions.get(text_of(raw, "parent")),
            "host_region_id": known.regions.get(text_of(raw, "host_region")),
            "successor_id": known.regions.get(text_of(raw, "successor")),
            "statutory": flag_of(raw, "statutory", default=True),
            "partner": flag_of(raw, "partner"),
            "note": text_of(raw, "note"),
            "valid_from": date_of(raw, "valid_from"),
            "valid_to": date_of(raw, "valid_to"),
            "site_id_code": text_of(raw, "site_id_code"),
            "centre_lat": number_of(centre, "lat"),
            "centre_lng": number_of(centre, "lng"),
        },
    )


def fill_department(page: DepartmentPage, raw: RawRecord, known: Known) -> None:
    """Set every field and the leaders of a department."""
    names = (
        "short_name uscc dept_code nature org_type provider_kind entrusting_body "
        "approval_unit approval_unit_kind duties address office_hours tel "
        "supervise_tel review_authority court"
    )
    parent = known.departments.get(text_of(raw, "parent"))
    set_values(page, {name: text_of(raw, name) for name in names.split()})
    set_values(
        page,
        {
            "title": text_of(raw, "name"),
            "slug": text_of(raw, "key"),
            "region_id": known.regions.get(text_of(raw, "region")),
            "parent_department_id": parent.pk if parent else None,
            "status": text_of(raw, "status") or "正常",
            "in_hall": flag_of(raw, "in_hall"),
            "hall_since": date_of(raw, "hall_since"),
        },
    )
    set_children(
        page,
        "leaders",
        [
            DepartmentLeader(
                name=text_of(item, "name"),
                post=text_of(item, "post"),
                work=text_of(item, "work"),
            )
            for item in records_of(raw, "leaders")
        ],
    )


def fill_hall(page: HallPage, raw: RawRecord, known: Known) -> None:
    """Set every field and all rows of a hall."""
    geo, park = record_of(raw, "geo"), record_of(raw, "park")
    before = record_of(raw, "before_after")
    windows_before = before.get("windows")
    parent = known.halls.get(text_of(raw, "parent_hall"))
    names = "kind level address transport parking tel consult_tel complaint_tel"
    figures = "firms_now firms_planned staff_now staff_planned"
    set_values(page, {name: text_of(raw, name) for name in names.split()})
    set_values(page, {name: integer_of(park, name) for name in figures.split()})
    set_values(
        page,
        {
            "title": text_of(raw, "name"),
            "slug": text_of(raw, "code"),
            "region_id": known.regions.get(text_of(raw, "region")),
            "parent_hall_id": parent.pk if parent else None,
            "lat": number_of(geo, "lat"),
            "lng": number_of(geo, "lng"),
            "facilities": texts_of(raw, "facilities"),
            "resident_departments": texts_of(raw, "resident_departments"),
            "is_model": flag_of(raw, "is_model"),
            "brand_files": texts_of(raw, "brand_files"),
            "windows_before": windows_before[0]
            if isinstance(windows_before, list) and windows_before
            else None,
            "before_note": text_of(before, "note"),
        },
    )
    for relation, rows in _hall_rows(raw, park).items():
        set_children(page, relation, rows)


def _hall_rows(raw: RawRecord, park: RawRecord) -> dict[str, list[models.Model]]:
    return {
        "opening_blocks": [_opening(item) for item in records_of(raw, "hours")],
        "zones": [_zone(item) for item in records_of(raw, "zones")],
        "windows": [_window(item) for item in records_of(raw, "windows")],
        "kiosks": [_kiosk(item) for item in records_of(raw, "kiosks")],
        "extra_services": [
            ExtraService(
                name=text_of(item, "name"),
                provider_kind=text_of(item, "provider_kind"),
                label=text_of(item, "label"),
            )
            for item in records_of(park, "extra_services")
        ],
        "self_service_areas": [
            SelfServiceArea(
                code=text_of(item, "code"),
                name=text_of(item, "name"),
                access=text_of(item, "access"),
                entrance=text_of(item, "entrance"),
            )
            for item in records_of(raw, "self_service_24h")
        ],
    }


def _opening(raw: RawRecord) -> OpeningBlock:
    weekday = integer_of(raw, "weekday")
    return OpeningBlock(
        weekday="" if weekday is None else str(weekday),
        date=date_of(raw, "date"),
        opens_at=text_of(raw, "from"),
        closes_at=text_of(raw, "to"),
        kind=text_of(raw, "kind"),
        note=text_of(raw, "note"),
    )


def _zone(raw: RawRecord) -> Zone:
    return Zone(
        code=text_of(raw, "code"),
        name=text_of(raw, "name"),
        theme=text_of(raw, "theme"),
        floor=text_of(raw, "floor"),
        all_day=flag_of(raw, "all_day"),
        plan_alt=text_of(raw, "plan_alt"),
        plan=text_of(raw, "plan"),
    )


def _window(raw: RawRecord) -> Window:
    return Window(
        number=text_of(raw, "number"),
        zone=text_of(raw, "zone"),
        name=text_of(raw, "name"),
        kinds=texts_of(raw, "kinds"),
        theme=text_of(raw, "theme"),
        comprehensive=flag_of(raw, "comprehensive"),
        roles=texts_of(raw, "roles"),
        accepts=texts_of(raw, "accepts"),
        accept_rule=text_of(raw, "accept_rule"),
        elder_priority=flag_of(raw, "elder_priority"),
        barrier_free=flag_of(raw, "barrier_free", default=True),
        device_no=text_of(raw, "device_no"),
        open_now=flag_of(raw, "open_now", default=True),
        honour=text_of(raw, "honour"),
        hours=text_of(raw, "hours"),
        duty_a=text_of(raw, "duty_a"),
        duty_b=text_of(raw, "duty_b"),
    )


def _kiosk(raw: RawRecord) -> Kiosk:
    return Kiosk(
        code=text_of(raw, "code"),
        name=text_of(raw, "name"),
        place=text_of(raw, "place"),
        all_day=flag_of(raw, "all_day"),
        hours=text_of(raw, "hours"),
        device_manager=text_of(raw, "device_manager"),
        manager_tel=text_of(raw, "manager_tel"),
        status=text_of(raw, "status") or "在用",
        functions=texts_of(raw, "functions"),
        read_only=flag_of(raw, "read_only"),
    )

"""Expected shapes of regions, departments, halls, kiosks and self-service areas."""

from __future__ import annotations

from content import codes
from content.importers import identifiers
from content.importers.kinds import Boolean, Integer, ListOf, Record, Text
from content.importers.shapes import parts

REGION = Record(
    required={
        "code": parts.REGION,
        "name": parts.LABEL,
        "short_name": parts.LABEL,
        "level": parts.one_of(codes.Level),
        "parent": Text(nullable=True, rule=parts.REGION.rule),
        "statutory": parts.BOOLEAN,
        "valid_from": parts.DATE,
    },
    optional={
        "valid_to": parts.OPTIONAL_DATE,
        "successor": Text(nullable=True, rule=parts.REGION.rule),
        "site_id_code": Text(rule=identifiers.SITE_ID),
        "centre": parts.POINT,
        "host_region": Text(nullable=True, rule=parts.REGION.rule),
        "partner": parts.BOOLEAN,
        "note": parts.LINE,
    },
)

DEPARTMENT = Record(
    required={
        "key": parts.KEY,
        "name": parts.LABEL,
        "short_name": parts.LABEL,
        "uscc": parts.USCC,
        "org_type": parts.LABEL,
        "nature": parts.one_of(codes.BodyNature),
        "region": parts.REGION,
        "duties": Text(blank=False, max_length=2000),
        "address": Text(blank=False, max_length=200),
        "office_hours": Text(blank=False, max_length=200),
        "tel": parts.TEL,
        "supervise_tel": parts.TEL,
        "in_hall": parts.BOOLEAN,
    },
    optional={
        "dept_code": Text(max_length=64),
        "parent": parts.OPTIONAL_KEY,
        "status": parts.one_of(codes.DepartmentStatus),
        "approval_unit": Text(max_length=60),
        "approval_unit_kind": Text(max_length=20),
        "leaders": ListOf(
            item=Record(
                required={"name": parts.LABEL, "post": parts.LABEL},
                optional={"work": parts.LINE},
            )
        ),
        "review_authority": parts.OPTIONAL_NAME,
        "court": parts.OPTIONAL_LABEL,
        "hall_since": parts.OPTIONAL_DATE,
        "provider_kind": Text(max_length=20),
        "entrusting_body": parts.OPTIONAL_LABEL,
    },
)

OPENING = Record(
    required={
        "from": parts.TIME,
        "to": parts.TIME,
        "kind": parts.one_of(codes.OpeningKind),
    },
    optional={
        "weekday": Integer(minimum=1, maximum=7),
        "date": parts.DATE,
        "note": parts.LINE,
    },
)

ZONE = Record(
    required={"code": parts.KEY, "name": parts.LABEL},
    optional={
        "theme": parts.LINE,
        "floor": Text(max_length=20),
        "all_day": parts.BOOLEAN,
        "plan_alt": parts.LINE,
        "plan": Text(max_length=200),
    },
)

WINDOW = Record(
    required={
        "number": Text(blank=False, max_length=20),
        "name": parts.LABEL,
        "kinds": parts.some_of(codes.WindowKind),
        "roles": parts.some_of(codes.WindowRole),
    },
    optional={
        "zone": parts.OPTIONAL_KEY,
        "theme": Text(nullable=True, max_length=100),
        "comprehensive": parts.BOOLEAN,
        "elder_priority": parts.BOOLEAN,
        "barrier_free": parts.BOOLEAN,
        "device_no": Text(nullable=True, max_length=40),
        "open_now": parts.BOOLEAN,
        "honour": Text(nullable=True, max_length=60),
        "hours": Text(max_length=100),
        "duty_a": Text(max_length=30),
        "duty_b": Text(max_length=30),
        "accepts": ListOf(item=Text(blank=False, rule=identifiers.SLUG)),
        "accept_rule": parts.one_of(codes.AcceptRule, blank=True),
    },
)

PARK = Record(
    required={},
    optional={
        "firms_now": Integer(),
        "staff_now": Integer(),
        "firms_planned": Integer(),
        "staff_planned": Integer(),
        "extra_services": ListOf(
            item=Record(
                required={"name": parts.LABEL},
                optional={"provider_kind": parts.LINE, "label": parts.LINE},
            )
        ),
    },
)

KIOSK = Record(
    required={"code": parts.KEY, "name": parts.LABEL, "hall": parts.KEY},
    optional={
        "place": parts.LINE,
        "all_day": Boolean(),
        "hours": Text(max_length=100),
        "device_manager": Text(max_length=60),
        "manager_tel": parts.OPTIONAL_TEL,
        "status": parts.one_of(codes.KioskStatus),
        "functions": ListOf(item=Text(blank=False, max_length=40)),
        "read_only": Boolean(),
    },
)

SELF_SERVICE = Record(
    required={"code": parts.KEY, "name": parts.LABEL, "hall": parts.KEY},
    optional={"access": parts.LINE, "entrance": parts.LINE},
)

HALL = Record(
    required={
        "code": parts.KEY,
        "name": parts.LABEL,
        "kind": parts.one_of(codes.HallKind),
        "level": parts.one_of(codes.Level),
        "region": parts.REGION,
        "parent_hall": parts.OPTIONAL_KEY,
        "address": Text(blank=False, max_length=200),
        "geo": parts.OPTIONAL_POINT,
        "transport": Text(blank=False, max_length=500),
        "parking": Text(max_length=500),
        "hours": ListOf(item=OPENING),
        "tel": parts.TEL,
        "consult_tel": parts.TEL,
        "complaint_tel": parts.TEL,
        "zones": ListOf(item=ZONE, unique="code"),
        "windows": ListOf(item=WINDOW, unique="number"),
        "facilities": ListOf(item=Text(blank=False, max_length=40)),
        "resident_departments": ListOf(item=parts.KEY, distinct=True),
    },
    optional={
        "windows_total": Integer(),
        "accept_windows": Integer(),
        "is_model": parts.BOOLEAN,
        "brand_files": ListOf(item=Text(blank=False, max_length=200)),
        "park": PARK,
        # Lists apart in the file; the reader gives each hall its own.
        "kiosks": ListOf(item=KIOSK, unique="code"),
        "self_service_24h": ListOf(item=SELF_SERVICE, unique="code"),
        "before_after": Record(
            required={"windows": ListOf(item=Integer()), "note": parts.LINE},
            optional={},
        ),
    },
)

"""Expected shapes of the repeated parts of a guide."""

from __future__ import annotations

from content import codes
from content.importers import identifiers
from content.importers.kinds import (
    Choice,
    Integer,
    Kind,
    ListOf,
    Number,
    OneOf,
    Record,
    Text,
)
from content.importers.shapes import parts
from content.importers.shapes.expressions import ExpressionKind

ORDER = Integer(minimum=1, maximum=999)
DAYS = Integer(maximum=3650)
EXPRESSION = ExpressionKind()
OPTIONAL_EXPRESSION = ExpressionKind(nullable=True)
MEGABYTES = Integer(minimum=1, maximum=1024)
FILE_TYPES = ListOf(item=Text(blank=False, max_length=10), distinct=True)

_BASIS_FIELDS: dict[str, Kind] = {
    "doc_no": parts.OPTIONAL_LABEL,
    "issuer": parts.OPTIONAL_LABEL,
    "article": parts.OPTIONAL_LABEL,
    "text": Text(max_length=5000),
    "text_kind": parts.one_of(codes.TextKind, blank=True),
    "rank": parts.one_of(codes.BasisRank, blank=True),
    "status": parts.one_of(codes.BasisStatus, blank=True),
    "fictional": parts.BOOLEAN,
    "verify": parts.BOOLEAN,
    "effective_on": parts.OPTIONAL_DATE,
    "url": parts.ADDRESS,
}
LEGAL_BASIS = Record(required={"title": parts.NAME}, optional=_BASIS_FIELDS)
# A reason given in one line: what a row keeps of the law that it rests on.
SHORT_BASIS = Record(
    required={"title": parts.NAME},
    optional={"doc_no": parts.OPTIONAL_LABEL, "article": Text(max_length=60)},
    nullable=True,
)

STAGE = Record(
    required={
        "order": ORDER,
        "name": parts.LABEL,
        "special": parts.BOOLEAN,
        "counted": parts.BOOLEAN,
        "days": DAYS,
    },
    optional={
        "unit": parts.one_of(codes.TimeUnit),
        "unit_dept": parts.OPTIONAL_LABEL,
        "post": parts.OPTIONAL_LABEL,
        "content": Text(max_length=1000),
        "output": parts.OPTIONAL_LABEL,
        "tacit_ok": parts.BOOLEAN,
    },
)

SPECIAL_PROCEDURE = Record(
    required={"kind": parts.one_of(codes.SpecialKind)},
    optional={
        "code": parts.one_of(codes.SpecialCode),
        "days": DAYS,
        "trigger": parts.LINE,
        "basis": parts.OPTIONAL_NAME,
        "counted": parts.BOOLEAN,
        "fee": parts.BOOLEAN,
    },
)

MATERIAL = Record(
    required={
        "order": ORDER,
        "name": parts.NAME,
        "mat_kind": parts.one_of(codes.MaterialKind),
        "mat_type": parts.one_of(codes.MaterialType),
        "mat_form": parts.one_of(codes.MaterialForm),
        "originals": Integer(maximum=99),
        "copies": Integer(maximum=99),
        "need": parts.one_of(codes.MaterialNeed),
        "source": parts.one_of(codes.MaterialSource),
        "exempt": parts.one_of(codes.MaterialExempt),
    },
    optional={
        "std_code": Text(max_length=40),
        "spec": Text(max_length=100),
        "supplement_days": Integer(maximum=365, nullable=True),
        "need_when": parts.LINE,
        "need_condition": OPTIONAL_EXPRESSION,
        "issuer": parts.OPTIONAL_LABEL,
        "issuer_uscc": Text(rule=identifiers.USCC),
        "source_how": Text(max_length=500),
        "source_place": parts.OPTIONAL_NAME,
        "source_time": parts.OPTIONAL_NAME,
        "exempt_source": parts.OPTIONAL_NAME,
        "not_exempt_reason": parts.LINE,
        "cert_type": Text(nullable=True, max_length=60),
        "fill_notes": Text(max_length=500),
        "accept_standard": Text(max_length=500),
        "basis": SHORT_BASIS,
        "notarised": parts.BOOLEAN,
        "translate": parts.BOOLEAN,
        "commitment": parts.BOOLEAN,
        "blank_form": parts.ATTACHMENT,
        "sample_form": parts.ATTACHMENT,
        "error_sample": parts.ATTACHMENT,
        "online_form": Text(max_length=60),
        "upload_rule": Record(
            required={"types": FILE_TYPES, "max_mb": MEGABYTES},
            optional={
                "max_pages": Integer(minimum=1, maximum=9999),
                "hint": parts.LINE,
            },
            nullable=True,
        ),
    },
)

LOCATION = Record(
    required={},
    optional={
        "hall": parts.KEY,
        "zone": parts.OPTIONAL_KEY,
        "windows": OneOf(
            kinds=(
                Choice(choices={"all": "all"}),
                ListOf(item=Text(blank=False, max_length=20)),
            )
        ),
        "rule": parts.one_of(codes.LocationRule),
        "place": Text(blank=False, max_length=200),
        "note": parts.LINE,
        "hours": parts.OPTIONAL_NAME,
        "tel": parts.OPTIONAL_TEL,
    },
)

CROSS = Record(
    required={
        "scope": parts.one_of(codes.CrossScope),
        "modes": parts.some_of(codes.CrossMode),
    },
    optional={
        "note": Text(max_length=500),
        "removed_limits": parts.some_of(codes.RemovedLimit),
        "decide_dept": parts.OPTIONAL_KEY,
        "places": parts.OPTIONAL_NAME,
        "regions": parts.NAMES,
    },
)

FEE = Record(
    required={
        "is_fee": parts.BOOLEAN,
        "rows": ListOf(
            item=Record(
                required={
                    "name": parts.LABEL,
                    "amount": Number(minimum=0, maximum=99_999_999),
                },
                optional={
                    "standard": parts.OPTIONAL_NAME,
                    "amount_min": Number(minimum=0, maximum=99_999_999),
                    "amount_max": Number(minimum=0, maximum=99_999_999),
                    "unit": Text(max_length=40),
                    "payee": parts.OPTIONAL_LABEL,
                    "basis": SHORT_BASIS,
                    "reduction": parts.LINE,
                    "reduction_basis": parts.OPTIONAL_NAME,
                    "pay_online": parts.BOOLEAN,
                    "pay_when": parts.OPTIONAL_LABEL,
                    "ticket": parts.OPTIONAL_LABEL,
                },
            )
        ),
    },
    optional={"note": Text(max_length=500)},
)

RESULT = Record(
    required={"name": parts.LABEL, "type": parts.one_of(codes.ResultType)},
    optional={
        "validity": parts.OPTIONAL_NAME,
        "deliver": parts.some_of(codes.DeliverWay),
        "deliver_days": Integer(maximum=365),
        "annual_check": parts.BOOLEAN,
        "cert_type": Text(nullable=True, max_length=60),
        "sample": parts.ATTACHMENT,
        "verify": parts.LINE,
    },
)

FAQ = Record(
    required={"question": parts.NAME, "answer": Text(blank=False, max_length=2000)},
    optional={"order": ORDER, "last_checked_on": parts.OPTIONAL_DATE},
)

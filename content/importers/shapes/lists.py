"""Expected shapes of lists, documents and benefits."""

from __future__ import annotations

from content import codes, list_codes
from content.importers import identifiers
from content.importers.kinds import Integer, Kind, ListOf, Number, Record, Text
from content.importers.shapes import parts
from content.importers.shapes.guide_parts import OPTIONAL_EXPRESSION, ORDER

_LINE = Text(max_length=300)
_BODY = Text(max_length=100_000)
_MATTER: dict[str, Kind] = {
    "order": ORDER,
    "guide": Text(nullable=True, max_length=100),
    "matter_id": Text(nullable=True, max_length=50),
}
_KEY = Text(blank=False, max_length=60, rule=identifiers.SLUG)

MATTER_LIST = Record(
    required={
        "key": _KEY,
        "name": parts.NAME,
        "department": parts.KEY,
        "items": ListOf(
            item=Record(
                required={"name": parts.NAME},
                optional=_MATTER
                | {
                    "group": Text(max_length=60),
                    "rule": _LINE,
                    "place_level": parts.one_of(list_codes.PlacementLevel, blank=True),
                    "hall": parts.OPTIONAL_KEY,
                    "reason": parts.OPTIONAL_NAME,
                    "instead": parts.OPTIONAL_NAME,
                    "note": _LINE,
                    "page_url": Text(max_length=200, rule=identifiers.PAGE_URL),
                },
            )
        ),
    },
    optional={
        "list_kind": parts.one_of(list_codes.ListKind),
        "authority": parts.OPTIONAL_LABEL,
        "published_on": parts.OPTIONAL_DATE,
        "rule": _LINE,
        "note": _LINE,
        "count": Integer(),
    },
)

AGREEMENT = Record(
    required={
        "title": parts.NAME,
        "parties": ListOf(item=parts.REGION, distinct=True),
        "signed_on": parts.DATE,
        "mutual_trust": Text(blank=False, max_length=2000),
        "liaison": parts.LABEL,
    },
    optional={"valid_to": parts.OPTIONAL_DATE, "file": parts.ATTACHMENT},
    nullable=True,
)

CROSS_LIST = Record(
    required={
        "key": _KEY,
        "name": parts.NAME,
        "department": parts.KEY,
        "scope": parts.one_of(list_codes.CrossListScope),
        "items": ListOf(
            item=Record(
                required={"name": parts.NAME, "mode": parts.one_of(codes.CrossMode)},
                optional=_MATTER
                | {
                    "decide": Text(max_length=60),
                    "department_group": Text(max_length=60),
                    "remote_contact": parts.OPTIONAL_LABEL,
                    "accept_places": ListOf(item=parts.KEY),
                    "pick_up": ListOf(item=parts.one_of(list_codes.PickUp)),
                    "removed": parts.some_of(codes.RemovedLimit),
                },
            )
        ),
    },
    optional={
        "authority": parts.OPTIONAL_LABEL,
        "published_on": parts.OPTIONAL_DATE,
        "rule": _LINE,
        "note": _LINE,
        "agreement": AGREEMENT,
        "count": Integer(),
    },
)

APPEAL = Record(
    required={
        "code": Text(blank=False, max_length=20, rule=identifiers.RECORD_CODE),
        "name": parts.LABEL,
        "dept": parts.KEY,
        "limit_days": Integer(minimum=1, maximum=365),
    },
    optional={
        "dept_name": parts.LINE,
        "limit_unit": Text(max_length=4),
        "category": Text(max_length=40),
        "script": Text(max_length=1000),
        "basis": Text(max_length=500),
    },
)

DOCUMENT = Record(
    required={
        "no": Text(blank=False, max_length=60, rule=identifiers.RECORD_CODE),
        "kind": parts.one_of(list_codes.DocumentKind),
        "title": parts.NAME,
        "issuer": parts.KEY,
    },
    optional={
        "issuer_name": parts.LINE,
        "published_on": parts.OPTIONAL_DATE,
        "made_on": parts.OPTIONAL_DATE,
        "effective_on": parts.OPTIONAL_DATE,
        "expire_at": parts.OPTIONAL_DATE,
        "summary": Text(max_length=2000),
        "body": _BODY,
        "index_no": Text(max_length=40),
        "doc_no": Text(max_length=60),
        "validity": parts.one_of(list_codes.Validity, nullable=True, blank=True),
        "disclosure": parts.one_of(list_codes.Disclosure),
        "source": parts.OPTIONAL_LABEL,
        "author": Text(max_length=60),
        "keywords": ListOf(item=parts.LABEL),
        "related_guides": ListOf(item=Text(blank=False, max_length=100)),
        "attachments": ListOf(item=parts.ATTACHMENT),
        "reviews": ListOf(
            item=Record(
                required={"role": parts.LABEL, "by": Text(blank=False, max_length=30)},
                optional={},
            )
        ),
        "policy": Text(max_length=60),
        "form": parts.one_of(list_codes.InterpretationForm),
        "highlights": parts.NAMES,
        "who": Text(max_length=2000),
        "how": Text(max_length=2000),
        "contact": parts.OPTIONAL_LABEL,
        "transcript": _BODY,
    },
)

_AMOUNT = Number(minimum=0, maximum=99_999_999_999_999)

BENEFIT = Record(
    required={
        "code": _KEY,
        "name": parts.NAME,
        "department": parts.KEY,
        "policy": Text(blank=False, max_length=60),
    },
    optional={
        "clause": Text(max_length=40),
        "kind": parts.one_of(list_codes.BenefitKind),
        "target_text": Text(max_length=2000),
        "criteria": OPTIONAL_EXPRESSION,
        "questions": ListOf(
            item=Record(
                required={
                    "code": Text(
                        blank=False, max_length=40, rule=identifiers.FIELD_KEY
                    ),
                    "text": Text(blank=False, max_length=120),
                },
                optional={},
            ),
            unique="code",
        ),
        "standard": Text(max_length=2000),
        "cap": _AMOUNT,
        "budget": _AMOUNT,
        "remaining": _AMOUNT,
        "mode": parts.one_of(list_codes.BenefitMode),
        "data_source": parts.OPTIONAL_NAME,
        "needs_consent": parts.BOOLEAN,
        "apply_from": parts.OPTIONAL_DATE,
        "apply_to": parts.OPTIONAL_DATE,
        "materials": parts.NAMES,
        "stages": parts.NAMES,
        "window": parts.OPTIONAL_LABEL,
        "publicity_days": Integer(maximum=365, nullable=True),
        "guide": Text(max_length=100),
        "state": parts.one_of(list_codes.BenefitState),
    },
)

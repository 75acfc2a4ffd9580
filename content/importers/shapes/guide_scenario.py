"""Expected shapes of a guide's scenario questions and of its application form."""

from __future__ import annotations

from content import codes
from content.importers import identifiers
from content.importers.kinds import (
    Integer,
    ListOf,
    Number,
    OneOf,
    Record,
    TableOf,
    Text,
)
from content.importers.shapes import guide_parts, parts

LARGEST_NUMBER = 1e12
NUMBER = Number(minimum=-LARGEST_NUMBER, maximum=LARGEST_NUMBER)
CODE = Text(blank=False, max_length=40, rule=identifiers.KEY)

VALIDATION = Record(
    required={},
    optional={
        "maxLength": Integer(minimum=1, maximum=100_000),
        "pattern": Text(max_length=200),
        "rule": Text(max_length=20),
        "format": Text(max_length=20),
        "min": NUMBER,
        "max": NUMBER,
        "decimals": Integer(maximum=6),
    },
)

QUESTION = Record(
    required={
        "code": CODE,
        "text": Text(blank=False, max_length=120),
        "kind": parts.one_of(codes.QuestionKind),
        "order": guide_parts.ORDER,
    },
    optional={
        "help": parts.LINE,
        "data_source": parts.one_of(codes.AnswerSource),
        "required": parts.BOOLEAN,
        "show_if": guide_parts.OPTIONAL_EXPRESSION,
        "validation": Record(required={}, optional={"min": NUMBER, "max": NUMBER}),
        "options": ListOf(
            item=Record(
                required={"code": CODE, "label": parts.LABEL},
                optional={"order": guide_parts.ORDER},
            ),
            unique="code",
        ),
    },
)

EFFECTS = Record(
    required={},
    optional={
        "add_material": guide_parts.ORDER,
        "remove_material": guide_parts.ORDER,
        "stop": Text(blank=False, max_length=500),
        "set_fee": Number(minimum=0, maximum=99_999_999),
        "set_promise": guide_parts.DAYS,
        "set_note": Text(blank=False, max_length=500),
        "jump": parts.NAME,
    },
)

RULE = Record(
    required={"condition": guide_parts.EXPRESSION, "effects": EFFECTS},
    optional={
        "name": parts.OPTIONAL_LABEL,
        "condition_text": parts.LINE,
        "priority": Integer(maximum=32_000),
        "stop_reason": Text(max_length=500),
        "basis": guide_parts.SHORT_BASIS,
    },
)

ANSWER = OneOf(kinds=(NUMBER, Text(blank=False, max_length=100)))

SCENARIO = Record(
    required={
        "questions": ListOf(item=QUESTION, unique="code"),
        "rules": ListOf(item=RULE),
    },
    optional={
        "sets": ListOf(
            item=Record(
                required={"code": CODE, "name": parts.LABEL},
                optional={"answers": TableOf(item=ANSWER)},
            ),
            unique="code",
        ),
        "default": parts.LINE,
    },
)

FORM_FIELD = Record(
    required={
        "key": Text(blank=False, max_length=40, rule=identifiers.FIELD_KEY),
        "label": parts.LABEL,
        "type": parts.one_of(codes.FieldType),
        "required": parts.BOOLEAN,
    },
    optional={
        "validation": VALIDATION,
        "help": parts.LINE,
        "example": parts.LINE,
        "prefill": Text(nullable=True, max_length=60),
        "show_if": guide_parts.OPTIONAL_EXPRESSION,
        "options": ListOf(
            item=Record(
                required={
                    "value": Text(blank=False, max_length=40),
                    "label": parts.LABEL,
                },
                optional={},
            ),
            unique="value",
        ),
    },
)

MATERIAL_SLOT = Record(
    required={"material": guide_parts.ORDER, "name": parts.NAME},
    optional={
        "required": parts.BOOLEAN,
        "when": Text(nullable=True, max_length=255),
        "auto": parts.BOOLEAN,
        "accept": guide_parts.FILE_TYPES,
        "max_mb": guide_parts.MEGABYTES,
        "source_hint": parts.OPTIONAL_NAME,
    },
)

ONLINE_FORM = Record(
    required={
        "code": Text(blank=False, max_length=60, rule=identifiers.KEY),
        "sections": ListOf(
            item=Record(
                required={
                    "title": parts.LABEL,
                    "fields": ListOf(item=FORM_FIELD, unique="key"),
                },
                optional={},
            )
        ),
        "material_slots": ListOf(item=MATERIAL_SLOT, unique="material"),
    },
    optional={
        "title": parts.OPTIONAL_NAME,
        "version": Integer(minimum=1),
        "declaration": Text(max_length=1000),
        "signature": Text(max_length=40),
    },
    nullable=True,
)

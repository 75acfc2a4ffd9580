"""Expected shapes of powers and themes."""

from __future__ import annotations

from collections.abc import Iterator

from content import codes, power_codes
from content.importers import identifiers
from content.importers.kinds import Integer, ListOf, Problem, Record, TableOf, Text
from content.importers.report import JsonValue
from content.importers.shapes import parts
from content.importers.shapes.guide_parts import (
    DAYS,
    LEGAL_BASIS,
    OPTIONAL_EXPRESSION,
    ORDER,
    SHORT_BASIS,
)

_PARAGRAPH = Text(max_length=2000)
# Departments' own lists name no law for each duty.
_BASIS = Record(
    required={},
    optional=dict(SHORT_BASIS.optional) | {"title": parts.OPTIONAL_NAME},
    nullable=True,
)
_ANYTHING = TableOf(item=Text(nullable=True, max_length=2000))
_DAYS_OR_NONE = Integer(maximum=3650, nullable=True)
CODE = Text(blank=False, max_length=60, rule=identifiers.RECORD_CODE)

DUTY = Record(
    required={
        "stage": parts.one_of(power_codes.DutyStage),
        "text": Text(blank=False, max_length=2000),
    },
    optional={"order": ORDER, "basis": _BASIS},
)
ACCOUNTABILITY = Record(
    required={"situation": Text(blank=False, max_length=2000)},
    optional={"order": ORDER, "consequence": _PARAGRAPH, "basis": _BASIS},
)
CHANGE = Record(
    required={
        "action": parts.one_of(power_codes.PowerChangeAction),
        "doc_no": Text(blank=False, max_length=60),
        "on": parts.DATE,
    },
    optional={"before": _ANYTHING, "after": _ANYTHING},
)

POWER = Record(
    required={
        "code": CODE,
        "name": parts.NAME,
        "category": parts.one_of(power_codes.PowerCategory),
        "department": parts.KEY,
    },
    optional={
        "category_name": parts.LINE,
        "department_name": parts.LINE,
        "level": parts.one_of(codes.Level, blank=True),
        "source": parts.one_of(codes.PowerSource, blank=True),
        "handling_unit": parts.OPTIONAL_LABEL,
        "bases": ListOf(item=LEGAL_BASIS),
        "service_objects": parts.some_of(codes.ServiceObject),
        "process": _PARAGRAPH,
        "penalty_scope": _PARAGRAPH,
        "duties": ListOf(item=DUTY),
        "accountability": ListOf(item=ACCOUNTABILITY),
        "supervise_tel": parts.OPTIONAL_TEL,
        "supervise_url": parts.OPTIONAL_NAME,
        "statutory_days": _DAYS_OR_NONE,
        "on_application": parts.BOOLEAN,
        "matters": ListOf(item=Text(blank=False, rule=identifiers.SLUG), distinct=True),
        "no_matter_reason": parts.OPTIONAL_NAME,
        "boundary": _PARAGRAPH,
        "state": parts.one_of(power_codes.PowerState),
        "effective_on": parts.OPTIONAL_DATE,
        "changes": ListOf(item=CHANGE),
        "co_departments": ListOf(item=parts.KEY, distinct=True),
        "flow": parts.ATTACHMENT,
        "fee_note": parts.OPTIONAL_NAME,
        "parent": Text(max_length=60),
    },
)

MEMBER = Record(
    required={
        "kind": parts.one_of(power_codes.MemberKind),
        "name": parts.NAME,
        "mode": parts.one_of(power_codes.MemberMode),
    },
    optional={
        "order": ORDER,
        "guide": Text(rule=identifiers.SLUG, max_length=100),
        "matter_id": Text(nullable=True, max_length=50),
        "when_text": Text(nullable=True, max_length=500),
        "when": OPTIONAL_EXPRESSION,
        "depends_on": ListOf(item=Integer(minimum=1, maximum=999), distinct=True),
        "days": _DAYS_OR_NONE,
    },
)
FIGURES = Record(
    required={"steps": DAYS, "materials": DAYS, "days": DAYS, "visits": DAYS},
    optional={},
)
QUESTION = Record(
    required={
        "code": Text(blank=False, max_length=40, rule=identifiers.FIELD_KEY),
        "text": Text(blank=False, max_length=120),
        "kind": parts.one_of(codes.QuestionKind),
    },
    optional={
        "order": ORDER,
        "options": ListOf(
            item=Record(
                required={
                    "code": Text(blank=False, max_length=40),
                    "label": Text(blank=False, max_length=80),
                },
                optional={"order": ORDER},
            ),
            unique="code",
        ),
    },
)


class Computed:
    """A value that the portal computes itself: taken in any form and not kept."""

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        """Yield nothing: what is computed here cannot be wrong in a file."""
        del value, path
        return iter(())


THEME = Record(
    required={
        "code": CODE,
        "name": parts.NAME,
        "side": parts.one_of(power_codes.ThemeSide),
        "stage": parts.one_of(power_codes.ThemeStage),
        "members": ListOf(item=MEMBER),
    },
    optional={
        "detail": parts.one_of(power_codes.ThemeDetail),
        "highlight": parts.BOOLEAN,
        "town_level": parts.BOOLEAN,
        "lead_department": parts.OPTIONAL_KEY,
        "lead_department_name": parts.LINE,
        "questions": ListOf(item=QUESTION, unique="code"),
        "windows": parts.NAMES,
        "before": FIGURES,
        "note": Text(max_length=300),
        "state": parts.one_of(power_codes.ThemeState),
        "co_departments": Computed(),
        "merged_materials": Computed(),
        "merged_form": Computed(),
        "combined": Computed(),
        "results": Computed(),
        "after": Record(
            required={"steps": DAYS},
            optional={
                "materials": Computed(),
                "days": Computed(),
                "visits": Computed(),
            },
        ),
    },
)

"""Benefits of policies: records, payloads, and the check of conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from content import expressions
from content.guides.plain import Plain, date_text, filled, number
from content.importers.values import (
    RawRecord,
    date_of,
    expression_text,
    flag_of,
    integer_of,
    number_of,
    records_of,
    set_values,
    text_of,
    texts_of,
)
from content.models import BenefitPage
from content.option_lines import format_options, parse_options

_TEXTS: Final = "clause kind target_text standard mode data_source window guide state"
_AMOUNTS: Final = ("cap", "budget", "remaining")
_DAYS: Final = ("apply_from", "apply_to")


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What a person may conclude: `likely` is None while answers are missing."""

    likely: bool | None
    missing: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the person is told; never a promise."""
        if self.likely is None:
            return "需要补充"
        return "可能符合" if self.likely else "可能不符合"


def self_check(
    criteria: dict[str, Any] | None, answers: Mapping[str, Any]
) -> SelfCheck:
    """Compare answers with a benefit's conditions.

    Args:
        criteria: The condition as JSON (`content.expressions`), None when there is
            none to compute.
        answers: Answers by question code.
    """
    if criteria is None:
        return SelfCheck(None, ())
    asked = sorted(expressions.variables(criteria))
    missing = tuple(code for code in asked if answers.get(code) in (None, ""))
    if missing:
        return SelfCheck(None, missing)
    return SelfCheck(expressions.evaluate(criteria, answers), ())


def fill_benefit(page: BenefitPage, raw: RawRecord) -> None:
    """Set every field of a benefit from a record, but its policy."""
    set_values(page, {name: text_of(raw, name) for name in _TEXTS.split()})
    set_values(page, {name: _amount(raw, name) for name in _AMOUNTS})
    set_values(page, {name: date_of(raw, name) for name in _DAYS})
    set_values(
        page,
        {
            "title": text_of(raw, "name"),
            "slug": text_of(raw, "code"),
            "criteria": expression_text(raw.get("criteria")),
            "questions": format_options(
                (text_of(item, "code"), text_of(item, "text"))
                for item in records_of(raw, "questions")
            ),
            "needs_consent": flag_of(raw, "needs_consent", default=True),
            "materials": texts_of(raw, "materials"),
            "stages": texts_of(raw, "stages"),
            "publicity_days": integer_of(raw, "publicity_days"),
        },
    )


def benefit_record(page: BenefitPage) -> Plain:
    """Return a benefit in the shape in which benefits are exchanged."""
    return {
        "code": page.slug,
        "name": page.title,
        "department": page.department.slug,
        "policy": page.policy.slug.upper() if page.policy else "",
    } | filled(
        {name: getattr(page, name) for name in _TEXTS.split()}
        | {name: number(getattr(page, name)) for name in _AMOUNTS}
        | {name: date_text(getattr(page, name)) for name in _DAYS}
        | {
            "criteria": expressions.parse(page.criteria) if page.criteria else None,
            "questions": _questions(page),
            "needs_consent": page.needs_consent,
            "materials": list(page.materials),
            "stages": list(page.stages),
            "publicity_days": page.publicity_days,
        }
    )


def benefit_payload(page: BenefitPage) -> Plain:
    """Return what is published of a benefit: every key, also the empty ones."""
    values: Plain = {name: getattr(page, name) for name in _TEXTS.split()}
    values |= {name: number(getattr(page, name)) for name in _AMOUNTS}
    values |= {name: date_text(getattr(page, name)) for name in _DAYS}
    return values | {
        "code": page.slug,
        "name": page.title,
        "department": page.department.slug,
        "department_name": page.department.title,
        "policy": page.policy.slug if page.policy else "",
        "criteria": expressions.parse(page.criteria) if page.criteria else None,
        "criteria_text": page.criteria,
        "questions": _questions(page),
        "needs_consent": page.needs_consent,
        "materials": list(page.materials),
        "stages": list(page.stages),
        "publicity_days": page.publicity_days,
        "url": page.static_path(),
    }


def _questions(page: BenefitPage) -> list[Plain]:
    return [
        {"code": code, "text": text} for code, text in parse_options(page.questions)
    ]


def _amount(raw: RawRecord, name: str) -> Decimal | None:
    value = number_of(raw, name)
    return None if value is None else Decimal(str(value))

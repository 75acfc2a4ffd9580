"""Kinds that several shapes use."""

from __future__ import annotations

from django.db.models import TextChoices

from content.importers import identifiers
from content.importers.kinds import Boolean, Choice, ListOf, Number, Record, Text

BOOLEAN = Boolean()
KEY = Text(blank=False, max_length=64, rule=identifiers.KEY)
OPTIONAL_KEY = Text(nullable=True, max_length=64, rule=identifiers.KEY)
LABEL = Text(blank=False, max_length=100)
OPTIONAL_LABEL = Text(max_length=100)
NAME = Text(blank=False, max_length=200)
OPTIONAL_NAME = Text(max_length=200)
LINE = Text(max_length=255)
PARAGRAPHS = ListOf(item=Text(blank=False, max_length=500))
NAMES = ListOf(item=NAME)
REGION = Text(blank=False, rule=identifiers.REGION)
USCC = Text(blank=False, rule=identifiers.USCC)
TEL = Text(blank=False, rule=identifiers.TEL)
OPTIONAL_TEL = Text(rule=identifiers.TEL)
DATE = Text(blank=False, rule=identifiers.DATE)
OPTIONAL_DATE = Text(nullable=True, rule=identifiers.DATE)
TIME = Text(blank=False, rule=identifiers.TIME_OF_DAY)
ADDRESS = Text(max_length=255, rule=identifiers.ADDRESS)
ATTACHMENT = Text(max_length=200, rule=identifiers.ATTACHMENT)
POINT = Record(
    required={
        "lat": Number(minimum=-90, maximum=90),
        "lng": Number(minimum=-180, maximum=180),
    },
    optional={},
)
OPTIONAL_POINT = Record(required=POINT.required, optional={}, nullable=True)


def one_of(
    codes: type[TextChoices], *, nullable: bool = False, blank: bool = False
) -> Choice:
    """Make the kind of one code of a list."""
    return Choice(choices=dict(codes.choices), nullable=nullable, blank=blank)


def some_of(codes: type[TextChoices]) -> ListOf:
    """Make the kind of a list of different codes."""
    return ListOf(item=one_of(codes), distinct=True)

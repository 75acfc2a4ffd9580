"""Guides of the demo district for the exchange format."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

from django.conf import settings
from hypothesis import HealthCheck, settings as hypothesis_settings

from content.gbt39046.codings import Coding
from content.gbt39046.matter import MATTER
from content.gbt39046.records import Record, Trouble, decode_record, encode_record

# Machines that do other things beside are slow at times; that is not what is tried.
relaxed = hypothesis_settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@cache
def _stored() -> dict[str, dict[str, Any]]:
    folder = settings.FIXTURES_DIR / "demo" / "guides"
    paths = sorted(folder.glob("*.json"))
    return {path.stem: json.loads(path.read_bytes()) for path in paths}


def guides() -> list[dict[str, Any]]:
    """Return all demo guides by name of their file."""
    return copy.deepcopy(list(_stored().values()))


def guide(**changes: Any) -> dict[str, Any]:
    """Return the demo guide of a food licence with some values replaced."""
    return copy.deepcopy(_stored()["food"]) | changes


def encoded(coding: Coding = Coding.GBT, **changes: Any) -> Record:
    """Return the guide as a record of the format."""
    return encode_record(guide(**changes), MATTER, coding)


def decoded(
    record: dict[str, Any], coding: Coding = Coding.GBT
) -> tuple[Record, list[Trouble]]:
    """Read a record."""
    return decode_record(record, MATTER, coding)


def found(record: dict[str, Any], coding: Coding = Coding.GBT) -> list[tuple[str, str]]:
    """Return label and rule of everything that cannot be read."""
    return [(each.label, each.rule) for each in decoded(record, coding)[1]]

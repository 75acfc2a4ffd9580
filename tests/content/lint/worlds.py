"""Worlds for the rules' tests, made from the demo's files without a database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings

from content.lint import KnownWorld, MatterBrief
from content.lint.world import needs_of

DEMO = settings.FIXTURES_DIR / "demo"
FAULTY = DEMO / "guides-faulty"
TODAY = dt.date(2026, 6, 1)

Record = dict[str, Any]


@cache
def demo(name: str) -> Any:
    """Return a demo file's content, read once."""
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


@cache
def guides() -> Mapping[str, Record]:
    """Return the 48 good guides by code."""
    paths = sorted((DEMO / "guides").glob("*.json"))
    return {path.stem: demo(f"guides/{path.name}") for path in paths}


@cache
def demo_world() -> KnownWorld:
    """Return the world that the demo district lives in."""
    lists = demo("lists.json")
    powers = {
        item["code"]: item["matters"] for item in demo("power_items.json")["items"]
    }
    return KnownWorld(
        today=TODAY,
        departments={
            row["key"]: {
                "uscc": row["uscc"],
                "title": row["name"],
                "region": row["region"],
            }
            for row in demo("departments.json")["departments"]
        },
        halls={row["code"]: row for row in demo("halls.json")["halls"]},
        powers=powers,
        live_certificates=frozenset(lists["certificate_types_live"]),
        matters={
            code: MatterBrief(
                code=code,
                name=guide["name"],
                state=guide["state"],
                basic_code=guide["basic_code"],
                region="990101",
                visits=guide["visits"],
            )
            for code, guide in guides().items()
        },
        needs={code: needs_of(guide) for code, guide in guides().items()},
        region_names=("云溪区",),
    )

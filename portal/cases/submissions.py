"""The stored form of what an applicant handed in, and its digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.audit.canonical import canonical_json, sha256_text


def stored_json(answers: Mapping[str, Any]) -> str:
    """Return the one text in which answers are kept."""
    return canonical_json(answers)


def content_hash(answers_json: str, scenario_json: str) -> str:
    """Return the digest of a submission: of its answers and its scenario answers."""
    return sha256_text(f"{answers_json}\n{scenario_json}")

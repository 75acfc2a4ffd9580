"""Carry the answers of one version over to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.applications.version_changes import (
    fields_by_key,
    materials_by_identity,
    questions_by_code,
    same_kind,
)

Payload = Mapping[str, Any]


def converted_answers(
    old: Payload,
    new: Payload,
    answers: Mapping[str, Any],
    scenario_answers: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the form's and the scenario's answers that still fit the new version.

    An answer stays when its field has the same key and type; a choice also has to be
    offered still.
    """
    before, after = fields_by_key(old), fields_by_key(new)
    kept = {
        key: value
        for key, value in answers.items()
        if key in before
        and key in after
        and same_kind(before[key], after[key])
        and _is_offered(value, after[key].get("options"), "value")
    }
    questions = questions_by_code(new)
    kept_scenario = {
        code: value
        for code, value in scenario_answers.items()
        if code in questions
        and _is_offered(value, questions[code].get("options"), "code")
    }
    return kept, kept_scenario


def converted_slots(old: Payload, new: Payload) -> dict[int, int]:
    """Return where the files of each material go: old order -> new order."""
    after = materials_by_identity(new)
    return {
        material["order"]: after[identity]["order"]
        for identity, material in materials_by_identity(old).items()
        if identity in after
    }


def _is_offered(value: Any, options: Any, key: str) -> bool:
    if not options:
        return True
    offered = {option[key] for option in options}
    chosen = value if isinstance(value, list) else [value]
    return all(item in offered for item in chosen if item != "")

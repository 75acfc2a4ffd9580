"""Narrow a theme to what somebody has to do: its members under given answers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from content.expressions import evaluate
from content.guides.plain import Plain

Answers = Mapping[str, str]


def can_be_asked(theme: Mapping[str, Any]) -> bool:
    """Tell whether every question is answered by one of its options."""
    return bool(theme["questions"]) and all(
        question["options"] and question["kind"] == "single"
        for question in theme["questions"]
    )


def answer_paths(theme: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return every way through the questions, unfinished ones too, shortest first."""
    options = [
        [option["code"] for option in question["options"]]
        for question in theme["questions"]
    ]
    return [
        path
        for answered in range(len(options) + 1)
        for path in product(*options[:answered])
    ]


def narrowed(theme: Mapping[str, Any], answers: Answers) -> Plain:
    """Return a theme with the members that are needed under complete answers.

    What waited for a member that is left out waits for what that one waited for.
    """
    by_order = {row["order"]: row for row in theme["members"]}
    kept = {
        order
        for order, row in by_order.items()
        if not row["when"] or evaluate(row["when"], answers)
    }

    def waits(order: int) -> list[int]:
        found: list[int] = []
        for earlier in by_order[order]["depends_on"]:
            if earlier in by_order:
                found += [earlier] if earlier in kept else waits(earlier)
        return list(dict.fromkeys(found))

    members = [
        {**by_order[order], "when": None, "when_text": None, "depends_on": waits(order)}
        for order in sorted(kept)
    ]
    # What it was before is reported of the whole theme only.
    before = dict.fromkeys(theme["before"])
    return {**theme, "members": members, "questions": [], "before": before}

"""The editors' rules: what may not be published, what needs a reason, what is a hint."""

from __future__ import annotations

from content.lint.engine import counted, lint, rules_for
from content.lint.findings import Finding, PublicationRefused, Severity, errors_of
from content.lint.rules import RULES, Rule
from content.lint.world import KnownWorld, MatterBrief, World

__all__ = [
    "RULES",
    "Finding",
    "KnownWorld",
    "MatterBrief",
    "PublicationRefused",
    "Rule",
    "Severity",
    "World",
    "counted",
    "errors_of",
    "lint",
    "rules_for",
]

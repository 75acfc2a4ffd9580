"""Run the rules over records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from content.lint import (
    completeness,
    contradictions,
    language,
    relations,
    scenarios,
    wording,
)
from content.lint.defaults import completed
from content.lint.findings import Finding, Severity
from content.lint.rules import RULES, Rule
from content.lint.world import World

# Importing a module registers its rules.
_MODULES: Final = (
    completeness,
    contradictions,
    language,
    relations,
    scenarios,
    wording,
)

_KEYS: Final = ("slug", "code", "key", "no")
_WEIGHT: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


def rules_for(kind: str) -> list[Rule]:
    """Return the rules of a kind of record, by their ids."""
    return [RULES[id_] for id_ in sorted(RULES) if kind in RULES[id_].kinds]


def lint(
    kind: str,
    record: Mapping[str, Any],
    world: World,
    *,
    severities: Mapping[str, Severity | None] | None = None,
) -> list[Finding]:
    """Return what the rules find in a record, the errors first.

    Args:
        kind: guide, power, theme, list, cross_list, policy, interpretation, article,
            benefit, zero or page; other kinds have no rules.
        record: The record in the shape in which it is published.
        world: Everything else.
        severities: What a region has changed: rule id to severity, None for off.
    """
    found: list[Finding] = []
    changed = severities or {}
    record = completed(kind, record)
    for rule in rules_for(kind):
        severity = changed.get(rule.id, rule.severity)
        if severity is None:
            continue
        found += _findings(rule, severity, kind, record, world)
    return sorted(found, key=lambda each: (_WEIGHT[each.severity], each.rule))


def _findings(
    rule: Rule,
    severity: Severity,
    kind: str,
    record: Mapping[str, Any],
    world: World,
) -> Iterator[Finding]:
    key = next((str(record[name]) for name in _KEYS if record.get(name)), "")
    seen: set[tuple[str, ...]] = set()
    for hit in rule.check(record, world):
        if hit in seen:
            continue
        seen.add(hit)
        path, *values = hit
        yield Finding(
            rule=rule.id,
            severity=severity,
            kind=kind,
            key=key,
            path=path,
            message=rule.text(tuple(values)),
            fix=rule.fix,
        )


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each severity."""
    counts = {severity.value: 0 for severity in Severity}
    for finding in findings:
        counts[finding.severity.value] += 1
    return counts


def renamed(findings: Iterable[Finding], key: str) -> list[Finding]:
    """Return findings under another key."""
    return [replace(finding, key=key) for finding in findings]

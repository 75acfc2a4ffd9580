"""What the editors' rules find, and the refusal that follows from an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError


class Severity(StrEnum):
    """How much a finding weighs: errors stop publishing, warnings need a reason."""

    ERROR = "E"
    WARNING = "W"
    HINT = "H"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        rule: Id of the rule, e.g. "L001".
        severity: Error, warning or hint.
        kind: Kind of the record: guide, power, theme, …
        key: The record's stable key.
        path: Where in the record: `materials[3].name` (the material with order 3),
            `accept_conditions[0]` (first of the list), a field, or a group of fields.
        message: What is wrong, with the value.
        fix: What to do.
    """

    rule: str
    severity: Severity
    kind: str
    key: str
    path: str
    message: str
    fix: str

    def as_json(self) -> dict[str, str]:
        return {
            "code": self.key,
            "kind": self.kind,
            "rule": self.rule,
            "severity": self.severity.value,
            "field": self.path,
            "message": self.message,
            "fix": self.fix,
        }


class PublicationRefused(ValidationError):
    """A record breaks a rule whose findings stop publishing; the draft stays."""

    def __init__(self, title: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        lines = [
            f"{finding.rule} {finding.path}：{finding.message}。{finding.fix}"
            for finding in findings
        ]
        super().__init__([f"“{title}”不能发布", *lines], code="publication_refused")


def errors_of(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that stop publishing."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]

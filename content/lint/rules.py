"""The rules as data, each with the function that looks for it.

A check yields `(path, *values)` for each place; the values fill the message's `{}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from content.lint.findings import Severity
from content.lint.world import World

Record = Mapping[str, Any]
Hit = tuple[str, ...]
Check = Callable[[Record, World], Iterator[Hit]]

GUIDE: Final = ("guide",)
# Documents with prose of their own, and everything that the public reads.
DOCUMENTS: Final = ("guide", "power", "policy", "interpretation", "article", "benefit")
PUBLIC: Final = (*DOCUMENTS, "catalogue", "theme", "department", "hall")
SINCE: Final = "2026-11-25"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the editors' handbook (data dictionary, section 9).

    `fixed` rules, errors of sections 9.1 to 9.3, no region may lower or switch off.
    """

    id: str
    severity: Severity
    section: str
    message: str
    fix: str
    kinds: tuple[str, ...]
    basis: str
    since: str
    check: Check

    @property
    def fixed(self) -> bool:
        return self.severity is Severity.ERROR and self.section in {"9.1", "9.2", "9.3"}

    def text(self, values: tuple[str, ...]) -> str:
        """Return the message with its values."""
        missing = self.message.count("{}") - len(values)
        return self.message.format(*values, *[""] * max(0, missing))


RULES: Final[dict[str, Rule]] = {}


def rule(  # A rule is a row of data.
    id_: str, severity: str, message: str, *, fix: str, kinds: tuple[str, ...] = GUIDE
) -> Callable[[Check], Check]:
    """Register a check under its id."""

    def register(check: Check) -> Check:
        section = {"0": "9.1", "1": "9.2", "2": "9.3", "3": "9.4"}[id_[1]]
        if id_ in RULES:
            raise ValueError(f"Rule '{id_}' is registered twice; expected one check.")
        RULES[id_] = Rule(
            id=id_,
            severity=Severity(severity),
            section=section,
            message=message,
            fix=fix,
            kinds=kinds,
            basis=_BASES[section],
            since=SINCE,
            check=check,
        )
        return check

    return register


_BASES: Final = {
    "9.1": "国发〔2022〕5号：不得设置兜底性材料和含糊条款",
    "9.2": "GB/T 39046-2020、GB/T 36114-2018：办事指南要素",
    "9.3": "GB/T 39046-2020：要素之间的约束",
    "9.4": "个人信息保护法、政府网站发展指引：用语和安全",
}

"""What rules may ask about everything else than the record in hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from content.prerequisites import MatterNeeds, loop_from, prerequisite_graph

_DOMAINS = (".gov.cn",)
_WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterBrief:
    """What rules ask about another matter."""

    code: str
    name: str
    state: str = "1"
    basic_code: str = ""
    region: str = ""
    materials: tuple[str, ...] = ()
    promise: tuple[int, str] = (0, "1")
    visits: int | None = None


def needs_of(record: Mapping[str, Any]) -> MatterNeeds:
    """Return what a guide needs of other matters."""
    return MatterNeeds(
        code=record["slug"],
        name=record["name"],
        result=record["result"]["name"],
        papers=tuple(m["name"] for m in record["materials"] if m["need"] == "1"),
        after=tuple(record.get("prerequisites") or ()),
    )


def loop_names(
    needs: Mapping[str, MatterNeeds], record: Mapping[str, Any]
) -> list[str]:
    """Return the names of the circle that a guide closes among other matters, or []."""
    own = needs_of(record)
    graph = prerequisite_graph({**needs, own.code: own}.values())
    return [graph.names[code] for code in loop_from(graph, own.code)]


class World(Protocol):
    """The rest of the portal as rules see it; `KnownWorld` and the database give it."""

    @property
    def today(self) -> dt.date:
        """The day on which the rules are applied."""

    @property
    def region_names(self) -> tuple[str, ...]:
        """Names under which this government issues papers."""

    @property
    def promise_ratio(self) -> float | None:
        """How much of the statutory limit may be promised; None for all of it."""

    def department(self, key: str) -> Mapping[str, Any] | None:
        """Return a department's record."""

    def hall(self, code: str) -> Mapping[str, Any] | None:
        """Return a hall's record."""

    def has_power(self, code: str) -> bool:
        """Tell whether the power list has a power of this code."""

    def matters_of_power(self, code: str) -> Sequence[str]:
        """Return the codes of the matters that exercise a power."""

    def certificate_is_live(self, name: str) -> bool:
        """Tell whether a certificate type can take the place of a paper."""

    def law_is_repealed(self, title: str, doc_no: str) -> bool:
        """Tell whether the library says that a law is not in force."""

    def matter(self, code: str) -> MatterBrief | None:
        """Return another matter by its code or its catalogue number."""

    def loop_of(self, record: Mapping[str, Any]) -> Sequence[str]:
        """Return the names of a circle of matters that a guide closes, its own first."""

    def same_basic(self, basic_code: str, region: str) -> Sequence[MatterBrief]:
        """Return matters of other regions than this with the same basic code."""

    def domain_is_allowed(self, host: str) -> bool:
        """Tell whether pages may link to a host."""

    def file_size(self, path: str) -> int | None:
        """Return an attachment's bytes; None when it is not known."""

    def file_text(self, path: str) -> str:
        """Return what an attachment says; "" when it is no text or not there."""

    def is_interpreted(self, policy: str) -> bool:
        """Tell whether an interpretation of a policy is published."""

    def working_days_since(self, day: dt.date) -> int:
        """Return the working days after a day, up to today."""

    def metric(self, name: str, period: str) -> float | None:
        """Return a published figure; None when there is none."""


@dataclass(slots=True, kw_only=True)
class KnownWorld:
    """A world given as values."""

    today: dt.date
    departments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    halls: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    powers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    live_certificates: frozenset[str] = frozenset()
    repealed: frozenset[tuple[str, str]] = frozenset()
    matters: Mapping[str, MatterBrief] = field(default_factory=dict)
    needs: Mapping[str, MatterNeeds] = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    files: Mapping[str, int] = field(default_factory=dict)
    file_texts: Mapping[str, str] = field(default_factory=dict)
    interpreted: frozenset[str] = frozenset()
    holidays: frozenset[dt.date] = frozenset()
    metrics: Mapping[tuple[str, str], float] = field(default_factory=dict)
    region_names: tuple[str, ...] = ()
    promise_ratio: float | None = None

    def department(self, key: str) -> Mapping[str, Any] | None:
        return self.departments.get(key)

    def hall(self, code: str) -> Mapping[str, Any] | None:
        return self.halls.get(code)

    def has_power(self, code: str) -> bool:
        return code in self.powers

    def matters_of_power(self, code: str) -> Sequence[str]:
        return self.powers.get(code, ())

    def certificate_is_live(self, name: str) -> bool:
        return name in self.live_certificates

    def law_is_repealed(self, title: str, doc_no: str) -> bool:
        return (title, doc_no) in self.repealed

    def matter(self, code: str) -> MatterBrief | None:
        return self.matters.get(code)

    def loop_of(self, record: Mapping[str, Any]) -> Sequence[str]:
        return loop_names(self.needs, record)

    def same_basic(self, basic_code: str, region: str) -> Sequence[MatterBrief]:
        return [
            matter
            for matter in self.matters.values()
            if basic_code
            and matter.basic_code == basic_code
            and matter.region not in ("", region)
        ]

    def domain_is_allowed(self, host: str) -> bool:
        return host.endswith(_DOMAINS) or host in self.domains

    def file_size(self, path: str) -> int | None:
        return self.files.get(path)

    def file_text(self, path: str) -> str:
        return self.file_texts.get(path, "")

    def is_interpreted(self, policy: str) -> bool:
        return policy in self.interpreted

    def working_days_since(self, day: dt.date) -> int:
        passed = (self.today - day).days
        days = (day + dt.timedelta(days=number) for number in range(1, passed + 1))
        return sum(
            each.weekday() not in _WEEKEND and each not in self.holidays
            for each in days
        )

    def metric(self, name: str, period: str) -> float | None:
        return self.metrics.get((name, period))

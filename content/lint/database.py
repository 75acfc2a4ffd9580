"""The world as the database has it, read when it is asked for and kept."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Site

from content.codes import MaterialNeed, MatterKind, RelationKind
from content.guide_files import guide_file_bytes
from content.library import repealed_laws
from content.lint.findings import Severity
from content.lint.world import KnownWorld, MatterBrief, needs_of
from content.models import (
    CertificateType,
    DepartmentPage,
    GuideFile,
    InterpretationPage,
    LintRuleSetting,
    Material,
    MatterPage,
    OpeningBlock,
    PowerItemPage,
    RelatedMatter,
    SiteSettings,
)
from content.prerequisites import (
    Graph,
    MatterNeeds,
    loop_from,
    prerequisite_graph,
    same_paper,
)


@dataclass(slots=False, kw_only=True)
class DatabaseWorld:
    """Everything rules ask, in a number of queries that does not grow with records.

    Args:
        powers: Codes of powers that are about to be published together with guides.
        holidays: Days that are no working days though they are weekdays.
    """

    powers: Collection[str] = ()
    holidays: frozenset[dt.date] = frozenset()
    today: dt.date = field(default_factory=timezone.localdate)

    @cached_property
    def _settings(self) -> SiteSettings:
        site = Site.objects.filter(is_default_site=True).first()
        found = SiteSettings.objects.filter(site=site).first() if site else None
        return found or SiteSettings()

    @property
    def region_names(self) -> tuple[str, ...]:
        name = self._settings.region_name
        return (name,) if name else ()

    @property
    def promise_ratio(self) -> float | None:
        ratio: float | None = self._settings.promise_ceiling
        return ratio

    @cached_property
    def _weights(self) -> list[tuple[str, str, Severity | None]]:
        """Return (region's stem, rule, weight) of what was changed, outer regions first."""
        rows = LintRuleSetting.objects.values_list("region__code", "rule", "weight")
        weights = [
            (
                _stem(region or ""),
                rule,
                None if weight == LintRuleSetting.Weight.OFF else Severity(weight),
            )
            for region, rule, weight in rows
        ]
        return sorted(weights, key=lambda each: len(each[0]))

    @property
    def severities(self) -> dict[str, Severity | None]:
        """What the whole site has changed of the rules' weights."""
        return self.severities_in("")

    def severities_in(self, region: str) -> dict[str, Severity | None]:
        """Return what a region and those around it have changed of the rules' weights."""
        return {
            rule: weight
            for stem, rule, weight in self._weights
            if region.startswith(stem)
        }

    def region_at(self, path: str) -> str:
        """Return the code of the region to whose department a place in the tree belongs."""
        if not any(stem for stem, _rule, _weight in self._weights):
            return ""
        for department in self._departments.values():
            if path.startswith(department["path"]):
                return str(department["region"] or "")
        return ""

    @cached_property
    def _departments(self) -> dict[str, Mapping[str, Any]]:
        rows = DepartmentPage.objects.values_list(
            "key", "title", "uscc", "path", "region__code"
        )
        return {
            key: {"title": title, "uscc": uscc, "path": path, "region": region}
            for key, title, uscc, path, region in rows
        }

    def department(self, key: str) -> Mapping[str, Any] | None:
        return self._departments.get(key)

    @cached_property
    def _halls(self) -> dict[str, dict[str, Any]]:
        halls: dict[str, dict[str, Any]] = {}
        rows = OpeningBlock.objects.values_list("hall__code", "opens_at", "closes_at")
        for code, start, end in rows:
            hall = halls.setdefault(code, {"code": code, "hours": []})
            hall["hours"].append({"from": start, "to": end})
        return halls

    def hall(self, code: str) -> Mapping[str, Any] | None:
        return self._halls.get(code)

    @cached_property
    def _powers(self) -> set[str]:
        live = PowerItemPage.objects.live().values_list("code", flat=True)
        return {*live, *self.powers}

    def has_power(self, code: str) -> bool:
        return code in self._powers

    @cached_property
    def _matters_by_power(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        # A guide waits for its power: its draft is enough for the power.
        rows = MatterPage.objects.exclude(power_item="")
        for power, code in rows.values_list("power_item", "code"):
            found.setdefault(power, []).append(code)
        return found

    def matters_of_power(self, code: str) -> Sequence[str]:
        return self._matters_by_power.get(code, ())

    @cached_property
    def _live_certificates(self) -> set[str]:
        live = CertificateType.objects.filter(live=True)
        return set(live.values_list("name", flat=True))

    def certificate_is_live(self, name: str) -> bool:
        return name in self._live_certificates

    @cached_property
    def _repealed(self) -> set[tuple[str, str]]:
        return repealed_laws()

    def law_is_repealed(self, title: str, doc_no: str) -> bool:
        return (title, doc_no) in self._repealed

    @cached_property
    def _briefs(self) -> dict[str, MatterBrief]:
        briefs: dict[str, MatterBrief] = {}
        rows = MatterPage.objects.values_list(
            "code", "source_id", "title", "state", "kind", "visits"
        )
        for code, source_id, title, state, kind, visits in rows.iterator(2000):
            brief = MatterBrief(
                code=code,
                name=title,
                state=state,
                visits=visits if kind == MatterKind.GUIDE else None,
            )
            briefs[code] = brief
            if source_id:
                briefs[source_id] = brief
        return briefs

    def matter(self, code: str) -> MatterBrief | None:
        return self._briefs.get(code)

    @cached_property
    def _relations(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """What matters say comes before them, and what says that it comes after."""
        before: dict[str, list[str]] = {}
        named: dict[str, list[str]] = {}
        rows = RelatedMatter.objects.values_list("matter__code", "code", "relation")
        for own, other, relation in rows.iterator(2000):
            if relation == RelationKind.PRECEDES:
                before.setdefault(own, []).append(other)
            elif relation == RelationKind.FOLLOWS:
                named.setdefault(other, []).append(own)
        return before, named

    @cached_property
    def needs(self) -> dict[str, MatterNeeds]:
        """What every matter needs of others; three queries."""
        before, named = self._relations
        papers: dict[str, list[str]] = {}
        always = Material.objects.filter(need=MaterialNeed.REQUIRED)
        for own, name in always.values_list("matter__code", "name").iterator(2000):
            papers.setdefault(own, []).append(name)
        matters = MatterPage.objects.values_list("code", "title", "result_name")
        return {
            code: MatterNeeds(
                code=code,
                name=title,
                result=result,
                papers=tuple(papers.get(code, ())),
                after=(*before.get(code, ()), *named.get(code, ())),
            )
            for code, title, result in matters.iterator(2000)
            if result or code in papers or code in before or code in named
        }

    @cached_property
    def graph(self) -> Graph:
        """The graph of all matters."""
        return prerequisite_graph(self.needs.values())

    @cached_property
    def _results(self) -> set[str]:
        return {same_paper(each.result) for each in self.needs.values() if each.result}

    def loop_of(self, record: Mapping[str, Any]) -> Sequence[str]:
        own = needs_of(record)
        named = self._relations[1].get(own.code, ())
        own = replace(own, after=(*own.after, *named))
        if not own.after and not any(
            same_paper(p) in self._results for p in own.papers
        ):
            return ()  # What needs nothing closes no circle.
        if self.needs.get(own.code) == own:
            graph = self.graph
        else:
            graph = prerequisite_graph({**self.needs, own.code: own}.values())
        return [graph.names[code] for code in loop_from(graph, own.code)]

    @cached_property
    def _shared_basics(self) -> set[str]:
        codes = MatterPage.objects.exclude(basic=None).values_list(
            "basic__basic_code", flat=True
        )
        return {
            code for code, number in Counter(codes.iterator(2000)).items() if number > 1
        }

    def same_basic(self, basic_code: str, region: str) -> Sequence[MatterBrief]:
        if basic_code not in self._shared_basics:
            return ()
        regions = {row["path"]: row["region"] for row in self._departments.values()}
        others = (
            MatterPage.objects.live()
            .filter(basic__basic_code=basic_code)
            .prefetch_related("materials")
        )
        briefs = (
            MatterBrief(
                code=page.code,
                name=page.title,
                basic_code=basic_code,
                region=regions.get(page.path[: -page.steplen]) or "",
                materials=tuple(m.name for m in page.materials.all()),
                promise=(page.promise_days or 0, page.promise_unit),
            )
            for page in others
        )
        return [brief for brief in briefs if brief.region not in ("", region)]

    def domain_is_allowed(self, host: str) -> bool:
        domains = tuple(self._settings.allowed_domains)
        known = KnownWorld(today=self.today, domains=(*domains, self._settings.domain))
        return known.domain_is_allowed(host)

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return dict(GuideFile.objects.values_list("path", "size_bytes"))

    def file_size(self, path: str) -> int | None:
        return self._sizes.get(path)

    @cached_property
    def _interpreted(self) -> set[str]:
        live = InterpretationPage.objects.live()
        return set(live.values_list("policy__slug", flat=True))

    @cached_property
    def _texts(self) -> dict[str, str]:
        readable = Q(path__endswith=".html") | Q(path__endswith=".txt")
        return dict(GuideFile.objects.filter(readable).values_list("path", "sha256"))

    def file_text(self, path: str) -> str:
        digest = self._texts.get(path, "")
        return _text_of(digest) if digest else ""

    def is_interpreted(self, policy: str) -> bool:
        return policy in self._interpreted

    def working_days_since(self, day: dt.date) -> int:
        known = KnownWorld(today=self.today, holidays=self.holidays)
        return known.working_days_since(day)

    def metric(self, name: str, period: str) -> float | None:
        del name, period
        return None  # No statistics are published yet.


@lru_cache(maxsize=4096)
def _text_of(digest: str) -> str:
    """Return the text of a stored file; its name is its content's digest."""
    try:
        return strip_tags(guide_file_bytes(digest).decode("utf-8", errors="replace"))
    except FileNotFoundError:
        return ""


def _stem(region: str) -> str:
    """Return the part of a region's code with which those below it begin."""
    return re.sub("(00)+$", "", region)

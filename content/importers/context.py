"""What one import run knows, decides and reports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Page

from content.importers.catalogue import Translation
from content.importers.kinds import Problem
from content.importers.known import Known, KnownPage
from content.importers.refusals import refusals_of
from content.importers.report import Change, JsonValue, Outcome, Report, RowResult
from content.importers.sources import SourceRow
from content.lint import lint
from content.lint.database import DatabaseWorld
from content.models import ImportRecord

Progress = Callable[[str], None]
Kind = ImportRecord.Kind


@dataclass(slots=True, kw_only=True)
class Touched:
    """Primary keys of the pages that a run wrote, for whoever publishes them."""

    departments: set[int] = field(default_factory=set)
    halls: set[int] = field(default_factory=set)
    matters: set[int] = field(default_factory=set)
    records: set[int] = field(default_factory=set)
    hotline: bool = False
    # Every page of any kind, with the revision that the run made or published.
    pages: dict[int, int] = field(default_factory=dict)

    def add_page(self, page: Page) -> None:
        """Note the latest revision of a page that was written."""
        if page.latest_revision_id is not None:
            self.pages[page.pk] = page.latest_revision_id


@dataclass(slots=True, kw_only=True)
class Context:
    """The state of one run, shared by its phases."""

    known: Known
    translation: Translation
    publish: bool
    user: AbstractBaseUser | None
    progress: Progress
    stores_files: bool = True
    # Digests tell what rows were when taken last, not what editors made of them since.
    trusts_digests: bool = True
    world: DatabaseWorld = field(default_factory=DatabaseWorld)
    report: Report = field(default_factory=Report)
    touched: Touched = field(default_factory=Touched)
    keywords_of_source: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _records: dict[tuple[str, str], str] = field(default_factory=dict)

    def refuse(self, source: SourceRow, problems: Iterable[Problem]) -> bool:
        """Report problems of a row; True when there were any."""
        refusals = refusals_of(source, problems)
        self.report.refuse(refusals)
        return bool(refusals)

    def lint(self, source: SourceRow, kind: str, problems: Sequence[Problem]) -> None:
        """Report what the editors' rules find in a row of the right shape.

        A number that breaks its own check rule does not hide what else is wrong.
        """
        if isinstance(source.raw, dict) and all(
            problem.rule.startswith("V-") for problem in problems
        ):
            if kind == Kind.DOCUMENT:
                kind = _DOCUMENTS.get(str(source.raw.get("kind")), "article")
            found = lint(kind, source.raw, self.world, severities=self.world.severities)
            self.report.find(source.file, source.row, found)

    def is_repeated(self, kind: str, key: str) -> bool:
        """Tell whether this run met the key before, and remember it."""
        repeated = (kind, key) in self._seen
        self._seen.add((kind, key))
        return repeated

    def is_same(self, kind: str, key: str, digest: str) -> bool:
        """Tell whether the record was last made from an equal row."""
        return self.trusts_digests and self.known.digests.get((kind, key)) == digest

    def keep(
        self, source: SourceRow, kind: str, key: str, present: KnownPage
    ) -> list[int]:
        """Report an equal row, unless its page is a draft that this run publishes.

        Returns:
            The page's primary key when it waits to be published.
        """
        if self.publish and not present.ever_published and present.pk is not None:
            return [present.pk]
        self.accept(source, kind, key, Outcome.SAME)
        return []

    def accept(
        self,
        source: SourceRow,
        kind: str,
        key: str,
        outcome: Outcome,
        changes: tuple[Change, ...] = (),
    ) -> None:
        """Report a row that was taken."""
        self.report.add(
            RowResult(
                file=source.file,
                row=source.row,
                key=key,
                outcome=outcome,
                changes=changes,
            )
        )

    def remember(self, kind: str, key: str, digest: str) -> None:
        """Keep the digest of an accepted row until `store_digests`."""
        self._records[kind, key] = digest

    def forget(self, kind: str, key: str) -> None:
        """Drop a stored digest, so that an equal row is looked at again."""
        if self.known.digests.pop((kind, key), None) is not None:
            ImportRecord.objects.filter(kind=kind, key=key).delete()

    def store_digests(self) -> None:
        """Write the digests that were kept, in one statement."""
        ImportRecord.objects.bulk_create(
            [
                ImportRecord(kind=kind, key=key, digest=digest)
                for (kind, key), digest in self._records.items()
            ],
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["digest", "imported_at"],
            batch_size=500,
        )
        self.known.digests.update(self._records)
        self._records.clear()


_DOCUMENTS = {"政策": "policy", "解读": "interpretation"}


def digest_of(*values: JsonValue) -> str:
    """Return the SHA-256 of values as canonical JSON."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()

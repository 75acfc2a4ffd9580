"""New pages that wait for the bulk path, and pages that are there and change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from wagtail.models import Page

from content.bulk.pages import create_pages
from content.importers.context import Context
from content.importers.kinds import Problem
from content.importers.refusals import problems_of_model
from content.importers.report import Outcome, changes_between
from content.importers.sources import SourceRow
from content.importers.values import field_problems, told_by

BATCH_SIZE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """A page to create below a parent, made from one row."""

    parent: Page
    page: Page
    source: SourceRow
    kind: str
    key: str
    digest: str
    created: Callable[[Page], None]


class PendingPages:
    """Collect new pages and create them in batches, each batch one transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._waiting: list[NewPage] = []

    def add(self, new: NewPage) -> bool:
        """Take a page when it can be stored; False when it was refused."""
        problems = page_problems(new.page, publish=self._context.publish)
        if self._context.refuse(new.source, problems):
            return False
        self._waiting.append(new)
        if len(self._waiting) >= BATCH_SIZE:
            self.flush()
        return True

    def flush(self) -> None:
        """Create what waits. A batch that fails is tried again page by page."""
        by_parent: dict[int, list[NewPage]] = {}
        for new in self._waiting:
            by_parent.setdefault(new.parent.pk, []).append(new)
        self._waiting.clear()
        for group in by_parent.values():
            if self._create(group) is None:
                continue
            for new in group:
                error = self._create([new])
                if error is not None:
                    self._context.refuse(new.source, [_failure(error)])
        self._context.store_digests()

    def _create(self, group: list[NewPage]) -> Exception | None:
        context = self._context
        try:
            with transaction.atomic():
                for _batch in create_pages(
                    group[0].parent,
                    [new.page for new in group],
                    publish=context.publish,
                    user=context.user,
                ):
                    pass
        except (DatabaseError, ValidationError, ValueError) as error:
            for new in group:
                new.page.pk = new.page.id = None
            return error
        for new in group:
            new.created(new.page)
            context.accept(new.source, new.kind, new.key, Outcome.NEW)
            context.remember(new.kind, new.key, new.digest)
        return None


def change_page(
    context: Context,
    page: Page,
    source: SourceRow,
    fill: Callable[[Page], None],
    *,
    record: tuple[str, str, str],
) -> bool:
    """Fill a page that is there; write only when it tells something else.

    Args:
        context: The run.
        page: The page as stored; its latest draft is what is filled.
        source: The row.
        fill: Sets the row's values on the page.
        record: Kind, key and digest of the row.

    Returns:
        True when the page was written.
    """
    kind, key, digest = record
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else page
    before = told_by(draft)
    fill(draft)
    if context.refuse(source, page_problems(draft, publish=context.publish)):
        return False
    changes = changes_between(before, told_by(draft))
    publishes = context.publish and (changes or not page.live)
    try:
        with transaction.atomic():
            if changes or publishes:
                revision = draft.save_revision(user=context.user, log_action=True)
                if publishes:
                    revision.publish(user=context.user)
    except ValidationError as error:
        context.refuse(source, problems_of_model(error))
        return False
    outcome = Outcome.CHANGED if changes else Outcome.SAME
    context.accept(source, kind, key, outcome, changes)
    context.remember(kind, key, digest)
    return bool(changes or publishes)


def page_problems(page: Page, *, publish: bool) -> Iterator[Problem]:
    """List what keeps a page from being stored, or published when it shall be."""
    yield from field_problems(page)
    if not publish:
        return
    for name, messages in page.publish_errors().items():
        for message in messages if isinstance(messages, list) else [messages]:
            yield Problem(path=name, value=None, expected=str(message), rule="publish")


def _failure(error: Exception) -> Problem:
    return Problem(path="", value=None, expected=str(error), rule="model")

"""New pages that wait for the bulk path, and pages that are there and change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from wagtail.models import Page

from content.bulk.pages import create_pages
from content.importers.context import Context
from content.importers.field_names import labelled
from content.importers.kinds import Problem
from content.importers.refusals import problems_of_model
from content.importers.report import Change, Outcome, changes_between
from content.importers.sources import SourceRow
from content.importers.values import field_problems, told_by
from content.lint.database import DatabaseWorld
from content.lint.fields import field_of
from content.lint.findings import errors_of
from content.lint.pages import page_findings

# Pages wait for pages of the same parent: creating few at once costs as much as many.
BATCH_SIZE = 1_000

Prepare = Callable[[], Sequence[Change]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """A page to create below a parent, made from one row.

    `created` is called with the page once it is written, `lost` when it cannot be.
    """

    parent: Page
    page: Page
    source: SourceRow
    kind: str
    key: str
    digest: str
    created: Callable[[Page], None]
    lost: Callable[[], object]


class _RefusedError(Exception):
    """Undo what was done for a row that turns out to have problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class PendingPages:
    """Collect new pages and create them in batches, each batch one transaction."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._waiting: list[NewPage] = []

    def add(self, new: NewPage) -> bool:
        """Take a page when it can be stored; False when it was refused."""
        problems = [*field_problems(new.page)]
        if self.context.publish:
            problems += publish_problems(new.page, self.context.world)
        if self.context.refuse(new.source, problems):
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
                    new.lost()
                    self.context.refuse(new.source, [failure_of(error)])
        self.context.store_digests()

    def _create(self, group: Sequence[NewPage]) -> Exception | None:
        context = self.context
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
            context.touched.add_page(new.page)
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
    prepare: Prepare = tuple,
) -> Page | None:
    """Fill a page that is there; write only when it tells something else.

    Args:
        context: The run.
        page: The page as stored; its latest draft is what is filled.
        source: The row.
        fill: Sets the row's values on the page.
        record: Kind, key and digest of the row.
        prepare: Writes what belongs to the page but is not in it, once the page is
            known to be sound, and returns what that changed.

    Returns:
        The page as written; None when nothing was.
    """
    kind, key, digest = record
    try:
        with transaction.atomic():
            written, changes = _write(context, page, fill, prepare)
    except _RefusedError as refused:
        context.refuse(source, refused.problems)
        return None
    except ValidationError as error:
        context.refuse(source, problems_of_model(error))
        return None
    except DatabaseError as error:
        context.refuse(source, [failure_of(error)])
        return None
    outcome = Outcome.CHANGED if changes else Outcome.SAME
    context.accept(source, kind, key, outcome, changes)
    context.remember(kind, key, digest)
    return written


def _write(
    context: Context, page: Page, fill: Callable[[Page], None], prepare: Prepare
) -> tuple[Page | None, tuple[Change, ...]]:
    draft = page.get_latest_revision_as_object()
    draft.known_parent = page.known_parent
    # A draft may lack what publishing requires; that is for the editors' checks.
    draft.checks_publishing = context.publish
    before = told_by(draft)
    fill(draft)
    problems = [*field_problems(draft)]
    if context.publish:
        problems += publish_problems(draft, context.world)
    if problems:
        raise _RefusedError(problems)
    changes = labelled(draft, changes_between(before, told_by(draft)))
    if beside := prepare():
        changes = (*changes, *beside)
        _follow_tree(draft)
    # A page that editors have withdrawn is brought up to date but stays withdrawn.
    withdrawn = page.first_published_at is not None and not page.live
    publishes = context.publish and not withdrawn and (bool(changes) or not page.live)
    if not changes and not publishes:
        return None, ()
    revision = draft.save_revision(user=context.user, log_action=True)
    context.touched.pages[page.pk] = revision.pk
    if publishes:
        revision.publish(user=context.user, skip_permission_checks=True)
    return draft, changes


def _follow_tree(draft: Page) -> None:
    """Give a draft the place in the tree that its page has by now."""
    place = Page.objects.values("path", "depth", "url_path").get(pk=draft.pk)
    for name, value in place.items():
        setattr(draft, name, value)
    draft.get_parent(update=True)


def publish_problems(page: Page, world: DatabaseWorld) -> Iterator[Problem]:
    """List what keeps a page from being published: broken rules and missing parts.

    What a rule already tells of a field is not told twice.
    """
    told = set()
    for finding in errors_of(page_findings(page, world)):
        told.add(field_of(finding.path))
        yield Problem(
            path=finding.path,
            value=None,
            expected=f"{finding.message}。{finding.fix}",
            rule=finding.rule,
        )
    for name, messages in page.publish_errors().items():
        if name in told:
            continue
        for message in messages if isinstance(messages, list) else [messages]:
            yield Problem(path=name, value=None, expected=str(message), rule="publish")


def failure_of(error: Exception) -> Problem:
    """Return the problem of a page that the database did not take."""
    return Problem(path="", value=None, expected=str(error), rule="database")

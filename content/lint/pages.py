"""The rules' findings for pages, stored or under edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from wagtail.models import Page

from content.codes import MatterKind, RelationKind
from content.documents import benefit_payload, document_payload
from content.guides.guide import catalogue_guide
from content.guides.plain import date_text, rows_of
from content.lint.database import DatabaseWorld
from content.lint.engine import lint
from content.lint.findings import Finding, PublicationRefused, Severity, errors_of
from content.lists import cross_list_payload, matter_list_payload
from content.models import (
    ArticlePage,
    BenefitPage,
    CrossListPage,
    DepartmentPage,
    HallPage,
    InterpretationPage,
    LintReason,
    MatterListPage,
    MatterPage,
    PolicyPage,
    PowerItemPage,
    ThemePage,
)
from content.payloads import guide_from_page
from content.powers.records import power_payload
from content.themes.records import theme_payload

Record = Mapping[str, Any]


def kind_of(page: Page) -> str:
    """Return the kind of a page's rules, or ""."""
    if isinstance(page, MatterPage):
        return "guide" if page.kind == MatterKind.GUIDE else "catalogue"
    return next((_RECORDS[m][0] for m in _RECORDS if isinstance(page, m)), "")


def record_of(page: Page) -> tuple[str, Record] | None:
    """Return the kind of a page's rules and the record that they read, or None."""
    if isinstance(page, MatterPage):
        if page.kind != MatterKind.GUIDE:
            return "catalogue", catalogue_guide(page)
        return "guide", _guide(page)
    for model, (kind, record) in _RECORDS.items():
        if isinstance(page, model):
            return kind, record(page)
    return None


def page_findings(page: Page, world: DatabaseWorld | None = None) -> list[Finding]:
    """Return what the rules find in a page as it is in memory."""
    named = record_of(page)
    if named is None:
        return []
    kind, record = named
    known = world or DatabaseWorld()
    severities = known.severities_in(known.region_at(_path_of(page)))
    return lint(kind, record, known, severities=severities)


def _path_of(page: Page) -> str:
    """Return a page's place in the tree; of a new one, that of its parent to be."""
    parent = getattr(page, "known_parent", None)
    return str(page.path or getattr(parent, "path", ""))


def require_publishable(page: Page, world: DatabaseWorld | None = None) -> None:
    """Let a page pass that may be published.

    Raises:
        PublicationRefused: with every finding that stops it.
    """
    errors = errors_of(page_findings(page, world))
    if errors:
        raise PublicationRefused(page.title, errors)


def unexplained(findings: Iterable[Finding]) -> list[Finding]:
    """Return the warnings for which nobody has given a reason."""
    warnings = [each for each in findings if each.severity is Severity.WARNING]
    if not warnings:
        return []
    first = warnings[0]
    given = set(
        LintReason.objects.filter(kind=first.kind, key=first.key).values_list(
            "rule", "path", "message"
        )
    )
    return [each for each in warnings if _identity(each) not in given]


def _identity(finding: Finding) -> tuple[str, str, str]:
    """Return what tells a finding from another, as long as reasons keep it."""
    path = finding.path[: _length("path")]
    return finding.rule, path, finding.message[: _length("message")]


def _length(name: str) -> int:
    field: Any = LintReason._meta.get_field(name)
    return int(field.max_length)


def explain(finding: Finding, reason: str, user: Any) -> LintReason:
    """Keep the reason for a warning."""
    rule, path, message = _identity(finding)
    return LintReason.objects.create(
        kind=finding.kind,
        key=finding.key,
        rule=rule,
        path=path,
        message=message,
        reason=reason[: _length("reason")],
        by=user,
    )


def _guide(page: MatterPage) -> Record:
    prerequisites = [
        row.code
        for row in rows_of(page, "related_matters")
        if row.relation == RelationKind.PRECEDES
    ]
    return guide_from_page(page) | {
        "cancel_on": date_text(page.cancel_on),
        "flow_image": bool(page.flow_image_id),
        "prerequisites": prerequisites,
    }


def _power(page: PowerItemPage) -> Record:
    # Which matters name it, the world knows for all powers.
    return {**power_payload(page), "matters": list(page.announced_matters)}


def _place(page: DepartmentPage | HallPage) -> Record:
    """Return the fields that rules read; the rows of halls are not for them."""
    names = ("code", "key", "uscc", *_PLACE_TEXTS)
    fields = {name: getattr(page, name) for name in names if hasattr(page, name)}
    return {**fields, "name": page.title}


_PLACE_TEXTS: Final = (
    "address", "transport", "parking", "office_hours", "duties", "tel", "consult_tel",
    "supervise_tel", "complaint_tel",
)  # fmt: skip


_RECORDS: Final[dict[type[Page], tuple[str, Callable[[Any], Record]]]] = {
    DepartmentPage: ("department", _place),
    HallPage: ("hall", _place),
    PowerItemPage: ("power", _power),
    ThemePage: ("theme", theme_payload),
    MatterListPage: ("list", matter_list_payload),
    CrossListPage: ("cross_list", cross_list_payload),
    PolicyPage: ("policy", document_payload),
    InterpretationPage: ("interpretation", document_payload),
    ArticlePage: ("article", document_payload),
    BenefitPage: ("benefit", benefit_payload),
}
LINTED_MODELS: Final[tuple[type[Page], ...]] = (MatterPage, *_RECORDS)


def findings_of_all(
    pages: Iterable[Page], world: DatabaseWorld
) -> Iterator[tuple[Page, list[Finding]]]:
    """Yield pages with their findings, with one world for all."""
    for page in pages:
        yield page, page_findings(page, world)

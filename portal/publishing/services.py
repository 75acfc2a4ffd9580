"""Record what Wagtail publishes: one immutable version a change, and a job to show it.

The compiled payload is the contract; if its digest is that of the version in force,
nothing has changed and nothing is recorded.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Site

from content import payloads
from content.lint.database import DatabaseWorld
from content.lint.findings import errors_of
from content.lint.pages import page_findings, require_publishable
from content.lists import certificate_types_payload, hotline_payload
from content.models import DepartmentPage, HallPage, HomePage, MatterPage, Region
from portal.accounts.models import User
from portal.outbox.services import enqueue
from portal.publishing.chunks import chunks
from portal.publishing.kinds import CHILD_MODELS, PUBLISHED, published_as
from portal.publishing.models import MatterVersion, RecordSnapshot
from portal.publishing.receipts import add_receipt
from portal.publishing.versions import (
    RecordValue,
    add_versions,
    close_versions,
    compile_matter,
    open_versions,
    put_snapshots,
)
from portal.publishing.withdrawn import note_withdrawal
from portal.publishing.zero import take_versions, take_withdrawal

logger = logging.getLogger(__name__)

SYNC_TOPIC: Final = "publishing.sync"
REPUBLISH_TOPIC: Final = "publishing.republish"
EVERYTHING: Final = "all"
# A person's single edit goes before a mass of others.
SINGLE_PRIORITY: Final = 10
_CHUNK: Final = 500

Kind = RecordSnapshot.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationReport:
    """How many matters got a new version and how many were the same as before.

    `refused` are keys of pages that are live but break a rule: they stay as published.
    """

    new: int
    same: int
    refused: tuple[str, ...] = ()


def record_publication(
    page: Page, *, user: User | None = None, at: datetime.datetime | None = None
) -> MatterVersion | None:
    """Record a live page as it is now and ask for it to be shown.

    Returns the matter's version in force; None for pages of other kinds, and for a page
    that is not live (Wagtail also reports one that is only scheduled).

    Raises:
        PublicationRefused: the page breaks a rule, however it came to be live.
    """
    page = page.specific
    if not page.live:
        return None
    require_publishable(page)
    moment = at or timezone.now()
    if not isinstance(page, MatterPage):
        with transaction.atomic():
            receipt = add_receipt(page, moment, user=user)
            if not _record_others([page], SINGLE_PRIORITY):
                receipt.delete()
        return None
    compiled = compile_matter(page.translation_key, payloads.matter_payload(page))
    with transaction.atomic():
        if add_versions([compiled], user, moment):
            take_versions([compiled], moment)
            add_receipt(page, moment, user=user)
            _ask_for_sync(compiled.code)
        return MatterVersion.objects.get(
            matter_key=compiled.matter_key, effective_to__isnull=True
        )


def publish_pages(
    pages: Iterable[Page],
    *,
    user: User | None = None,
    at: datetime.datetime | None = None,
) -> PublicationReport:
    """Record many live pages with few queries and one job for all.

    Matters, departments, halls and the home page may be mixed; pages that are not live
    are left out. Give matters from `payloads.load_matters`, for speed.
    """
    moment, world = at or timezone.now(), DatabaseWorld()
    new = same = 0
    refused: list[str] = []
    for chunk in chunks(pages, _CHUNK):
        live, broken = _sound((page.specific for page in chunk if page.live), world)
        refused += broken
        matters = [page for page in live if isinstance(page, MatterPage)]
        others = [page for page in live if not isinstance(page, MatterPage)]
        compiled = [
            compile_matter(page.translation_key, payloads.matter_payload(page))
            for page in matters
        ]
        with transaction.atomic():
            changed = set(add_versions(compiled, user, moment))
            added = len(changed)
            take_versions([item for item in compiled if item.code in changed], moment)
            _record_others(others, priority=0)
            if added:
                enqueue(SYNC_TOPIC, EVERYTHING, {})
        new += added
        same += len(matters) - added
    return PublicationReport(new=new, same=same, refused=tuple(refused))


def _sound(pages: Iterable[Page], world: DatabaseWorld) -> tuple[list[Page], list[str]]:
    """Leave out pages that break a rule, however they came to be live, and say so."""
    sound, broken = [], []
    for page in pages:
        errors = errors_of(page_findings(page, world))
        if errors:
            broken.append(page.slug)
            logger.error(
                "publication refused page=%s rules=%s",
                page.slug,
                sorted({error.rule for error in errors}),
            )
        else:
            sound.append(page)
    return sound, broken


def record_withdrawal(page: Page, *, at: datetime.datetime | None = None) -> bool:
    """Take a page out of what is published; True when it was in it.

    A matter's version in force is closed at once: nothing more can be filed under it.
    """
    page, moment = page.specific, at or timezone.now()
    with transaction.atomic():
        if isinstance(page, MatterPage):
            found = open_versions([page.translation_key])
            for version in found.values():
                add_receipt(page, moment, withdrawal=True)
                _withdraw(version, moment)
                note_withdrawal(page, moment)
            return bool(found)
        named = _kind_and_key(page)
        if named is None:
            return False
        kind, key = named
        deleted, _ = RecordSnapshot.objects.filter(kind=kind, key=key).delete()
        if deleted:
            add_receipt(page, moment, withdrawal=True)
            note_withdrawal(page, moment)
            _refresh_relatives([page], {named})
            enqueue(SYNC_TOPIC, EVERYTHING, {}, priority=SINGLE_PRIORITY)
        return bool(deleted)


def record_move(page: Page) -> PublicationReport:
    """Record what is at and below a page again: the parent is the department."""
    matters = MatterPage.objects.descendant_of(page, inclusive=True).live()
    report = publish_pages(payloads.load_matters(matters))
    for model in CHILD_MODELS:
        moved = model.objects.descendant_of(page, inclusive=True).live()
        publish_pages(PUBLISHED[model].load(moved))
    return report


def record_lists() -> bool:
    """Record what are not pages: hotline demands, certificate types, regions' names."""
    values: list[RecordValue] = [
        (Kind.LIST.value, payload["key"], payload)
        for payload in (hotline_payload(), certificate_types_payload())
        if payload["items"]
    ]
    values += [
        (Kind.REGION.value, code, {"code": code, "name": name})
        for code, name in Region.objects.values_list("code", "name")
    ]
    with transaction.atomic():
        changed = put_snapshots(values)
        if changed:
            enqueue(SYNC_TOPIC, EVERYTHING, {}, priority=SINGLE_PRIORITY)
    return bool(changed)


def republish_department(key: str) -> PublicationReport:
    """Record the matters of a department again, since they name it."""
    department = DepartmentPage.objects.filter(key=key).first()
    if department is None:
        return PublicationReport(new=0, same=0)
    matters = MatterPage.objects.live().child_of(department)
    report = publish_pages(payloads.load_matters(matters))
    for model in CHILD_MODELS:
        own = model.objects.live().child_of(department)
        publish_pages(PUBLISHED[model].load(own))
    return report


def refresh_site() -> bool:
    """Record the site's own data, whose changes no page's publication tells of."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return False
    with transaction.atomic():
        changed = put_snapshots([(Kind.SITE, "site", payloads.site_payload(site))])
        if changed:
            enqueue(SYNC_TOPIC, EVERYTHING, {}, priority=SINGLE_PRIORITY)
    return bool(changed)


def reconcile() -> PublicationReport:
    """Record what was published or withdrawn while nobody could hear it.

    A process killed between Wagtail's own transaction and ours leaves such a gap.
    """
    refresh_site()
    # Versions first: what is published between the two questions is live and unknown,
    # which is harmless; the other way round it would be withdrawn again.
    versions = MatterVersion.objects.filter(effective_to__isnull=True)
    known = {version.matter_key: version for version in versions.defer("payload_json")}
    live = dict(MatterPage.objects.live().values_list("translation_key", "pk"))
    for key in known.keys() - live.keys():
        _withdraw_unheard(known[key])
    missing = [live[key] for key in live.keys() - known.keys()]
    missing += _published_since(known)
    matters = MatterPage.objects.filter(pk__in=missing)
    return publish_pages(payloads.load_matters(matters))


def _withdraw_unheard(version: MatterVersion) -> None:
    page = MatterPage.objects.filter(translation_key=version.matter_key).first()
    moment = timezone.now()
    with transaction.atomic():
        if page is not None:
            note_withdrawal(page, moment)
        _withdraw(version, moment)


def _published_since(known: Mapping[uuid.UUID, MatterVersion]) -> list[int]:
    """Return live pages that Wagtail published after we last recorded anything."""
    last = max((version.created_at for version in known.values()), default=None)
    if last is None:
        return []
    newer = MatterPage.objects.live().filter(last_published_at__gt=last)
    return list(newer.values_list("pk", flat=True))


def _record_others(pages: list[Page], priority: int) -> bool:
    """Record pages that are not matters; True when something changed."""
    values = [value for page in pages if (value := _value_of(page)) is not None]
    names = _department_names(pages)
    changed = set(put_snapshots(values))
    if not changed:
        return False
    _refresh_relatives(pages, changed)
    enqueue(SYNC_TOPIC, EVERYTHING, {}, priority=priority)
    for kind, key, payload in values:
        if kind != Kind.DEPARTMENT:
            continue
        renamed = names.get(key, payload["name"]) != payload["name"]
        if renamed:
            enqueue(REPUBLISH_TOPIC, key, {"department": key})
    return True


def _department_names(pages: list[Page]) -> dict[str, str]:
    keys = [page.key for page in pages if isinstance(page, DepartmentPage)]
    snapshots = RecordSnapshot.objects.filter(kind=Kind.DEPARTMENT, key__in=keys)
    return {snapshot.key: snapshot.payload["name"] for snapshot in snapshots}


def _refresh_relatives(pages: list[Page], changed: set[tuple[str, str]]) -> None:
    """Record halls again that name a changed hall as their parent or child."""
    codes = {key for kind, key in changed if kind == Kind.HALL}
    given = [page for page in pages if isinstance(page, HallPage)]
    halls = [page for page in given if page.code in codes]
    if not halls:
        return
    above = [page.parent_hall_id for page in halls if page.parent_hall_id]
    below = Q(parent_hall__in=[page.pk for page in halls])
    relatives = (
        HallPage.objects.live()
        .filter(below | Q(pk__in=above))
        .exclude(pk__in=[page.pk for page in given])
    )
    put_snapshots(value for page in relatives if (value := _value_of(page)) is not None)


def _value_of(page: Page) -> RecordValue | None:
    published = published_as(page)
    if published is not None:
        return published.kind, page.slug, published.payload(page)
    if not isinstance(page, HomePage):
        return None
    site = page.get_site()
    if site is None:
        return None
    return Kind.SITE.value, "site", payloads.site_payload(site)


def _kind_and_key(page: Page) -> tuple[str, str] | None:
    published = published_as(page)
    if published is not None:
        return published.kind, page.slug
    return (Kind.SITE.value, "site") if isinstance(page, HomePage) else None


def _withdraw(version: MatterVersion, at: datetime.datetime) -> None:
    moment = max(at, version.effective_from)
    close_versions([version], moment, grace=None)
    take_withdrawal(version.code, moment)
    _ask_for_sync(version.code)


def _ask_for_sync(code: str) -> None:
    enqueue(SYNC_TOPIC, code, {"codes": [code]}, priority=SINGLE_PRIORITY)

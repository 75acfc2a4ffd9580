"""From drafts to one moment at which all of them are public, or none."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from content.models import MatterPage, UpdateNote
from portal.accounts.models import User
from portal.editing.change_sets.errors import ChangeSetRefused
from portal.editing.change_sets.models import (
    ChangeSet,
    ChangeSetApproval,
    ChangeSetItem,
    PreviewLink,
)
from portal.editing.policy import department_key_of, is_in_group, pending_authors
from portal.editing.role_names import DepartmentRole, group_name
from portal.editing.tokens import digest_of, new_token
from portal.publishing import indexing, staging
from portal.publishing.announcements import note_switch
from portal.publishing.errors import DiskFull, PublishingError
from portal.publishing.staging import Changes, compile_changes, refuse_faulty
from portal.webhooks.announcing import send_noted

logger = logging.getLogger(__name__)

# What is due is prepared so long before, so that at its time only a link changes.
STAGE_BEFORE: Final = datetime.timedelta(seconds=120)
LONGEST_PREVIEW: Final = datetime.timedelta(days=30)

State = ChangeSet.State


def create(user: User, *, title: str, reason: str, public_note: str = "") -> ChangeSet:
    """Begin a change set.

    Raises:
        ChangeSetRefused: title or reason are missing.
    """
    if not title.strip() or not reason.strip():
        raise ChangeSetRefused("变更单要有名称和原因，请填写后再建立。")
    return ChangeSet.objects.create(
        title=title.strip(), reason=reason.strip(), public_note=public_note, owner=user
    )


def add_pages(change_set_id: UUID, pages: Iterable[Page], user: User) -> int:
    """Put pages with their latest drafts into a change set; return how many.

    Raises:
        ChangeSetRefused: a page is not the person's, has no draft, or is in another
            open change set.
    """
    with transaction.atomic():
        change_set = _locked(change_set_id, State.DRAFT)
        added = 0
        for each in pages:
            page = each.specific
            if not page.permissions_for_user(user).can_edit():
                raise ChangeSetRefused(f"您不能修改“{page.title}”，请由其部门加入。")
            if page.latest_revision_id in (None, page.live_revision_id):
                raise ChangeSetRefused(
                    f"“{page.title}”没有未发布的修改，请先保存草稿。"
                )
            other = ChangeSetItem.objects.filter(page_id=page.pk, open=True).first()
            if other is not None:
                raise ChangeSetRefused(
                    f"“{page.title}”已在变更单“{other.change_set}”里，一页同时只能在一个。"
                )
            ChangeSetItem.objects.create(
                change_set=change_set,
                page_id=page.pk,
                revision_id=page.latest_revision_id,
            )
            added += 1
        return added


def remove_page(change_set_id: UUID, page_id: int, user: User) -> None:
    """Take a page out of a change set that is still being written.

    Raises:
        ChangeSetRefused: it is under review or later, or not the person's.
    """
    with transaction.atomic():
        change_set = _locked(change_set_id, State.DRAFT)
        _require_member(change_set, user)
        change_set.items.filter(page_id=page_id).delete()


def submit(change_set_id: UUID, user: User) -> ChangeSet:
    """Ask for review of the drafts as they are now; they are frozen from here on.

    Raises:
        ChangeSetRefused: it is empty, or a draft breaks a rule.
    """
    with transaction.atomic():
        change_set = _locked(change_set_id, State.DRAFT)
        _require_member(change_set, user)
        items = list(change_set.items.select_related("page__latest_revision"))
        if not items:
            raise ChangeSetRefused("变更单里还没有页面，请先加入。")
        for item in items:
            item.revision_id = _told(item.page, change_set).pk
        ChangeSetItem.objects.bulk_update(items, ["revision"])
        _refuse_faulty(change_set)
        change_set.approvals.all().delete()
        return _move(change_set, State.REVIEW)


def approve(change_set_id: UUID, user: User) -> ChangeSet:
    """Say yes as legal reviewer or publisher of every department concerned.

    Raises:
        ChangeSetRefused: the person has no such role, wrote a part of it, or has said
            yes already in the other role.
    """
    with transaction.atomic():
        change_set = _locked(change_set_id, State.REVIEW)
        pages = [item.page for item in change_set.items.select_related("page")]
        if user == change_set.owner or any(
            user.pk in pending_authors(page) for page in pages
        ):
            raise ChangeSetRefused("不能审核自己参与的修改，请由其他人办理。")
        given = set(change_set.approvals.values_list("role", flat=True))
        role = _role_of(user, pages, given)
        if change_set.approvals.filter(by=user).exists():
            raise ChangeSetRefused("法制审核和发布须由两个人办理。")
        ChangeSetApproval.objects.create(change_set=change_set, role=role, by=user)
        if role == DepartmentRole.PUBLISHER:
            return _move(change_set, State.APPROVED)
        return change_set


def send_back(change_set_id: UUID, user: User, comment: str) -> ChangeSet:
    """Return a change set to its owner with what has to be mended.

    Raises:
        ChangeSetRefused: the person is no reviewer or publisher, or says nothing.
    """
    if not comment.strip():
        raise ChangeSetRefused("退回时请写明要改什么。")
    with transaction.atomic():
        change_set = _locked(change_set_id, State.REVIEW)
        pages = [item.page for item in change_set.items.select_related("page")]
        _role_of(user, pages, set())
        change_set.error = comment.strip()
        change_set.approvals.all().delete()
        return _move(change_set, State.DRAFT)


def schedule(change_set_id: UUID, user: User, at: datetime.datetime) -> ChangeSet:
    """Let an approved change set go live at a moment, to the second.

    Raises:
        ChangeSetRefused: the moment is past, or the person is no publisher of it.
    """
    if at <= timezone.now() - datetime.timedelta(seconds=1):
        raise ChangeSetRefused("发布时间已过，请填以后的时间。")
    return _schedule(change_set_id, user, at)


def release_now(change_set_id: UUID, user: User) -> ChangeSet:
    """Let an approved change set go live with the worker's next look.

    Raises:
        ChangeSetRefused: it is not approved, or the person is no publisher of it.
    """
    return _schedule(change_set_id, user, timezone.now())


def withdraw(change_set_id: UUID, user: User) -> ChangeSet:
    """Give a change set up; the drafts stay with their pages.

    Raises:
        ChangeSetRefused: it is public already, or not the person's.
    """
    with transaction.atomic():
        change_set = _locked(
            change_set_id,
            State.DRAFT,
            State.REVIEW,
            State.APPROVED,
            State.SCHEDULED,
            State.FAILED,
        )
        _require_member(change_set, user)
        change_set.items.update(open=False)
        staging.discard(str(change_set.pk))
        return _move(change_set, State.WITHDRAWN)


def prepare(change_set: ChangeSet) -> None:
    """Render what will change, for the preview and for the moment of release.

    Raises:
        ChangeSetRefused: a draft breaks a rule or cannot be rendered.
    """
    at = change_set.go_live_at or timezone.now()
    try:
        report = staging.stage(str(change_set.pk), _changes(change_set), at)
    except PublishingError as error:
        raise ChangeSetRefused(str(error)) from error
    change_set.staged_at = timezone.now()
    change_set.receipt = {"prepared": [*report.written, *report.removed]}
    change_set.save(update_fields=["staged_at", "receipt"])


def preview_link(change_set: ChangeSet, user: User, lasts: datetime.timedelta) -> str:
    """Return a token that shows the whole changed site until it expires.

    Raises:
        ChangeSetRefused: it would last too long, or the site cannot be rendered.
    """
    if not datetime.timedelta() < lasts <= LONGEST_PREVIEW:
        raise ChangeSetRefused("预览链接最长30天，请选较短的期限。")
    prepare(change_set)
    token = new_token()
    PreviewLink.objects.create(
        change_set=change_set,
        token_digest=digest_of(token),
        expires_at=timezone.now() + lasts,
        made_by=user,
    )
    return token


def release_due() -> None:
    """Prepare what is due soon and release what is due; for the worker, each second."""
    now = timezone.now()
    waiting = ChangeSet.objects.filter(state=State.SCHEDULED)
    soon = waiting.filter(go_live_at__lte=now + STAGE_BEFORE, staged_at__isnull=True)
    for change_set in soon.filter(go_live_at__gt=now).order_by("go_live_at"):
        try:
            prepare(change_set)
        except ChangeSetRefused as error:
            # Without space nothing is wrong with the changes: the worker tries again.
            if not isinstance(error.__cause__, DiskFull):
                _fail(change_set, str(error))
    for change_set in waiting.filter(go_live_at__lte=now).order_by("go_live_at"):
        release(change_set)


def release(change_set: ChangeSet) -> ChangeSet:
    """Make every page of a change set public, or none; done again it changes nothing."""
    started = time.monotonic()
    at = change_set.go_live_at or timezone.now()
    try:
        report = staging.go_live(
            str(change_set.pk), _changes(change_set), at, change_set.owner
        )
    except DiskFull as error:
        logger.warning("change set waits for space error=%s", error)
        return change_set
    except (PublishingError, ChangeSetRefused) as error:
        return _fail(change_set, str(error))
    indexing.catch_up()
    prepared = change_set.receipt.get("prepared", ())
    note_switch([*prepared, *report.written, *report.removed])
    send_noted()
    indexed = time.monotonic() - started
    # What readers see is done; Wagtail's own rows follow.
    for item in change_set.items.select_related("revision"):
        if item.page.live_revision_id != item.revision_id:
            item.revision.publish(user=None, skip_permission_checks=True)
    change_set.released_at = timezone.now()
    change_set.receipt = {
        "release": report.release,
        "stored_seconds": round(report.stored_seconds, 2),
        "switched_seconds": round(report.switched_seconds, 2),
        "indexed_seconds": round(indexed, 2),
        "addresses": sorted({*prepared, *report.written}),
    }
    change_set.save(update_fields=["released_at", "receipt"])
    change_set.items.update(open=False)
    logger.info(
        "change set released id=%s pages=%d switched=%.2f",
        change_set.pk,
        change_set.items.count(),
        report.switched_seconds,
    )
    return _move(change_set, State.RELEASED)


def _told(page: Page, change_set: ChangeSet) -> Revision:
    """Return a page's draft with the set's public note among its notes of updates."""
    revision: Revision = page.latest_revision
    draft = revision.as_object()
    note = change_set.public_note.strip()
    if not note or not isinstance(draft, MatterPage):
        return revision
    if note in (each.note for each in draft.updates.all()):
        return revision
    draft.updates.add(UpdateNote(on=timezone.localdate(), note=note))
    told: Revision = draft.save_revision(user=change_set.owner)
    return told


def _changes(change_set: ChangeSet) -> Changes:
    return compile_changes(_drafts(change_set))


def _drafts(change_set: ChangeSet) -> list[Page]:
    revisions: list[Revision] = [
        item.revision for item in change_set.items.select_related("revision")
    ]
    drafts = []
    for revision in revisions:
        page = revision.as_object()
        page.live = True
        drafts.append(page)
    return drafts


def _refuse_faulty(change_set: ChangeSet) -> None:
    try:
        refuse_faulty(_drafts(change_set))
    except PublishingError as error:
        raise ChangeSetRefused(str(error)) from error


def _schedule(change_set_id: UUID, user: User, at: datetime.datetime) -> ChangeSet:
    with transaction.atomic():
        change_set = _locked(change_set_id, State.APPROVED, State.FAILED)
        pages = [item.page for item in change_set.items.select_related("page")]
        if not user.is_superuser and not _has_role(
            user, pages, DepartmentRole.PUBLISHER
        ):
            raise ChangeSetRefused("发布由各有关部门的发布岗办理。")
        if not change_set.approvals.filter(role=DepartmentRole.PUBLISHER).exists():
            raise ChangeSetRefused("变更单还没有审核通过。")
        _refuse_faulty(change_set)
        change_set.go_live_at, change_set.staged_at, change_set.error = at, None, ""
        return _move(change_set, State.SCHEDULED)


def _role_of(user: User, pages: list[Page], given: set[str]) -> DepartmentRole:
    """Return the role whose turn it is, when the person has it."""
    order = (DepartmentRole.REVIEWER, DepartmentRole.PUBLISHER)
    role = next((each for each in order if each.value not in given), order[-1])
    if not user.is_superuser and not _has_role(user, pages, role):
        raise ChangeSetRefused(f"这一步由各有关部门的{role.label}岗办理。")
    return role


def _has_role(user: User, pages: list[Page], role: DepartmentRole) -> bool:
    keys = {department_key_of(page) for page in pages}
    return all(is_in_group(user, group_name(key, role)) for key in keys)


def _require_member(change_set: ChangeSet, user: User) -> None:
    if user != change_set.owner and not user.is_superuser:
        raise ChangeSetRefused("这份变更单由其经办人处理。")


def _locked(change_set_id: UUID, *states: str) -> ChangeSet:
    change_set = ChangeSet.objects.select_for_update().get(pk=change_set_id)
    if change_set.state not in states:
        raise ChangeSetRefused(
            f"变更单现在是“{change_set.get_state_display()}”，不能这样做。请刷新后再看。"
        )
    return change_set


def _move(change_set: ChangeSet, state: str) -> ChangeSet:
    change_set.state = state
    change_set.save()
    return change_set


def _fail(change_set: ChangeSet, error: str) -> ChangeSet:
    logger.error("change set failed id=%s error=%s", change_set.pk, error)
    change_set.error = error
    staging.discard(str(change_set.pk))
    return _move(change_set, State.FAILED)

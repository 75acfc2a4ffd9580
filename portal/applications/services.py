"""Change drafts: begin, save a step, attach files, convert, discard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Organisation, User
from portal.accounts.policy import may_act_for
from portal.applications.conversion import converted_answers, converted_slots
from portal.applications.errors import (
    DraftFiledError,
    FilingClosedError,
    NotConvertibleError,
    TooManyDraftsError,
)
from portal.applications.models import Draft, DraftFile
from portal.applications.selectors import draft_of, guide_of, newer_version
from portal.applications.uploads import (
    UploadRefusedError,
    UploadRule,
    store_upload,
)
from portal.cases.materials import MOST_FILES_A_SLOT
from portal.publishing.models import MatterVersion
from portal.publishing.selectors import version_open_for_filing

KEPT_DAYS: Final = 60
OPEN_DRAFTS_LIMIT: Final = 30


def start_draft(
    *,
    owner: User,
    version: MatterVersion,
    fresh: bool = False,
    scenario_answers: Mapping[str, Any] | None = None,
) -> Draft:
    """Return the person's draft of this matter, begun now when there is none.

    Args:
        owner: who fills it in.
        version: the version in force; the draft is pinned to it.
        fresh: begin another one beside an open draft of the same matter.
        scenario_answers: what a new draft knows of the situation already; an open draft
            keeps its own.

    Raises:
        FilingClosedError: the version takes no applications.
        TooManyDraftsError: too many open drafts already.
    """
    now = timezone.now()
    if not version_open_for_filing(version, now):
        raise FilingClosedError(_closed_words(version))
    with transaction.atomic():
        # The owner's row is the lock: a double click finds the first click's draft.
        User.objects.select_for_update().get(pk=owner.pk)
        mine = Draft.objects.filter(owner=owner, case=None, notice=None)
        mine.filter(expires_at__lte=now).delete()
        same = mine.filter(version__matter_key=version.matter_key).first()
        if same is not None and not fresh:
            return same
        if mine.count() >= OPEN_DRAFTS_LIMIT:
            raise TooManyDraftsError(
                _(
                    "您已有 %(limit)d 份没提交的草稿。请先在“我的办件”里删掉不用的，再开始新的。"
                )
                % {"limit": OPEN_DRAFTS_LIMIT}
            )
        return Draft.objects.create(
            owner=owner,
            version=version,
            scenario_answers=dict(scenario_answers or {}),
            updated_at=now,
            expires_at=now + timedelta(days=KEPT_DAYS),
        )


@transaction.atomic
def save_step(
    draft_id: UUID,
    *,
    actor: User,
    step: str,
    answers: Mapping[str, Any] | None = None,
    scenario_answers: Mapping[str, Any] | None = None,
) -> Draft:
    """Keep what was typed on a step, valid or not, beside what is there already."""
    draft = locked_draft(draft_id, actor)
    draft.answers = {**draft.answers, **(answers or {})}
    draft.scenario_answers = {**draft.scenario_answers, **(scenario_answers or {})}
    draft.step = step
    return _saved(draft, "answers", "scenario_answers", "step")


@transaction.atomic
def choose_applicant(
    draft_id: UUID, *, actor: User, organisation: Organisation | None
) -> Draft:
    """Set in whose name the application is filed; None is the person.

    Raises:
        Http404: the person may not act for the organisation.
    """
    draft = locked_draft(draft_id, actor)
    if organisation is not None and not may_act_for(actor, organisation):
        raise Http404
    draft.organisation = organisation
    draft.applicant_chosen = True
    return _saved(draft, "organisation", "applicant_chosen")


def attach_file(
    draft_id: UUID,
    *,
    actor: User,
    upload: UploadedFile[Any],
    rule: UploadRule,
    slot_order: int = 0,
    field_key: str = "",
) -> DraftFile:
    """Check a file, store it and attach it to a material or a file field.

    Sending the same file to the same place again returns the first one.

    Raises:
        UploadRefusedError: with a sentence for the applicant.
    """
    draft = draft_of(actor, draft_id)
    if draft is None:
        raise Http404
    # Checking a large file takes seconds, so it is done before the row is locked.
    used = draft.files.aggregate(bytes=Sum("size"))["bytes"] or 0
    stored = store_upload(upload, rule, used_bytes=used)
    with transaction.atomic():
        draft = locked_draft(draft_id, actor)
        if draft.files.filter(slot_order=slot_order).count() >= MOST_FILES_A_SLOT:
            raise UploadRefusedError(
                _("一项材料最多 %(most)d 个文件，“%(name)s”没有加上。请合并后再传。")
                % {"most": MOST_FILES_A_SLOT, "name": stored.name}
            )
        if field_key:
            draft.files.filter(field_key=field_key).exclude(
                digest=stored.digest
            ).delete()
        file, _created = DraftFile.objects.get_or_create(
            draft=draft,
            slot_order=slot_order,
            field_key=field_key,
            digest=stored.digest,
            defaults={
                "name": stored.name,
                "size": stored.size,
                "content_type": stored.content_type,
            },
        )
        _saved(draft)
    return file


@transaction.atomic
def remove_file(draft_id: UUID, *, actor: User, file_id: UUID) -> None:
    """Take a file off a draft; one that is gone already is no error.

    The bytes stay in the store: another draft or a filed case may hold the same ones.
    """
    draft = locked_draft(draft_id, actor)
    draft.files.filter(pk=file_id).delete()
    _saved(draft)


@transaction.atomic
def convert_draft(draft_id: UUID, *, actor: User) -> Draft:
    """Move a draft to the version in force, keeping every answer that still fits.

    Raises:
        NotConvertibleError: there is no newer version with an online form.
    """
    draft = locked_draft(draft_id, actor)
    newer = newer_version(draft)
    if newer is None or not guide_of(newer)["online_form"]:
        raise NotConvertibleError(_("现在没有可以转换的新版本。请刷新页面后再看。"))
    old, new = guide_of(draft.version), guide_of(newer)
    draft.answers, draft.scenario_answers = converted_answers(
        old, new, draft.answers, draft.scenario_answers
    )
    _move_files(draft, converted_slots(old, new))
    draft.version = newer
    draft.step = ""
    draft.kept_against = None
    return _saved(
        draft, "version", "answers", "scenario_answers", "step", "kept_against"
    )


@transaction.atomic
def keep_version(draft_id: UUID, *, actor: User) -> Draft:
    """Go on under the draft's own version, and do not ask again about the newer one.

    Raises:
        FilingClosedError: the draft's version takes no applications any more.
    """
    draft = locked_draft(draft_id, actor)
    if not version_open_for_filing(draft.version, timezone.now()):
        raise FilingClosedError(_closed_words(draft.version))
    newer = newer_version(draft)
    draft.kept_against = newer.pk if newer is not None else None
    return _saved(draft, "kept_against")


@transaction.atomic
def discard_draft(draft_id: UUID, *, actor: User) -> None:
    """Delete a draft that was not filed."""
    locked_draft(draft_id, actor).delete()


def locked_draft(draft_id: UUID, actor: User) -> Draft:
    """Return the draft under a lock, for a change inside the caller's transaction.

    Raises:
        Http404: there is no such draft, or it is somebody else's.
        DraftFiledError: it was filed already.
    """
    visible = draft_of(actor, draft_id)
    if visible is None:
        raise Http404
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("version", "organisation", "owner", "notice")
        .get(pk=draft_id)
    )
    if draft.case_id is not None:
        raise DraftFiledError(_("这份申请已经提交，不能再改。要改的，请看办件页面。"))
    return draft


def _closed_words(version: MatterVersion) -> str:
    return _(
        "这份申请用的是第 %(number)d 版指南，已停止收件。"
        "请转换到新版再提交；事项已取消的，请拨打咨询电话。"
    ) % {"number": version.number}


def _move_files(draft: Draft, slots: Mapping[int, int]) -> None:
    # All rows go and come back: two materials may change places with equal files.
    files = list(draft.files.filter(slot_order__gt=0))
    draft.files.filter(slot_order__gt=0).delete()
    for file in files:
        file.slot_order = slots.get(file.slot_order, 0)
    DraftFile.objects.bulk_create(
        (file for file in files if file.slot_order), ignore_conflicts=True
    )


def _saved(draft: Draft, *changed: str) -> Draft:
    now = timezone.now()
    draft.updated_at = now
    draft.expires_at = now + timedelta(days=KEPT_DAYS)
    draft.save(update_fields=[*changed, "updated_at", "expires_at"])
    return draft

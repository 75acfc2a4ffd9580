"""From a file to a report of what it would change, and to one change set of drafts."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from content.importers.report import Report, RowResult
from content.importers.running import DeskOptions, ImportRun, import_upload
from content.models import DepartmentPage
from portal.accounts.models import User
from portal.editing.change_sets import services as change_sets
from portal.editing.change_sets.errors import ChangeSetRefused
from portal.editing.change_sets.models import ChangeSet
from portal.editing.exchange.models import Upload, UploadRow
from portal.editing.role_names import DepartmentRole, group_name
from portal.outbox.services import enqueue

CHECK_TOPIC: Final = "exchange.check"
APPLY_TOPIC: Final = "exchange.apply"
LARGEST_FILE: Final = 20 * 1024 * 1024
KEPT: Final = datetime.timedelta(days=7)
SUFFIXES: Final = (".json", ".csv", ".xlsx")
_BATCH: Final = 500

State = Upload.State


class UploadRefused(Exception):
    """A file was not taken, or not written; the text says why and what to do."""


class _Differs(Exception):
    """Records have changed since the report was shown."""


def receive(user: User, name: str, content: bytes) -> Upload:
    """Keep a file and have it checked.

    Raises:
        UploadRefused: it is too large, empty or of another kind, or the person edits
            for no department.
    """
    if allowed_departments(user) == set():
        raise UploadRefused("您不是部门的编辑,不能导入;请由部门编辑办理。")
    if not name.lower().endswith(SUFFIXES):
        raise UploadRefused(f"“{name}”不是 JSON、CSV 或 XLSX 文件,请换一种格式。")
    if not content:
        raise UploadRefused(f"“{name}”是空文件,请重新选择。")
    if len(content) > LARGEST_FILE:
        raise UploadRefused(
            f"“{name}”有 {len(content) // 1024 // 1024} MB,最大 "
            f"{LARGEST_FILE // 1024 // 1024} MB;请分成几个文件。"
        )
    with transaction.atomic():
        upload = Upload.objects.create(
            owner=user,
            name=name[-200:],
            content=content,
            digest=hashlib.sha256(content).hexdigest(),
            expires_at=timezone.now() + KEPT,
        )
        enqueue(CHECK_TOPIC, str(upload.pk), {"upload": str(upload.pk)})
    return upload


def ask_to_apply(upload_id: UUID, user: User, reason: str) -> Upload:
    """Have what was shown written as drafts of one change set.

    Raises:
        UploadRefused: it is not checked, brings nothing, or no reason is given.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload_id, owner=user)
        if upload.state != State.CHECKED:
            raise UploadRefused(
                f"文件现在是“{upload.get_state_display()}”,不能写入;请刷新后再看。"
            )
        if not upload.counts.get("new") and not upload.counts.get("changed"):
            raise UploadRefused("文件没有新增或修改的记录,不用写入。")
        if not reason.strip():
            raise UploadRefused("请写明变更原因,会记在变更单上。")
        upload.state, upload.reason, upload.error = State.APPLYING, reason.strip(), ""
        upload.save(update_fields=["state", "reason", "error"])
        enqueue(APPLY_TOPIC, str(upload.pk), {"upload": str(upload.pk)})
    return upload


def check(upload_id: UUID) -> None:
    """Report what a file would change; nothing is written to the records."""
    upload = Upload.objects.filter(pk=upload_id, state=State.WAITING).first()
    if upload is None:
        return
    run = import_upload(
        upload.name,
        bytes(upload.content),
        dry_run=True,
        user=upload.owner,
        desk=DeskOptions(allowed_departments=allowed_departments(upload.owner)),
    )
    _keep_report(upload, run.report)


def apply(upload_id: UUID) -> None:
    """Write what was shown, all of it in one change set, or nothing."""
    upload = Upload.objects.filter(pk=upload_id, state=State.APPLYING).first()
    if upload is None:
        return
    found: list[Report] = []
    try:
        with transaction.atomic():
            upload.change_set = _written(upload, found)
            upload.state = State.APPLIED
            upload.save(update_fields=["change_set", "state"])
    except _Differs:
        upload.change_set = None
        _keep_report(upload, found[0])
        upload.error = "记录在检查之后有变化,没有写入;这是新的检查结果,请看过再写入。"
        upload.save(update_fields=["error"])
    except ChangeSetRefused as refusal:
        upload.change_set = None
        upload.state, upload.error = State.FAILED, str(refusal)
        upload.save(update_fields=["state", "error"])


def forget_expired() -> None:
    """Delete files whose time is over, with their reports."""
    Upload.objects.filter(expires_at__lt=timezone.now()).delete()


def allowed_departments(user: User) -> set[str] | None:
    """Return the keys of the departments for which a person edits; None for all."""
    if user.is_superuser:
        return None
    groups = set(user.groups.values_list("name", flat=True))
    keys = DepartmentPage.objects.values_list("key", flat=True)
    return {key for key in keys if group_name(key, DepartmentRole.EDITOR) in groups}


def _written(upload: Upload, found: list[Report]) -> ChangeSet:
    """Import a file and put its drafts into a new change set.

    Raises:
        _Differs: the report is not the one that was shown.
        ChangeSetRefused: a page cannot be in the set.
    """
    made: list[ChangeSet] = []

    def into_a_set(run: ImportRun) -> None:
        title = f"导入 {upload.name}"[:100]
        change_set = change_sets.create(upload.owner, title=title, reason=upload.reason)
        pages = Page.objects.filter(pk__in=run.touched.pages)
        change_sets.add_pages(change_set.pk, pages.specific(), upload.owner)
        made.append(change_set)

    run = import_upload(
        upload.name,
        bytes(upload.content),
        dry_run=False,
        user=upload.owner,
        desk=DeskOptions(
            allowed_departments=allowed_departments(upload.owner),
            drafts_hook=into_a_set,
        ),
    )
    found.append(run.report)
    if fingerprint(run.report) != upload.fingerprint or not made:
        raise _Differs
    return made[0]


def fingerprint(report: Report) -> str:
    """Return a digest of what a report says, to tell whether another one is the same."""
    told = report.as_json() | {
        "rows": [f"{r.row} {r.outcome} {r.key}" for r in report.rows]
    }
    for name in ("findings", "warnings"):
        told.pop(name)
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _keep_report(upload: Upload, report: Report) -> None:
    with transaction.atomic():
        upload.rows.all().delete()
        UploadRow.objects.bulk_create(_rows(upload, report), batch_size=_BATCH)
        counts: dict[str, int] = dict.fromkeys(UploadRow.Outcome.values, 0)
        for outcome in upload.rows.values_list("outcome", flat=True):
            counts[outcome] += 1
        upload.counts = counts
        upload.fingerprint = fingerprint(report)
        upload.state, upload.error = State.CHECKED, ""
        upload.save(update_fields=["counts", "fingerprint", "state", "error"])


def _rows(upload: Upload, report: Report) -> Iterator[UploadRow]:
    for refusal in report.refusals:
        yield UploadRow(
            upload=upload,
            outcome=UploadRow.Outcome.REFUSED,
            row=refusal.row,
            line=refusal.line,
            key=refusal.field[:255],
            lines=[refusal.message],
        )
    for row in report.rows:
        yield UploadRow(
            upload=upload,
            outcome=row.outcome.value,
            row=row.row,
            key=row.key[:255],
            lines=list(_changes(row)),
        )


def _changes(row: RowResult) -> Iterator[str]:
    for change in row.changes:
        name = change.label or change.field
        yield f"{name} {change.old or '（无）'} → {change.new or '（无）'}"

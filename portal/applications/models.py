"""What an applicant is still working on; everything filed belongs to `portal.cases`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.cases.models import Scan

if TYPE_CHECKING:
    JSONField = models.JSONField[Any, Any]
else:
    JSONField = models.JSONField


class Draft(models.Model):
    """An application being filled in (草稿), pinned to the version it was begun under.

    A draft with a `notice` is the working copy in which an applicant answers that
    correction notice; nothing of it reaches the office before it is filed as one act.
    After filing, `case` is set and the draft is emptied; it only remembers the receipt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        "publishing.MatterVersion",
        on_delete=models.PROTECT,
        related_name="drafts",
        verbose_name=_("事项版本"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="drafts",
        verbose_name=_("申请人"),
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="drafts",
        null=True,
        blank=True,
        verbose_name=_("申请单位"),
    )
    applicant_chosen = models.BooleanField(_("已选申请人"), default=False)
    answers = JSONField(_("表单内容"), default=dict)
    scenario_answers = JSONField(_("情形答案"), default=dict)
    step = models.CharField(_("当前步骤"), max_length=80, blank=True)
    # The newer version that the person decided against, so that nobody asks twice.
    kept_against = models.UUIDField(_("不转换的版本"), null=True, blank=True)
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.OneToOneField(
        "cases.CorrectionNotice",
        on_delete=models.PROTECT,
        related_name="working_copy",
        null=True,
        blank=True,
        verbose_name=_("补正告知书"),
    )
    case = models.ForeignKey(
        "cases.Case",
        on_delete=models.PROTECT,
        related_name="drafts",
        null=True,
        blank=True,
        verbose_name=_("办件"),
    )
    created_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("保存时间"))
    expires_at = models.DateTimeField(_("保留到"))

    class Meta:
        verbose_name = _("草稿")
        verbose_name_plural = _("草稿")
        ordering = ["-updated_at"]
        indexes = [
            models.Index(
                fields=["owner", "-updated_at"],
                name="applications_open_drafts",
                condition=Q(case__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} - {self.id}"


class DraftFile(models.Model):
    """A file attached to a draft, for one material or one file field (草稿文件)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="files", verbose_name=_("草稿")
    )
    # 0 for the file of a form field; materials count from 1.
    slot_order = models.PositiveSmallIntegerField(_("材料序号"), default=0)
    field_key = models.CharField(_("字段"), max_length=100, blank=True)
    digest = models.CharField(_("摘要"), max_length=64)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("字节数"))
    content_type = models.CharField(_("类型"), max_length=100)
    scan = models.CharField(
        _("查毒状态"), max_length=12, choices=Scan, default=Scan.NOT_SCANNED
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("草稿文件")
        verbose_name_plural = _("草稿文件")
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "slot_order", "field_key", "digest"],
                name="applications_file_once_a_place",
            ),
            models.CheckConstraint(
                condition=Q(slot_order__gt=0, field_key="")
                | (Q(slot_order=0) & ~Q(field_key="")),
                name="applications_file_has_one_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name

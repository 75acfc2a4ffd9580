from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.editing.change_sets.models import ChangeSet


class Upload(models.Model):
    """导入文件: kept between what was shown and what is written, so that both are one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待检查")
        CHECKED = "checked", _("已检查,还没有写入")
        APPLYING = "applying", _("正在写入")
        APPLIED = "applied", _("已写入草稿")
        FAILED = "failed", _("没有写入")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导入人"),
        on_delete=models.CASCADE,
        related_name="uploads",
    )
    name = models.CharField(_("文件名"), max_length=200)
    content = models.BinaryField(_("内容"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.WAITING
    )
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    counts = models.JSONField(_("结果"), default=dict, blank=True)
    fingerprint = models.CharField(_("检查结果摘要"), max_length=64, blank=True)
    error = models.TextField(_("没有写入的原因"), blank=True)
    change_set = models.ForeignKey(
        ChangeSet,
        verbose_name=_("变更单"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="uploads",
    )
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("保留到"), db_index=True)

    class Meta:
        verbose_name = _("导入文件")
        verbose_name_plural = _("导入文件")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_busy(self) -> bool:
        """Whether the worker has still to do something."""
        return self.state in (self.State.WAITING, self.State.APPLYING)


class UploadRow(models.Model):
    """What the check says of one row of a file."""

    class Outcome(models.TextChoices):
        REFUSED = "refused", _("拒绝")
        CHANGED = "changed", _("修改")
        NEW = "new", _("新增")
        SAME = "same", _("相同")

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices)
    row = models.PositiveIntegerField(_("第几条"))
    line = models.PositiveIntegerField(_("表格第几行"), default=0)
    key = models.CharField(_("编码"), max_length=255, blank=True)
    lines = models.JSONField(_("说明"), default=list)

    class Meta:
        verbose_name = _("导入行")
        verbose_name_plural = _("导入行")
        ordering = ["pk"]
        indexes = [models.Index(fields=["upload", "outcome"], name="upload_outcome")]

    def __str__(self) -> str:
        return f"{self.row} {self.outcome}"

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from portal.editing.models import SharedLink
from portal.editing.role_names import DepartmentRole


class ChangeSet(models.Model):
    """变更单: drafts of several pages that go live at one moment, or none of them."""

    class State(models.TextChoices):
        DRAFT = "draft", _("编写中")
        REVIEW = "review", _("审核中")
        APPROVED = "approved", _("已同意")
        SCHEDULED = "scheduled", _("待发布")
        RELEASED = "released", _("已发布")
        FAILED = "failed", _("发布失败")
        WITHDRAWN = "withdrawn", _("已撤回")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("名称"), max_length=100)
    reason = models.CharField(_("原因"), max_length=300)
    public_note = models.CharField(
        _("公开说明"), max_length=300, blank=True, help_text=_("发布后公众可以看到")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        on_delete=models.PROTECT,
        related_name="change_sets",
    )
    go_live_at = models.DateTimeField(_("发布时间(北京时间)"), null=True, blank=True)
    staged_at = models.DateTimeField(_("预生成时间"), null=True, blank=True)
    released_at = models.DateTimeField(_("实际发布时间"), null=True, blank=True)
    error = models.TextField(_("失败原因"), blank=True)
    receipt = models.JSONField(_("发布回执"), default=dict, blank=True)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("变更单")
        verbose_name_plural = _("变更单")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "go_live_at"], name="change_set_due")]

    def __str__(self) -> str:
        return self.title


class ChangeSetItem(models.Model):
    """One page of a change set, with the very draft that goes live."""

    change_set = models.ForeignKey(
        ChangeSet, on_delete=models.CASCADE, related_name="items"
    )
    page = models.ForeignKey(
        Page, verbose_name=_("页面"), on_delete=models.PROTECT, related_name="+"
    )
    revision = models.ForeignKey(
        Revision, verbose_name=_("草稿"), on_delete=models.PROTECT, related_name="+"
    )
    open = models.BooleanField(_("未结束"), default=True)

    class Meta:
        verbose_name = _("变更单页面")
        verbose_name_plural = _("变更单页面")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(open=True), name="page_in_one_change_set"
            )
        ]

    def __str__(self) -> str:
        return str(self.page)


class ChangeSetApproval(models.Model):
    """A yes to a change set as it was submitted."""

    change_set = models.ForeignKey(
        ChangeSet, on_delete=models.CASCADE, related_name="approvals"
    )
    role = models.CharField(_("岗位"), max_length=10, choices=DepartmentRole.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        constraints = [
            models.UniqueConstraint(
                fields=["change_set", "role"], name="change_set_approval_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.by}"


class PreviewLink(SharedLink):
    """预览链接: shows the whole changed site to whoever has it, until it expires."""

    change_set = models.ForeignKey(
        ChangeSet, on_delete=models.CASCADE, related_name="preview_links"
    )

    class Meta:
        verbose_name = _("预览链接")
        verbose_name_plural = _("预览链接")

    def __str__(self) -> str:
        return f"{self.change_set} ({self.expires_at})"

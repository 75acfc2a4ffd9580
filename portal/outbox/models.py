"""Work to do after a commit: rows with leases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutboxJob(models.Model):
    """One piece of work that must happen, however often a worker dies (任务).

    A worker owns a row only while its `lease_token` matches and `lease_until` has not
    passed; only the owner can finish it.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("等待")
        RUNNING = "running", _("执行中")
        DONE = "done", _("完成")
        DEAD = "dead", _("失败")

    topic = models.CharField(_("类别"), max_length=64)
    key = models.CharField(_("对象"), max_length=255, blank=True)
    payload = models.JSONField(_("参数"), default=dict, blank=True)
    state = models.CharField(
        _("状态"), max_length=16, choices=State.choices, default=State.PENDING
    )
    priority = models.SmallIntegerField(_("优先级"), default=0)
    attempts = models.PositiveIntegerField(_("已尝试次数"), default=0)
    available_at = models.DateTimeField(_("最早执行时间"))
    lease_until = models.DateTimeField(_("租约到期"), null=True, blank=True)
    lease_token = models.CharField(_("租约凭证"), max_length=32, blank=True)
    error = models.TextField(_("错误"), blank=True)
    created_at = models.DateTimeField(_("提交时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        ordering = ["id"]
        constraints = [
            # One waiting row per topic and key: many edits become one run.
            models.UniqueConstraint(
                fields=["topic", "key"],
                condition=Q(state="pending"),
                name="outbox_one_pending",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-priority", "available_at", "id"],
                condition=Q(state="pending"),
                name="outbox_next",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state="running"),
                name="outbox_leases",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}".strip()

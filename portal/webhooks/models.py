"""Who is told of publications, what there is to tell, and whether it arrived."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """What a receiver may be told of."""

    PUBLICATION = "publication", _("内容公布、修改或撤下")


class Webhook(models.Model):
    """发布通知: an address of another system that is told what was published.

    The secret is kept sealed and shown once, when it is made.
    """

    url = models.URLField(
        _("接收网址"),
        max_length=500,
        help_text=_("须是 https;每次公布后向它发一条通知"),
    )
    description = models.CharField(
        _("用途"), max_length=200, help_text=_("哪个系统接收、由谁负责")
    )
    events = models.JSONField(_("通知哪些事"), default=list)
    active = models.BooleanField(_("启用"), default=True)
    sealed_secret = models.TextField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("建立人"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("发布通知")
        verbose_name_plural = _("发布通知")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.description or self.url


class Announcement(models.Model):
    """What happened, as every receiver is told it; `released` once it is on its way.

    It waits while the search index is behind, so that nobody is told of what cannot be
    found yet.
    """

    event = models.CharField(_("事件"), max_length=20, choices=Event.choices)
    told = models.JSONField(_("内容"), default=dict)
    at = models.DateTimeField(_("时间"))
    released = models.BooleanField(_("已发出"), default=False)

    class Meta:
        verbose_name = _("通知内容")
        verbose_name_plural = _("通知内容")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(released=False), name="announcement_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.at}"


class WebhookDelivery(models.Model):
    """通知记录: one announcement for one receiver, with what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待送达")
        SENT = "sent", _("已送达")
        DROPPED = "dropped", _("已取消")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="deliveries"
    )
    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="deliveries"
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveIntegerField(_("已尝试次数"), default=0)
    status = models.PositiveSmallIntegerField(_("对方的回答"), null=True, blank=True)
    error = models.TextField(_("最近一次的错误"), blank=True)
    made_at = models.DateTimeField(_("提交时间"))
    tried_at = models.DateTimeField(_("最近一次尝试"), null=True, blank=True)

    class Meta:
        verbose_name = _("通知记录")
        verbose_name_plural = _("通知记录")
        ordering = ["-made_at", "pk"]
        indexes = [models.Index(fields=["-made_at"], name="delivery_newest")]

    def __str__(self) -> str:
        return f"{self.webhook} {self.made_at}"

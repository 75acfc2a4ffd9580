"""What readers report as wrong on the site; nothing tells who reported it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ErrorReport(models.Model):
    """网站纠错: one fault of one page, and the answer that closes it.

    `code` is given to who reported it; with it the answer can be read.
    """

    class Fault(models.TextChoices):
        """错误类型."""

        CONTENT = "content", _("内容不对，或者已经过时")
        LINK = "link", _("打不开，链接失效")
        WORDING = "wording", _("看不懂")
        SPELLING = "spelling", _("错别字")
        OTHER = "other", _("其他")

    class Outcome(models.TextChoices):
        """处理结果."""

        CORRECTED = "corrected", _("已改正")
        NO_ERROR = "no_error", _("核实无误")
        PASSED_ON = "passed_on", _("已转有关单位")

    code = models.CharField(_("编号"), max_length=12, unique=True, editable=False)
    page = models.CharField(_("哪一页"), max_length=300)
    fault = models.CharField(_("错误类型"), max_length=10, choices=Fault.choices)
    text = models.TextField(_("哪里不对"), max_length=1000)
    created_at = models.DateTimeField(_("收到时间"), auto_now_add=True)
    due_on = models.DateField(_("应在这天前答复"))
    outcome = models.CharField(
        _("处理结果"), max_length=10, choices=Outcome.choices, blank=True
    )
    answer = models.TextField(
        _("答复"), max_length=1000, blank=True, help_text=_("报错的人凭编号能看到")
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("答复人"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("网站纠错")
        verbose_name_plural = _("网站纠错")
        # What waits for an answer first, the most urgent before others.
        ordering: ClassVar = ["outcome", "due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_at=None, answered_by=None)
                | ~Q(outcome="")
                & ~Q(answer="")
                & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="error_report_answered_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.page}"

    @property
    def state(self) -> str | Promise:
        """What became of it, in words."""
        return self.get_outcome_display() if self.outcome else _("等待答复")

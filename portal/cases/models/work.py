"""What the office does: steps, correction notices, decisions and papers."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.cases.models.case import Case
from portal.cases.models.choices import (
    DefectReason,
    DocumentKind,
    NoticeState,
    Outcome,
    StepKind,
    StepResult,
    StepState,
)


class StepInstance(models.Model):
    """One stage of the pinned version as this case goes through it (环节实例).

    A stage that is returned gets a further instance with the next `sequence`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveSmallIntegerField(_("顺序"))
    stage_order = models.PositiveSmallIntegerField(_("环节序号"))
    name = models.CharField(_("环节名称"), max_length=100)
    kind = models.CharField(_("类别"), max_length=10, choices=StepKind)
    counted = models.BooleanField(_("计入时限"))
    unit_dept = models.CharField(_("办理单位"), max_length=100, blank=True)
    post_name = models.CharField(_("岗位"), max_length=100, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=StepState)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    # The absent A officer's number when a B officer acts, else empty (AB岗).
    acted_as = models.CharField(_("代岗对象"), max_length=20, blank=True)
    opened_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    opinion = models.CharField(_("处理意见"), max_length=1000, blank=True)
    result = models.CharField(_("结论"), max_length=10, choices=StepResult, blank=True)

    class Meta:
        verbose_name = _("环节实例")
        verbose_name_plural = _("环节实例")
        ordering = ["case", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sequence"], name="cases_step_once_a_sequence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.name}"


class CorrectionNotice(models.Model):
    """The one notice that names everything to be corrected (补正告知书)."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="correction_notices"
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    state = models.CharField(_("状态"), max_length=10, choices=NoticeState)
    issued_on = models.DateField(_("告知日期"))
    due_on = models.DateField(_("补正期限"))
    answered_on = models.DateField(_("补正日期"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    override_reason = models.CharField(_("再次补正理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("补正告知书")
        verbose_name_plural = _("补正告知书")
        ordering = ["case", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"], name="cases_notice_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} notice {self.round}"


class CorrectionPoint(models.Model):
    """One thing to correct: a field of the form or a material (补正点).

    `target` is `field:<key>` or `material:<order>`.
    """

    notice = models.ForeignKey(
        CorrectionNotice, on_delete=models.PROTECT, related_name="points"
    )
    order = models.PositiveSmallIntegerField(_("序号"))
    target = models.CharField(_("补正对象"), max_length=120)
    label = models.CharField(_("名称"), max_length=300)
    reason_code = models.CharField(_("原因"), max_length=20, choices=DefectReason)
    explanation = models.CharField(_("说明"), max_length=500)

    class Meta:
        verbose_name = _("补正点")
        verbose_name_plural = _("补正点")
        ordering = ["notice", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "target"], name="cases_point_once_a_target"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.explanation}"


class Decision(models.Model):
    """What the office decided, with reasons (决定); one a case at most."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(_("决定"), max_length=20, choices=Outcome)
    reasons = models.TextField(_("理由"))
    legal_basis = models.TextField(_("依据"), blank=True)
    remedies = models.TextField(_("救济途径"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    deemed = models.BooleanField(_("视为决定"), default=False)
    made_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("决定")
        verbose_name_plural = _("决定")

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class Document(models.Model):
    """A paper that the portal issued in a case (文书); `content` holds all it says."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("种类"), max_length=20, choices=DocumentKind)
    ordinal = models.PositiveSmallIntegerField(_("次序"), default=1)
    number = models.CharField(_("文书号"), max_length=60, unique=True)
    content_json = models.TextField(_("内容"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    issued_at = models.DateTimeField(_("出具时间"))

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["case", "issued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "ordinal"], name="cases_document_ordinal"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def content(self) -> dict[str, Any]:
        """What the paper says, by part."""
        content: dict[str, Any] = json.loads(self.content_json)
        return content

"""What the applicant handed in: frozen answers, material slots and their files."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.cases.models.case import Case
from portal.cases.models.choices import MaterialWay, Scan, SlotState


class Submission(models.Model):
    """One frozen filing (申报件): round 0 is the first, each correction adds one.

    The answers are kept as the canonical JSON text whose SHA-256 is `content_hash`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField(_("轮次"))
    answers_json = models.TextField(_("表单内容"))
    scenario_json = models.TextField(_("情形答案"))
    content_hash = models.CharField(_("内容摘要"), max_length=64)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = _("申报件")
        verbose_name_plural = _("申报件")
        ordering = ["case", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"], name="cases_submission_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} round {self.round}"

    @property
    def answers(self) -> dict[str, Any]:
        """The answers to the form, by field key."""
        answers: dict[str, Any] = json.loads(self.answers_json)
        return answers

    @property
    def scenario_answers(self) -> dict[str, Any]:
        """The answers to the scenario questions, by question code."""
        answers: dict[str, Any] = json.loads(self.scenario_json)
        return answers


class MaterialSlot(models.Model):
    """One material that this case asks for (材料项); `order` is that of the guide."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="slots")
    order = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("材料名称"), max_length=300)
    required = models.BooleanField(_("必要"))
    way = models.CharField(
        _("收取方式"), max_length=12, choices=MaterialWay, blank=True
    )
    state = models.CharField(_("状态"), max_length=10, choices=SlotState)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("材料项")
        verbose_name_plural = _("材料项")
        ordering = ["case", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "order"], name="cases_slot_once_a_material"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.name}"


class MaterialFile(models.Model):
    """One file handed in for a material, stored under its digest (材料文件)."""

    slot = models.ForeignKey(
        MaterialSlot, on_delete=models.PROTECT, related_name="files"
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    digest = models.CharField(_("摘要"), max_length=64)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("字节数"))
    content_type = models.CharField(_("类型"), max_length=100)
    scan = models.CharField(
        _("查毒状态"), max_length=12, choices=Scan, default=Scan.NOT_SCANNED
    )

    class Meta:
        verbose_name = _("材料文件")
        verbose_name_plural = _("材料文件")
        ordering = ["slot", "round", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "round", "digest"], name="cases_file_once_a_round"
            )
        ]
        indexes = [models.Index(fields=["digest"], name="cases_file_by_digest")]

    def __str__(self) -> str:
        return f"{self.name} ({self.size} bytes)"

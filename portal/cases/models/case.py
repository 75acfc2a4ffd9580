"""The case itself and the counter that numbers it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.cases.models.choices import Channel, Outcome, Phase


class CaseNumberCounter(models.Model):
    """The last serial given in a region on a day; its row lock keeps numbers gapless."""

    region = models.CharField(_("行政区划"), max_length=6)
    day = models.DateField(_("日期"))
    last_serial = models.PositiveIntegerField(_("最后流水号"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "day"], name="cases_counter_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.day.isoformat()} {self.last_serial}"


class Case(models.Model):
    """One application on its way to a decision (办件).

    `phase`, `outcome`, `due_on` and `waiting_for` are projections of the event chain whose
    head is (`head_seq`, `head_hash`); only `portal.cases.services` write them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("办件编号"), max_length=50, unique=True)
    query_key = models.CharField(_("查询码"), max_length=12)
    version = models.ForeignKey(
        "publishing.MatterVersion",
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("事项版本"),
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("申请人"),
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="cases",
        null=True,
        blank=True,
        verbose_name=_("申请单位"),
    )
    title = models.CharField(_("办理摘要"), max_length=300)
    channel = models.CharField(_("申报来源"), max_length=10, choices=Channel)
    region = models.CharField(_("受理地区划"), max_length=12)
    department_key = models.CharField(_("部门"), max_length=50)
    hall_code = models.CharField(_("大厅"), max_length=20, blank=True)
    phase = models.CharField(_("状态"), max_length=20, choices=Phase)
    outcome = models.CharField(
        _("办理结果"), max_length=20, choices=Outcome, blank=True
    )
    filed_at = models.DateTimeField(_("提交时间"))
    received_at = models.DateTimeField(_("收件时间"))
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    # Derived, and stored for the desk's index: the day by which somebody has to act next
    # (null while the clock stands), the day from which little time is left, and the
    # duty, or the applicant, whose turn it is.
    due_on = models.DateField(_("应办日期"), null=True, blank=True)
    yellow_on = models.DateField(_("临近到期日"), null=True, blank=True)
    waiting_for = models.CharField(_("待办岗位"), max_length=12, blank=True)
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)
    lock_version = models.PositiveIntegerField(default=0)
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("办件")
        verbose_name_plural = _("办件")
        ordering = ["-filed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant", "idempotency_key"], name="cases_case_filed_once"
            ),
            models.CheckConstraint(
                condition=Q(phase__in=Phase.values), name="cases_case_known_phase"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]),
                name="cases_case_known_outcome",
            ),
        ]
        indexes = [
            # The queue of a post: department, whose turn, most urgent first.
            models.Index(
                fields=["department_key", "waiting_for", "due_on", "filed_at"],
                name="cases_case_desk_queue",
            ),
            models.Index(
                fields=["department_key", "phase", "filed_at"],
                name="cases_case_by_phase",
            ),
            models.Index(fields=["applicant", "-filed_at"], name="cases_case_mine"),
            models.Index(
                fields=["organisation", "-filed_at"],
                name="cases_case_of_organisation",
                condition=Q(organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

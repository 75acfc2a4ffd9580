from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Duty(models.TextChoices):
    """What a post is for (岗位职责)."""

    RECEIVE = "receive", _("收件受理")
    HANDLE = "handle", _("承办")
    REVIEW = "review", _("审查")
    APPROVE = "approve", _("批准")
    ISSUE = "issue", _("制证")
    SUPERVISE = "supervise", _("监察")


_Spanned = TypeVar("_Spanned", bound=models.Model)


class SpanQuerySet(models.QuerySet[_Spanned]):
    """Rows that hold from one day to another."""

    def holding_on(self, day: date) -> SpanQuerySet[_Spanned]:
        """Keep the rows that hold on this day, both ends included."""
        return self.filter(
            Q(from_on__lte=day), Q(to_on__isnull=True) | Q(to_on__gte=day)
        )


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name=name
    )


class Staff(models.Model):
    """An officer as the office knows him or her (工作人员)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="staff",
        verbose_name=_("用户"),
    )
    staff_no = models.CharField(_("工号"), max_length=20, unique=True)
    display_name = models.CharField(_("公开称呼"), max_length=50)
    department_key = models.CharField(_("部门"), max_length=50, db_index=True)
    hall_code = models.CharField(_("大厅"), max_length=20, blank=True)
    post_title = models.CharField(_("岗位名称"), max_length=50, blank=True)
    employment = models.CharField(_("用工性质"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("工作人员")
        verbose_name_plural = _("工作人员")
        ordering = ["staff_no"]

    def __str__(self) -> str:
        return self.display_name


class PostHolding(models.Model):
    """An officer holds a duty in a department for a time (任职)."""

    staff = models.ForeignKey(
        Staff,
        on_delete=models.CASCADE,
        related_name="holdings",
        verbose_name=_("工作人员"),
    )
    department_key = models.CharField(_("部门"), max_length=50)
    duty = models.CharField(_("职责"), max_length=12, choices=Duty)
    from_on = models.DateField(_("自"))
    to_on = models.DateField(_("至"), null=True, blank=True)

    objects = SpanQuerySet["PostHolding"].as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "department_key", "duty", "from_on"],
                name="accounts_post_holding_once",
            ),
            _ends_after_start("accounts_post_holding_ends_after_start"),
        ]
        indexes = [
            models.Index(
                fields=["department_key", "duty"], name="accounts_holding_by_duty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff} - {self.department_key} - {self.get_duty_display()}"


class Deputy(models.Model):
    """The B officer who takes over a duty while the A officer is away (AB岗)."""

    department_key = models.CharField(_("部门"), max_length=50)
    duty = models.CharField(_("职责"), max_length=12, choices=Duty)
    principal = models.ForeignKey(
        Staff,
        on_delete=models.CASCADE,
        related_name="deputies",
        verbose_name=_("A岗"),
    )
    deputy = models.ForeignKey(
        Staff,
        on_delete=models.CASCADE,
        related_name="deputises_for",
        verbose_name=_("B岗"),
    )
    from_on = models.DateField(_("自"))
    to_on = models.DateField(_("至"), null=True, blank=True)

    objects = SpanQuerySet["Deputy"].as_manager()

    class Meta:
        verbose_name = _("AB岗")
        verbose_name_plural = _("AB岗")
        constraints = [
            models.UniqueConstraint(
                fields=["department_key", "duty", "principal", "deputy", "from_on"],
                name="accounts_deputy_once",
            ),
            models.CheckConstraint(
                condition=~Q(principal=F("deputy")), name="accounts_deputy_is_another"
            ),
            _ends_after_start("accounts_deputy_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.principal} / {self.deputy}"


class Absence(models.Model):
    """A time in which an officer is away, both ends included (请假)."""

    staff = models.ForeignKey(
        Staff,
        on_delete=models.CASCADE,
        related_name="absences",
        verbose_name=_("工作人员"),
    )
    from_on = models.DateField(_("自"))
    to_on = models.DateField(_("至"), null=True, blank=True)
    reason = models.CharField(_("事由"), max_length=100, blank=True)

    objects = SpanQuerySet["Absence"].as_manager()

    class Meta:
        verbose_name = _("请假")
        verbose_name_plural = _("请假")
        constraints = [_ends_after_start("accounts_absence_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.staff} {self.from_on}"

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.sealing import open_sealed, seal

MOBILE_FIELD = "organisation.mobile"


class Organisation(models.Model):
    """A legal person, sole trader or other body that applies (单位)."""

    name = models.CharField(_("单位名称"), max_length=200)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    legal_representative = models.CharField(
        _("法定代表人（负责人）"), max_length=100, blank=True
    )
    region = models.CharField(_("地区"), max_length=12, blank=True)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    mobile_sealed = models.TextField(_("联系电话（密封）"), blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="accounts.Membership",
        related_name="organisations",
        verbose_name=_("成员"),
    )
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def mobile(self) -> str:
        """The contact number, opened."""
        return open_sealed(self.mobile_sealed, field=MOBILE_FIELD)

    @mobile.setter
    def mobile(self, number: str) -> None:
        self.mobile_sealed = seal(number.strip(), field=MOBILE_FIELD)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by the day on which they hold."""

    def holding_on(self, day: date) -> MembershipQuerySet:
        """Keep the memberships that hold on this day, both ends included."""
        return self.filter(
            Q(from_on__isnull=True) | Q(from_on__lte=day),
            Q(to_on__isnull=True) | Q(to_on__gte=day),
        )


class Membership(models.Model):
    """The right of a person to act for an organisation (经办授权)."""

    class Role(models.TextChoices):
        """In what quality the person acts."""

        LEGAL_REPRESENTATIVE = "legal_representative", _("法定代表人（负责人）")
        AGENT = "agent", _("经办人")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("用户"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("单位"),
    )
    role = models.CharField(_("身份"), max_length=24, choices=Role, default=Role.AGENT)
    from_on = models.DateField(_("自"), null=True, blank=True)
    to_on = models.DateField(_("至"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("经办授权")
        verbose_name_plural = _("经办授权")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], name="accounts_membership_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True)
                | Q(from_on__isnull=True)
                | Q(to_on__gte=models.F("from_on")),
                name="accounts_membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} - {self.organisation}"

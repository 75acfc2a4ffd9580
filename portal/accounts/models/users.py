from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts import masking
from portal.accounts.sealing import lookup_digest, lookup_digests, open_sealed, seal

ID_NUMBER_FIELD = "user.id_number"
MOBILE_FIELD = "user.mobile"


class PersonKind(models.TextChoices):
    """Who signs in (用户类别)."""

    NATURAL = "natural", _("个人")
    LEGAL_AGENT = "legal_agent", _("单位经办人")
    STAFF = "staff", _("工作人员")


class CertificateKind(models.TextChoices):
    """The paper a person's number stands on (证件类型)."""

    RESIDENT_ID = "resident_id", _("居民身份证")
    PASSPORT = "passport", _("护照")
    HONG_KONG_MACAO_PERMIT = "hong_kong_macao_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    FOREIGN_PERMANENT = "foreign_permanent", _("外国人永久居留身份证")


class AuthLevel(models.IntegerChoices):
    """How sure the portal is of who this is (实名等级)."""

    NONE = 0, _("未认证")
    REGISTERED = 1, _("已登记，未核验")
    REAL_NAME = 2, _("实名")
    FACE = 3, _("人脸核验")
    ENTERPRISE = 4, _("企业认证")


class PeopleManager(UserManager["User"]):
    """Finds people also by the number on their certificate."""

    def with_id_number(self, number: str) -> models.QuerySet[User]:
        """Return the accounts (at most one) that hold this certificate number."""
        digests = lookup_digests(number.upper(), field=ID_NUMBER_FIELD)
        return self.filter(id_number_digest__in=digests)


class User(AbstractUser):
    """A person who signs in: citizen, agent of an organisation or staff (用户).

    Certificate number and mobile are sealed at rest (`portal.accounts.sealing`); read
    and set them through `id_number` and `mobile`.
    """

    display_name = models.CharField(_("姓名"), max_length=100)
    kind = models.CharField(
        _("类别"), max_length=12, choices=PersonKind, default=PersonKind.NATURAL
    )
    certificate_kind = models.CharField(
        _("证件类型"),
        max_length=24,
        choices=CertificateKind,
        default=CertificateKind.RESIDENT_ID,
    )
    id_number_sealed = models.TextField(_("证件号码（密封）"), blank=True)
    id_number_digest = models.CharField(
        _("证件号码查找值"),
        max_length=64,
        null=True,  # The unique index has to allow many people without a number.
        blank=True,
        unique=True,
        editable=False,
    )
    mobile_sealed = models.TextField(_("手机号（密封）"), blank=True)
    region = models.CharField(_("地区"), max_length=12, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    auth_level = models.PositiveSmallIntegerField(
        _("实名等级"), choices=AuthLevel, default=AuthLevel.NONE
    )

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def id_number(self) -> str:
        """The certificate number, opened."""
        return open_sealed(self.id_number_sealed, field=ID_NUMBER_FIELD)

    @id_number.setter
    def id_number(self, number: str) -> None:
        number = number.strip().upper()
        self.id_number_sealed = seal(number, field=ID_NUMBER_FIELD)
        self.id_number_digest = lookup_digest(number, field=ID_NUMBER_FIELD)

    @property
    def mobile(self) -> str:
        """The mobile number, opened."""
        return open_sealed(self.mobile_sealed, field=MOBILE_FIELD)

    @mobile.setter
    def mobile(self, number: str) -> None:
        self.mobile_sealed = seal(number.strip(), field=MOBILE_FIELD)

    @property
    def masked_id_number(self) -> str:
        """The certificate number as it may be shown to others."""
        return masking.mask_number(self.id_number)

    @property
    def masked_mobile(self) -> str:
        """The mobile number as it may be shown to others."""
        return masking.mask_mobile(self.mobile)

    def get_full_name(self) -> str:
        return self.display_name or super().get_full_name()

    def get_short_name(self) -> str:
        return self.display_name or self.username

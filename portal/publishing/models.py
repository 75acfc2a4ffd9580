"""What was published, kept for ever: versions of matters and snapshots of the rest."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _

from portal.publishing.errors import ImmutableVersion

CLOSING_FIELDS = frozenset({"effective_to", "filing_cutoff"})


def _refuse(what: str) -> NoReturn:
    raise ImmutableVersion(
        f"{what} was refused: a published matter version is kept as it was. "
        f"Publish the page again to make a new version."
    )


class MatterVersionQuerySet(models.QuerySet["MatterVersion"]):
    """Versions; bulk writing can only close them."""

    def update(self, **values: Any) -> int:
        if unexpected := set(values) - CLOSING_FIELDS:
            _refuse(f"Changing {sorted(unexpected)} of matter versions")
        return super().update(**values)

    def delete(self) -> NoReturn:
        _refuse("Deleting matter versions")


class MatterVersion(models.Model):
    """One matter as it was published, with its digest (事项版本).

    Everything that readers, applicants and officers see of a matter is made from
    `payload`. A case keeps the version that it was filed under.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter_key = models.UUIDField(_("事项标识"), db_index=True)
    code = models.CharField(_("事项代码"), max_length=255, db_index=True)
    source_id = models.CharField(_("目录编号"), max_length=64, blank=True)
    number = models.PositiveIntegerField(_("版本号"))
    payload_json = models.TextField(_("内容"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    effective_from = models.DateTimeField(_("生效时间"))
    effective_to = models.DateTimeField(_("失效时间"), null=True, blank=True)
    filing_cutoff = models.DateTimeField(_("停止受理时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    created_at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    objects = MatterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("事项版本")
        verbose_name_plural = _("事项版本")
        ordering = ["matter_key", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter_key", "number"], name="matter_version_number"
            ),
            models.UniqueConstraint(
                fields=["matter_key"],
                condition=Q(effective_to__isnull=True),
                name="matter_version_one_open",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(effective_to__isnull=True),
                name="matter_version_one_open_code",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="matter_version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    def save(
        self,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        if not self._state.adding and not (
            update_fields and set(update_fields) <= CLOSING_FIELDS
        ):
            _refuse(f"Saving matter version '{self}' again")
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:
        _refuse(f"Deleting matter version '{self}'")

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The payload of the matter (see content.payloads); do not change it."""
        payload: dict[str, Any] = json.loads(self.payload_json)
        return payload


class RecordSnapshot(models.Model):
    """The published state of a department, hall, region or the site itself."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("部门")
        HALL = "hall", _("大厅")
        REGION = "region", _("区划")
        SITE = "site", _("网站")
        POWER = "power", _("权责清单事项")
        THEME = "theme", _("一件事")
        LIST = "list", _("事项清单")
        CROSS_LIST = "cross_list", _("通办清单")
        POLICY = "policy", _("政策文件")
        INTERPRETATION = "interpretation", _("政策解读")
        ARTICLE = "article", _("公开信息")
        BENEFIT = "benefit", _("政策兑现事项")
        HANDBOOK = "handbook", _("明白册")
        ZERO = "zero", _("四零清单")

    kind = models.CharField(_("类别"), max_length=16, choices=Kind.choices)
    key = models.CharField(_("标识"), max_length=255)
    payload_json = models.TextField(_("内容"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("发布快照")
        verbose_name_plural = _("发布快照")
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="record_snapshot_key")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The payload of the record (see content.payloads); do not change it."""
        payload: dict[str, Any] = json.loads(self.payload_json)
        return payload


class ZeroListing(models.Model):
    """四零清单 entry: a matter holds one of the four in a scenario, from when to when."""

    code = models.CharField(_("事项代码"), max_length=255, db_index=True)
    name = models.CharField(_("事项名称"), max_length=255)
    kind = models.CharField(_("四零"), max_length=8)
    scenario = models.CharField(_("情形"), max_length=100)
    proof = models.CharField(_("判定"), max_length=200)
    since = models.DateField(_("列入日期"))
    withdrawn_on = models.DateField(_("移出日期"), null=True, blank=True)
    reason = models.CharField(_("移出原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("四零清单条目")
        verbose_name_plural = _("四零清单条目")
        ordering = ["code", "kind", "scenario"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "kind", "scenario"],
                condition=Q(withdrawn_on__isnull=True),
                name="zero_listing_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind} {self.scenario}"


class WithdrawnPage(models.Model):
    """已下线页面: an address that once was public, and what readers are told instead."""

    address = models.CharField(_("网址"), max_length=300, primary_key=True)
    name = models.CharField(_("名称"), max_length=255)
    at = models.DateTimeField(_("下线时间"))
    reason = models.CharField(
        _("下线原因"), max_length=300, blank=True, help_text=_("公众可以看到")
    )
    moved_to = models.CharField(
        _("转到"),
        max_length=300,
        blank=True,
        validators=[RegexValidator(r"^/(?!/)\S*$", _("应为本站网址,如 /guides/food/"))],
        help_text=_("本站的新网址,如 /guides/food/;填写后旧网址直接转过去"),
    )

    class Meta:
        verbose_name = _("已下线页面")
        verbose_name_plural = _("已下线页面")
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"], name="withdrawn_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.address}"

    def clean(self) -> None:
        super().clean()
        if self.moved_to and self.moved_to.startswith(self.address):
            raise ValidationError({"moved_to": _("不能转到这个已下线的网址自己")})


class GuideTranslation(models.Model):
    """英文译文: the English of the Chinese texts of one matter's guide.

    `texts_json` is canonical JSON, English by the Chinese text (`text_key`). A text that
    is changed is not found here any more; the entry stays, to be offered for correction.
    """

    matter_key = models.UUIDField(_("事项标识"), primary_key=True)
    texts_json = models.TextField(_("译文"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("修改人"),
    )
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("英文译文")
        verbose_name_plural = _("英文译文")

    def __str__(self) -> str:
        return str(self.matter_key)

    @property
    def texts(self) -> dict[str, str]:
        """The English by the Chinese text."""
        texts: dict[str, str] = json.loads(self.texts_json)
        return texts


class IndexedMatter(models.Model):
    """Which state of a matter the search engine was last given.

    The difference to the open versions is what the engine still has to learn, also
    after it was away.
    """

    code = models.CharField(_("事项代码"), max_length=255, primary_key=True)
    digest = models.CharField(_("记录摘要"), max_length=64)

    class Meta:
        verbose_name = _("检索进度")
        verbose_name_plural = _("检索进度")

    def __str__(self) -> str:
        return self.code


class Receipt(models.Model):
    """公布回执: what became of one publication, from the click to what readers see.

    A step that has not happened yet has no time; `problem` says why the last one tried
    did not succeed. Times of the release number and of `changed` are those of
    `rendered_at`; `changed` are the other addresses, at most so many as are shown.
    """

    page_pk = models.PositiveBigIntegerField(_("页面"))
    code = models.CharField(_("事项代码"), max_length=255, blank=True)
    name = models.CharField(_("名称"), max_length=255)
    address = models.CharField(_("网址"), max_length=300)
    withdrawal = models.BooleanField(_("撤下"), default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    asked_at = models.DateTimeField(_("提交时间"))
    ahead = models.PositiveIntegerField(_("前面的任务"), default=0)
    estimate_seconds = models.FloatField(_("预计秒数"), null=True, blank=True)
    rendered_at = models.DateTimeField(_("网页更新时间"), null=True, blank=True)
    indexed_at = models.DateTimeField(_("检索更新时间"), null=True, blank=True)
    purged_at = models.DateTimeField(_("清除缓存时间"), null=True, blank=True)
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    release = models.PositiveIntegerField(_("版本"), null=True, blank=True)
    changed = models.JSONField(_("变化的网址"), default=list, blank=True)
    changed_amount = models.PositiveIntegerField(_("变化的网址数"), default=0)
    problem = models.CharField(_("问题"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("公布回执")
        verbose_name_plural = _("公布回执")
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["page_pk", "-asked_at"], name="receipt_of_page"),
            models.Index(
                fields=["asked_at"],
                condition=Q(verified_at__isnull=True),
                name="receipt_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.asked_at:%Y-%m-%d %H:%M:%S}"

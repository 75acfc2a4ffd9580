"""What staff teach search, and what people asked it, counted without the people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.fields import LinesField
from search.tokens.normalise import compact


class SearchWord(models.Model):
    """检索词: a phrase of everyday speech and the matters that it means.

    `key` is the phrase as search reads it, so that a phrase is kept once.
    """

    phrase = models.CharField(
        _("平常的说法"), max_length=50, help_text=_("群众会怎么说，例如：卖早点")
    )
    key = models.CharField(max_length=100, unique=True, editable=False)
    names = LinesField(
        _("指哪些事项"),
        help_text=_(
            "每行一个已公布事项的名称，最要紧的在前；空着表示不再用词库里原有的意思"
        ),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("修改人"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    changed_at = models.DateTimeField(_("修改时间"), auto_now=True)

    class Meta:
        verbose_name = _("检索词")
        verbose_name_plural = _("检索词")
        ordering = ["phrase"]

    def __str__(self) -> str:
        return self.phrase


class PinnedGuide(models.Model):
    """置顶结果: a guide that stands first for a phrase, for some days."""

    phrase = models.CharField(_("检索词"), max_length=50)
    key = models.CharField(max_length=100, db_index=True, editable=False)
    code = models.CharField(
        _("事项编码"), max_length=255, help_text=_("已公布事项的编码，例如：food")
    )
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"), help_text=_("含这一天"))

    class Meta:
        verbose_name = _("置顶结果")
        verbose_name_plural = _("置顶结果")
        ordering = ["phrase", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="pinned_guide_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.phrase}: {self.code}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = compact(self.phrase)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on


class QueryCount(models.Model):
    """检索统计: how often a text was searched for on a day, and what came of it.

    The text is masked before it gets here (`masking.masked`); nothing tells who asked.
    """

    day = models.DateField()
    text = models.CharField(max_length=60)
    searches = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    slow = models.PositiveIntegerField(default=0)
    slowest_ms = models.FloatField(default=0)
    found = models.PositiveIntegerField(default=0)
    not_found = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("检索统计")
        verbose_name_plural = _("检索统计")
        constraints = [
            models.UniqueConstraint(fields=["day", "text"], name="query_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.text}"

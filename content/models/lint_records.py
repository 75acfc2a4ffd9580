"""What editors decide about the rules' findings."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from content.lint.rules import RULES
from content.models.region import Region


class LintReason(models.Model):
    """为什么可以这样写: an editor's reason for a warning, kept with its text.

    It holds for the very text of the finding; another text asks again.
    """

    kind = models.CharField(_("类别"), max_length=16)
    key = models.CharField(_("标识"), max_length=100)
    rule = models.CharField(_("规则"), max_length=4)
    path = models.CharField(_("位置"), max_length=120)
    message = models.CharField(_("提示"), max_length=500)
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("填写人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("填写时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("警告理由")
        verbose_name_plural = _("警告理由")
        ordering = ["-at"]
        indexes = [models.Index(fields=["kind", "key"], name="lint_reason_record")]

    def __str__(self) -> str:
        return f"{self.rule} {self.key}: {self.reason}"


class LintRuleSetting(models.Model):
    """规则设置 of a region: it may weigh more there, an error never less.

    Errors of sections 9.1 to 9.3 are the same everywhere.
    """

    class Weight(models.TextChoices):
        ERROR = "E", _("错误,不能发布")
        WARNING = "W", _("警告,须写理由")
        HINT = "H", _("提示")
        OFF = "-", _("关闭")

    rule = models.CharField(_("规则"), max_length=4)
    region = models.ForeignKey(
        Region,
        verbose_name=_("区划"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("留空为本站所有区划"),
    )
    weight = models.CharField(_("级别"), max_length=1, choices=Weight.choices)
    reason = models.CharField(_("依据"), max_length=200)

    panels = [
        FieldRowPanel([FieldPanel("rule"), FieldPanel("weight")]),
        FieldPanel("region"),
        FieldPanel("reason"),
    ]

    class Meta:
        verbose_name = _("规则设置")
        verbose_name_plural = _("规则设置")
        ordering = ["rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "region"],
                name="lint_rule_region",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.get_weight_display()}"

    def clean(self) -> None:
        super().clean()
        rule = RULES.get(self.rule)
        if rule is None:
            raise ValidationError(
                {
                    "rule": _("没有规则“%(rule)s”,应为 L001 一类的编号")
                    % {"rule": self.rule}
                }
            )
        order = "-HWE"
        if rule.fixed and self.weight != rule.severity:
            raise ValidationError(
                {
                    "weight": _("规则%(rule)s是全国统一的错误,不能降低")
                    % {"rule": self.rule}
                }
            )
        if rule.severity == "E" and order.index(self.weight) < order.index("W"):
            raise ValidationError({"weight": _("错误最多改为警告,不能关闭")})


class LintFinding(models.Model):
    """检查结果: what the rules found in a page when they last ran over all content."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("类别"), max_length=16)
    key = models.CharField(_("标识"), max_length=100)
    department = models.CharField(_("部门"), max_length=40, blank=True)
    rule = models.CharField(_("规则"), max_length=4)
    severity = models.CharField(_("级别"), max_length=1)
    path = models.CharField(_("位置"), max_length=120)
    message = models.TextField(_("提示"))
    fix = models.CharField(_("怎么改"), max_length=200)
    found_at = models.DateTimeField(_("检查时间"))

    class Meta:
        verbose_name = _("检查结果")
        verbose_name_plural = _("检查结果")
        ordering = ["severity", "rule", "key", "path", "pk"]
        indexes = [models.Index(fields=["rule"], name="lint_finding_rule")]

    def __str__(self) -> str:
        return f"{self.rule} {self.key} {self.path}"

    @property
    def severity_label(self) -> str:
        """Return the severity in words."""
        return str(LintRuleSetting.Weight(self.severity).label).partition(",")[0]

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet

from content.codes import Level
from content.validators import check_region, check_region_parent, check_site_id

_LENGTH_OF_LEVEL = {"2": 6, "3": 6, "4": 6, "5": 9, "6": 12}


@register_snippet
class Region(models.Model):
    """行政区划 or 功能区. Old codes stay, so that what was published keeps its place."""

    code = models.CharField(
        _("区划代码"), max_length=12, unique=True, validators=[check_region]
    )
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=100)
    level = models.CharField(_("层级"), max_length=1, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    statutory = models.BooleanField(
        _("法定区划"), default=True, help_text=_("功能区、园区不是法定区划")
    )
    host_region = models.ForeignKey(
        "self",
        verbose_name=_("所在法定区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_areas",
        help_text=_("功能区必填"),
    )
    partner = models.BooleanField(
        _("协作区划"), default=False, help_text=_("只用于跨域通办,不属于本站辖区")
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("承继区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    site_id_code = models.CharField(
        _("网站标识码"), max_length=10, blank=True, validators=[check_site_id]
    )
    centre_lat = models.FloatField(_("中心点纬度"), null=True, blank=True)
    centre_lng = models.FloatField(_("中心点经度"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("name"), FieldPanel("short_name")]),
        FieldPanel("parent"),
        FieldRowPanel([FieldPanel("statutory"), FieldPanel("host_region")]),
        FieldPanel("partner"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("successor"),
        FieldPanel("site_id_code"),
        FieldRowPanel([FieldPanel("centre_lat"), FieldPanel("centre_lng")]),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"

    def clean(self) -> None:
        super().clean()
        self._clean_level()
        if self.parent is not None:
            check_region_parent(self.code, self.parent.code)
        if not self.statutory and self.host_region_id is None:
            raise ValidationError(
                {
                    "host_region": _("功能区“%(name)s”要填所在法定区划")
                    % {"name": self.name}
                }
            )
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValidationError({"valid_to": _("撤销日期不能早于启用日期")})

    def _clean_level(self) -> None:
        expected = _LENGTH_OF_LEVEL.get(self.level)
        if expected is None:
            raise ValidationError({"level": _("区划层级只能是2(省)至6(村、社区)")})
        if len(self.code) != expected:
            raise ValidationError(
                {
                    "code": _("%(level)s的代码应为%(length)d位,现为“%(code)s”")
                    % {
                        "level": self.get_level_display(),
                        "length": expected,
                        "code": self.code,
                    }
                }
            )

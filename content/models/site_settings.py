from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from content.fields import LinesField
from content.validators import check_site_id, check_tel


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """站点信息 of the footer and the meta tags. Source: 政府网站发展指引 (2017)."""

    name = models.CharField(_("网站名称"), max_length=100, blank=True)
    domain = models.CharField(_("域名"), max_length=100, blank=True)
    region_name = models.CharField(_("所属地区"), max_length=100, blank=True)
    site_id_code = models.CharField(
        _("网站标识码"), max_length=10, blank=True, validators=[check_site_id]
    )
    sponsor = models.CharField(_("主办单位"), max_length=100, blank=True)
    contact = models.CharField(_("联系方式"), max_length=200, blank=True)
    icp = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    police_record = models.CharField(_("公安备案号"), max_length=60, blank=True)
    hotline = models.CharField(
        _("政务服务热线"), max_length=30, default="12345", validators=[check_tel]
    )
    allowed_domains = LinesField(
        _("可链接的外部域名"), help_text=_("每行一个;政府域名 .gov.cn 不必填写")
    )
    promise_ceiling = models.FloatField(
        _("承诺时限上限比例"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0.01), MaxValueValidator(1)],
        help_text=_("如 0.67:承诺时限不超过法定时限的三分之二;留空不检查"),
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("domain")]),
        FieldRowPanel([FieldPanel("region_name"), FieldPanel("site_id_code")]),
        FieldPanel("sponsor"),
        FieldPanel("contact"),
        FieldRowPanel([FieldPanel("icp"), FieldPanel("police_record")]),
        FieldRowPanel([FieldPanel("hotline"), FieldPanel("promise_ceiling")]),
        FieldPanel("allowed_domains"),
    ]

    class Meta:
        verbose_name = _("站点信息")
        verbose_name_plural = _("站点信息")

    def __str__(self) -> str:
        return self.name

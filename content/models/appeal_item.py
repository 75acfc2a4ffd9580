from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from content.codes import TimeUnit
from content.models.department_page import DepartmentPage


class AppealItem(index.Indexed, models.Model):
    """12345常见诉求责任清单: who answers for a common demand, and how soon."""

    code = models.CharField(_("编号"), max_length=20, unique=True)
    name = models.CharField(_("诉求"), max_length=100)
    category = models.CharField(_("分类"), max_length=40, blank=True)
    department = models.ForeignKey(
        DepartmentPage,
        verbose_name=_("责任单位"),
        on_delete=models.PROTECT,
        related_name="appeal_items",
    )
    limit_days = models.PositiveSmallIntegerField(
        _("答复时限"), validators=[MinValueValidator(1)]
    )
    limit_unit = models.CharField(
        _("时限单位"),
        max_length=1,
        choices=TimeUnit.choices,
        default=TimeUnit.WORKING_DAY,
    )
    script = models.TextField(_("话术"), blank=True)
    basis = models.TextField(_("依据"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("category")]),
        FieldPanel("name"),
        FieldPanel("department"),
        FieldRowPanel([FieldPanel("limit_days"), FieldPanel("limit_unit")]),
        FieldPanel("script"),
        FieldPanel("basis"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("code"),
        index.FilterField("category"),
    ]

    class Meta:
        verbose_name = _("12345诉求责任")
        verbose_name_plural = _("12345诉求责任清单")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet

from content.codes import CodeScheme, Level, MatterState, MatterType
from content.fields import CodesField
from content.models.legal_basis import LegalBasis
from content.row_panels import RowsPanel
from content.validators import check_basic_code


@register_snippet
class BasicMatter(ClusterableModel):
    """基本目录事项: the catalogue entry that many regions' matters implement."""

    basic_code = models.CharField(_("基本编码"), max_length=36, unique=True)
    code_scheme = models.CharField(
        _("编码规则"),
        max_length=5,
        choices=CodeScheme.choices,
        default=CodeScheme.N2020,
    )
    name = models.CharField(_("事项名称"), max_length=200)
    matter_type = models.CharField(
        _("事项类型"), max_length=2, choices=MatterType.choices
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("主项"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_items",
    )
    levels = CodesField(_("行使层级"), codes=Level)
    central_dept = models.CharField(_("业务指导部门"), max_length=100, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=1,
        choices=MatterState.choices,
        default=MatterState.IN_USE,
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    effective_on = models.DateField(_("生效日期"), null=True, blank=True)
    cancelled_on = models.DateField(_("取消日期"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("basic_code"), FieldPanel("code_scheme")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("matter_type"), FieldPanel("state")]),
        FieldPanel("parent"),
        FieldPanel("levels"),
        FieldPanel("central_dept"),
        FieldRowPanel(
            [
                FieldPanel("version"),
                FieldPanel("effective_on"),
                FieldPanel("cancelled_on"),
            ]
        ),
        RowsPanel("legal_bases", heading=_("设定依据"), label=_("依据")),
    ]

    class Meta:
        verbose_name = _("基本目录事项")
        verbose_name_plural = _("基本目录事项")
        ordering = ["basic_code"]

    def __str__(self) -> str:
        return f"{self.basic_code} {self.name}"

    def clean(self) -> None:
        super().clean()
        try:
            check_basic_code(self.basic_code, self.matter_type, self.code_scheme)
        except ValidationError as error:
            raise ValidationError({"basic_code": error}) from error
        if (
            self.effective_on
            and self.cancelled_on
            and self.effective_on > self.cancelled_on
        ):
            raise ValidationError({"cancelled_on": _("取消日期不能早于生效日期")})


class BasicMatterLegalBasis(LegalBasis):
    """设定依据 of a catalogue entry."""

    basic_matter = ParentalKey(
        BasicMatter, on_delete=models.CASCADE, related_name="legal_bases"
    )

    class Meta(LegalBasis.Meta):
        verbose_name = _("设定依据")
        verbose_name_plural = _("设定依据")

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from content.codes import (
    MaterialExempt,
    MaterialForm,
    MaterialKind,
    MaterialNeed,
    MaterialSource,
    MaterialType,
)
from content.expressions import check_expression
from content.fields import LinesField
from content.models.matter_page import MatterPage


class Material(Orderable):
    """申请材料: one paper per row, and the upload slot of the online form.

    Its number (序号) is its place in the list. A material needed in some scenarios only
    carries its condition; the scenario rule and the slot are derived from it.
    """

    matter = ParentalKey(MatterPage, on_delete=models.CASCADE, related_name="materials")
    name = models.CharField(
        _("材料名称"), max_length=200, help_text=_("一行一份材料,写官方全称")
    )
    std_code = models.CharField(
        _("标准材料编码"), max_length=60, blank=True, help_text=_("同一材料全站同码")
    )
    mat_kind = models.CharField(
        _("材料属性"), max_length=4, choices=MaterialKind.choices, blank=True
    )
    mat_type = models.CharField(
        _("材料类型"),
        max_length=1,
        choices=MaterialType.choices,
        default=MaterialType.ORIGINAL,
    )
    mat_form = models.CharField(
        _("材料形式"),
        max_length=1,
        choices=MaterialForm.choices,
        default=MaterialForm.EITHER,
    )
    originals = models.PositiveSmallIntegerField(_("原件份数"), default=1)
    copies = models.PositiveSmallIntegerField(_("复印件份数"), default=0)
    spec = models.CharField(_("规格"), max_length=100, blank=True)
    need = models.CharField(
        _("必要性"),
        max_length=1,
        choices=MaterialNeed.choices,
        default=MaterialNeed.REQUIRED,
    )
    supplement_days = models.PositiveSmallIntegerField(
        _("后补时限(工作日)"), null=True, blank=True, help_text=_("容缺后补的必填")
    )
    need_when = models.CharField(
        _("何种情形需要"),
        max_length=500,
        blank=True,
        validators=[check_expression],
        help_text=_("按情形的必填,如 agent == yes"),
    )
    source = models.CharField(
        _("来源渠道"),
        max_length=2,
        choices=MaterialSource.choices,
        default=MaterialSource.APPLICANT,
    )
    issuer = models.CharField(_("出具机构"), max_length=200, blank=True)
    issuer_uscc = models.CharField(_("出具机构信用代码"), max_length=18, blank=True)
    source_how = models.CharField(_("办理说明"), max_length=500, blank=True)
    source_place = models.CharField(_("出具地点"), max_length=200, blank=True)
    source_time = models.CharField(_("出具时间要求"), max_length=200, blank=True)
    exempt = models.CharField(
        _("免提交方式"),
        max_length=1,
        choices=MaterialExempt.choices,
        default=MaterialExempt.NONE,
    )
    exempt_source = models.CharField(_("免提交来源"), max_length=200, blank=True)
    not_exempt_reason = models.CharField(
        _("不能免提交原因"), max_length=300, blank=True
    )
    commitment = models.BooleanField(_("可承诺替代"), default=False)
    cert_type = models.CharField(
        _("电子证照类型"),
        max_length=100,
        blank=True,
        help_text=_("电子证照免提交的必填"),
    )
    fill_notes = models.CharField(_("填报须知"), max_length=500, blank=True)
    accept_standard = models.CharField(
        _("受理标准"), max_length=500, blank=True, help_text=_("窗口核对什么,要可衡量")
    )
    blank_form = models.CharField(
        _("空白表格"), max_length=200, blank=True, help_text=_("指南附件路径")
    )
    sample_form = models.CharField(
        _("示例样表"), max_length=200, blank=True, help_text=_("不得出现真实个人信息")
    )
    error_sample = models.CharField(_("错误示例"), max_length=200, blank=True)
    online_form = models.CharField(_("电子表单编号"), max_length=100, blank=True)
    upload_types = LinesField(
        _("上传格式"), help_text=_("每行一种,如 pdf;留空用默认规则")
    )
    upload_max_mb = models.PositiveSmallIntegerField(
        _("每份上限(MB)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    upload_max_pages = models.PositiveSmallIntegerField(
        _("页数上限"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    upload_hint = models.CharField(_("上传提示"), max_length=200, blank=True)
    basis_title = models.CharField(_("要求提供的依据"), max_length=200, blank=True)
    basis_doc_no = models.CharField(_("依据文号"), max_length=100, blank=True)
    basis_article = models.CharField(_("依据条款"), max_length=60, blank=True)
    notarised = models.BooleanField(_("需公证"), default=False)
    translated = models.BooleanField(_("需翻译"), default=False)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("mat_kind"), FieldPanel("std_code")]),
        FieldRowPanel([FieldPanel("need"), FieldPanel("need_when")]),
        FieldPanel("supplement_days"),
        FieldRowPanel([FieldPanel("mat_type"), FieldPanel("mat_form")]),
        FieldRowPanel(
            [FieldPanel("originals"), FieldPanel("copies"), FieldPanel("spec")]
        ),
        FieldRowPanel([FieldPanel("source"), FieldPanel("issuer")]),
        FieldRowPanel([FieldPanel("exempt"), FieldPanel("exempt_source")]),
        FieldRowPanel([FieldPanel("cert_type"), FieldPanel("not_exempt_reason")]),
        FieldPanel("fill_notes"),
        FieldPanel("accept_standard"),
        FieldRowPanel(
            [
                FieldPanel("basis_title"),
                FieldPanel("basis_doc_no"),
                FieldPanel("basis_article"),
            ]
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("blank_form"), FieldPanel("sample_form")]),
                FieldRowPanel([FieldPanel("error_sample"), FieldPanel("online_form")]),
                FieldPanel("upload_types"),
                FieldRowPanel(
                    [FieldPanel("upload_max_mb"), FieldPanel("upload_max_pages")]
                ),
                FieldPanel("upload_hint"),
                FieldRowPanel([FieldPanel("source_how"), FieldPanel("source_place")]),
                FieldRowPanel([FieldPanel("source_time"), FieldPanel("issuer_uscc")]),
                FieldRowPanel(
                    [
                        FieldPanel("commitment"),
                        FieldPanel("notarised"),
                        FieldPanel("translated"),
                    ]
                ),
            ],
            heading=_("表格、上传和来源"),
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("申请材料")
        verbose_name_plural = _("申请材料")

    def __str__(self) -> str:
        return self.name

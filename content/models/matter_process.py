"""Rows of a matter about its process and its cost."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from content.codes import SpecialCode, SpecialKind, TimeUnit
from content.models.matter_page import MatterPage


class SpecialProcedure(Orderable):
    """特别程序: time that usually is not counted."""

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="special_procedures"
    )
    code = models.CharField(
        _("类别"),
        max_length=1,
        choices=SpecialCode.choices,
        default=SpecialCode.OTHER,
    )
    kind = models.CharField(_("种类"), max_length=10, choices=SpecialKind.choices)
    trigger = models.CharField(_("启动条件"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(_("天数"), default=0)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    counted = models.BooleanField(_("计入办理时限"), default=False)
    fee = models.BooleanField(_("收费"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("days")]),
        FieldPanel("trigger"),
        FieldPanel("basis"),
        FieldRowPanel([FieldPanel("counted"), FieldPanel("fee")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("特别程序")
        verbose_name_plural = _("特别程序")

    def __str__(self) -> str:
        return f"{self.kind} {self.trigger}"


class Stage(Orderable):
    """办理环节 with a limit of its own; counted stages together fit into the promise."""

    matter = ParentalKey(MatterPage, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(
        _("环节"), max_length=30, help_text=_("受理、审查、决定、送达等")
    )
    special = models.BooleanField(_("特别程序环节"), default=False)
    counted = models.BooleanField(_("计入办理时限"), default=True)
    days = models.PositiveSmallIntegerField(_("时限"), default=0)
    unit = models.CharField(
        _("单位"),
        max_length=1,
        choices=TimeUnit.choices,
        default=TimeUnit.WORKING_DAY,
    )
    unit_dept = models.CharField(_("办理机构"), max_length=60, blank=True)
    post = models.CharField(_("岗位"), max_length=60, blank=True)
    content = models.TextField(_("内容和审查标准"), blank=True)
    output = models.CharField(_("产出"), max_length=100, blank=True)
    tacit_ok = models.BooleanField(
        _("逾期视同通过"), default=False, help_text=_("决定环节和涉及安全的不可用")
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("days"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("unit_dept"), FieldPanel("post")]),
        FieldPanel("content"),
        FieldPanel("output"),
        FieldRowPanel(
            [FieldPanel("special"), FieldPanel("counted"), FieldPanel("tacit_ok")]
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("办理环节")
        verbose_name_plural = _("办理环节")

    def __str__(self) -> str:
        return self.name


class FeeRow(Orderable):
    """收费项目, in yuan; either an amount, or a range from minimum to maximum."""

    matter = ParentalKey(MatterPage, on_delete=models.CASCADE, related_name="fee_rows")
    name = models.CharField(_("收费项目"), max_length=100)
    standard = models.CharField(_("收费标准"), max_length=200)
    amount = models.DecimalField(
        _("金额(元)"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    amount_min = models.DecimalField(
        _("最低(元)"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    amount_max = models.DecimalField(
        _("最高(元)"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit = models.CharField(_("计费单位"), max_length=30, blank=True)
    payee = models.CharField(_("收费单位"), max_length=100, blank=True)
    basis_title = models.CharField(_("收费依据"), max_length=200, blank=True)
    basis_doc_no = models.CharField(_("依据文号"), max_length=100, blank=True)
    reduction = models.CharField(_("减免"), max_length=300, blank=True)
    reduction_basis = models.CharField(_("减免依据"), max_length=200, blank=True)
    pay_online = models.BooleanField(_("可网上支付"), default=False)
    pay_when = models.CharField(_("缴费时间"), max_length=60, blank=True)
    ticket = models.CharField(_("票据"), max_length=60, blank=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("standard"), FieldPanel("unit")]),
        FieldRowPanel(
            [FieldPanel("amount"), FieldPanel("amount_min"), FieldPanel("amount_max")]
        ),
        FieldPanel("payee"),
        FieldRowPanel([FieldPanel("basis_title"), FieldPanel("basis_doc_no")]),
        FieldRowPanel([FieldPanel("reduction"), FieldPanel("reduction_basis")]),
        FieldRowPanel(
            [FieldPanel("pay_online"), FieldPanel("pay_when"), FieldPanel("ticket")]
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("收费项目")
        verbose_name_plural = _("收费项目")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        low, high = self.amount_min, self.amount_max
        if low is not None and high is not None and low > high:
            raise ValidationError(
                {
                    "amount_max": _("最高“%(high)s元”不能低于最低“%(low)s元”")
                    % {"high": high, "low": low}
                }
            )


class IntermediaryService(Orderable):
    """中介服务 that the matter requires by law."""

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="intermediary_services"
    )
    name = models.CharField(_("服务名称"), max_length=100)
    basis = models.CharField(_("设定依据"), max_length=200, blank=True)
    payer = models.CharField(_("付费方"), max_length=60, blank=True)
    supplier = models.CharField(_("服务机构"), max_length=200, blank=True)
    result = models.CharField(_("成果材料"), max_length=100, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("basis"),
        FieldRowPanel([FieldPanel("payer"), FieldPanel("supplier")]),
        FieldPanel("result"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("中介服务")
        verbose_name_plural = _("中介服务")

    def __str__(self) -> str:
        return self.name

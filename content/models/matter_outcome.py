from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.codes import DeliverWay, ResultType
from content.fields import CodesField
from content.validators import check_tel


class MatterOutcome(models.Model):
    """Groups E and G to J of a matter: fee, result, limits, contacts, rights, form."""

    is_fee = models.BooleanField(_("收费"), default=False)
    fee_note = models.CharField(
        _("收费说明"), max_length=300, blank=True, help_text=_("不收费也写明“不收费”")
    )

    result_name = models.CharField(_("结果名称"), max_length=200, blank=True)
    result_type = models.CharField(
        _("结果类型"), max_length=10, choices=ResultType.choices, blank=True
    )
    result_validity = models.CharField(_("有效期"), max_length=200, blank=True)
    result_deliver = CodesField(_("送达方式"), codes=DeliverWay)
    result_deliver_days = models.PositiveSmallIntegerField(
        _("送达时限(工作日)"), default=10, help_text=_("作出决定后10个工作日内")
    )
    result_cert_type = models.CharField(_("电子证照类型"), max_length=100, blank=True)
    result_sample = models.CharField(
        _("结果样本"), max_length=200, blank=True, help_text=_("指南附件路径")
    )
    result_verify = models.CharField(_("核验方式"), max_length=300, blank=True)
    result_annual_check = models.BooleanField(_("需年检"), default=False)

    limit_text = models.CharField(_("数量限制说明"), max_length=300, blank=True)
    limit_number = models.PositiveIntegerField(_("限制数量"), null=True, blank=True)
    limit_period = models.CharField(_("限制周期"), max_length=60, blank=True)
    limit_publication = models.CharField(_("余量公布方式"), max_length=200, blank=True)

    consult_tel = models.CharField(
        _("咨询电话"), max_length=30, blank=True, validators=[check_tel]
    )
    consult_window = models.CharField(_("咨询窗口"), max_length=200, blank=True)
    consult_web = models.CharField(_("咨询网址"), max_length=300, blank=True)
    consult_mail = models.EmailField(_("咨询邮箱"), blank=True)
    consult_wechat = models.CharField(_("咨询微信"), max_length=100, blank=True)
    supervise_tel = models.CharField(
        _("监督电话"), max_length=30, blank=True, validators=[check_tel]
    )
    supervise_web = models.CharField(_("监督网址"), max_length=300, blank=True)
    supervise_letter = models.CharField(_("信函地址"), max_length=300, blank=True)

    rights_text = models.TextField(_("申请人权利"), blank=True)
    duties_text = models.TextField(_("申请人义务"), blank=True)
    review_body = models.CharField(_("行政复议机关"), max_length=200, blank=True)
    review_days = models.PositiveSmallIntegerField(
        _("复议期限(日)"), null=True, blank=True
    )
    review_address = models.CharField(_("复议地址"), max_length=200, blank=True)
    review_tel = models.CharField(
        _("复议电话"), max_length=30, blank=True, validators=[check_tel]
    )
    court = models.CharField(_("诉讼法院"), max_length=100, blank=True)
    court_months = models.PositiveSmallIntegerField(
        _("起诉期限(月)"), null=True, blank=True
    )
    court_address = models.CharField(_("法院地址"), max_length=200, blank=True)
    court_tel = models.CharField(
        _("法院电话"), max_length=30, blank=True, validators=[check_tel]
    )

    before_steps = models.PositiveSmallIntegerField(
        _("改革前环节"), null=True, blank=True
    )
    before_materials = models.PositiveSmallIntegerField(
        _("改革前材料"), null=True, blank=True
    )
    before_days = models.PositiveSmallIntegerField(
        _("改革前时限(天)"), null=True, blank=True
    )
    before_visits = models.PositiveSmallIntegerField(
        _("改革前跑动"), null=True, blank=True
    )

    form_code = models.CharField(_("表单编号"), max_length=100, blank=True)
    form_title = models.CharField(_("表单名称"), max_length=200, blank=True)
    form_version = models.PositiveIntegerField(_("表单版本"), default=1)
    form_declaration = models.TextField(_("申请人声明"), blank=True)
    form_signature = models.CharField(_("签名方式"), max_length=60, blank=True)

    work_rules_note = models.CharField(
        _("工作细则说明"), max_length=300, blank=True, help_text=_("内部使用,不公开")
    )

    class Meta:
        abstract = True

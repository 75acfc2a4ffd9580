from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.codes import (
    BodyNature,
    CorporateTopic,
    Level,
    MatterKind,
    MatterState,
    MatterType,
    PersonTopic,
    PowerSource,
    ServiceObject,
)
from content.fields import CodesField, LinesField
from content.models.basic_matter import BasicMatter


class MatterIdentity(models.Model):
    """Group A of a matter: identity and power. The official name is the page title."""

    code = models.SlugField(
        _("事项代码"), max_length=100, unique=True, editable=False, blank=True
    )
    source_id = models.CharField(
        _("来源编号"),
        max_length=50,
        blank=True,
        help_text=_("目录中的编号,如 M0001;不在目录中的留空"),
    )
    kind = models.CharField(
        _("信息完整度"),
        max_length=10,
        choices=MatterKind.choices,
        default=MatterKind.GUIDE,
        help_text=_("目录事项只公布基本信息,页面会写明并告知咨询渠道"),
    )
    basic = models.ForeignKey(
        BasicMatter,
        verbose_name=_("基本目录"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
    )
    impl_code = models.CharField(_("实施编码"), max_length=36, blank=True)
    item_code = models.CharField(
        _("业务办理项编码"), max_length=64, blank=True, db_index=True
    )
    local_basic_code = models.CharField(_("地方基本编码"), max_length=50, blank=True)
    local_impl_code = models.CharField(_("地方实施编码"), max_length=50, blank=True)
    plain_name = models.CharField(
        _("通俗名"),
        max_length=60,
        blank=True,
        help_text=_("动词加对象,20字以内,如“领取高龄津贴”"),
    )
    other_names = LinesField(_("别名"), help_text=_("老百姓的叫法,用于搜索;每行一个"))
    summary = models.TextField(
        _("摘要"), blank=True, help_text=_("一句话说清谁办、多久、收不收费")
    )
    matter_type = models.CharField(
        _("事项类型"), max_length=2, choices=MatterType.choices, blank=True
    )
    level = models.CharField(
        _("行使层级"), max_length=1, choices=Level.choices, blank=True
    )
    power_source = models.CharField(
        _("权力来源"), max_length=1, choices=PowerSource.choices, blank=True
    )
    authority_split = models.TextField(
        _("权限划分"), max_length=1000, blank=True, help_text=_("多级行使的填写")
    )
    exercise_content = models.TextField(
        _("行使内容"), blank=True, help_text=_("本级行使的部分")
    )
    body_nature = models.CharField(
        _("实施主体性质"), max_length=1, choices=BodyNature.choices, blank=True
    )
    entrusting_dept = models.CharField(
        _("委托部门"), max_length=100, blank=True, help_text=_("受委托组织必填")
    )
    entrust_doc_name = models.CharField(_("委托文书名称"), max_length=100, blank=True)
    entrust_doc_no = models.CharField(_("委托文书文号"), max_length=100, blank=True)
    handling_unit = models.CharField(_("承办机构"), max_length=100, blank=True)
    joint_depts = LinesField(_("联办机构"), help_text=_("每行一个部门名称"))
    service_objects = CodesField(_("服务对象"), codes=ServiceObject)
    topics_person = CodesField(_("自然人主题"), codes=PersonTopic)
    topics_corp = CodesField(_("法人主题"), codes=CorporateTopic)
    topics_local = LinesField(_("地方主题"))
    life_event = models.CharField(_("人生事件/经营阶段"), max_length=60, blank=True)
    search_keywords = LinesField(_("搜索关键词"), help_text=_("不显示,只用于搜索"))
    theme_tags = LinesField(_("一件事"), help_text=_("所属“一件事”名称"))
    power_item = models.CharField(
        _("权责清单编码"), max_length=60, blank=True, help_text=_("公共服务可不填")
    )
    state = models.CharField(
        _("事项状态"),
        max_length=1,
        choices=MatterState.choices,
        default=MatterState.IN_USE,
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    effective_on = models.DateField(_("生效日期"), null=True, blank=True)
    cancel_on = models.DateField(_("取消日期"), null=True, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    checked_on = models.DateField(
        _("核对日期"), null=True, blank=True, help_text=_("最近一次逐项核对的日期")
    )

    class Meta:
        abstract = True

"""The editors' form of a matter: ten tabs in the order in which a guide is written."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from content.row_panels import RowsPanel


def matter_edit_handler() -> TabbedInterface:
    """Return the tabs; a function, so that each model class gets panels of its own."""
    return TabbedInterface(
        [
            ObjectList(_basic(), heading=_("基本信息")),
            ObjectList(_how(), heading=_("如何办")),
            ObjectList(_time(), heading=_("时限与流程")),
            ObjectList(_materials(), heading=_("材料")),
            ObjectList(_scenario(), heading=_("情形")),
            ObjectList(_outcome(), heading=_("收费与结果")),
            ObjectList(_contacts(), heading=_("联系与权利")),
            ObjectList(_questions(), heading=_("常见问题")),
            ObjectList(_form(), heading=_("网上申请表")),
            ObjectList(_settings(), heading=_("设置")),
        ]
    )


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


def _group(heading: object, *panels: object) -> MultiFieldPanel:
    return MultiFieldPanel(list(panels), heading=heading)


def _basic() -> list[object]:
    return [
        FieldPanel("title", heading=_("事项名称"), help_text=_("与权责清单一致的全称")),
        _row("plain_name", "kind"),
        FieldPanel("other_names"),
        FieldPanel("summary"),
        _row("matter_type", "level", "power_source"),
        FieldPanel("service_objects"),
        FieldPanel("topics_person"),
        FieldPanel("topics_corp"),
        FieldPanel("topics_local"),
        _group(
            _("编码"),
            FieldPanel("basic"),
            _row("impl_code", "item_code"),
            _row("local_basic_code", "local_impl_code"),
            FieldPanel("power_item"),
        ),
        _group(
            _("实施主体"),
            _row("body_nature", "handling_unit"),
            FieldPanel("entrusting_dept"),
            _row("entrust_doc_name", "entrust_doc_no"),
            FieldPanel("joint_depts"),
            FieldPanel("authority_split"),
            FieldPanel("exercise_content"),
        ),
        RowsPanel("legal_bases", heading=_("设定依据"), label=_("依据")),
    ]


def _how() -> list[object]:
    return [
        RowsPanel("accept_conditions", heading=_("受理条件"), label=_("条件")),
        RowsPanel("refuse_conditions", heading=_("不予受理情形"), label=_("情形")),
        FieldPanel("handle_forms"),
        _group(
            _("网上办理"),
            _row("online", "sso"),
            _row("online_url", "mobile_url"),
            FieldPanel("online_depth"),
        ),
        _group(
            _("到现场"),
            _row("visits", "visit_reason"),
            _row("in_hall", "not_in_hall_reason"),
        ),
        RowsPanel("locations", heading=_("办理地点"), label=_("地点")),
        _group(
            _("预约、邮寄与代办"),
            _row("appointment", "daily_quota", "appointment_rule"),
            _row("express_in", "express_out", "kiosk"),
            _row("proxy_allowed", "proxy_reason"),
            _row("agent_service", "deficiency_accept"),
        ),
        _group(
            _("告知承诺"),
            FieldPanel("commitment_based"),
            _row("commitment_template", "commitment_file"),
            FieldPanel("commitment_supervision"),
        ),
        _group(
            _("通办"),
            _row("cross_scope", "cross_decide_dept"),
            FieldPanel("cross_modes"),
            FieldPanel("cross_removed_limits"),
            FieldPanel("cross_note"),
            FieldPanel("cross_places"),
            FieldPanel("cross_regions"),
        ),
        _row("system_level", "system_name"),
    ]


def _time() -> list[object]:
    return [
        FieldPanel("case_kind"),
        _group(
            _("法定时限"),
            FieldPanel("no_statutory"),
            _row("statutory_days", "statutory_unit"),
            FieldPanel("statutory_basis"),
            FieldPanel("statutory_note"),
        ),
        _group(
            _("承诺时限"),
            _row("promise_days", "promise_unit"),
            FieldPanel("promise_note"),
        ),
        RowsPanel("stages", heading=_("办理流程"), label=_("环节")),
        RowsPanel("special_procedures", heading=_("特别程序"), label=_("程序")),
        FieldPanel("flow_text"),
        FieldPanel("flow_image"),
    ]


def _materials() -> list[object]:
    return [
        RowsPanel(
            "materials",
            heading=_("申请材料"),
            label=_("材料"),
            help_text=_("顺序即材料序号;按情形的材料写明条件后,自动成为情形规则"),
        )
    ]


def _scenario() -> list[object]:
    return [
        RowsPanel("questions", heading=_("情形问题"), label=_("问题")),
        RowsPanel(
            "scenario_rules",
            heading=_("情形规则"),
            label=_("规则"),
            help_text=_("按情形需要的材料不用在这里重复"),
        ),
        RowsPanel("scenario_sets", heading=_("常见情形"), label=_("情形")),
    ]


def _outcome() -> list[object]:
    return [
        _group(_("收费"), FieldPanel("is_fee"), FieldPanel("fee_note")),
        RowsPanel("fee_rows", heading=_("收费项目"), label=_("项目")),
        RowsPanel("intermediary_services", heading=_("中介服务"), label=_("中介服务")),
        _group(
            _("办理结果"),
            _row("result_name", "result_type"),
            FieldPanel("result_validity"),
            FieldPanel("result_deliver"),
            _row("result_deliver_days", "result_cert_type"),
            _row("result_sample", "result_annual_check"),
            FieldPanel("result_verify"),
        ),
        _group(
            _("数量限制"),
            FieldPanel("limit_text"),
            _row("limit_number", "limit_period"),
            FieldPanel("limit_publication"),
        ),
        _group(
            _("改革前对比"),
            _row("before_steps", "before_materials"),
            _row("before_days", "before_visits"),
        ),
    ]


def _contacts() -> list[object]:
    return [
        _group(
            _("咨询"),
            _row("consult_tel", "consult_window"),
            FieldPanel("consult_web"),
            _row("consult_mail", "consult_wechat"),
        ),
        _group(
            _("监督投诉"),
            _row("supervise_tel", "supervise_web"),
            FieldPanel("supervise_letter"),
        ),
        _group(_("权利和义务"), FieldPanel("rights_text"), FieldPanel("duties_text")),
        _group(
            _("行政复议"),
            _row("review_body", "review_days"),
            _row("review_address", "review_tel"),
        ),
        _group(
            _("行政诉讼"),
            _row("court", "court_months"),
            _row("court_address", "court_tel"),
        ),
    ]


def _questions() -> list[object]:
    return [
        RowsPanel("faq", heading=_("常见问题"), label=_("问题")),
        RowsPanel("related_matters", heading=_("相关事项"), label=_("相关事项")),
        RowsPanel(
            "work_criteria",
            heading=_("审查工作细则(内部)"),
            label=_("审查要点"),
            help_text=_("只供审查人员使用,不会公开"),
        ),
        FieldPanel("work_rules_note"),
    ]


def _form() -> list[object]:
    return [
        _row("form_code", "form_version"),
        FieldPanel("form_title"),
        RowsPanel(
            "form_fields",
            heading=_("申请表字段"),
            label=_("字段"),
            help_text=_("材料上传项由“材料”自动生成"),
        ),
        FieldPanel("form_declaration"),
        FieldPanel("form_signature"),
    ]


def _settings() -> list[object]:
    return [
        FieldPanel(
            "slug",
            heading=_("事项代码"),
            help_text=_("网址的一部分,只用小写字母、数字和横线;首次发布后不能改"),
        ),
        _row("source_id", "version"),
        _row("state", "safety_flag"),
        _row("effective_on", "cancel_on"),
        _row("published_on", "checked_on"),
        FieldPanel("life_event"),
        FieldPanel("theme_tags"),
        FieldPanel("search_keywords"),
        RowsPanel("updates", heading=_("更新说明(公开)"), label=_("说明")),
        PublishingPanel(),
    ]

"""What keeps a matter from being published: missing parts and cheap contradictions.

Pure reading of one page and its rows (in memory or stored). Wording rules and rules across
matters belong to the lint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.codes import (
    BodyNature,
    CaseKind,
    CodeScheme,
    HandleForm,
    MatterKind,
    ServiceObject,
    TimeUnit,
)
from content.matter_row_checks import (
    Errors,
    basis_errors,
    form_errors,
    material_errors,
    scenario_errors,
    stage_errors,
)
from content.validators import check_basic_code, check_impl_code, check_item_code

if TYPE_CHECKING:
    from content.models import MatterPage

_GUIDE_FIELDS: Final = (
    "basic",
    "impl_code",
    "item_code",
    "plain_name",
    "summary",
    "matter_type",
    "level",
    "power_source",
    "body_nature",
    "handling_unit",
    "service_objects",
    "effective_on",
    "checked_on",
    "case_kind",
    "handle_forms",
    "promise_days",
    "promise_unit",
    "flow_text",
    "result_name",
    "result_type",
    "result_validity",
    "consult_tel",
    "supervise_tel",
    "rights_text",
)
_CATALOGUE_FIELDS: Final = ("matter_type",)
_PLAIN_NAME_LENGTH: Final = 20
_VISITS_LIMIT: Final = 9
_DELIVER_LIMIT: Final = 10

# Calendar days in one unit, for comparing limits written in different units.
_UNIT_DAYS: Final = {
    TimeUnit.WORKING_DAY: 1.4,
    TimeUnit.CALENDAR_DAY: 1.0,
    TimeUnit.HOUR: 1 / 24,
    TimeUnit.MINUTE: 1 / 1440,
    TimeUnit.MONTH: 30.0,
    TimeUnit.YEAR: 365.0,
}


def required_fields_of(kind: str) -> tuple[str, ...]:
    """Return the fields that a published matter of this kind may not lack."""
    return _CATALOGUE_FIELDS if kind == MatterKind.CATALOGUE else _GUIDE_FIELDS


def matter_publish_errors(page: MatterPage) -> Errors:
    """Return contradictions by field or row group; empty when the matter is sound."""
    errors = _dates(page)
    if page.kind == MatterKind.CATALOGUE:
        return errors
    for check in _GUIDE_CHECKS:
        for name, message in check(page).items():
            errors.setdefault(name, message)
    return errors


def _dates(page: MatterPage) -> Errors:
    if page.effective_on and page.cancel_on and page.effective_on > page.cancel_on:
        return {
            "cancel_on": _("取消日期“%(end)s”不能早于生效日期“%(start)s”")
            % {"end": page.cancel_on, "start": page.effective_on}
        }
    return {}


def _identity(page: MatterPage) -> Errors:
    errors: Errors = {}
    if len(page.plain_name) > _PLAIN_NAME_LENGTH:
        errors["plain_name"] = _("通俗名“%(name)s”有%(length)d字,应在20字以内") % {
            "name": page.plain_name,
            "length": len(page.plain_name),
        }
    if page.body_nature == BodyNature.ENTRUSTED and not page.entrusting_dept:
        errors["entrusting_dept"] = _("受委托组织实施的,要填委托部门")
    return errors | _topics(page)


def _topics(page: MatterPage) -> Errors:
    natural = ServiceObject.NATURAL in page.service_objects
    legal = any(code != ServiceObject.NATURAL for code in page.service_objects)
    errors: Errors = {}
    if natural and not page.topics_person:
        errors["topics_person"] = _("服务对象含自然人的,至少选一个自然人主题")
    if legal and not page.topics_corp:
        errors["topics_corp"] = _("服务对象含法人或组织的,至少选一个法人主题")
    if page.service_objects and not natural and page.topics_person:
        errors["topics_person"] = _("服务对象不含自然人的,不能选自然人主题")
    if page.service_objects and not legal and page.topics_corp:
        errors["topics_corp"] = _("服务对象只有自然人的,不能选法人主题")
    return errors


def _codes(page: MatterPage) -> Errors:
    basic = page.basic
    if basic is None or basic.code_scheme != CodeScheme.N2020:
        return {}
    errors: Errors = {}
    checks: list[tuple[str, Callable[[], None]]] = [
        (
            "basic",
            lambda: check_basic_code(
                basic.basic_code, page.matter_type, basic.code_scheme
            ),
        ),
        (
            "impl_code",
            lambda: check_impl_code(
                page.impl_code,
                uscc=page.department.uscc,
                level=page.level,
                basic=basic.basic_code,
            ),
        ),
        ("item_code", lambda: check_item_code(page.item_code, page.impl_code)),
    ]
    for name, check in checks:
        try:
            check()
        except ValidationError as error:
            errors[name] = error.messages
    return errors


def _handling(page: MatterPage) -> Errors:
    errors: Errors = {}
    if page.visits > _VISITS_LIMIT:
        errors["visits"] = _("到办事现场次数“%(visits)d”应为0至9") % {
            "visits": page.visits
        }
    if page.visits and not page.visit_reason:
        errors["visit_reason"] = _("须到现场%(visits)d次的,要写明必须现场办理原因") % {
            "visits": page.visits
        }
    if page.online and not page.online_url:
        errors["online_url"] = _("可网上办理的,要填网上办理地址")
    if not page.in_hall and not page.not_in_hall_reason:
        errors["not_in_hall_reason"] = _("未进驻大厅的,要写明原因")
    if page.commitment_based and not (
        page.commitment_template and page.commitment_supervision
    ):
        errors["commitment_template"] = _("实行告知承诺的,要填承诺书名称和事后监管")
    if HandleForm.WINDOW in page.handle_forms and not page.locations.all():
        errors["locations"] = _("可窗口办理的,至少要有一个办理地点")
    if page.flow_image_id and not page.flow_text:
        errors["flow_text"] = _("有流程图的,要有同样内容的流程说明")
    return errors


def _time(page: MatterPage) -> Errors:
    errors: Errors = {}
    if page.no_statutory:
        if not page.statutory_note:
            errors["statutory_note"] = _("法律未规定办结时限的,要写明说明")
    elif page.statutory_days is None or not page.statutory_unit:
        errors["statutory_days"] = _("要填法定办结时限和单位,或者勾选“法律未规定”")
    if page.promise_days is None:
        return errors
    immediate = page.case_kind == CaseKind.IMMEDIATE
    if immediate != (page.promise_days == 0):
        errors["case_kind"] = _(
            "即办件的承诺时限应为0,其他办件应大于0,现为“%(kind)s”“%(days)d”"
        ) % {"kind": page.get_case_kind_display(), "days": page.promise_days}
    if _promise_exceeds_law(page):
        errors["promise_days"] = _(
            "承诺时限“%(promise)s”不能超过法定时限“%(statutory)s”"
        ) % {
            "promise": _limit_text(page.promise_days, page.promise_unit),
            "statutory": _limit_text(page.statutory_days, page.statutory_unit),
        }
    return errors


def _promise_exceeds_law(page: MatterPage) -> bool:
    if page.no_statutory or page.statutory_days is None or page.promise_days is None:
        return False
    if page.promise_unit == page.statutory_unit:
        return page.promise_days > page.statutory_days
    promise = page.promise_days * _UNIT_DAYS.get(TimeUnit(page.promise_unit), 0)
    if not page.statutory_unit:
        return False
    return promise > page.statutory_days * _UNIT_DAYS[TimeUnit(page.statutory_unit)]


def _limit_text(days: int | None, unit: str) -> str:
    return f"{days}{TimeUnit(unit).label}"


def _fee_and_contacts(page: MatterPage) -> Errors:
    errors: Errors = {}
    rows = list(page.fee_rows.all())
    if rows and not page.is_fee:
        errors["is_fee"] = _("不收费的事项不能有收费项目(现有%(count)d项)") % {
            "count": len(rows)
        }
    if page.is_fee and not rows:
        errors["is_fee"] = _("收费的事项至少要有一个收费项目")
    if page.consult_tel and page.consult_tel == page.supervise_tel:
        errors["supervise_tel"] = _("监督电话不能与咨询电话相同(%(tel)s)") % {
            "tel": page.consult_tel
        }
    if page.result_deliver_days > _DELIVER_LIMIT:
        errors["result_deliver_days"] = _("送达时限“%(days)d”应在10个工作日以内") % {
            "days": page.result_deliver_days
        }
    return errors


_GUIDE_CHECKS: Final[tuple[Callable[[MatterPage], Errors], ...]] = (
    _identity,
    _codes,
    _handling,
    _time,
    stage_errors,
    basis_errors,
    _fee_and_contacts,
    material_errors,
    scenario_errors,
    form_errors,
)

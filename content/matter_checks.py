"""What keeps a matter's form from being complete, beyond the editors' rules.

Pure reading of one page and its rows (in memory or stored). What a rule of `content.lint`
tells is not told here again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from content.codes import HandleForm, MatterKind
from content.matter_row_checks import (
    Errors,
    form_errors,
    material_errors,
    scenario_errors,
)

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


def required_fields_of(kind: str) -> tuple[str, ...]:
    """Return the fields that a published matter of this kind may not lack."""
    return _CATALOGUE_FIELDS if kind == MatterKind.CATALOGUE else _GUIDE_FIELDS


def matter_publish_errors(page: MatterPage) -> Errors:
    """Return what lacks, by field or row group; empty when the matter is complete."""
    errors: Errors = {}
    if page.kind == MatterKind.CATALOGUE:
        return errors
    for check in _GUIDE_CHECKS:
        for name, message in check(page).items():
            errors.setdefault(name, message)
    return errors


def _identity(page: MatterPage) -> Errors:
    if len(page.plain_name) <= _PLAIN_NAME_LENGTH:
        return {}
    return {
        "plain_name": _("通俗名“%(name)s”有%(length)d字,应在20字以内")
        % {"name": page.plain_name, "length": len(page.plain_name)}
    }


def _handling(page: MatterPage) -> Errors:
    errors: Errors = {}
    if page.visits > _VISITS_LIMIT:
        errors["visits"] = _("到办事现场次数“%(visits)d”应为0至9") % {
            "visits": page.visits
        }
    if HandleForm.WINDOW in page.handle_forms and not page.locations.all():
        errors["locations"] = _("可窗口办理的,至少要有一个办理地点")
    return errors


def _time(page: MatterPage) -> Errors:
    errors: Errors = {}
    if page.no_statutory:
        if not page.statutory_note:
            errors["statutory_note"] = _("法律未规定办结时限的,要写明说明")
    elif page.statutory_days is None or not page.statutory_unit:
        errors["statutory_days"] = _("要填法定办结时限和单位,或者勾选“法律未规定”")
    if page.result_deliver_days > _DELIVER_LIMIT:
        errors["result_deliver_days"] = _("送达时限“%(days)d”应在10个工作日以内") % {
            "days": page.result_deliver_days
        }
    return errors


_GUIDE_CHECKS: Final[tuple[Callable[[MatterPage], Errors], ...]] = (
    _identity,
    _handling,
    _time,
    material_errors,
    scenario_errors,
    form_errors,
)

"""Pages that say why something was not done, and what to do now; nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from portal.accounts.models import Staff
from portal.cases.errors import (
    CaseError,
    NotAllowed,
    StaleCase,
    TransitionRefused,
)
from portal.cases.models import Case
from portal.handling.access import desk_page
from portal.handling.actions import Action
from portal.handling.casefile import case_head
from portal.handling.selectors import possible_commands
from portal.theming.formats import cn_datetime

FORBIDDEN: Final = 403
CONFLICT: Final = 409

_LABELS: Final = {
    "note": gettext_lazy("备注"),
    "opinion": gettext_lazy("处理意见"),
    "reason": gettext_lazy("退回理由"),
    "reasons": gettext_lazy("理由"),
    "legal_basis": gettext_lazy("依据"),
    "override_reason": gettext_lazy("再次补正的理由"),
}


def refused_action(
    request: HttpRequest,
    staff: Staff,
    case: Case,
    *,
    action: Action,
    error: CaseError,
    typed: Mapping[str, str],
) -> HttpResponse:
    """Say why an action was refused, show what was typed, and offer to go on with it."""
    status, title = _kind_of(error)
    context = desk_page(
        request,
        staff,
        title,
        case=case_head(case),
        action={"slug": action.slug, "text": str(action.text)},
        text=_words(error),
        facts=_facts(error),
        typed=dict(typed),
        typed_rows=_typed_rows(typed, case),
        resumable=action.command in possible_commands(case, staff.user),
    )
    return render(request, "handling/refused.html", context, status=status)


def not_possible(case: Case, action: Action) -> NotAllowed:
    """Return the refusal of an action that the case, or the officer's post, rules out."""
    return NotAllowed(
        _("本件现在是“%(phase)s”，您现在不能对它作“%(action)s”。")
        % {"phase": case.get_phase_display(), "action": action.text}
    )


def _kind_of(error: CaseError) -> tuple[int, str]:
    if isinstance(error, StaleCase):
        return CONFLICT, _("这件办件已经有人处理过")
    if isinstance(error, NotAllowed):
        return FORBIDDEN, _("您不能办这一步")
    return CONFLICT, _("这一步现在不能办")


def _words(error: CaseError) -> str:
    if isinstance(error, StaleCase):
        return _("您打开页面以后，案卷有了新的变化，所以您刚才的操作没有执行。")
    return str(error)


def _facts(error: CaseError) -> list[dict[str, Any]]:
    if isinstance(error, StaleCase):
        return [
            {"label": _("谁"), "value": error.who},
            {"label": _("什么时候"), "value": cn_datetime(error.when)},
            {"label": _("做了什么"), "value": error.what},
        ]
    if isinstance(error, TransitionRefused):
        return [
            {"label": _("现在的状态"), "value": error.phase},
            {"label": _("可以做的"), "value": "、".join(error.allowed) or _("无")},
        ]
    return []


def _typed_rows(typed: Mapping[str, str], case: Case) -> list[dict[str, str]]:
    """Return the texts that were typed, with labels; choices go along unseen."""
    return [
        {"label": label, "value": text}
        for name, text in typed.items()
        if text.strip() and (label := _label_of(name, case))
    ]


def _label_of(name: str, case: Case) -> str:
    if name in _LABELS:
        return str(_LABELS[name])
    kind, _sign, target = name.partition("-")
    if kind == "note":
        return _("第 %(order)s 项材料的说明") % {"order": target}
    if kind == "explanation":
        return _("要补什么：%(target)s") % {"target": _target_label(target, case)}
    return ""


def _target_label(target: str, case: Case) -> str:
    kind, _sign, key = target.partition(":")
    if kind == "material":
        names = {str(slot.order): slot.name for slot in case.slots.all()}
        return names.get(key, target)
    form = case.version.payload["guide"].get("online_form") or {}
    labels = {
        field["key"]: field["label"]
        for section in form.get("sections", ())
        for field in section["fields"]
    }
    return str(labels.get(key, target))

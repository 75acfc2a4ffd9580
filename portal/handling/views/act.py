"""Show the form of an action, and carry it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import Staff
from portal.cases.errors import CaseError, Issue, RequirementsUnmet, StaleCase
from portal.cases.history import act_since
from portal.cases.models import Case
from portal.cases.transitions import RULES
from portal.handling.access import desk_page
from portal.handling.actions import ACTIONS, Action
from portal.handling.casefile import case_head
from portal.handling.form_parts import (
    form_parts,
    issue_of_field,
    named_issues,
    shown_issues,
)
from portal.handling.inputs import seen_seq_from, typed_from
from portal.handling.opening import case_required
from portal.handling.refusals import not_possible, refused_action
from portal.handling.selectors import case_for_officer, possible_commands

UNPROCESSABLE: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@case_required
def act_on_case(
    request: HttpRequest, staff: Staff, case: Case, slug: str
) -> HttpResponse:
    """Show an action's form; on POST carry it out once and go back to the case."""
    action = ACTIONS.get(slug)
    if action is None:
        raise Http404(f"No action '{slug}' on the desk.")
    if request.method == "POST" and "resume" not in request.POST:
        return _carry_out(request, staff, case, action)
    typed = typed_from(request.POST) or action.first(case)
    if action.command in possible_commands(case, staff.user):
        return _form(request, staff, case, action, typed=typed)
    return refused_action(
        request,
        staff,
        case,
        action=action,
        error=not_possible(case, action),
        typed=typed_from(request.POST),
    )


def _carry_out(
    request: HttpRequest, staff: Staff, case: Case, action: Action
) -> HttpResponse:
    seen_seq, typed = seen_seq_from(request.POST), typed_from(request.POST)
    filled = action.reader(typed, case)
    possible = action.command in possible_commands(case, staff.user)
    try:
        if filled.issues and possible and act_since(case, seen_seq) is None:
            raise RequirementsUnmet(filled.issues)
        action.run(case.pk, actor=staff.user, seen_seq=seen_seq, **filled.inputs)
    except RequirementsUnmet as err:
        return _form(request, staff, case, action, typed=typed, issues=err.issues)
    except StaleCase as err:
        if _is_own_repeat(err, staff, action):
            messages.info(request, _("这一步您已经办过，没有重复执行。"))
            return _to_case(case)
        return _refused(request, staff, case, action, error=err, typed=typed)
    except CaseError as err:
        return _refused(request, staff, case, action, error=err, typed=typed)
    messages.success(request, str(action.done))
    return _to_case(case)


def _to_case(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:show-case", args=[case.pk]))


def _is_own_repeat(error: StaleCase, staff: Staff, action: Action) -> bool:
    """Say whether a stale page is only the second click on the same button."""
    label = str(RULES[action.command].label)
    return error.who == staff.display_name and error.what == label


def _refused(
    request: HttpRequest,
    staff: Staff,
    case: Case,
    action: Action,
    *,
    error: CaseError,
    typed: Mapping[str, str],
) -> HttpResponse:
    # The page has to show the case as it is now, not as it was before the attempt.
    now = case_for_officer(staff.user, case.pk)
    return refused_action(request, staff, now, action=action, error=error, typed=typed)


def _form(
    request: HttpRequest,
    staff: Staff,
    case: Case,
    action: Action,
    *,
    typed: Mapping[str, str],
    issues: Sequence[Issue] = (),
) -> HttpResponse:
    issues = named_issues(issues, case)
    context = desk_page(
        request,
        staff,
        str(action.text),
        case=case_head(case),
        action={
            "slug": action.slug,
            "text": str(action.text),
            "lead": str(action.lead),
            "kind": action.kind,
        },
        typed=dict(typed),
        errors=shown_issues(issues),
        why=issue_of_field(issues),
        parts=form_parts(case),
    )
    status = UNPROCESSABLE if issues else 200
    return render(request, action.template, context, status=status)

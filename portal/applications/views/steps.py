"""One page of an application: show it, keep what was typed, go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.pages import error_list, first_errors
from portal.applications.field_files import attach_field_files
from portal.applications.flow import Flow
from portal.applications.forms import PageForm, QuestionForm
from portal.applications.inputs import field_input, file_input
from portal.applications.prefill import prefilled
from portal.applications.services import choose_applicant, save_step
from portal.applications.steps import Step
from portal.applications.views.access import flow_or_404, person, refusals_shown
from portal.applications.views.check import check_page
from portal.applications.views.frame import step_frame, step_url
from portal.applications.views.materials import materials_page

# The button that saves whatever was typed and asks nothing more today.
_LATER = "later"

Page = Callable[[HttpRequest, Flow, Step], HttpResponseBase]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_shown
def show_step(request: HttpRequest, draft_id: UUID, key: str) -> HttpResponseBase:
    """Show one page of a draft; on POST keep it and go to the next."""
    flow = flow_or_404(request, draft_id)
    if flow.draft.case_id is not None:
        return redirect("applications:show-case", case_id=flow.draft.case_id)
    step = flow.step(key)
    if step is None:
        raise Http404(f"Draft '{draft_id}' has no step '{key}'.")
    return _PAGES[step.kind](request, flow, step)


@never_cache
@login_required
@require_safe
def show_stop(request: HttpRequest, draft_id: UUID) -> HttpResponseBase:
    """Say why this application cannot go on, and where to ask."""
    flow = flow_or_404(request, draft_id)
    stop = flow.situation.stop
    if stop is None:
        return redirect("applications:resume-draft", draft_id=draft_id)
    questions = [step for step in flow.steps if step.kind == "question"]
    context = {
        **step_frame(flow, questions[-1]),
        "stop": stop,
        "jump": flow.situation.jump,
        "back_to_question": step_url(flow, questions[-1]),
    }
    context["page"]["title"] = _("不能继续申请")
    return render(request, "applications/stopped.html", context)


def _applicant_page(request: HttpRequest, flow: Flow, step: Step) -> HttpResponseBase:
    person_value = "person"
    chosen = request.POST.get("applicant", "")
    offered = {str(each.pk): each for each in flow.organisations}
    if request.method == "POST" and (chosen == person_value or chosen in offered):
        choose_applicant(
            flow.draft.pk, actor=person(request), organisation=offered.get(chosen)
        )
        return _onward(request, flow, step)
    wrong = _("请选一项：谁来申请") if request.method == "POST" else ""
    current = flow.draft.organisation_id or person_value
    options = [
        {
            "value": person_value,
            "label": _("我本人"),
            "hint": flow.draft.owner.display_name,
        }
    ]
    options += [
        {"value": value, "label": each.name, "hint": each.uscc}
        for value, each in offered.items()
    ]
    context = {
        **step_frame(flow, step),
        "inputs": [
            {
                **_RADIO,
                "name": "applicant",
                "label": step.title,
                "value": str(current) if flow.draft.applicant_chosen else "",
                "options": options,
                "hint": _("用单位名义申请的，选单位；单位的其他经办人也能看到办件"),
                "error": wrong,
            }
        ],
        "errors": [{"field": "applicant", "message": wrong}] if wrong else [],
    }
    return _page(request, context)


def _question_page(request: HttpRequest, flow: Flow, step: Step) -> HttpResponseBase:
    question = step.question
    if question is None:
        raise Http404
    code = question["code"]
    form = QuestionForm(
        flow.guide,
        question,
        request.POST if request.method == "POST" else None,
        answer=flow.draft.scenario_answers.get(code, ""),
    )
    if form.is_bound:
        valid = form.is_valid()
        save_step(
            flow.draft.pk,
            actor=person(request),
            step=step.key,
            scenario_answers=form.typed,
        )
        if valid or _LATER in request.POST:
            return _onward(request, flow, step)
    shown = field_input(
        form.schema[0], value=form[code].value(), error=first_errors(form).get(code, "")
    )
    context = {**step_frame(flow, step), "inputs": [shown], "errors": error_list(form)}
    return _page(request, context)


def _fields_page(request: HttpRequest, flow: Flow, step: Step) -> HttpResponseBase:
    draft = flow.draft
    form = PageForm(
        step.fields,
        request.POST if request.method == "POST" else None,
        known={**draft.scenario_answers, **draft.answers},
        initial=_initial(flow, step),
    )
    refused: dict[str, str] = {}
    if form.is_bound:
        valid = form.is_valid()
        save_step(draft.pk, actor=person(request), step=step.key, answers=form.typed)
        refused = attach_field_files(flow, step, person(request), request.FILES)
        if _LATER in request.POST or (valid and not refused):
            return _onward(request, flow, step)
    errors = error_list(form) + [
        {"field": key, "message": message} for key, message in refused.items()
    ]
    context = {
        **step_frame(flow, step),
        "inputs": [_input(flow, form, refused, field) for field in step.fields],
        "errors": errors,
        "multipart": any(field["type"] == "file" for field in step.fields),
    }
    return _page(request, context)


def _initial(flow: Flow, step: Step) -> dict[str, Any]:
    known = flow.draft.answers
    return {
        field["key"]: known[field["key"]]
        if field["key"] in known
        else prefilled(field, flow.draft.owner, flow.draft.organisation)
        for field in step.fields
    }


def _input(
    flow: Flow, form: PageForm, refused: dict[str, str], field: Any
) -> dict[str, Any]:
    key = field["key"]
    point = flow.points.get(f"field:{key}")
    demand = point.explanation if point is not None else ""
    if field["type"] == "file":
        files = [file for file in flow.files.get(0, []) if file.field_key == key]
        return file_input(field, files, error=refused.get(key, ""), demand=demand)
    untouched = not form.is_bound and key not in flow.draft.answers
    return field_input(
        field,
        value=form[key].value(),
        error=first_errors(form).get(key, ""),
        prefilled=untouched and bool(form[key].value()),
        demand=demand,
    )


def _onward(request: HttpRequest, flow: Flow, step: Step) -> HttpResponse:
    if _LATER in request.POST:
        return redirect("applications:home")
    saved = flow_or_404(request, flow.draft.pk)
    if saved.situation.stop is not None and not saved.corrects:
        return redirect("applications:show-stop", draft_id=saved.draft.pk)
    here = saved.step(step.key)
    if here is None or request.POST.get("back") == "check":
        following = saved.first_incomplete()
    else:
        following = saved.after(here)
    return redirect(
        "applications:show-step", draft_id=saved.draft.pk, key=following.key
    )


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    context.setdefault("multipart", False)
    asked = request.POST if request.method == "POST" else request.GET
    context["back"] = "check" if asked.get("back") == "check" else ""
    status = 422 if context["errors"] else 200
    return render(request, "applications/step.html", context, status=status)


_RADIO = field_input(
    {"key": "", "label": "", "type": "radio", "required": True}, value=""
)
_PAGES: dict[str, Page] = {
    "applicant": _applicant_page,
    "question": _question_page,
    "fields": _fields_page,
    "materials": materials_page,
    "check": check_page,
}

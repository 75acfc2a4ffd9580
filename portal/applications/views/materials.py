"""The list of materials, and one page to upload each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.applications.downloads import file_response
from portal.applications.flow import Flow
from portal.applications.materials import Slot
from portal.applications.models import DraftFile
from portal.applications.services import attach_file, remove_file, save_step
from portal.applications.steps import Step
from portal.applications.uploads import UploadRefusedError, size_words
from portal.applications.views.access import (
    draft_or_404,
    flow_or_404,
    person,
    refusals_shown,
)
from portal.applications.views.frame import step_frame, step_url


def materials_page(request: HttpRequest, flow: Flow, step: Step) -> HttpResponseBase:
    """Show what has to be handed in; on POST go on when nothing required is missing."""
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        save_step(flow.draft.pk, actor=person(request), step=step.key)
        if "later" in request.POST:
            return redirect("applications:home")
        errors = [
            {
                "field": f"m{slot.order}",
                "message": _("请上传“%(name)s”") % {"name": slot.name},
            }
            for slot in flow.slots
            if slot.required and not slot.automatic and slot.order not in flow.files
        ]
        if not errors:
            return redirect(
                "applications:show-step",
                draft_id=flow.draft.pk,
                key=flow.after(step).key,
            )
    wrong = {error["field"]: error["message"] for error in errors}
    context = {
        **step_frame(flow, step),
        "slots": [_slot_row(flow, slot, wrong) for slot in flow.slots],
        "notes": flow.situation.notes,
        "errors": errors,
    }
    status = 422 if errors else 200
    return render(request, "applications/materials.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_shown
def upload_material(
    request: HttpRequest, draft_id: UUID, order: int
) -> HttpResponseBase:
    """Show the files of one material and take more."""
    flow = flow_or_404(request, draft_id)
    slot = next((each for each in flow.slots if each.order == order), None)
    step = flow.step("materials")
    if slot is None or step is None or flow.draft.case_id is not None:
        raise Http404(f"Draft '{draft_id}' has no material {order}.")
    messages = _take_files(request, flow, slot) if request.method == "POST" else []
    if request.method == "POST" and not messages:
        return redirect(f"{step_url(flow, step)}#m{order}")
    if messages:
        # Those of the chosen files that were sound are attached all the same.
        flow = flow_or_404(request, draft_id)
    context = {
        **step_frame(flow, step),
        "slot": slot,
        "row": _slot_row(flow, slot, {}),
        "materials_url": step_url(flow, step),
        "errors": [{"field": "file", "message": each} for each in messages],
    }
    context["page"]["title"] = _("上传：%(name)s") % {"name": slot.name}
    status = 422 if messages else 200
    return render(request, "applications/upload.html", context, status=status)


@login_required
@require_POST
@refusals_shown
def remove_draft_file(
    request: HttpRequest, draft_id: UUID, file_id: UUID
) -> HttpResponse:
    """Take a file off a draft."""
    draft = draft_or_404(request, draft_id)
    file = draft.files.filter(pk=file_id).first()
    remove_file(draft.pk, actor=person(request), file_id=file_id)
    if file is None or not file.slot_order:
        return redirect("applications:resume-draft", draft_id=draft_id)
    return redirect(
        "applications:upload-material", draft_id=draft_id, order=file.slot_order
    )


@never_cache
@login_required
@require_safe
def download_draft_file(
    request: HttpRequest, draft_id: UUID, file_id: UUID
) -> HttpResponseBase:
    """Give a draft's file back to whoever may work on the draft."""
    file = draft_or_404(request, draft_id).files.filter(pk=file_id).first()
    if file is None:
        raise Http404(f"Draft '{draft_id}' has no file '{file_id}'.")
    return file_response(file.digest, file.name, file.content_type)


def _take_files(request: HttpRequest, flow: Flow, slot: Slot) -> list[str]:
    uploads = request.FILES.getlist("file")
    if not uploads:
        return [_("选一个文件再上传：%(words)s") % {"words": slot.rule.words}]
    refused = []
    for upload in uploads:
        try:
            attach_file(
                flow.draft.pk,
                actor=person(request),
                upload=upload,
                rule=slot.rule,
                slot_order=slot.order,
            )
        except UploadRefusedError as error:
            refused.append(str(error))
    return refused


def _slot_row(flow: Flow, slot: Slot, wrong: dict[str, str]) -> dict[str, Any]:
    place = {"draft_id": flow.draft.pk, "order": slot.order}
    point = flow.points.get(f"material:{slot.order}")
    return {
        "id": f"m{slot.order}",
        "slot": slot,
        "url": reverse("applications:upload-material", kwargs=place),
        "files": [_file_row(file) for file in flow.files.get(slot.order, [])],
        "error": wrong.get(f"m{slot.order}", ""),
        "demand": point.explanation if point is not None else "",
    }


def _file_row(file: DraftFile) -> dict[str, str]:
    place = {"draft_id": file.draft_id, "file_id": file.pk}
    return {
        "name": file.name,
        "size": size_words(file.size),
        "scan": file.get_scan_display(),
        "url": reverse("applications:download-draft-file", kwargs=place),
        "remove_url": reverse("applications:remove-draft-file", kwargs=place),
    }

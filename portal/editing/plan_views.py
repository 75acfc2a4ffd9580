"""The page on which a page's plan for looking it through is kept."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from portal.editing.models import ReviewConfirmation, ReviewPlan
from portal.editing.plans import confirm

_SHOWN: Final = 10


class ReviewPlanForm(forms.ModelForm[ReviewPlan]):
    """When, how often, and whom to remind."""

    class Meta:
        model = ReviewPlan
        fields = ["review_on", "months", "contact_name", "contact_mail"]
        widgets = {"review_on": forms.DateInput(attrs={"type": "date"})}


@require_admin_access
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change a page's plan; take that it was looked through."""
    page = get_object_or_404(Page, pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    known = ReviewPlan.objects.filter(page=pk).first()
    form = ReviewPlanForm(
        request.POST if request.POST.get("action") == "save" else None, instance=known
    )
    if request.POST.get("action") == "confirm" and known is not None:
        confirm(known, request.user)
        messages.success(request, _("已记下复核,下次是 %s") % known.review_on)
        return redirect("editing_plan", pk)
    if form.is_bound and form.is_valid():
        changed = form.save(commit=False)
        changed.page_id = pk
        changed.reminded_early = changed.reminded_due = False
        changed.save()
        messages.success(request, _("已保存复核计划"))
        return redirect("editing_plan", pk)
    confirmations = ReviewConfirmation.objects.filter(page=pk).select_related("by")
    context = {
        "page": page,
        "form": form,
        "plan": known,
        "confirmations": confirmations[:_SHOWN],
    }
    return TemplateResponse(request, "editing/plan.html", context)

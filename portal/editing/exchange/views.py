"""Pages of the editors' desk that take files in and give files out."""

from __future__ import annotations

import csv
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from content.exporters.kinds import EXPORT_KINDS
from content.importers.cells import disarmed
from content.models import DepartmentPage
from portal.editing.change_sets.views import require_editor
from portal.editing.exchange import services
from portal.editing.exchange.exports import (
    FORMAT_NAMES,
    FORMATS,
    codes_for,
    exported_file,
    file_name,
    has_format,
)
from portal.editing.exchange.models import Upload, UploadRow
from portal.editing.exchange.services import UploadRefused

_PER_PAGE: Final = 50
_RECENT: Final = 20


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("文件(JSON、CSV 或 XLSX,最大20 MB)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.csv,.xlsx"}),
    )


class ExportForm(forms.Form):
    """What to take out."""

    kind = forms.ChoiceField(
        label=_("内容"),
        choices=[(kind.name, kind.title) for kind in EXPORT_KINDS.values()],
    )
    department = forms.ModelChoiceField(
        label=_("部门"),
        queryset=DepartmentPage.objects.order_by("title"),
        required=False,
        empty_label=_("全部部门"),
    )
    format = forms.ChoiceField(
        label=_("格式"), choices=[(name, FORMAT_NAMES[name]) for name in FORMATS]
    )


def index(request: HttpRequest) -> HttpResponse:
    """Take a file in, show one's recent files, offer what can be taken out."""
    user = require_editor(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            if sent.size > services.LARGEST_FILE:
                # Not read into memory only to be refused.
                raise UploadRefused(_("文件太大,最大20 MB;请分成几个文件。"))
            upload = services.receive(user, sent.name, sent.read())
        except UploadRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("exchange:show", upload.pk)
    context = {
        "form": form,
        "export_form": ExportForm(),
        "uploads": _own(user)[:_RECENT],
    }
    return TemplateResponse(request, "exchange/index.html", context)


def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a file would change; write it as one change set of drafts."""
    user = require_editor(request)
    upload = get_object_or_404(_own(user), pk=pk)
    if request.method == "POST":
        try:
            services.ask_to_apply(pk, user, request.POST.get("reason", ""))
        except UploadRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("exchange:show", pk)
    rows = upload.rows.all()
    wanted = request.GET.get("show", "")
    if wanted in UploadRow.Outcome.values:
        rows = rows.filter(outcome=wanted)
    context: dict[str, Any] = {
        "upload": upload,
        "rows": Paginator(rows, _PER_PAGE).get_page(request.GET.get("p")),
        "shown": wanted,
        "counts": [
            (value, label, upload.counts.get(value, 0))
            for value, label in UploadRow.Outcome.choices
        ],
        "writable": upload.state == Upload.State.CHECKED
        and bool(upload.counts.get("new") or upload.counts.get("changed")),
    }
    return TemplateResponse(request, "exchange/show.html", context)


def refused(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the refused rows as a table to mend the file by."""
    upload = get_object_or_404(_own(require_editor(request)), pk=pk)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="refused.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("第几条"), _("表格第几行"), _("字段"), _("说明")])
    for row in upload.rows.filter(outcome=UploadRow.Outcome.REFUSED).iterator():
        writer.writerow(
            [row.row, row.line or "", disarmed(row.key), disarmed("；".join(row.lines))]
        )
    return response


def export(request: HttpRequest) -> HttpResponse | FileResponse:
    """Give records of one kind as a file that imports again as the same."""
    user = require_editor(request)
    form = ExportForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("请选择要导出的内容和格式"))
        return redirect("exchange:index")
    told = form.cleaned_data
    kind = EXPORT_KINDS[told["kind"]]
    if not has_format(kind, told["format"]):
        messages.error(request, _("这种格式只用于办事指南，请换一种格式"))
        return redirect("exchange:index")
    codes = codes_for(kind, user, told["department"])
    if not codes:
        messages.error(request, _("没有可以导出的%(kind)s") % {"kind": kind.title})
        return redirect("exchange:index")
    return FileResponse(
        exported_file(kind, told["format"], codes),
        as_attachment=True,
        filename=file_name(kind, told["format"]),
        content_type=FORMATS[told["format"]],
    )


def _own(user: Any) -> Any:
    return Upload.objects.filter(owner=user).defer("content")

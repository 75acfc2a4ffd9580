"""Show a whole case, and hand out its files."""

from __future__ import annotations

import logging
from typing import BinaryIO

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.models import Staff
from portal.audit.blobs import open_blob
from portal.audit.errors import BlobMissing
from portal.cases.materials import UNUSABLE_SCANS
from portal.cases.models import Case, MaterialFile
from portal.handling.access import desk_page, message_page
from portal.handling.actions import actions_for
from portal.handling.casefile import casefile_of
from portal.handling.opening import case_required
from portal.handling.selectors import possible_commands

logger = logging.getLogger(__name__)

CONFLICT, UNAVAILABLE = 409, 503


@require_safe
@case_required
def show_case(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show everything about a case, with what this officer may do now."""
    actions = [
        {
            "text": str(action.text),
            "kind": action.kind,
            "url": reverse("desk:act-on-case", args=[case.pk, action.slug]),
        }
        for action in actions_for(possible_commands(case, staff.user))
    ]
    context = desk_page(
        request,
        staff,
        f"{case.title} {case.number}",
        actions=actions,
        **casefile_of(case),
    )
    return render(request, "handling/case.html", context)


@require_safe
@case_required
def download_file(
    request: HttpRequest, staff: Staff, case: Case, file_id: int
) -> HttpResponseBase:
    """Send a material file as a download that the browser must not open as a page."""
    file = MaterialFile.objects.filter(slot__case=case, pk=file_id).first()
    if file is None:
        raise Http404(f"Case '{case.pk}' has no file '{file_id}'.")
    title = _("文件不能下载")
    names = {"name": file.name, "scan": file.get_scan_display()}
    if file.scan in UNUSABLE_SCANS:
        text = _("文件“%(name)s”%(scan)s，不能下载。") % names
        return message_page(request, staff, title, text, status=CONFLICT)
    try:
        content = open_blob(file.digest)
    except BlobMissing:
        logger.exception("material file missing case=%s file=%d", case.pk, file_id)
        text = _("文件“%(name)s”的原件不在文件库里。请联系系统管理员从备份恢复。")
        return message_page(request, staff, title, text % names, status=UNAVAILABLE)
    logger.info("material file sent case=%s file=%d by=%s", case.pk, file_id, staff.pk)
    return _attachment(content, file.name)


def _attachment(content: BinaryIO, name: str) -> HttpResponseBase:
    return FileResponse(
        content,
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )

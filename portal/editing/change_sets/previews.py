"""Show a staged release to whoever has a link to it, until the link expires."""

from __future__ import annotations

import mimetypes

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from portal.editing.change_sets.models import PreviewLink
from portal.editing.tokens import digest_of
from portal.publishing.rewriting import with_banner, with_links
from portal.publishing.serving import ReleaseFiles
from portal.publishing.staging import staged


@require_safe
def show_preview(request: HttpRequest, token: str, path: str = "") -> HttpResponse:
    """Serve a file of the staged release; links on its pages stay inside."""
    link = PreviewLink.objects.select_related("change_set").filter(
        token_digest=digest_of(token)
    )
    found = link.first()
    if found is None:
        raise Http404
    release = staged(str(found.change_set_id))
    if found.revoked or found.expires_at <= timezone.now() or release is None:
        return _expired(request)
    address = f"/{path}"
    files = ReleaseFiles(release.root)
    if files.find(address) is None:
        raise Http404
    name = f"{address}index.html" if address.endswith("/") else address
    body = files.body(name)
    if body is None:
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind == "text/html":
        kind = "text/html; charset=utf-8"
        body = _with_banner(_inside(body, token), found)
    response = HttpResponse(body, content_type=kind)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


def _inside(body: bytes, token: str) -> bytes:
    prefix = f"/preview/{token}".encode()
    return with_links(body, lambda address: prefix + address)


def _with_banner(body: bytes, link: PreviewLink) -> bytes:
    banner = format_html(
        '<aside class="wrap box" aria-label="预览"><p><strong>预览，尚未公布：</strong>'
        "变更单“{}”。链接到 {} 失效。搜索和申请仍是现在公布的内容。</p></aside>",
        link.change_set.title,
        timezone.localtime(link.expires_at).strftime("%Y-%m-%d %H:%M"),
    )
    return with_banner(body, banner)


def _expired(request: HttpRequest) -> HttpResponse:
    page = {
        "title": "预览已失效",
        "description": "这个预览链接已经失效。",
        "noindex": True,
    }
    context = {"page": page}
    return render(request, "editing/preview_expired.html", context, status=410)

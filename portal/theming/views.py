"""Serve the theme's static files where no release has written them out."""

from __future__ import annotations

import mimetypes
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.theming.assets import ASSETS_PREFIX, iter_assets
from portal.theming.texts import gettext as _

CACHE_FOR_EVER: Final = "public, max-age=31536000, immutable"
_TYPES: Final = {".js": "text/javascript", ".svg": "image/svg+xml"}


@require_safe
def serve_asset(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a file under its present hash; any other name is not found.

    An outdated hash must not get the new bytes: caches would keep them for ever.
    """
    url = f"{ASSETS_PREFIX}{name}"
    found = next((asset for asset in iter_assets() if asset.url == url), None)
    if found is None:
        raise Http404(_("没有这个文件"))
    suffix = f".{found.path.rpartition('.')[2]}"
    content_type = _TYPES.get(suffix) or mimetypes.guess_type(found.path)[0]
    response = HttpResponse(found.content, content_type=content_type)
    response.headers["Cache-Control"] = CACHE_FOR_EVER
    return response

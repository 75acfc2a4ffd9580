"""Answer in the look of a variant what is not a file of it: search, applying, tracking.

The address is that of the standard site with the variant's folder before it. The answer
is the standard one, its page made over as those of the variant's files are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from portal.publishing.serving import READING, current_files
from portal.publishing.translations import english_names
from portal.theming.variants.making import Place, as_variant
from portal.theming.variants.registry import VARIANTS, divided, is_inside

_PAGE: Final = "text/html"
_NAMED: Final = "Location"


class VariantMiddleware:
    """Take the folder of a variant off an address and put the look on the answer.

    It stands before the middleware that answers from the release.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.files = current_files()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name, address = divided(request.path_info)
        if not name or getattr(request, "is_dummy", False):
            return self.get_response(request)
        if self.files.find(request.path_info) is not None:
            return self.get_response(request)
        if not is_inside(name, address, self._guides):
            return self._standard(request, address)
        request.path_info = address
        request.path = address
        return self._made_over(self.get_response(request), name, request)

    def _standard(self, request: HttpRequest, address: str) -> HttpResponse:
        """Lead to the standard page of what the variant does not have."""
        if request.method not in READING or address.startswith("//"):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)

    def _guides(self, code: str) -> tuple[str, ...]:
        """Return the variants that have the guide of a code among their files."""
        page = f"/guides/{code}/"
        return tuple(name for name in VARIANTS if self.files.find(f"/{name}{page}"))

    def _made_over(
        self, response: HttpResponse, name: str, request: HttpRequest
    ) -> HttpResponse:
        target = response.headers.get(_NAMED, "")
        if target.startswith("/") and is_inside(
            name, target.partition("?")[0], self._guides
        ):
            response.headers[_NAMED] = f"/{name}{target}"
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(_PAGE):
            return response
        place = Place(
            address=request.get_full_path(),
            guides=self._guides,
            english_names=english_names,
        )
        page = response.content.decode(response.charset or "utf-8")
        response.content = as_variant(page, name, place).encode()
        if response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
        return response

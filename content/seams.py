"""The seam through which a higher layer gives this package its preview.

Content knows what is published, not how it looks. `portal.publishing` registers a renderer
when it is ready; the editors' preview calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from django.core.exceptions import ImproperlyConfigured
from wagtail.models import PagePermissionTester

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise
    from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class PreviewMode:
    """Another view of a guide under edit, by its name in a menu.

    Attributes:
        label: What editors choose.
        order: Where it stands in the menu.
        render: Draws the page with its unsaved edits.
    """

    label: str | Promise
    order: int
    render: Callable[[Page, HttpRequest], HttpResponse]


class PreviewRenderer(Protocol):
    """Renders the very page that publishing would write."""

    def render_preview(self, page: Page, request: HttpRequest) -> HttpResponse:
        """Return the public page of `page` with its unsaved edits."""
        ...


class _Registry:
    renderer: PreviewRenderer | None = None
    modes: ClassVar[dict[str, PreviewMode]] = {}
    page_permissions: type[PagePermissionTester] | None = None


def register_page_permissions(tester: type[PagePermissionTester] | None) -> None:
    """Let this class say what people may do with pages; None for Wagtail's own."""
    _Registry.page_permissions = tester


def page_permissions() -> type[PagePermissionTester]:
    """Return the class that says what people may do with pages."""
    return _Registry.page_permissions or PagePermissionTester


def register_preview_mode(name: str, mode: PreviewMode) -> None:
    """Offer a further view of guides in their editor's preview."""
    _Registry.modes[name] = mode


def preview_modes() -> Mapping[str, PreviewMode]:
    """Return the further views of guides by name."""
    return _Registry.modes


def register_preview_renderer(renderer: PreviewRenderer | None) -> None:
    """Use `renderer` for previews; None removes the present one."""
    _Registry.renderer = renderer


def preview_renderer() -> PreviewRenderer:
    """Return the registered renderer.

    Raises:
        ImproperlyConfigured: when no app has registered one.
    """
    if _Registry.renderer is None:
        message = (
            "Preview of a page: no renderer is registered; expected an app to call "
            "content.seams.register_preview_renderer(...) in AppConfig.ready(). "
            "Add 'portal.publishing' to INSTALLED_APPS."
        )
        raise ImproperlyConfigured(message)
    return _Registry.renderer

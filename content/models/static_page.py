from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.models import Page, PagePermissionTester, Site

from content.seams import page_permissions, preview_modes, preview_renderer


class StaticPage(Page):
    """A page whose public form is a file of the current release, not a Wagtail view.

    Subclasses say where that file is (`static_path`). Wagtail's own routing only sends
    the visitor there; preview shows what the registered renderer would publish.
    """

    class Meta:
        abstract = True

    def static_path(self) -> str:
        """Return the public address on this site, starting and ending with `/`."""
        raise NotImplementedError

    def get_url_parts(
        self, request: HttpRequest | None = None
    ) -> tuple[int, str, str] | None:
        """Say where the page's file is served; None outside any site's tree.

        Wagtail's own answer needs its views in the URL configuration.
        """
        for root in self._get_relevant_site_root_paths(request):
            return root.site_id, root.root_url, self.static_path()
        return None

    def get_admin_display_title(self) -> str:
        """Return what the admin calls this page, wherever anybody sees it.

        A new name that is still a draft is its department's own business: choosers and
        links show the public one.
        """
        return str(self.title if self.live else self.draft_title or self.title)

    def serve(
        self, request: HttpRequest, *_args: object, **_kwargs: object
    ) -> HttpResponse:
        return HttpResponseRedirect(self.static_path())

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        """Return what a person may do with this page."""
        return page_permissions()(user, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        mode = preview_modes().get(mode_name)
        if mode is not None:
            return mode.render(self, request)
        return preview_renderer().render_preview(self, request)


def default_site() -> Site | None:
    """Return Wagtail's default site, or None before the tree is made."""
    site: Site | None = Site.objects.filter(is_default_site=True).first()
    return site

"""Dynamic addresses; everything else is a file of the current release."""

from __future__ import annotations

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.accounts.views import editor_sign_in
from portal.editing import versions, visibility
from portal.editing.api import api
from portal.finding.api import api as read_api
from portal.finding.eligibility import check_benefit

handler404 = "portal.publishing.views.page_not_found"
handler429 = "portal.accounts.views.too_many_requests"

urlpatterns = [
    path("assets/", include("portal.theming.urls")),
    path("", include("portal.publishing.urls")),
    path("", include("portal.sheets.urls")),
    path("search/", include("portal.finding.urls")),
    path("report/", include("portal.feedback.urls")),
    path("check/<slug:key>/", check_benefit, name="check-benefit"),
    path("desk/", include("portal.handling.urls")),
    path("accounts/", include("portal.accounts.urls")),
    path("my/profile/", include("portal.accounts.profile_urls")),
    path("", include("portal.applications.urls")),
    path("preview/", include("portal.editing.change_sets.preview_urls")),
    path("api/v1/", read_api.urls),
    path("api/v3/", api.urls),
    # These stand before Wagtail's own, which let a password be tried as often as one
    # likes, show every department's drafts and compare versions by codes.
    path("admin/login/", editor_sign_in),
    re_path(
        r"^admin/pages/(?P<pk>\d+)/revisions/compare/(?P<old>live|earliest|\d+)\.\.\."
        r"(?P<new>live|latest|\d+)/$",
        versions.compare,
    ),
    path("admin/choose-page/chosen-multiple/", visibility.chosen_pages),
    path("admin/reports/page-types-usage/", visibility.page_types_usage),
    path(
        "admin/reports/page-types-usage/results/", visibility.page_types_usage_results
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

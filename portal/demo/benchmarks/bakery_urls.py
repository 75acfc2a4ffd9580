"""The addresses of a site that wagtail-bakery could write: Wagtail serves every page."""

from __future__ import annotations

from django.urls import include, path
from wagtail import urls as wagtail_urls

from portal.urls import urlpatterns as portal_urlpatterns

urlpatterns = [*portal_urlpatterns, path("", include(wagtail_urls))]

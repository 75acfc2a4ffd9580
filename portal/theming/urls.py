"""Addresses of the theme's static files."""

from __future__ import annotations

from django.urls import path

from portal.theming.views import serve_asset

app_name = "theming"
urlpatterns = [path("<path:name>", serve_asset, name="serve-asset")]

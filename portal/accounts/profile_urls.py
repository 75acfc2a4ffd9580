"""Addresses of one's own profile."""

from __future__ import annotations

from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [path("", views.show_profile, name="show-profile")]

from __future__ import annotations

from django.urls import path

from portal.publishing import views

app_name = "publishing"
urlpatterns = [path("healthz", views.healthz, name="show-health")]

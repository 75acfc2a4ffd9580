from __future__ import annotations

from django.urls import path

from portal.finding import views

app_name = "finding"

urlpatterns = [
    path("", views.find_guides, name="find-guides"),
    path("feedback/", views.take_feedback, name="take-feedback"),
    path("suggest/", views.suggest_guides, name="suggest-guides"),
]

from __future__ import annotations

from django.urls import path

from portal.feedback import views

app_name = "feedback"

urlpatterns = [
    path("", views.take_report, name="take-report"),
    path("find/", views.find_report, name="find-report"),
    path("<str:code>/", views.show_report, name="show-report"),
]

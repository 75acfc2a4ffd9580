from __future__ import annotations

from django.urls import path

from portal.editing.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.index, name="index"),
    path("export/", views.export, name="export"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/refused.csv", views.refused, name="refused"),
]

from __future__ import annotations

from django.urls import path

from portal.editing.change_sets import views

app_name = "change_sets"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:pk>/", views.show, name="show"),
]

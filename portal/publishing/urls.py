from __future__ import annotations

from django.urls import path

from portal.publishing import views
from portal.publishing.history import past_pages, release_pages

app_name = "publishing"
urlpatterns = [
    path("healthz", views.healthz, name="show-health"),
    path("releases/", release_pages.list_releases, name="releases"),
    path("releases/manifest.json", release_pages.manifest_head, name="manifest"),
    path("releases/<int:number>/", release_pages.show_release, name="release"),
    path("releases/<int:number>/manifest.json", release_pages.manifest_head),
    path("releases/<int:number>/manifest.txt", release_pages.manifest_list),
    path("history/<path:address>", past_pages.list_states, name="history"),
    path("at/<str:moment>/", past_pages.show_past, name="past-home"),
    path("at/<str:moment>/<path:address>", past_pages.show_past, name="past"),
]

from __future__ import annotations

from django.urls import path

from portal.editing.change_sets.previews import show_preview

urlpatterns = [
    path("<str:token>/", show_preview, name="change-set-preview"),
    path("<str:token>/<path:path>", show_preview, name="change-set-preview-path"),
]

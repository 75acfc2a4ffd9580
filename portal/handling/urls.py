from __future__ import annotations

from django.urls import path

from portal.handling.views import act, case, queue

app_name = "desk"

urlpatterns = [
    path("", queue.show_queue, name="show-queue"),
    path("cases/<uuid:case_id>/", case.show_case, name="show-case"),
    path(
        "cases/<uuid:case_id>/files/<int:file_id>/",
        case.download_file,
        name="download-file",
    ),
    path("cases/<uuid:case_id>/<slug:slug>/", act.act_on_case, name="act-on-case"),
]

"""Addresses of the applicant's side, from the root of the portal."""

from __future__ import annotations

from django.urls import path

from portal.applications.views import (
    cases,
    drafts,
    home,
    materials,
    start,
    steps,
    tracking,
)

app_name = "applications"

_DRAFT = "my/drafts/<uuid:draft_id>/"
_CASE = "my/cases/<uuid:case_id>/"

urlpatterns = [
    path("apply/<slug:code>/", start.start_application, name="start-application"),
    path("track/", tracking.track_case, name="track-case"),
    path("my/", home.home, name="home"),
    path(_DRAFT, drafts.resume_draft, name="resume-draft"),
    path(f"{_DRAFT}version/", drafts.compare_versions, name="compare-versions"),
    path(f"{_DRAFT}delete/", drafts.delete_draft, name="delete-draft"),
    path(f"{_DRAFT}stopped/", steps.show_stop, name="show-stop"),
    path(f"{_DRAFT}steps/<slug:key>/", steps.show_step, name="show-step"),
    path(
        f"{_DRAFT}materials/<int:order>/",
        materials.upload_material,
        name="upload-material",
    ),
    path(
        f"{_DRAFT}files/<uuid:file_id>/",
        materials.download_draft_file,
        name="download-draft-file",
    ),
    path(
        f"{_DRAFT}files/<uuid:file_id>/remove/",
        materials.remove_draft_file,
        name="remove-draft-file",
    ),
    path(_CASE, cases.show_case, name="show-case"),
    path(f"{_CASE}receipt/", cases.show_receipt, name="show-receipt"),
    path(f"{_CASE}withdraw/", cases.withdraw_case, name="withdraw-case"),
    path(f"{_CASE}correction/", cases.answer_notice, name="answer-notice"),
    path(f"{_CASE}documents/<str:number>/", cases.show_document, name="show-document"),
    path(
        f"{_CASE}files/<int:file_id>/",
        cases.download_case_file,
        name="download-case-file",
    ),
]

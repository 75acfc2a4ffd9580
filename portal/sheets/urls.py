from __future__ import annotations

from django.urls import path

from portal.sheets import views

app_name = "sheets"

urlpatterns = [
    path("n/", views.find_sheet, name="find-sheet"),
    path("n/<str:code>/", views.answer_questions, name="answer-questions"),
    path("n/<str:code>/<int:number>/", views.check_sheet, name="check-sheet"),
    path("n/<str:code>/<int:number>/sheet.pdf", views.sheet_pdf, name="sheet-pdf"),
    path(
        "n/<str:code>/<int:number>/<str:situation>/",
        views.check_sheet,
        name="check-own-sheet",
    ),
    path(
        "n/<str:code>/<int:number>/<str:situation>/sheet.pdf",
        views.sheet_pdf,
        name="own-sheet-pdf",
    ),
    path("guides/<str:code>/list/<str:situation>/", views.show_list, name="own-list"),
]

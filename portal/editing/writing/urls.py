from __future__ import annotations

from django.urls import path

from portal.editing.writing import views

app_name = "writing"
urlpatterns = [
    path("<int:pk>/", views.help_writing, name="help"),
    path("<int:pk>/cases/", views.show_cases, name="cases"),
]

"""Addresses of the account pages; the names of allauth's views are allauth's."""

from __future__ import annotations

from django.urls import path

from portal.accounts import views

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("signup/", views.SignUpView.as_view(), name="account_signup"),
    path("logout/", views.SignOutView.as_view(), name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path(
        "password/",
        views.PasswordChangeView.as_view(),
        name="account_change_password",
    ),
]

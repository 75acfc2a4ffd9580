"""Fit allauth to the portal: our words, our account fields, no passing messages."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import PersonKind, User
from portal.accounts.models.users import AuthLevel
from portal.accounts.policy import staff_of


class PortalAccountAdapter(DefaultAccountAdapter):
    """Store what a citizen signs up with, and refuse in plain words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或者密码不对，请核对后再试"),
        "too_many_login_attempts": _(
            "输错次数太多，这个用户名暂时不能登录，请 5 分钟后再试"
        ),
        "incorrect_password": _("现在的密码不对，请再输一遍"),
        "enter_current_password": _("现在的密码不对，请再输一遍"),
        "username_taken": _("这个用户名已有人用，请换一个"),
        "username_blacklisted": _("这个用户名不能用，请换一个"),
        "account_inactive": _("这个账户已停用，请拨打 12345 询问"),
    }

    def save_user(
        self, request: HttpRequest, user: User, form: Form, commit: bool = True
    ) -> User:
        data = form.cleaned_data
        user.display_name = data["display_name"]
        user.kind = PersonKind.NATURAL
        user.certificate_kind = data["certificate_kind"]
        user.id_number = data["id_number"]
        user.mobile = data["mobile"]
        user.auth_level = AuthLevel.REGISTERED
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send officers to the desk, editors to the admin, all others home."""
        user = request.user
        if staff_of(user) is not None:
            return "/desk/"
        if user.has_perm("wagtailadmin.access_admin"):
            return "/admin/"
        return "/my/"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page that follows shows that it worked."""

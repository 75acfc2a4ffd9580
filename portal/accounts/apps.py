from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, organisations, officers and their posts; signing in."""

    name = "portal.accounts"
    verbose_name = _("账户")

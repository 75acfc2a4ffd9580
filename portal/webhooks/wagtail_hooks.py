"""Give administrators the pages of receivers in Wagtail's settings menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from portal.webhooks import viewsets
from portal.webhooks.models import Webhook

register_permission_policy(Webhook, viewsets.AdministratorsOnly(Webhook))


class AdministratorsMenuItem(MenuItem):
    """A menu item for administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_admin_viewset")
def register_webhooks() -> viewsets.WebhookViews:
    """Add the receivers of notices."""
    return viewsets.WebhookViews()


@hooks.register("register_admin_urls")
def register_delivery_urls() -> list[URLPattern]:
    """Add the list of notices and its buttons."""
    return [
        path(
            "webhook-deliveries/", viewsets.show_deliveries, name="webhook_deliveries"
        ),
        path(
            "webhook-deliveries/<uuid:pk>/retry/",
            viewsets.retry,
            name="retry_webhook_delivery",
        ),
        path(
            "webhook-deliveries/secret/<int:pk>/",
            viewsets.renew_secret,
            name="renew_webhook_secret",
        ),
    ]


@hooks.register("register_settings_menu_item")
def register_deliveries_menu_item() -> MenuItem:
    """Link the list of notices."""
    return AdministratorsMenuItem(
        _("通知记录"),
        reverse("webhook_deliveries"),
        icon_name="history",
        order=901,
    )

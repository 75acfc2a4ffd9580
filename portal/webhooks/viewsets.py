"""The administrators' pages of receivers and of what was sent to them."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from portal.accounts.models import User
from portal.outbox.models import OutboxJob
from portal.webhooks import services
from portal.webhooks.announcing import TOPIC
from portal.webhooks.errors import DeliveryDone
from portal.webhooks.forms import WebhookForm
from portal.webhooks.models import Webhook, WebhookDelivery

_SHOWN: Final = 100


class AdministratorsOnly(ModelPermissionPolicy):
    """Receivers learn of everything, so no group is given a right to them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        del action
        return bool(user.is_active and user.is_superuser)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return self.user_has_permission(user, str(actions))


class AddWebhookView(CreateView):
    """Adds a receiver and shows its secret, this one time."""

    def save_instance(self) -> Webhook:
        webhook, self.secret = services.create_webhook(
            self.request.user, self.form.told
        )
        return webhook

    def save_action(self) -> HttpResponse:
        return _shown_once(self.request, self.object, self.secret)


class EditWebhookView(EditView):
    """Changes a receiver."""

    def save_instance(self) -> Webhook:
        return services.change_webhook(
            self.request.user, self.form.instance.pk, self.form.told
        )


class WebhookViews(ModelViewSet):
    """Receivers: list, add, change, delete."""

    model = Webhook
    name = "webhooks"
    icon = "mail"
    menu_label = gettext_lazy("发布通知")
    menu_order = 900
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display: Final = ["description", "url", "active", "created_by", "created_at"]
    search_fields: Final = ["description", "url"]
    search_backend_name = None
    add_view_class = AddWebhookView
    edit_view_class = EditWebhookView

    def get_form_class(self, for_update: bool = False) -> type[WebhookForm]:
        del for_update
        return WebhookForm

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Offer no right to groups."""
        return Permission.objects.none()


@never_cache
@require_admin_access
@require_safe
def show_deliveries(request: HttpRequest) -> HttpResponse:
    """Show the newest notices with what became of them, and the receivers."""
    services.require_administrator(_person(request))
    newest = WebhookDelivery.objects.select_related("webhook", "announcement")
    deliveries = list(newest[:_SHOWN])
    dead = _given_up(deliveries)
    context = {
        "webhooks": Webhook.objects.all(),
        "rows": [
            {
                "delivery": each,
                "given_up": str(each.pk) in dead,
                "addresses": len(each.announcement.told["written"])
                + len(each.announcement.told["removed"]),
                "may_retry": each.state != WebhookDelivery.State.SENT,
            }
            for each in deliveries
        ],
    }
    return TemplateResponse(request, "webhooks/deliveries.html", context)


@require_admin_access
@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a notice sent again."""
    get_object_or_404(WebhookDelivery, pk=pk)
    try:
        services.retry_delivery(_person(request), pk)
    except DeliveryDone:
        messages.warning(request, _("这条通知已经送达,不用重发。"))
    else:
        messages.success(request, _("已重新排队。"))
    return redirect("webhook_deliveries")


@require_admin_access
@require_POST
def renew_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a receiver a new secret and show it, this one time."""
    get_object_or_404(Webhook, pk=pk)
    webhook, secret = services.renew_secret(_person(request), pk)
    return _shown_once(request, webhook, secret)


def _shown_once(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
    context = {"webhook": webhook, "secret": secret}
    response = TemplateResponse(request, "webhooks/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _given_up(deliveries: list[WebhookDelivery]) -> set[str]:
    """Return the ids of deliveries whose newest job is given up."""
    keys = [str(each.pk) for each in deliveries]
    jobs = OutboxJob.objects.filter(topic=TOPIC, key__in=keys).order_by("pk")
    states = dict(jobs.values_list("key", "state"))
    return {key for key, state in states.items() if state == OutboxJob.State.DEAD}


def _person(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user

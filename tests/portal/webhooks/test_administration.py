"""Administrators keep the receivers; nobody else sees them."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import User
from portal.outbox import worker
from portal.webhooks import announcing, services
from portal.webhooks.announcing import Publication
from portal.webhooks.models import Webhook, WebhookDelivery
from tests.factories import content
from tests.portal.webhooks.conftest import Receiver

pytestmark = pytest.mark.django_db
LIST, NEW, RECORD = (
    "/admin/webhooks/",
    "/admin/webhooks/new/",
    "/admin/webhook-deliveries/",
)
FILLED = {
    "url": "https://media.example.com/hook",
    "description": "区融媒体中心",
    "events": ["publication"],
    "active": "on",
}


@pytest.fixture
def browser(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def test_secret_of_a_new_receiver_is_shown_once(browser: Client) -> None:
    shown = browser.post(NEW, FILLED)
    webhook = Webhook.objects.get()
    secret = services.secret_of(webhook)
    assert secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert secret not in webhook.sealed_secret
    for address in (LIST, f"/admin/webhooks/edit/{webhook.pk}/", RECORD):
        page = browser.get(address).content.decode()
        assert "区融媒体中心" in page
        assert secret not in page


def test_receiver_is_changed_and_stopped(browser: Client, webhook: Webhook) -> None:
    before = webhook.sealed_secret
    changed = {**FILLED, "description": "市级平台"}
    del changed["active"]
    browser.post(f"/admin/webhooks/edit/{webhook.pk}/", changed)
    webhook.refresh_from_db()
    assert (webhook.description, webhook.active) == ("市级平台", False)
    assert webhook.sealed_secret == before


def test_receiver_is_deleted(browser: Client, webhook: Webhook) -> None:
    browser.post(f"/admin/webhooks/delete/{webhook.pk}/")
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://media.example.com/", "https://a:b@media.example.com/", "nothing"]
)
def test_address_that_cannot_be_used_is_refused(
    browser: Client, settings: Settings, url: str
) -> None:
    settings.PORTAL_WEBHOOK_PLAIN_HTTP = False
    shown = browser.post(NEW, {**FILLED, "url": url})
    assert shown.status_code == HTTPStatus.OK
    assert not Webhook.objects.exists()


def test_new_secret_replaces_the_old_one(browser: Client, webhook: Webhook) -> None:
    before = services.secret_of(webhook)
    shown = browser.post(f"{RECORD}secret/{webhook.pk}/").content.decode()
    webhook.refresh_from_db()
    assert services.secret_of(webhook) != before
    assert services.secret_of(webhook) in shown


def test_failed_notice_is_listed_and_retried(
    browser: Client, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answers = [500]
    announcing.note(Publication(release=1, written=["index.html"]))
    announcing.send_noted()
    worker.run_once()
    delivery = WebhookDelivery.objects.get()
    address = f"{RECORD}{delivery.pk}/retry/"
    page = browser.get(RECORD).content.decode()
    assert "对方回答 500" in page
    assert address in page

    assert "已重新排队" in browser.post(address, follow=True).content.decode()
    worker.run_once()

    page = browser.get(RECORD).content.decode()
    assert "已送达" in page
    assert address not in page
    assert "不用重发" in browser.post(address, follow=True).content.decode()


def test_menu_leads_there(browser: Client) -> None:
    content.home()
    page = browser.get("/admin/").content.decode()
    assert LIST in page
    assert RECORD in page


@pytest.mark.parametrize("staff", [True, False])
def test_nobody_else_sees_or_does_anything(webhook: Webhook, staff: bool) -> None:
    user = User.objects.create_user("editor", password="tea-and-plum-7", is_staff=staff)
    if staff:
        user.user_permissions.set(Permission.objects.all())
    client = Client()
    client.force_login(user)
    for address in (LIST, NEW, f"/admin/webhooks/edit/{webhook.pk}/", RECORD):
        page = client.get(address)
        assert page.status_code != HTTPStatus.OK
        assert "区融媒体中心" not in page.content.decode()
    before = webhook.sealed_secret
    client.post(NEW, FILLED)
    client.post(f"/admin/webhooks/delete/{webhook.pk}/")
    client.post(f"{RECORD}secret/{webhook.pk}/")
    assert Webhook.objects.get().sealed_secret == before
    told = services.Settings(url=FILLED["url"], description="x")
    for act in (
        lambda: services.create_webhook(user, told),
        lambda: services.change_webhook(user, webhook.pk, told),
        lambda: services.renew_secret(user, webhook.pk),
    ):
        with pytest.raises(PermissionDenied):
            act()

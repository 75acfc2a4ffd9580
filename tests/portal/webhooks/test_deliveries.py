"""A notice is signed, sent once, tried again when it fails, and given up at last."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
import time

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from portal.outbox import worker
from portal.outbox.models import OutboxJob
from portal.webhooks import announcing, deliveries, sending, services
from portal.webhooks.announcing import Publication
from portal.webhooks.models import Announcement, Webhook, WebhookDelivery
from portal.webhooks.signing import signature
from tests.portal.webhooks.conftest import Receiver

pytestmark = pytest.mark.django_db
State = WebhookDelivery.State
CHANGE = Publication(
    release=7,
    written=["guides/food/index.html", "guides/food/index.json"],
    removed=["guides/old/index.html"],
    codes=["old", "food"],
)


def tell(publication: Publication = CHANGE) -> None:
    announcing.note(publication)
    announcing.send_noted()
    worker.run_once()


def test_receiver_is_told_what_changed(webhook: Webhook, receiver: Receiver) -> None:
    tell()
    (notice,) = receiver.got
    told = json.loads(notice.body)
    delivery = WebhookDelivery.objects.get()
    assert notice.path == "/hook?from=portal"
    assert notice.headers["content-type"] == "application/json"
    assert datetime.datetime.fromisoformat(told.pop("time")) <= timezone.now()
    assert told == {
        "event": "publication",
        "id": str(delivery.pk),
        "release": 7,
        "written": ["/guides/food/", "/guides/food/index.json"],
        "removed": ["/guides/old/"],
        "codes": ["food", "old"],
        "truncated": False,
    }
    assert (delivery.state, delivery.status, delivery.attempts) == (State.SENT, 204, 1)


def test_receiver_can_verify_the_signature(
    webhook: Webhook, receiver: Receiver
) -> None:
    tell()
    (notice,) = receiver.got
    headers = notice.headers
    # As a receiver's own library does it, from the words of the specification.
    key = base64.b64decode(services.secret_of(webhook).removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode()
    digest = hmac.new(key, signed + notice.body, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert headers["webhook-id"] == json.loads(notice.body)["id"]


def test_signature_is_that_of_the_specification_s_example() -> None:
    # Source: examples of the Standard Webhooks libraries.
    assert (
        signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            b'{"test": 2432232314}',
        )
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_failed_notice_is_tried_again_with_the_same_bytes(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answers = [500, 503]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tell()
        failed = WebhookDelivery.objects.get()
        assert (failed.state, failed.status) == (State.WAITING, 500)
        assert "500" in failed.error
        worker.run_once()
        assert len(receiver.got) == 1, "it waits before it tries again"
        for _ in range(2):
            clock.shift(datetime.timedelta(minutes=5))
            worker.run_once()
    sent = WebhookDelivery.objects.get()
    assert (sent.state, sent.attempts, sent.status, sent.error) == (
        State.SENT,
        3,
        204,
        "",
    )
    assert len({notice.body for notice in receiver.got}) == 1
    assert len({notice.headers["webhook-id"] for notice in receiver.got}) == 1
    assert len({notice.headers["webhook-signature"] for notice in receiver.got}) == 3


def test_notice_is_given_up_and_can_be_retried_by_hand(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answers = [500] * deliveries.MOST_ATTEMPTS
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tell()
        for _ in range(deliveries.MOST_ATTEMPTS + 2):
            clock.shift(datetime.timedelta(minutes=10))
            worker.run_once()
        assert len(receiver.got) == deliveries.MOST_ATTEMPTS
        assert OutboxJob.objects.get(topic=announcing.TOPIC).state == "dead"
        services.retry_delivery(webhook.created_by, WebhookDelivery.objects.get().pk)
        worker.run_once()
    assert WebhookDelivery.objects.get().state == State.SENT


def test_redirect_is_not_followed(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [307]
    receiver.location = receiver.url
    tell()
    assert len(receiver.got) == 1
    assert "转到别的网址" in WebhookDelivery.objects.get().error


def test_slow_receiver_is_cut_off(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.slow = True
    monkeypatch.setattr(
        deliveries,
        "post",
        lambda *args: sending.post(*args, seconds=0.3),
    )
    started = time.monotonic()
    tell()
    assert time.monotonic() - started < 5
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.status) == (State.WAITING, None)
    assert "没有送到" in delivery.error


def test_private_address_is_refused_when_it_is_sent(
    webhook: Webhook, receiver: Receiver, settings: Settings
) -> None:
    settings.PORTAL_WEBHOOK_PRIVATE_HOSTS = []
    tell()
    assert receiver.got == []
    assert "内部地址" in WebhookDelivery.objects.get().error


def test_plain_http_is_refused_where_the_portal_is_real(
    webhook: Webhook, receiver: Receiver, settings: Settings
) -> None:
    settings.PORTAL_WEBHOOK_PLAIN_HTTP = False
    tell()
    assert receiver.got == []
    assert "https" in WebhookDelivery.objects.get().error


def test_stopped_receiver_gets_nothing_more(
    webhook: Webhook, receiver: Receiver
) -> None:
    announcing.note(CHANGE)
    announcing.send_noted()
    Webhook.objects.update(active=False)
    worker.run_once()
    assert receiver.got == []
    assert WebhookDelivery.objects.get().state == State.DROPPED
    assert announcing.note(CHANGE) is None


def test_delivery_done_twice_is_sent_once(webhook: Webhook, receiver: Receiver) -> None:
    tell()
    deliveries.deliver({"delivery": str(WebhookDelivery.objects.get().pk)})
    assert len(receiver.got) == 1


def test_noted_publication_is_sent_once(webhook: Webhook, receiver: Receiver) -> None:
    announcing.note(CHANGE)
    assert [announcing.send_noted(), announcing.send_noted()] == [1, 0]


def test_many_addresses_are_cut_and_it_is_said(webhook: Webhook) -> None:
    many = [f"guides/g{number}/index.html" for number in range(1200)]
    told = announcing.told_of(
        Publication(release="r1", written=many, removed=["x/index.html"])
    )
    assert told["truncated"]
    assert len(told["written"]) + len(told["removed"]) == announcing.MOST_ADDRESSES
    assert told["removed"] == ["/x/"]


def test_old_notices_are_forgotten(webhook: Webhook) -> None:
    tell()
    deliveries.forget_old()
    assert Announcement.objects.exists()
    Announcement.objects.update(at=timezone.now() - datetime.timedelta(days=31))
    deliveries.forget_old()
    assert not WebhookDelivery.objects.exists()

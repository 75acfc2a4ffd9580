"""Pages are looked through again in time; a contact without account is reminded."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from http import HTTPStatus

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.models import ReviewConfirmation, ReviewPlan
from portal.editing.plans import confirm, months_later, remind_contacts
from portal.outbox import worker
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db
DUE = datetime.date(2027, 6, 30)


@pytest.fixture
def plan(matter: MatterPage) -> ReviewPlan:
    return ReviewPlan.objects.create(
        page_id=matter.pk,
        review_on=DUE,
        months=6,
        contact_name="老王",
        contact_mail="wang@example.org",
    )


def on(day: datetime.date) -> time_machine.travel:
    noon = datetime.datetime.combine(day, datetime.time(4), datetime.UTC)
    return time_machine.travel(noon, tick=False)


def test_contact_is_reminded_before_and_on_the_day_once_each(plan: ReviewPlan) -> None:
    counts = []
    for days in (20, 14, 13, 0, -1):
        with on(DUE - datetime.timedelta(days=days)):
            counts.append(remind_contacts())
            worker.run_once()
    assert counts == [0, 1, 0, 1, 0]
    assert [sent.to for sent in mail.outbox] == [["wang@example.org"]] * 2
    assert "/guides/elder-allowance/" in mail.outbox[0].body


def test_nobody_is_reminded_of_a_withdrawn_page(
    plan: ReviewPlan, matter: MatterPage
) -> None:
    matter.unpublish()
    with on(DUE):
        assert remind_contacts() == 0


def test_confirmation_moves_the_plan_on(
    plan: ReviewPlan, person: Callable[[str], User]
) -> None:
    with on(DUE):
        remind_contacts()
        plan.refresh_from_db()
        confirm(plan, person("editor"))
    plan.refresh_from_db()
    assert plan.review_on == datetime.date(2027, 12, 30)
    assert not plan.reminded_due
    assert ReviewConfirmation.objects.get().by == person("editor")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [((2026, 8, 31), 6, (2027, 2, 28)), ((2026, 12, 1), 1, (2027, 1, 1))],
)
def test_months_end_where_the_month_ends(
    day: tuple[int, int, int], months: int, later: tuple[int, int, int]
) -> None:
    assert months_later(datetime.date(*day), months) == datetime.date(*later)


def test_editor_makes_a_plan_and_confirms(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    address = reverse("editing_plan", args=[matter.pk])
    assert (
        address
        in client.get(
            reverse("wagtailadmin_pages:edit", args=[matter.pk])
        ).content.decode()
    )
    data = {
        "action": "save", "review_on": "2027-06-30", "months": "0",
        "contact_name": "老王", "contact_mail": "wang@example.org",
    }  # fmt: skip
    assert "大于或等于" in client.post(address, data).content.decode()
    assert not ReviewPlan.objects.exists()
    client.post(address, data | {"months": "12"})
    assert ReviewPlan.objects.get().review_on == DUE
    client.post(address, {"action": "confirm"})
    assert ReviewConfirmation.objects.count() == 1


@pytest.mark.parametrize("who", ["reviewer", "other-editor", "keeper", "citizen"])
def test_others_make_no_plan(matter: MatterPage, signed_in: SignIn, who: str) -> None:
    address = reverse("editing_plan", args=[matter.pk])
    assert signed_in(who).get(address).status_code != HTTPStatus.OK

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.accounts import policy
from portal.accounts.models import Absence, Duty, Membership, PostHolding
from tests.factories.people import Cast, make_cast

TODAY = date(2026, 11, 25)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_duties_of_own_post(cast: Cast) -> None:
    assert policy.duties_of(cast.olive, "mzj", TODAY) == {Duty.RECEIVE}
    assert policy.duties_of(cast.anna, "mzj", TODAY) == {Duty.APPROVE, Duty.ISSUE}


def test_duties_of_other_department_are_none(cast: Cast) -> None:
    assert policy.duties_of(cast.olive, "gaj", TODAY) == set()


def test_duties_of_citizen_and_of_nobody_are_none(cast: Cast) -> None:
    assert policy.duties_of(cast.alice, "mzj", TODAY) == set()
    assert policy.duties_of(AnonymousUser(), "mzj", TODAY) == set()


def test_duties_of_inactive_officer_are_none(cast: Cast) -> None:
    cast.olive.is_active = False
    assert policy.duties_of(cast.olive, "mzj", TODAY) == set()


def test_duties_end_with_the_post(cast: Cast) -> None:
    PostHolding.objects.filter(staff__user=cast.olive).update(to_on=date(2026, 11, 24))
    assert policy.duties_of(cast.olive, "mzj", TODAY) == set()
    assert policy.duties_of(cast.olive, "mzj", date(2026, 11, 24)) == {Duty.RECEIVE}


def test_deputy_has_no_duty_while_principal_is_present(cast: Cast) -> None:
    assert policy.duties_of(cast.dora, "mzj", TODAY) == set()


def test_deputy_takes_over_while_principal_is_away(cast: Cast) -> None:
    Absence.objects.create(
        staff=cast.anna.staff, from_on=date(2026, 11, 24), to_on=date(2026, 11, 26)
    )
    assert policy.duties_of(cast.dora, "mzj", TODAY) == {Duty.APPROVE}
    assert policy.principal_of(cast.dora, "mzj", Duty.APPROVE, TODAY) == cast.anna.staff
    assert policy.principal_of(cast.anna, "mzj", Duty.APPROVE, TODAY) is None
    assert policy.duties_of(cast.dora, "mzj", date(2026, 11, 27)) == set()


def test_deputy_of_a_principal_who_left_the_post_has_no_duty(cast: Cast) -> None:
    Absence.objects.create(staff=cast.anna.staff, from_on=date(2026, 11, 24))
    PostHolding.objects.filter(staff__user=cast.anna).update(to_on=date(2026, 11, 1))
    assert policy.duties_of(cast.dora, "mzj", TODAY) == set()


def test_members_act_for_their_organisation_and_strangers_do_not(cast: Cast) -> None:
    assert policy.may_act_for(cast.alice, cast.organisation, TODAY)
    assert policy.may_act_for(cast.bob, cast.organisation, TODAY)
    assert not policy.may_act_for(cast.charlie, cast.organisation, TODAY)
    assert not policy.may_act_for(AnonymousUser(), cast.organisation, TODAY)


def test_ended_membership_no_longer_acts(cast: Cast) -> None:
    Membership.objects.filter(user=cast.bob).update(to_on=date(2026, 11, 24))
    assert not policy.may_act_for(cast.bob, cast.organisation, TODAY)

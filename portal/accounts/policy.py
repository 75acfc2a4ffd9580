"""Say who may act, in which duty and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.accounts.models import (
    Absence,
    Deputy,
    Duty,
    Membership,
    Organisation,
    PostHolding,
    Staff,
    User,
)


def staff_of(user: User | AnonymousUser) -> Staff | None:
    """Return the officer behind an account, or None for a citizen."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return Staff.objects.filter(user=user).first()


def duties_of(
    user: User | AnonymousUser, department_key: str, on: date | None = None
) -> set[Duty]:
    """Return the duties a person may exercise in a department on a day.

    Own posts count, and the posts of an absent A officer whose B this person is. An
    officer who is away keeps own duties: coming in early is no reason to be refused.
    """
    staff = staff_of(user)
    if staff is None:
        return set()
    return duties_by_department(staff, on).get(department_key, set())


def duties_by_department(staff: Staff, on: date | None = None) -> dict[str, set[Duty]]:
    """Return every department in which an officer may act, with the duties there."""
    day = on or timezone.localdate()
    duties: dict[str, set[Duty]] = {}
    for department_key, duty in (
        PostHolding.objects.holding_on(day)
        .filter(staff=staff)
        .values_list("department_key", "duty")
    ):
        duties.setdefault(department_key, set()).add(Duty(duty))
    for deputy in _deputised(staff, day):
        duties.setdefault(deputy.department_key, set()).add(Duty(deputy.duty))
    return duties


def principal_of(
    user: User | AnonymousUser, department_key: str, duty: Duty, on: date | None = None
) -> Staff | None:
    """Return the A officer for whom this person acts; None when acting in own right."""
    staff = staff_of(user)
    if staff is None:
        return None
    day = on or timezone.localdate()
    own = PostHolding.objects.holding_on(day).filter(
        staff=staff, department_key=department_key, duty=duty
    )
    if own.exists():
        return None
    for deputy in _deputised(staff, day):
        if deputy.department_key == department_key and deputy.duty == duty:
            return deputy.principal
    return None


def may_act_for(
    user: User | AnonymousUser, organisation: Organisation, on: date | None = None
) -> bool:
    """Say whether a person may apply and read in the name of an organisation."""
    return organisations_of(user, on).filter(pk=organisation.pk).exists()


def organisations_of(
    user: User | AnonymousUser, on: date | None = None
) -> models.QuerySet[Organisation]:
    """Return the organisations a person may act for on a day."""
    if not isinstance(user, User) or not user.is_active:
        return Organisation.objects.none()
    day = on or timezone.localdate()
    memberships = Membership.objects.holding_on(day).filter(user=user)
    return Organisation.objects.filter(pk__in=memberships.values("organisation"))


def _deputised(staff: Staff, day: date) -> Iterable[Deputy]:
    away = Absence.objects.holding_on(day).values("staff")
    still_in_post = PostHolding.objects.holding_on(day).filter(
        staff=OuterRef("principal"),
        department_key=OuterRef("department_key"),
        duty=OuterRef("duty"),
    )
    return (
        Deputy.objects.holding_on(day)
        .filter(deputy=staff, principal__in=away)
        .filter(Exists(still_in_post))
        .select_related("principal")
    )

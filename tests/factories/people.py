"""The cast of the tests: the same few people in every story.

alice applies, bob shares her organisation, charlie is a stranger, olive receives,
rita handles and reviews, anna approves, dora is anna's deputy, sam supervises.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import factory
from factory.django import DjangoModelFactory

from portal.accounts.models import (
    Deputy,
    Duty,
    Membership,
    Organisation,
    PersonKind,
    PostHolding,
    Staff,
    User,
)

PASSWORD = "tea-and-plum-blossom-7"
DEPARTMENT = "mzj"
IN_POST_SINCE = date(2024, 1, 1)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def valid_id_number(
    serial: int, *, region: str = "990101", born: str = "19900307"
) -> str:
    """Return a fictional resident number whose check sign is right."""
    body = f"{region}{born}{serial % 1000:03d}"
    total = sum(
        int(sign) * weight for sign, weight in zip(body, ID_WEIGHTS, strict=True)
    )
    return body + "10X98765432"[total % 11]


def valid_uscc(serial: int) -> str:
    """Return a fictional credit code whose check sign is right."""
    body = f"91990101MA{serial % 10_000_000:07d}"
    total = sum(
        USCC_ALPHABET.index(sign) * weight
        for sign, weight in zip(body, USCC_WEIGHTS, strict=True)
    )
    return body + USCC_ALPHABET[(31 - total % 31) % 31]


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        officer = factory.Trait(kind=PersonKind.STAFF, id_number="", mobile="")

    username = factory.Sequence(lambda n: f"person-{n}")
    display_name = factory.Sequence(lambda n: f"测试人{n}")
    kind = PersonKind.NATURAL
    id_number = factory.Sequence(lambda n: valid_id_number(n, born="19880101"))
    mobile = factory.Sequence(lambda n: f"199{n % 100_000_000:08d}")
    address = "云溪区文昌街道书香路5号"
    password = factory.django.Password(PASSWORD)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"云溪区测试{n}有限公司")
    uscc = factory.Sequence(valid_uscc)
    legal_representative = "测试法人"
    address = "云溪区文昌街道书香路8号"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class StaffFactory(DjangoModelFactory):
    class Meta:
        model = Staff

    user = factory.SubFactory(UserFactory, officer=True)
    staff_no = factory.Sequence(lambda n: f"T{n:05d}")
    display_name = factory.Sequence(lambda n: f"{n:04d}号 测某")
    department_key = DEPARTMENT


class PostHoldingFactory(DjangoModelFactory):
    class Meta:
        model = PostHolding

    staff = factory.SubFactory(StaffFactory)
    department_key = DEPARTMENT
    duty = Duty.RECEIVE
    from_on = IN_POST_SINCE


def make_officer(
    username: str, *duties: Duty, department_key: str = DEPARTMENT
) -> User:
    """Return an officer's account that holds these duties in the department."""
    user = UserFactory(username=username, display_name=username, officer=True)
    staff = StaffFactory(user=user, department_key=department_key)
    for duty in duties:
        PostHoldingFactory(staff=staff, department_key=department_key, duty=duty)
    return user


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody; the officers work in `department_key`."""

    department_key: str
    organisation: Organisation
    alice: User
    bob: User
    charlie: User
    olive: User
    rita: User
    anna: User
    dora: User
    sam: User


def make_cast(department_key: str = DEPARTMENT) -> Cast:
    """Create the whole cast; everybody's password is `PASSWORD`."""
    organisation = OrganisationFactory(name="云溪区好味道餐饮店")
    alice = UserFactory(username="alice", display_name="陈晓雨")
    bob = UserFactory(username="bob", display_name="孟浩然")
    for user in (alice, bob):
        MembershipFactory(user=user, organisation=organisation)
    anna = make_officer("anna", Duty.APPROVE, Duty.ISSUE, department_key=department_key)
    dora = make_officer("dora", department_key=department_key)
    Deputy.objects.create(
        department_key=department_key,
        duty=Duty.APPROVE,
        principal=anna.staff,
        deputy=dora.staff,
        from_on=IN_POST_SINCE,
    )
    return Cast(
        department_key=department_key,
        organisation=organisation,
        alice=alice,
        bob=bob,
        charlie=UserFactory(username="charlie", display_name="林小芳"),
        olive=make_officer("olive", Duty.RECEIVE, department_key=department_key),
        rita=make_officer(
            "rita", Duty.HANDLE, Duty.REVIEW, department_key=department_key
        ),
        anna=anna,
        dora=dora,
        sam=make_officer("sam", Duty.SUPERVISE, department_key=department_key),
    )

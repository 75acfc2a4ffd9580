"""Create accounts: citizens who sign up, and the demonstration's cast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from portal.accounts.cast_rows import (
    EDITOR_USERNAME,
    CastError,
    applicant_user,
    duties_of_role,
    organisation_of,
    site_users,
    staff_user,
)
from portal.accounts.editors import editors_group
from portal.accounts.models import (
    Deputy,
    Duty,
    Membership,
    Organisation,
    PostHolding,
    Staff,
    User,
)

DEPUTY_DUTIES: Final = (Duty.APPROVE, Duty.ISSUE)
BATCH: Final = 500

__all__ = ["CastError", "DemoLogin", "SharedPasswords", "change_contact", "create_cast"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLogin:
    """One account that the demonstration prints."""

    username: str
    password: str
    name: str
    role: str
    department_key: str = ""


@transaction.atomic
def create_cast(
    cast: Mapping[str, Any], passwords: Callable[[str], str | None]
) -> list[DemoLogin]:
    """Create the demonstration's people, once; a second call changes nothing.

    Args:
        cast: the parsed cast file, with `staff` and `applicants`.
        passwords: gives the password for a user name; None leaves that account without
            a usable password. Accounts with a password are returned, in file order,
            the editor and the administrator last.

    Raises:
        CastError: a role or kind is unknown.
    """
    staff_rows: Sequence[Mapping[str, Any]] = cast["staff"]
    applicant_rows: Sequence[Mapping[str, Any]] = cast["applicants"]
    wanted = [
        *(staff_user(row) for row in staff_rows),
        *(applicant_user(row) for row in applicant_rows),
        *site_users(),
    ]
    users = _create_missing_users(wanted)
    _create_staff(staff_rows, users)
    _create_organisations(applicant_rows, users)
    users[EDITOR_USERNAME].groups.add(editors_group())
    return _give_passwords(users, passwords, staff_rows)


@transaction.atomic
def change_contact(user: User, *, mobile: str, address: str) -> User:
    """Store a person's own new mobile number and address; return the account."""
    changed = User.objects.select_for_update().get(pk=user.pk)
    changed.mobile = mobile
    changed.address = address
    changed.save(update_fields=["mobile_sealed", "address"])
    return changed


def _create_missing_users(wanted: Iterable[User]) -> dict[str, User]:
    by_name = {user.username: user for user in wanted}
    present = set(
        User.objects.filter(username__in=by_name).values_list("username", flat=True)
    )
    User.objects.bulk_create(
        (user for name, user in by_name.items() if name not in present),
        batch_size=BATCH,
    )
    stored = {each.username: each for each in User.objects.filter(username__in=by_name)}
    return {username: stored[username] for username in by_name}


def _create_staff(rows: Sequence[Mapping[str, Any]], users: Mapping[str, User]) -> None:
    Staff.objects.bulk_create(
        (
            Staff(
                user=users[row["username"]],
                staff_no=row["staff_no"],
                display_name=row["display_name"],
                department_key=row["department"],
                hall_code=row["hall"],
                post_title=row["post"],
                employment=row["employ_type"],
            )
            for row in rows
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    staff = {
        officer.staff_no: officer
        for officer in Staff.objects.filter(staff_no__in=[r["staff_no"] for r in rows])
    }
    PostHolding.objects.bulk_create(
        (
            PostHolding(
                staff=staff[row["staff_no"]],
                department_key=row["department"],
                duty=duty,
                from_on=date.fromisoformat(row["active_from"]),
            )
            for row in rows
            for duty in duties_of_role(row)
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    Deputy.objects.bulk_create(
        _deputies(rows, staff), batch_size=BATCH, ignore_conflicts=True
    )


def _deputies(
    rows: Sequence[Mapping[str, Any]], staff: Mapping[str, Staff]
) -> list[Deputy]:
    approvers = {row["department"]: row for row in rows if row["role"] == "approver"}
    return [
        Deputy(
            department_key=row["department"],
            duty=duty,
            principal=staff[approvers[row["department"]]["staff_no"]],
            deputy=staff[row["staff_no"]],
            from_on=date.fromisoformat(row["active_from"]),
        )
        for row in rows
        if row["role"] == "deputy" and row["department"] in approvers
        for duty in DEPUTY_DUTIES
    ]


def _create_organisations(
    rows: Sequence[Mapping[str, Any]], users: Mapping[str, User]
) -> None:
    legal = [row for row in rows if row["kind"] == "legal"]
    present = set(
        Organisation.objects.filter(
            uscc__in=[row["uscc"] for row in legal]
        ).values_list("uscc", flat=True)
    )
    Organisation.objects.bulk_create(
        organisation_of(row) for row in legal if row["uscc"] not in present
    )
    organisations = {
        each.uscc: each
        for each in Organisation.objects.filter(uscc__in=[row["uscc"] for row in legal])
    }
    person_of = {
        row["name"]: row["username"] for row in rows if row["kind"] == "natural"
    }
    memberships = []
    for row in legal:
        organisation = organisations[row["uscc"]]
        memberships.append(
            Membership(user=users[row["username"]], organisation=organisation)
        )
        if row["legal_rep"] in person_of:
            memberships.append(
                Membership(
                    user=users[person_of[row["legal_rep"]]],
                    organisation=organisation,
                    role=Membership.Role.LEGAL_REPRESENTATIVE,
                )
            )
    Membership.objects.bulk_create(memberships, ignore_conflicts=True)


class SharedPasswords:
    """Gives accounts with the same password one hash: hashing is slow on purpose."""

    def __init__(self) -> None:
        self._hashes: dict[str, str] = {}

    def give(self, user: User, password: str) -> bool:
        """Set a user's password, unsaved; return False when it is there already."""
        hashed = self._hashes.get(password)
        if hashed is None:
            kept = user.has_usable_password() and check_password(
                password, user.password
            )
            hashed = user.password if kept else make_password(password)
            self._hashes[password] = hashed
        if user.password == hashed:
            return False
        user.password = hashed
        return True


def _give_passwords(
    users: Mapping[str, User],
    passwords: Callable[[str], str | None],
    staff_rows: Sequence[Mapping[str, Any]],
) -> list[DemoLogin]:
    shared = SharedPasswords()
    departments = {row["username"]: row["department"] for row in staff_rows}
    titles = {row["username"]: row["post"] for row in staff_rows}
    logins = []
    changed = []
    for username, user in users.items():
        password = passwords(username)
        if password is None:
            continue
        if shared.give(user, password):
            changed.append(user)
        logins.append(
            DemoLogin(
                username=username,
                password=password,
                name=user.display_name,
                role=titles.get(username) or str(user.get_kind_display()),
                department_key=departments.get(username, ""),
            )
        )
    User.objects.bulk_update(changed, ["password"])
    return logins

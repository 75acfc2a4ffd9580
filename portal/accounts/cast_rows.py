"""Turn the rows of the cast file into people, organisations and duties, unsaved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from portal.accounts.models import Duty, Organisation, PersonKind, User
from portal.accounts.models.users import AuthLevel

# Role of the cast file -> duties of the portal. A deputy holds none of its own.
DUTIES_OF_ROLE: Final[Mapping[str, tuple[Duty, ...]]] = {
    "clerk": (Duty.RECEIVE,),
    "clerk_a": (Duty.RECEIVE,),
    "clerk_b": (Duty.RECEIVE,),
    "reviewer": (Duty.HANDLE, Duty.REVIEW),
    "approver": (Duty.APPROVE, Duty.ISSUE),
    "supervisor": (Duty.SUPERVISE,),
    "deputy": (),
}
EDITOR_USERNAME: Final = "editor"
ADMINISTRATOR_USERNAME: Final = "admin"


class CastError(Exception):
    """The cast file names something that the portal does not know."""


def staff_user(row: Mapping[str, Any]) -> User:
    """Return the account of an officer."""
    return User(
        username=row["username"],
        display_name=row["name"],
        kind=PersonKind.STAFF,
        password=make_password(None),
    )


def applicant_user(row: Mapping[str, Any]) -> User:
    """Return the account of an applicant.

    Raises:
        CastError: the kind is unknown.
    """
    if row["kind"] not in {"natural", "legal"}:
        raise CastError(
            f"Applicant '{row['username']}' in the cast has the kind '{row['kind']}'; "
            f"expected 'natural' or 'legal'. Correct the cast file."
        )
    natural = row["kind"] == "natural"
    user = User(
        username=row["username"],
        display_name=row["name"] if natural else row["legal_rep"],
        kind=PersonKind.NATURAL if natural else PersonKind.LEGAL_AGENT,
        region=row.get("region", ""),
        address=row.get("address", ""),
        auth_level=row.get("auth_level", AuthLevel.ENTERPRISE),
        password=make_password(None),
    )
    user.id_number = row.get("cert_no", "")
    user.mobile = row["mobile"]
    return user


def site_users() -> list[User]:
    """Return the accounts of the editor and the administrator."""
    return [
        User(
            username=EDITOR_USERNAME,
            display_name=_("内容编辑"),
            kind=PersonKind.STAFF,
            password=make_password(None),
        ),
        User(
            username=ADMINISTRATOR_USERNAME,
            display_name=_("系统管理员"),
            kind=PersonKind.STAFF,
            is_superuser=True,
            is_staff=True,
            password=make_password(None),
        ),
    ]


def organisation_of(row: Mapping[str, Any]) -> Organisation:
    """Return the organisation of an applicant."""
    organisation = Organisation(
        name=row["name"],
        uscc=row["uscc"],
        legal_representative=row["legal_rep"],
        region=row.get("region", ""),
        address=row.get("address", ""),
    )
    organisation.mobile = row["mobile"]
    return organisation


def duties_of_role(row: Mapping[str, Any]) -> tuple[Duty, ...]:
    """Return the duties of an officer's role.

    Raises:
        CastError: the role is unknown.
    """
    try:
        return DUTIES_OF_ROLE[row["role"]]
    except KeyError:
        raise CastError(
            f"Officer '{row['staff_no']}' in the cast has the role '{row['role']}'; "
            f"expected one of {', '.join(DUTIES_OF_ROLE)}. Correct the cast file."
        ) from None

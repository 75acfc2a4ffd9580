"""Offer what the portal already knows about the applicant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from portal.accounts.models import Organisation, PersonKind, User

_FROM_PERSON: Final[Mapping[str, Callable[[User], str]]] = {
    "profile.name": lambda user: user.display_name,
    "profile.cert_no": lambda user: user.id_number,
    "profile.mobile": lambda user: user.mobile,
    "profile.address": lambda user: user.address,
}
_FROM_ORGANISATION: Final[Mapping[str, Callable[[Organisation], str]]] = {
    "license.name": lambda organisation: organisation.name,
    "license.uscc": lambda organisation: organisation.uscc,
    "license.legal_rep": lambda organisation: organisation.legal_representative,
}


def prefilled(
    field: Mapping[str, Any], user: User, organisation: Organisation | None
) -> str:
    """Return what the portal knows for a field, or ""."""
    source = field.get("prefill") or ""
    if source in _FROM_PERSON and user.kind != PersonKind.STAFF:
        return _FROM_PERSON[source](user)
    if source in _FROM_ORGANISATION and organisation is not None:
        return _FROM_ORGANISATION[source](organisation)
    return ""

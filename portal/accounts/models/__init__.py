from __future__ import annotations

from portal.accounts.models.organisations import Membership, Organisation
from portal.accounts.models.posts import Absence, Deputy, Duty, PostHolding, Staff
from portal.accounts.models.users import CertificateKind, PersonKind, User

__all__ = [
    "Absence",
    "CertificateKind",
    "Deputy",
    "Duty",
    "Membership",
    "Organisation",
    "PersonKind",
    "PostHolding",
    "Staff",
    "User",
]

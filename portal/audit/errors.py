"""What can go wrong while events and files are kept."""

from __future__ import annotations


class AuditError(Exception):
    """Base of every error of this package."""


class CanonicalFormError(AuditError):
    """A value has no canonical JSON text."""


class ChainForkError(AuditError):
    """Someone else has appended to the chain since its head was read."""


class BlobMissing(AuditError):
    """A stored file is not where its digest says."""


class BlobDamaged(AuditError):
    """A stored file's bytes no longer have the digest that names it."""


class RecordIsFinal(AuditError):
    """An event, payload or seal was about to be changed or deleted."""

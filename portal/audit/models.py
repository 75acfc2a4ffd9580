"""Append-only events, their bodies, and seals over the heads of all chains."""

from __future__ import annotations

from typing import Any, Final

from django.db import models

from portal.audit.errors import RecordIsFinal

ALGORITHM: Final = "sha256"
SCHEMA_VERSION: Final = 1


class AppendOnly(models.Model):
    """A row that is written once.

    The database refuses changes too (see `portal.audit.triggers`); this class only makes
    a programmer's mistake show itself earlier and in words.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RecordIsFinal(_final(self, "changed"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise RecordIsFinal(_final(self, "deleted"))


class Event(AppendOnly):
    """One link of a hash chain (留痕): who did what to which stream, and when.

    `hash` = SHA-256(prev_hash + canonical JSON of the envelope), so that a byte changed in
    any column, or a row added, lost or moved, breaks the chain at that row.
    """

    stream = models.UUIDField()
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=60)
    schema_version = models.PositiveSmallIntegerField()
    actor = models.CharField(max_length=80)
    acted_as = models.CharField(max_length=80, blank=True)
    office = models.CharField(max_length=60, blank=True)
    # Text, not a date column: the very bytes that were hashed are kept.
    recorded_at = models.CharField(max_length=27)
    commitment = models.CharField(max_length=64)
    blob_list = models.TextField(blank=True)
    algo = models.CharField(max_length=10)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "seq"], name="audit_event_one_row_a_seq"
            ),
            models.UniqueConstraint(
                fields=["stream", "prev_hash"], name="audit_event_no_fork"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream} #{self.seq} {self.type}"

    @property
    def blob_digests(self) -> tuple[str, ...]:
        """Digests of the files that this event speaks of."""
        return tuple(self.blob_list.split(",")) if self.blob_list else ()


class EventPayload(AppendOnly):
    """The body of an event, apart so that the law may erase it and the chain still holds."""

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, primary_key=True, related_name="payload"
    )
    salt = models.CharField(max_length=64)
    body = models.TextField()

    def __str__(self) -> str:
        return f"body of event {self.pk}"


class Seal(AppendOnly):
    """A Merkle root over the heads that moved since the former seal (存证)."""

    number = models.PositiveIntegerField(unique=True)
    made_at = models.CharField(max_length=27)
    leaf_count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    algo = models.CharField(max_length=10)
    prev_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealLeaf(AppendOnly):
    """The head of one stream as a seal saw it."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="leaves")
    stream = models.UUIDField()
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "seq"], name="audit_sealleaf_head_sealed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stream} #{self.seq} in seal {self.seal_id}"


def _final(row: models.Model, verb: str) -> str:
    return (
        f"{type(row).__name__} '{row.pk}' was about to be {verb}; expected only new "
        f"rows. Record a further event that corrects it."
    )

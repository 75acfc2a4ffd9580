"""Seal the heads of all chains, so that not even the keeper can rewrite old days.

A seal is a Merkle root over the sorted heads (stream, seq, hash) that moved since the
former seal, chained to it. A published root fixes every event before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from portal.audit.canonical import canonical_json, sha256_text
from portal.audit.chain import Break, utc_text
from portal.audit.models import ALGORITHM, Event, Seal, SealLeaf

FIRST_PREV_HASH: Final = "0" * 64
_BATCH: Final = 1000
# RFC 6962 keeps leaves and nodes apart, so that a node cannot pass for a leaf.
_LEAF_MARK: Final = b"\x00"
_NODE_MARK: Final = b"\x01"

Head = tuple[str, int, str]


def seal_now() -> Seal | None:
    """Seal every head that moved since the last seal; None when none did.

    A second worker that seals at the same moment gets None: the first has done it.
    """
    try:
        return _seal_now()
    except IntegrityError:
        return None


def _seal_now() -> Seal | None:
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-number").first()
        heads = sorted(
            (str(event.stream), event.seq, event.hash) for event in unsealed_heads()
        )
        if not heads:
            return None
        seal = Seal(
            number=(last.number if last else 0) + 1,
            made_at=utc_text(timezone.now()),
            leaf_count=len(heads),
            root=merkle_root(heads),
            algo=ALGORITHM,
            prev_hash=last.hash if last else FIRST_PREV_HASH,
        )
        seal.hash = seal_hash(seal)
        seal.save(force_insert=True)
        SealLeaf.objects.bulk_create(
            (
                SealLeaf(seal=seal, stream=UUID(stream), seq=seq, hash=link)
                for stream, seq, link in heads
            ),
            batch_size=_BATCH,
        )
    return seal


def unsealed_heads() -> QuerySet[Event]:
    """Return the last event of each stream that moved since it was sealed."""
    later = Event.objects.filter(stream=OuterRef("stream"), seq=OuterRef("seq") + 1)
    sealed = SealLeaf.objects.filter(stream=OuterRef("stream"), seq=OuterRef("seq"))
    return Event.objects.filter(~Exists(later), ~Exists(sealed))


def seal_hash(seal: Seal) -> str:
    """Return the hash that a seal's columns must have."""
    envelope = {
        "number": seal.number,
        "made_at": seal.made_at,
        "leaf_count": seal.leaf_count,
        "root": seal.root,
        "algo": seal.algo,
    }
    return sha256_text(seal.prev_hash + canonical_json(envelope))


def merkle_root(heads: Sequence[Head]) -> str:
    """Return the Merkle tree hash of the heads, in their order.

    Source: RFC 6962, section 2.1.
    """
    return _tree([_leaf(head) for head in heads]).hex()


def verify_seals() -> Break | None:
    """Return the first break of the seals or of an event that one of them fixed.

    A break that concerns a stream carries its id; one of a seal itself carries
    `seal:<number>` as its stream and 0 as seq.
    """
    number, link = 0, FIRST_PREV_HASH
    for seal in Seal.objects.order_by("number"):
        leaves = list(seal.leaves.order_by("stream", "seq"))
        reason = _seal_reason(
            seal, leaves, expected_number=number + 1, expected_prev=link
        )
        if reason:
            return Break(stream=f"seal:{seal.number}", seq=0, reason=reason)
        number, link = seal.number, seal.hash
    return _stray_leaf() or _broken_leaf()


def _seal_reason(
    seal: Seal, leaves: Sequence[SealLeaf], *, expected_number: int, expected_prev: str
) -> str:
    if seal.number != expected_number:
        return f"seal {expected_number} is missing"
    if seal.prev_hash != expected_prev:
        return "prev_hash is not the hash of the seal before"
    if seal.hash != seal_hash(seal):
        return "hash does not fit the seal's columns"
    if len(leaves) != seal.leaf_count:
        return f"{len(leaves)} heads are kept; expected {seal.leaf_count}"
    heads = sorted((str(leaf.stream), leaf.seq, leaf.hash) for leaf in leaves)
    if merkle_root(heads) != seal.root:
        return "root does not fit the heads"
    return ""


def _stray_leaf() -> Break | None:
    seal = Seal.objects.filter(pk=OuterRef("seal_id"))
    leaf = SealLeaf.objects.filter(~Exists(seal)).order_by("stream", "seq").first()
    if leaf is None:
        return None
    return Break(stream=str(leaf.stream), seq=leaf.seq, reason="its seal is missing")


def _broken_leaf() -> Break | None:
    same = Event.objects.filter(
        stream=OuterRef("stream"), seq=OuterRef("seq"), hash=OuterRef("hash")
    )
    leaf = (
        SealLeaf.objects.filter(~Exists(same))
        .annotate(seal_number=F("seal__number"))
        .order_by("seal_number", "stream", "seq")
        .first()
    )
    if leaf is None:
        return None
    return Break(
        stream=str(leaf.stream),
        seq=leaf.seq,
        reason=f"the event is not the one that seal {leaf.seal_number} fixed",
    )


def _leaf(head: Head) -> bytes:
    return hashlib.sha256(_LEAF_MARK + canonical_json(list(head)).encode()).digest()


def _tree(nodes: Sequence[bytes]) -> bytes:
    if len(nodes) == 1:
        return nodes[0]
    split = 1 << ((len(nodes) - 1).bit_length() - 1)
    left, right = _tree(nodes[:split]), _tree(nodes[split:])
    return hashlib.sha256(_NODE_MARK + left + right).digest()

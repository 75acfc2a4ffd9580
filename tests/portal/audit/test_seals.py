from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

import pytest

from portal.audit.chain import Record, append_event
from portal.audit.models import Event, EventPayload, Seal, SealLeaf
from portal.audit.seals import merkle_root, seal_now, verify_seals
from tests.portal.audit.conftest import GENESIS, Appender

pytestmark = pytest.mark.django_db


def append_to(stream: UUID, head: tuple[int, str] = (0, "")) -> tuple[int, str]:
    ref = append_event(
        Record(type="tea.made", actor="user:1", body={}),
        stream=stream,
        genesis=GENESIS,
        head=head,
    )
    return (ref.seq, ref.hash)


def test_nothing_moved_means_no_seal(append: Appender) -> None:
    assert seal_now() is None
    append()
    assert seal_now() is not None
    assert seal_now() is None
    assert verify_seals() is None


def test_seal_takes_only_the_heads_that_moved() -> None:
    first, second = uuid4(), uuid4()
    head = append_to(first)
    head = append_to(first, head)
    append_to(second)
    one = seal_now()
    append_to(first, head)
    two = seal_now()
    assert one is not None
    assert two is not None
    assert (one.leaf_count, two.leaf_count) == (2, 1)
    assert two.prev_hash == one.hash
    assert verify_seals() is None


def test_root_is_the_merkle_tree_hash_of_the_standard() -> None:
    def leaf(text: bytes) -> bytes:
        return hashlib.sha256(b"\x00" + text).digest()

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + left + right).digest()

    heads = [("a", 1, "x"), ("b", 2, "y"), ("c", 3, "z")]
    a, b, c = (leaf(text) for text in (b'["a",1,"x"]', b'["b",2,"y"]', b'["c",3,"z"]'))
    assert merkle_root(heads) == node(node(a, b), c).hex()
    assert merkle_root(heads[:1]) == a.hex()


@pytest.fixture
def three_seals(open_tables: None, stream: UUID) -> list[Seal]:
    head = (0, "")
    for _ in range(3):
        head = append_to(stream, head)
        seal_now()
    return list(Seal.objects.order_by("number"))


@pytest.mark.parametrize(
    "change",
    [
        {"root": "0" * 64},
        {"made_at": "2020-01-01T00:00:00.000000Z"},
        {"leaf_count": 7},
        {"prev_hash": "1" * 64},
        {"hash": "2" * 64},
    ],
)
def test_changed_seal_is_found(
    three_seals: list[Seal], change: dict[str, object]
) -> None:
    Seal.objects.filter(number=2).update(**change)
    found = verify_seals()
    assert found is not None
    assert found.stream in {"seal:2", "seal:3"}


def test_missing_seal_is_found(three_seals: list[Seal]) -> None:
    SealLeaf.objects.filter(seal__number=2).delete()
    Seal.objects.filter(number=2).delete()
    found = verify_seals()
    assert found is not None
    assert (found.stream, found.reason) == ("seal:3", "seal 2 is missing")


def test_changed_leaf_is_found(three_seals: list[Seal]) -> None:
    SealLeaf.objects.filter(seal__number=1).update(hash="0" * 64)
    found = verify_seals()
    assert found is not None
    assert found.stream == "seal:1"


def test_chain_rewritten_with_right_hashes_is_found_by_its_seal(
    three_seals: list[Seal], stream: UUID
) -> None:
    EventPayload.objects.filter(event__stream=stream).delete()
    Event.objects.filter(stream=stream).delete()
    head = (0, "")
    for _ in range(3):
        head = append_to(stream, head)
    found = verify_seals()
    assert found is not None
    assert (found.stream, found.seq) == (str(stream), 1)
    assert "seal 1 fixed" in found.reason

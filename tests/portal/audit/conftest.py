from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from portal.audit import triggers
from portal.audit.chain import EventRef, Record, append_event
from portal.audit.models import Event

GENESIS = "9" * 64
Appender = Callable[..., EventRef]


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> Path:
    settings.BLOBS_DIR = tmp_path / "blobs"
    return tmp_path / "blobs"


@pytest.fixture
def open_tables(db: None) -> None:
    """Takes the triggers off, as somebody with the owner's rights would."""
    triggers.drop(connection)


@pytest.fixture
def stream() -> UUID:
    return uuid4()


@pytest.fixture
def append(stream: UUID) -> Appender:
    """Returns a function that appends an event to the stream."""
    head = (0, "")

    def append_one(**others: object) -> EventRef:
        nonlocal head
        record = {"type": "tea.made", "actor": "user:1", "body": {"cups": 2}, **others}
        ref = append_event(
            Record(**record),  # type: ignore[arg-type]
            stream=stream,
            genesis=GENESIS,
            head=head,
        )
        head = (ref.seq, ref.hash)
        return ref

    return append_one


def events_of(stream: UUID) -> list[Event]:
    return list(
        Event.objects.filter(stream=stream).select_related("payload").order_by("seq")
    )

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from portal.audit import triggers
from portal.audit.models import Event, EventPayload, Seal, SealLeaf
from portal.audit.seals import seal_now
from tests.portal.audit.conftest import Appender, events_of

pytestmark = pytest.mark.django_db
MODELS = (Event, EventPayload, Seal, SealLeaf)


@pytest.fixture
def sealed(append: Appender) -> None:
    """One event with its body, one seal with its leaf."""
    append()
    seal_now()


@pytest.fixture(autouse=True)
def closed_tables(db: None) -> None:
    triggers.install(connection)


@pytest.mark.parametrize("model", MODELS)
def test_database_refuses_to_change_a_recorded_row(
    sealed: None, model: type[Event]
) -> None:
    column = "body" if model is EventPayload else "hash"
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        model.objects.update(**{column: "0" * 64})
    assert not model.objects.filter(**{column: "0" * 64}).exists()


@pytest.mark.parametrize("model", MODELS)
def test_database_refuses_to_delete_a_recorded_row(
    sealed: None, model: type[Event]
) -> None:
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        model.objects.all()._raw_delete(connection.alias)
    assert model.objects.count() == 1


def test_appending_goes_on(append: Appender, stream: UUID) -> None:
    append()
    append()
    assert len(events_of(stream)) == 2


def test_triggers_can_be_put_on_twice_and_taken_off(
    append: Appender, stream: UUID
) -> None:
    triggers.install(connection)
    triggers.drop(connection)
    append()
    Event.objects.filter(stream=stream).update(office="x")
    assert events_of(stream)[0].office == "x"


def test_every_table_is_guarded_on_every_database() -> None:
    assert {model._meta.db_table for model in MODELS} == set(triggers.FINAL_TABLES)
    for vendor, guards in (("sqlite", ("UPDATE", "DELETE")), ("postgresql", ())):
        text = "\n".join(triggers.install_statements(vendor))
        for table in triggers.FINAL_TABLES:
            for verb in guards or ("UPDATE OR DELETE", "TRUNCATE"):
                assert f"BEFORE {verb} ON {table}" in text

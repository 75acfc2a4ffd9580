from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from portal.accounts.models import User
from portal.applications.filing import submit_draft
from portal.applications.models import Draft
from portal.audit import triggers
from portal.cases.models import Case
from portal.workdays.loader import load_calendar
from tests.factories.people import make_cast
from tests.factories.versions import make_version
from tests.portal.applications.conftest import fill

PARALLEL = 6


@pytest.fixture
def emptied_afterwards(transactional_db: None) -> Iterator[None]:
    """Lets the tables be emptied after the test: recorded events refuse that."""
    yield
    triggers.drop(connection)


@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="an in-memory SQLite database has one connection; PostgreSQL runs this",
)
@pytest.mark.usefixtures("emptied_afterwards")
def test_parallel_submissions_give_one_case(client: Client) -> None:
    load_calendar()
    make_version("food")
    alice = make_cast("scj").alice
    client.force_login(alice)
    client.post("/apply/food/")
    draft = Draft.objects.get()
    fill(client, draft)

    with ThreadPoolExecutor(PARALLEL) as pool:
        cases = list(pool.map(lambda _: _submit(draft.pk, alice), range(PARALLEL)))

    assert len(set(cases)) == 1
    assert Case.objects.count() == 1


def _submit(draft_id: UUID, actor: User) -> UUID:
    try:
        return submit_draft(draft_id, actor=actor).pk
    finally:
        connection.close()

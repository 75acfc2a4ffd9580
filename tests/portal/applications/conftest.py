from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import User
from portal.applications.models import Draft
from portal.publishing.models import MatterVersion
from portal.workdays.loader import load_calendar
from tests.factories import food as food_licence
from tests.factories.people import Cast, make_cast
from tests.factories.versions import make_version
from tests.portal.applications.sample_files import pdf_bytes, upload

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # a Wednesday, 10 o'clock in Shanghai

# A browser sends the empty field too.
ANSWERS = {**food_licence.ANSWERS, "seats": ""}
SCENARIO = food_licence.SCENARIO
MATERIALS = food_licence.UPLOADED


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> Path:
    settings.BLOBS_DIR = tmp_path / "blobs"
    return tmp_path / "blobs"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast("scj")


@pytest.fixture
def food(db: None) -> MatterVersion:
    load_calendar()
    return make_version("food")


@pytest.fixture
def alice(client: Client, cast: Cast) -> User:
    client.force_login(cast.alice)
    return cast.alice


@pytest.fixture
def draft(alice: User, food: MatterVersion, client: Client) -> Draft:
    """A draft that alice has just begun for herself."""
    client.post("/apply/food/")
    return Draft.objects.get(owner=alice)


def step_address(draft: Draft | UUID, key: str) -> str:
    draft_id = draft.pk if isinstance(draft, Draft) else draft
    return f"/my/drafts/{draft_id}/steps/{key}/"


def fill(client: Client, draft: Draft, **changes: Any) -> None:
    """Fill in everything but the check, as a browser would; checks nothing."""
    answers = {**ANSWERS, **changes}
    client.post(step_address(draft, "applicant"), {"applicant": "person"})
    for code, answer in SCENARIO.items():
        client.post(step_address(draft, f"q-{code}"), {code: answer})
    for key in ("f-1-1", "f-1-2", "f-2-1", "f-2-2"):
        client.post(step_address(draft, key), answers)
    for order in MATERIALS:
        client.post(
            f"/my/drafts/{draft.pk}/materials/{order}/",
            {"file": upload(f"材料{order}.pdf", pdf_bytes(order))},
        )


@pytest.fixture
def filled(client: Client, draft: Draft) -> Draft:
    """The draft with everything filled in and uploaded."""
    fill(client, draft)
    draft.refresh_from_db()
    return draft

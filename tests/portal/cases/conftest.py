from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from pytest_django import Settings

from portal.accounts.models import Duty, User
from portal.cases import services
from portal.cases.models import Case
from portal.publishing.models import MatterVersion
from portal.workdays.loader import load_calendar
from tests.factories.people import Cast, make_cast, make_officer
from tests.factories.versions import Guide, make_version, replace_version
from tests.portal.cases.acting import NOW, filing, finish_steps
from tests.portal.cases.samples import with_every_stage

Filer = Callable[..., Case]
Changer = Callable[[Callable[[Guide], None]], MatterVersion]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    """The clock of the test, which stands at 10 o'clock of a Wednesday."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> Path:
    settings.BLOBS_DIR = tmp_path / "blobs"
    return tmp_path / "blobs"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast("scj")


@pytest.fixture
def oscar(db: None) -> User:
    """Holds every duty in another department."""
    return make_officer("oscar", *Duty, department_key="mzj")


@pytest.fixture
def food(db: None) -> MatterVersion:
    load_calendar()
    return make_version("food", change=with_every_stage)


@pytest.fixture
def change_food(food: MatterVersion) -> Changer:
    """Returns a function that publishes a changed food guide in place of the first."""
    return lambda change: replace_version(food, change, at=NOW - timedelta(hours=1))


@pytest.fixture
def file_case(cast: Cast, food: MatterVersion) -> Filer:
    """Returns a function that files a case, by alice unless told otherwise."""

    def file(**others: Any) -> Case:
        wanted = {"version": food, "applicant": cast.alice, **others}
        wanted.setdefault("idempotency_key", uuid4().hex)
        return services.file_case(**filing(**wanted))

    return file


@pytest.fixture
def received(file_case: Filer) -> Case:
    """A case that alice has filed; olive's turn."""
    return file_case()


@pytest.fixture
def case(received: Case) -> Case:
    return received


@pytest.fixture
def accepted(received: Case, cast: Cast) -> Case:
    """The case after olive accepted it; rita's turn."""
    return services.accept(received.pk, actor=cast.olive, seen_seq=None)


@pytest.fixture
def reviewed(accepted: Case, cast: Cast) -> Case:
    """The case after rita completed every step; anna's turn."""
    return finish_steps(accepted, cast.rita)


@pytest.fixture
def decided(reviewed: Case, cast: Cast) -> Case:
    """The case after anna granted it."""
    return services.decide(
        reviewed.pk,
        actor=cast.anna,
        seen_seq=None,
        outcome="granted",
        reasons="符合条件",
    )

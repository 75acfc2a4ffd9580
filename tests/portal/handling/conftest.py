from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import Duty, User
from portal.audit import blobs
from portal.cases import services
from portal.cases.inputs import FileInput, MaterialInput
from portal.cases.models import Case, Channel
from portal.publishing.models import MatterVersion
from portal.workdays.loader import load_calendar
from tests.factories.food import ANSWERS, SCENARIO, UPLOADED
from tests.factories.people import Cast, make_cast, make_officer
from tests.factories.versions import make_version

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # a Wednesday, 10 o'clock in Shanghai

Filer = Callable[..., Case]


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
def oscar(db: None) -> User:
    """Receives in another department."""
    return make_officer("oscar", Duty.RECEIVE, Duty.REVIEW, department_key="mzj")


@pytest.fixture
def food(db: None) -> MatterVersion:
    load_calendar()
    return make_version("food")


@pytest.fixture
def file_case(cast: Cast, food: MatterVersion) -> Filer:
    """Returns a function that files a case, by alice unless told otherwise."""

    def file(applicant: User | None = None, **others: Any) -> Case:
        return services.file_case(
            version=food,
            applicant=applicant or cast.alice,
            organisation=None,
            answers=ANSWERS,
            scenario_answers=SCENARIO,
            materials=[material(order) for order in UPLOADED],
            idempotency_key=uuid4().hex,
            channel=Channel.DESKTOP,
            **others,
        )

    return file


def material(order: int, text: str = "") -> MaterialInput:
    content = b"%PDF-1.7 " + (text or f"material {order}").encode()
    return MaterialInput(
        order=order,
        files=(
            FileInput(
                digest=blobs.store(content),
                name=f"材料{order}.pdf",
                size=len(content),
                content_type="application/pdf",
            ),
        ),
    )


@pytest.fixture
def case(file_case: Filer) -> Case:
    """A case that alice has filed; olive's turn."""
    return file_case()


@pytest.fixture
def accepted(case: Case, cast: Cast) -> Case:
    """The case after olive accepted it; rita's turn when the guide has a step."""
    return services.accept(case.pk, actor=cast.olive, seen_seq=None)


@pytest.fixture
def reviewed(accepted: Case, cast: Cast) -> Case:
    """The case after rita completed every step; anna's turn."""
    case = accepted
    while step := case.steps.filter(state__in=["open", "claimed"]).first():
        case = services.complete_step(
            case.pk,
            actor=cast.rita,
            seen_seq=None,
            step_id=step.pk,
            opinion="材料属实，符合条件",
            result="passed",
        )
    return case


def desk(case: Case, slug: str = "") -> str:
    return f"/desk/cases/{case.pk}/" + (f"{slug}/" if slug else "")


def read(client: Client, user: User, address: str, status: int = 200) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def send(
    client: Client, user: User, case: Case, slug: str, **typed: Any
) -> tuple[int, str]:
    """Posts a form as the page that shows the case's present state would."""
    client.force_login(user)
    typed.setdefault("seen_seq", case.head_seq)
    response = client.post(desk(case, slug), typed)
    return response.status_code, response.content.decode()

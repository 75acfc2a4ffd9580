from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from portal.publishing.models import MatterVersion, RecordSnapshot
from portal.publishing.versions import put_snapshots
from tests.factories.versions import make_version
from tests.theme_samples import payloads

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def district(db: None) -> None:
    """What pages need besides guides: the site, departments, halls."""
    kind = RecordSnapshot.Kind
    put_snapshots([(kind.SITE, "site", payloads.SITE)])
    put_snapshots(
        [(kind.DEPARTMENT, key, row) for key, row in payloads.departments().items()]
    )
    put_snapshots([(kind.HALL, code, row) for code, row in payloads.halls().items()])


@pytest.fixture
def food(district: None) -> MatterVersion:
    return make_version("food", effective_from=MARCH)

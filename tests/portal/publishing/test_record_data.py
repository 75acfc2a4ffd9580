"""Every page has its data beside it, from the same record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from content.models import HallPage
from portal.outbox import worker
from portal.publishing.releases import Releases
from portal.publishing.services import publish_pages
from tests.factories import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(releases: Releases) -> HallPage:
    """A published hall and department in a built release."""
    hall = content.hall()
    publish_pages([content.home(), content.department("mzj"), hall])
    worker.run_once()
    return HallPage.objects.get(pk=hall.pk)


def data(path: str) -> dict[str, Any]:
    root = Releases.configured().require_current().root
    told: dict[str, Any] = json.loads((root / path.lstrip("/")).read_bytes())
    return told


def test_record_is_beside_its_page_and_in_the_whole(hall: HallPage) -> None:
    beside = data("/halls/H-QU/index.json")
    assert (beside["schema"], beside["kind"]) == (1, "hall")
    assert beside["record"]["address"] == hall.address
    whole = data("/data/halls.json")
    assert (whole["count"], whole["halls"]) == (1, [beside["record"]])
    assert data("/departments/mzj/index.json")["record"]["key"] == "mzj"
    assert [row["key"] for row in data("/data/departments.json")["departments"]] == [
        "mzj"
    ]
    assert data("/data/benefits.json") == {"schema": 1, "count": 0, "benefits": []}


def test_data_follows_an_edit_and_goes_with_its_page(hall: HallPage) -> None:
    hall.transport = "地铁2号线云溪站C口"
    hall.save_revision().publish()
    worker.run_once()
    told = data("/halls/H-QU/index.json")["record"]["transport"]
    assert told == data("/data/halls.json")["halls"][0]["transport"]
    assert told == "地铁2号线云溪站C口"
    HallPage.objects.get(pk=hall.pk).unpublish()
    worker.run_once()
    root = Releases.configured().require_current().root
    assert not (root / "halls/H-QU/index.json").exists()
    assert data("/data/halls.json")["count"] == 0

"""Lists of powers are imported in any order of their rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from content.models import PowerItemPage
from tests.content.importers.files import counts, report_of, write_json
from tests.factories import content

pytestmark = pytest.mark.django_db


def test_sub_item_before_its_main_item_is_imported_and_then_the_same(
    tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    main = content.power_records()[content.POWER] | {"matters": []}
    content.department(main["department"])
    sub = main | {
        "code": f"{content.POWER}-1",
        "parent": content.POWER,
        "co_departments": [main["department"]],
    }
    write_json(tmp_path / "inbox" / "powers.json", {"powers": [sub, main]})

    assert counts(report_of(tmp_path / "inbox")) == {"new": 2}
    assert counts(report_of(tmp_path / "inbox")) == {"same": 2}
    assert PowerItemPage.objects.get(code=sub["code"]).parent_code == content.POWER

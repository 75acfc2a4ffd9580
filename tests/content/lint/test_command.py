from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from content.models import LintFinding, MatterPage
from tests.content.lint.matters import SLUG, faulty_matter
from tests.content.lint.worlds import DEMO, FAULTY
from tests.factories import content

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    try:
        call_command("lint_content", *args)
    except SystemExit as stop:
        return int(stop.code or 0), capsys.readouterr().out
    return 0, capsys.readouterr().out


def run_json(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, Any]:
    code, out = run(capsys, "--json", *args)
    return code, json.loads(out)


def test_sound_content_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    content.guide_matter(SLUG)
    code, out = run(capsys)
    assert code == 0
    assert "0 errors" in out


def test_json_tells_what_was_checked_and_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    faulty_matter()
    code, found = run_json(capsys, SLUG, "--severity", "E")
    assert code == 1
    assert found["checked"] == 1
    (finding,) = found["findings"]
    assert finding == {
        "code": SLUG,
        "kind": "guide",
        "rule": "L201",
        "severity": "E",
        "field": "promise_days",
        "message": "承诺时限(30工作日)超过法定时限(20工作日)",
        "fix": "把承诺时限改到法定时限以内",
    }


def test_severity_hides_but_does_not_forgive(
    capsys: pytest.CaptureFixture[str],
) -> None:
    faulty_matter()
    code, found = run_json(capsys, "--severity", "W")
    assert code == 1
    assert found["findings"] == []


def test_kind_limits_what_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    faulty_matter()
    code, found = run_json(capsys, "--kind", "power")
    assert code == 0
    assert found == {"checked": 1, "findings": []}


def test_matter_is_named_by_its_catalogue_number_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    content.catalogue_matter()
    assert run_json(capsys, "M0001") == (0, {"checked": 1, "findings": []})


def test_unknown_code_is_an_error() -> None:
    with pytest.raises(CommandError, match="'nobody'") as error:
        call_command("lint_content", "nobody")
    assert error.value.returncode == 2


def test_files_are_read_without_being_imported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    content.department("scj")
    content.add_live_certificate_types(content.LIVE_CERTIFICATES)
    content.what_publishing_asks_for(content.guide_json("food"))
    path = FAULTY / "faulty-vague-wording.json"
    code, found = run_json(capsys, "--files", str(path), "--severity", "E")
    assert code == 1
    assert {each["rule"] for each in found["findings"]} == {"L001", "L003", "L005"}
    assert not MatterPage.objects.exists()


def test_good_file_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    content.department("scj")
    content.what_publishing_asks_for(content.guide_json("food"))
    code, found = run_json(capsys, "--files", str(DEMO / "guides" / "food.json"))
    assert code == 0
    assert found["checked"] == 1


@pytest.mark.parametrize("name", ["nothing.json", "no/folder"])
def test_missing_file_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="do not exist") as error:
        call_command("lint_content", "--files", str(tmp_path / name))
    assert error.value.returncode == 2


def test_file_that_is_no_record_is_an_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    code, _out = run(capsys, "--files", str(path))
    assert code == 2


def test_record_keeps_findings_for_the_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    faulty_matter()
    code, totals = run_json(capsys, "--record")
    assert code == 0
    assert totals["E"] == 1
    assert LintFinding.objects.filter(rule="L201").exists()
    assert "1 errors" in run(capsys, "--record")[1]


def test_record_takes_no_codes() -> None:
    with pytest.raises(CommandError, match="all content"):
        call_command("lint_content", SLUG, "--record")

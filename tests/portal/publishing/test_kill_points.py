"""kill -9 at the steps of a publication, a build, an index, a change set, a roll back.

`PORTAL_KILL_EVERY=1` takes every step (some hours); by default it is a fixed spread.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
# Odd, so that no kind of step that comes in pairs is left out.
EVERY = int(os.environ.get("PORTAL_KILL_EVERY", "0"))
SPREAD = {
    "worker": 131,
    "build": 281,
    "rebuild": 151,
    "change_set": 149,
    "roll_back": 73,
}
MIGRATE = """
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
"""
KILL = """
import json, sys
from pathlib import Path
import django
django.setup()
from tests.portal.publishing.killing import main
print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
"""


def run(folder: Path, *arguments: str) -> str:
    """Run a program on a data folder of its own and return what it printed last."""
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PORTAL_DATA_DIR": str(folder / "data"),
            "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'data' / 'portal.sqlite3'}",
            "PORTAL_SEARCH_URL": "embedded:",
            "PORTAL_VERIFY_PAGES": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-4000:]
    return result.stdout.strip().rpartition("\n")[2]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killpoints")
    (folder / "data").mkdir()
    run(folder, "-c", MIGRATE)
    return folder / "data" / "portal.sqlite3"


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("scenario", SPREAD)
def test_killed_at_any_step_leaves_a_whole_site_and_is_finished(
    scenario: str, migrated: Path, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "portal.sqlite3").write_bytes(migrated.read_bytes())
    every = EVERY or SPREAD[scenario]

    told = json.loads(
        run(
            tmp_path,
            "-c",
            KILL,
            str(tmp_path),
            scenario,
            str(every),
        )
    )

    assert told["faults"] == {}, told
    assert told["points"] >= 3, told

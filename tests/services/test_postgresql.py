from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
# What depends on the database: locks, constraints, triggers, conditional updates.
SUITES = (
    "tests/portal/outbox",
    "tests/portal/audit",
    "tests/portal/cases",
    "tests/portal/workdays",
    "tests/portal/accounts",
    "tests/portal/applications",
    "tests/portal/publishing",
)
# These ask nothing of the database, or bring one of their own.
LEFT_OUT = (
    "history",
    "open_data",
    "test_bodies.py",
    "test_building.py",
    "test_equality.py",
    "test_feeds.py",
    "test_front.py",
    "test_full_disk.py",
    "test_kill.py",
    "test_kill_points.py",
    "test_linked_data.py",
    "test_manifest.py",
    "test_narrowed_lists.py",
    "test_nginx.py",
    "test_page_budgets.py",
    "test_power_lists.py",
    "test_quarantine.py",
    "test_record_data.py",
    "test_reform_pages.py",
    "test_search_shards.py",
    "test_security_text.py",
    "test_serving.py",
    "test_site_pages.py",
    "test_sitemaps.py",
    "test_streams.py",
    "test_syncing.py",
    "test_theme.py",
    "test_two_engines.py",
    "test_uploading.py",
    "test_variants.py",
    "test_writers.py",
)


@pytest.mark.postgresql
@pytest.mark.timeout(900)
def test_service_suites_pass_on_postgresql(postgresql_url: str) -> None:
    result = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "--migrations"),
            *("-n", "2", "--dist", "loadfile"),
            *("-m", "not elasticsearch and not browser and not sqlite"),
            *("-p", "no:cacheprovider", *SUITES),
            *(f"--ignore=tests/portal/publishing/{name}" for name in LEFT_OUT),
        ],
        cwd=PROJECT,
        env={**os.environ, "PORTAL_TEST_DATABASE_URL": postgresql_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
GOOD = {
    "PORTAL_SECRET_KEY": "".join(chr(97 + i % 26) + str(i) for i in range(40)),
    "PORTAL_ALLOWED_HOSTS": "zwfw.example.gov.cn",
    "PORTAL_BASE_URL": "https://zwfw.example.gov.cn",
    "PORTAL_DATABASE_URL": "postgresql://portal:secret@localhost/portal",
    "PORTAL_SEARCH_URL": "elasticsearch://localhost:9200/guides",
}


def start(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Import the production settings in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
    variables = {**GOOD, "PORTAL_DATA_DIR": str(tmp_path), **changes}
    given = {k: v for k, v in variables.items() if v}
    code = "import portal.settings.production"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**kept, **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_with_every_setting_starts(tmp_path: Path) -> None:
    result = start(tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", sorted(GOOD))
def test_production_missing_setting_is_named(tmp_path: Path, name: str) -> None:
    result = start(tmp_path, **{name: ""})
    assert result.returncode != 0
    assert f"'{name}' is not set" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORTAL_SECRET_KEY", "secret", "too weak"),
        ("PORTAL_ALLOWED_HOSTS", "*", "contains '*'"),
        ("PORTAL_BASE_URL", "http://zwfw.example.gov.cn", "https:// address"),
    ],
)
def test_production_insecure_setting_is_refused(
    tmp_path: Path, name: str, value: str, message: str
) -> None:
    result = start(tmp_path, **{name: value})
    assert result.returncode != 0
    assert message in result.stderr

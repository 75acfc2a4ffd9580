"""Run the Nu HTML checker on files, with the jar that the test cache holds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import pytest

CACHE = Path(os.environ.get("PORTAL_TEST_CACHE", Path.home() / ".cache" / "portal"))
NODE_MODULES = CACHE / "node" / "node_modules"
JAR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


class Message(TypedDict, total=False):
    """One finding of the checker."""

    type: str  # "error" or "info"
    subType: str  # "warning" for some infos
    url: str
    lastLine: int
    message: str
    extract: str


def run_vnu(paths: Sequence[Path]) -> list[Message]:
    """Return the checker's findings on HTML or SVG files, errors and warnings.

    Skips the test when Java or the jar is missing, but fails it where CI is set.
    """
    if not JAR.is_file() or shutil.which("java") is None:
        reason = (
            f"vnu needs java and '{JAR}'; install them with "
            f"'npm install --ignore-scripts --prefix {CACHE / 'node'} vnu-jar'"
        )
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run(
        [
            "java",
            "-jar",
            str(JAR),
            "--format",
            "json",
            "--also-check-svg",
            *map(str, paths),
        ],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    messages: list[Message] = json.loads(done.stderr)["messages"]
    return messages


def describe(messages: Sequence[Message]) -> str:
    """Return the findings one a line, for the message of a failed test."""
    return "\n".join(
        f"{Path(each.get('url', '')).name}:{each.get('lastLine')} {each.get('message')}"
        for each in messages
    )

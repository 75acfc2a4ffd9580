"""The table of requirements names tests and pages that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TABLE = (PROJECT / "tests" / "requirements.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| (R-\d{3}) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([^`]+)`")
# Sections A, B and C, with the gaps that the numbering has.
EXPECTED = [
    f"R-{number:03d}" for number in (*range(1, 37), *range(40, 72), *range(80, 90))
]
ROWS = LINE.findall(TABLE)
TESTS = sorted(
    {name for _, shown in ROWS for name in NAMED.findall(shown) if name[0] != "/"}
)
PAGES = sorted(
    {name for _, shown in ROWS for name in NAMED.findall(shown) if name[0] == "/"}
)


def test_every_requirement_has_one_line() -> None:
    assert [row for row, _ in ROWS] == EXPECTED


def test_every_line_names_something_or_says_what_is_to_come() -> None:
    silent = [
        row for row, shown in ROWS if "`" not in shown and "not yet: " not in shown
    ]
    assert silent == []


@pytest.mark.parametrize("name", TESTS)
def test_named_test_exists(name: str) -> None:
    path, _, function = name.partition("::")
    text = (PROJECT / path).read_text(encoding="utf-8")
    assert f"def {function}" in text

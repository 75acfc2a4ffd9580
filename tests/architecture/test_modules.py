from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path
    for top in ("portal", "content", "search")
    for path in (PROJECT / top).rglob("*.py")
    if "migrations" not in path.parts
)
ATTIC = {"utils", "helpers", "common", "misc", "manager"}


def test_modules_stay_under_400_lines() -> None:
    long = {
        str(path.relative_to(PROJECT)): lines
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_module_is_an_attic() -> None:
    assert [path for path in MODULES if path.stem in ATTIC] == []


def test_every_function_has_a_return_type() -> None:
    bare = [
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.returns is None
    ]
    assert bare == []


def test_suppressions_stay_few_and_named() -> None:
    marks = [
        f"{path.relative_to(PROJECT)}: {line.strip()}"
        for path in MODULES
        for line in path.read_text(encoding="utf-8").splitlines()
        if "# noqa" in line
    ]
    assert all("# noqa: " in mark for mark in marks)
    assert len(marks) <= 12, marks


# Spelt in parts, so that this file does not name them either.
REGISTRIES = (
    ".".join(("pypi", "org")),
    ".".join(("registry", "npmjs")),
    ".".join(("maven", "org")),
)
MACHINE_FOLDERS = ("/".join(("", "work", "")), str(PROJECT))


@pytest.mark.parametrize("needle", [*REGISTRIES, *MACHINE_FOLDERS])
def test_no_tracked_file_names_a_registry_or_a_machine(needle: str) -> None:
    files = subprocess.run(
        ["git", "grep", "-lF", needle],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    assert files == []

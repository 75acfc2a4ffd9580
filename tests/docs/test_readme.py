from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import get_commands

PROJECT = Path(__file__).resolve().parents[2]
OURS = ("portal.", "content", "search")
READMES = ("README.md", "README.zh.md")


def our_commands() -> list[str]:
    return sorted(
        name for name, app in get_commands().items() if str(app).startswith(OURS)
    )


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_documented(readme: str) -> None:
    text = (PROJECT / readme).read_text(encoding="utf-8")
    missing = [name for name in our_commands() if f"manage.py {name}" not in text]
    assert missing == []


@pytest.mark.parametrize("readme", READMES)
def test_every_package_is_on_the_map(readme: str) -> None:
    text = (PROJECT / readme).read_text(encoding="utf-8")
    packages = [
        path.parent.name
        for path in (PROJECT / "portal").glob("*/apps.py")
        if f"portal/{path.parent.name}" not in text
    ]
    assert packages == []


@pytest.mark.parametrize("readme", READMES)
def test_every_link_to_a_file_leads_to_one(readme: str) -> None:
    text = (PROJECT / readme).read_text(encoding="utf-8")
    targets = [part.split(")")[0] for part in text.split("](")[1:]]
    missing = [
        target
        for target in targets
        if not target.startswith("http") and not (PROJECT / target).exists()
    ]
    assert missing == []

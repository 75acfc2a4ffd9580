"""Where search finds its data files."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "search"


def source_path(name: str) -> Path:
    """Return the path of a data file under fixtures/search."""
    return _FOLDER / name

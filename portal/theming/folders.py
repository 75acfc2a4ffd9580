"""Where the files of the active theme are: its own folder first, then the default one.

A district puts a small theme beside `default` and names it in `PORTAL_THEME`. What its
folder has stands in place of the file of the same name in `default`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

DEFAULT_THEME: Final = "default"


def theme_folders() -> list[Path]:
    """Return the folders of the active theme, the one that decides first."""
    return list(_folders(str(settings.THEMES_DIR), str(settings.PORTAL_THEME)))


# Every page names some files of the theme; to put paths together takes a while.
@lru_cache(maxsize=8)
def _folders(root: str, theme: str) -> tuple[Path, ...]:
    return tuple(Path(root) / name for name in dict.fromkeys((theme, DEFAULT_THEME)))


def theme_files(path: str) -> list[Path]:
    """Return the files of a name that the theme has, the one that decides first."""
    found = (folder / path for folder in theme_folders())
    return [file for file in found if file.is_file()]

"""Where the files of the active theme are: its own folder first, then the default one.

A district puts a small theme beside `default` and names it in `PORTAL_THEME`. What its
folder has stands in place of the file of the same name in `default`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings

DEFAULT_THEME: Final = "default"


def theme_folders() -> list[Path]:
    """Return the folders of the active theme, the one that decides first."""
    names = dict.fromkeys((str(settings.PORTAL_THEME), DEFAULT_THEME))
    return [Path(settings.THEMES_DIR) / name for name in names]


def theme_files(path: str) -> list[Path]:
    """Return the files of a name that the theme has, the one that decides first."""
    found = (folder / path for folder in theme_folders())
    return [file for file in found if file.is_file()]

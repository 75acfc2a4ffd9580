"""Name the theme's static files by their content, so that they cache for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

ASSETS_PREFIX: Final = "/assets/"
_HASH_LENGTH: Final = 12


class AssetMissingError(LookupError):
    """A template names a static file that the theme does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One static file: path inside the theme, public address, content."""

    path: str
    url: str
    content: bytes


def theme_static_dir() -> Path:
    """Return the folder with the active theme's static files."""
    return Path(settings.THEMES_DIR) / str(settings.PORTAL_THEME) / "static"


def asset(path: str) -> str:
    """Return the public address of a theme file, e.g. ``/assets/css/site.<hash>.css``.

    Raises:
        AssetMissingError: The theme has no such file.
    """
    return load_asset(path).url


def load_asset(path: str) -> Asset:
    """Return one static file of the theme.

    Raises:
        AssetMissingError: The file does not exist or lies outside the theme.
    """
    file = _place(theme_static_dir(), path)
    try:
        stat = file.stat()
    except OSError as error:
        raise AssetMissingError(_missing(path, file)) from error
    return _read(path, file, stat.st_mtime_ns, stat.st_size)


def iter_assets() -> Iterator[Asset]:
    """Yield every static file of the theme, ordered by path."""
    root = theme_static_dir()
    for file in sorted(root.rglob("*")):
        if file.is_file():
            yield load_asset(file.relative_to(root).as_posix())


# Every page names a few; finding out where they are takes longer than reading them.
@lru_cache(maxsize=256)
def _place(folder: Path, path: str) -> Path:
    root = folder.resolve()
    file = (root / path).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        raise AssetMissingError(_missing(path, root))
    return file


def _missing(path: str, place: Path) -> str:
    return (
        f"Asset '{path}' is not in '{place}'; expected a file there. "
        "Add the file or correct the name in the template."
    )


@lru_cache(maxsize=256)
def _read(path: str, file: Path, _mtime_ns: int, _size: int) -> Asset:
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:_HASH_LENGTH]
    stem, dot, suffix = path.rpartition(".")
    url = f"{ASSETS_PREFIX}{stem}.{digest}{dot}{suffix}"
    return Asset(path=path, url=url, content=content)

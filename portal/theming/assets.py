"""Name the theme's static files by their content, so that they cache for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from portal.theming.folders import theme_files, theme_folders

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


def theme_static_dirs() -> list[Path]:
    """Return the folders with the active theme's static files, the decisive first."""
    return [folder / "static" for folder in theme_folders()]


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
    file = _place(tuple(theme_static_dirs()), path)
    try:
        stat = file.stat()
    except OSError as error:
        raise AssetMissingError(_missing(path, file)) from error
    return _read(path, file, stat.st_mtime_ns, stat.st_size)


def iter_assets() -> Iterator[Asset]:
    """Yield every static file of the theme, ordered by path."""
    paths = {
        file.relative_to(root).as_posix()
        for root in theme_static_dirs()
        for file in root.rglob("*")
        if file.is_file()
    }
    yield from map(load_asset, sorted(paths))


def has_asset(path: str) -> bool:
    """Tell whether the theme has a static file."""
    return bool(theme_files(f"static/{path}"))


# Every page names a few; finding out where they are takes longer than reading them.
@lru_cache(maxsize=256)
def _place(folders: tuple[Path, ...], path: str) -> Path:
    for root in map(Path.resolve, folders):
        file = (root / path).resolve()
        if file.is_relative_to(root) and file.is_file():
            return file
    raise AssetMissingError(_missing(path, folders[-1]))


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

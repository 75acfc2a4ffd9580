"""Tell whether anything that shapes a page, other than records, has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

import content
import portal.publishing
import portal.scenarios
import portal.theming
from portal.theming.folders import theme_folders
from search.sources import source_path

# What of the content package shapes files: names of codes, workbooks, the exchange format.
_CONTENT: Final = (
    "codes.py",
    "expressions.py",
    "scenario.py",
    "material_codes.py",
    "topic_codes.py",
    "exporters/workbook_bytes.py",
    "gbt39046",
)


# What of search is in the index for browsers.
_SEARCH: Final = ("aliases-a.tsv", "aliases-b.tsv", "intents.tsv", "official-names.tsv")


def theme_digest() -> str:
    """Return one digest of templates, assets, rendering code and site address.

    A process has read its code once; so it looks at the files once, too, but for
    development (`DEBUG`), where they change under it.
    """
    parts = [
        settings.PORTAL_BASE_URL,
        str(settings.PORTAL_THEME),
        settings.PORTAL_DATA_LICENCE,
        *settings.PORTAL_SECURITY_CONTACT,
        settings.PORTAL_SECURITY_EXPIRES,
    ]
    look = _look_of_files if settings.DEBUG else _look_once
    parts += look(tuple(_roots()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _look_of_files(roots: tuple[Path, ...]) -> list[str]:
    parts = []
    for root in roots:
        for file in _files(root):
            stat = file.stat()
            digest = _file_digest(file, stat.st_mtime_ns, stat.st_size)
            parts.append(f"{file.relative_to(root.parent).as_posix()} {digest}")
    return parts


@lru_cache(maxsize=4)
def _look_once(roots: tuple[Path, ...]) -> list[str]:
    return _look_of_files(roots)


def _roots() -> Iterator[Path]:
    yield from filter(Path.is_dir, theme_folders())
    for package in (portal.theming, portal.publishing, portal.scenarios):
        yield Path(str(package.__file__)).parent
    for name in _CONTENT:
        yield Path(str(content.__file__)).parent / name
    yield from map(source_path, _SEARCH)


def _files(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    return sorted(
        file
        for file in root.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    )


@lru_cache(maxsize=4096)
def _file_digest(file: Path, _mtime_ns: int, _size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()

"""Read the files that a guide names and that stand beside the guide's own file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from content.guide_files import store_guide_file
from content.importers.inert_pages import is_inert
from content.importers.kinds import Problem
from content.importers.report import Change
from content.importers.values import RawRecord, record_of, records_of, text_of
from content.models import GuideFile

LARGEST_FILE_BYTES: Final = 10 * 1024 * 1024
SUFFIXES: Final = (".html", ".pdf", ".png", ".jpg", ".jpeg", ".docx", ".xlsx")
SHOWN_DIGITS: Final = 12
FILES_FOLDER: Final = "files"

Files = dict[str, bytes]


def read_attachments(folder: Path, raw: RawRecord) -> tuple[Files, list[Problem]]:
    """Return the bytes of every file that a guide names, by address.

    Files stand in ``files`` beside the guide or beside the guide's folder. One that is
    stored already need not come again.
    """
    beside = (folder / FILES_FOLDER).is_dir()
    root = (folder if beside else folder.parent).resolve()
    addresses = dict(_addresses(raw))
    stored = set(
        GuideFile.objects.filter(path__in=addresses.values()).values_list(
            "path", flat=True
        )
    )
    files: Files = {}
    problems: list[Problem] = []
    for path, address in addresses.items():
        if address in stored and not (root / address).exists():
            continue
        data, expected = _read(root, address)
        if expected:
            problems.append(
                Problem(path=path, value=address, expected=expected, rule="attachment")
            )
        else:
            files[address] = data
    return files, problems


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of every file, by address."""
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}


def changed_attachments(files: Mapping[str, bytes]) -> tuple[Change, ...]:
    """List the files whose stored bytes are others."""
    stored = dict(
        GuideFile.objects.filter(path__in=files).values_list("path", "sha256")
    )
    return tuple(
        Change(
            field=path,
            old=stored.get(path, "")[:SHOWN_DIGITS],
            new=digest[:SHOWN_DIGITS],
        )
        for path, digest in digests_of(files).items()
        if stored.get(path) != digest
    )


def store_attachments(files: Mapping[str, bytes]) -> None:
    """Keep files under their addresses; equal ones stay as they are."""
    for path, data in files.items():
        store_guide_file(path, data)


def _addresses(raw: RawRecord) -> Iterator[tuple[str, str]]:
    for position, material in enumerate(records_of(raw, "materials")):
        for name in ("blank_form", "sample_form", "error_sample"):
            if text_of(material, name):
                yield f"materials[{position}].{name}", text_of(material, name)
    for group, name in (
        ("commitment", "file"),
        ("result", "sample"),
        ("agreement", "file"),
    ):
        if text_of(record_of(raw, group), name):
            yield f"{group}.{name}", text_of(record_of(raw, group), name)


def _read(root: Path, address: str) -> tuple[bytes, str]:
    """Return a file's bytes, or what was expected of it."""
    place = (root / address).resolve()
    if not place.is_relative_to(root) or not place.is_file():
        return b"", _("导入文件旁边已有的文件")
    if place.suffix.lower() not in SUFFIXES:
        return b"", _("这些类型的文件：%(types)s") % {"types": "、".join(SUFFIXES)}
    if place.stat().st_size > LARGEST_FILE_BYTES:
        return b"", _("不超过 %(limit)s MB 的文件") % {
            "limit": LARGEST_FILE_BYTES // 1024 // 1024
        }
    try:
        data = place.read_bytes()
    except OSError:
        return b"", _("可以读取的文件")
    if place.suffix.lower() == ".html" and not is_inert(data):
        return b"", _("UTF-8 编码、不含脚本和外部内容的网页")
    return data, ""

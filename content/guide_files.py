"""Attached files of guides: put them in, find their bytes again."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from content.models import GuideFile
from content.models.guide_file import content_address


def store_guide_file(path: str, data: bytes, *, title: str = "") -> GuideFile:
    """Make or replace the file at a path; equal bytes are stored once and stay.

    Args:
        path: Address below the site root, such as `files/food/blank-2.html`.
        data: The whole file.
        title: What readers see; empty keeps the present title.

    Raises:
        ValidationError: when the path is not one of a guide file; nothing is stored.
    """
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        found = GuideFile.objects.select_for_update().filter(path=path).first()
        if found is not None and found.sha256 == digest and title in ("", found.title):
            return found
        guide_file = found or GuideFile(path=path)
        guide_file.title = title or guide_file.title
        guide_file.file = content_address(digest)
        guide_file.full_clean(exclude=["file"])
        if not default_storage.exists(content_address(digest)):
            default_storage.save(content_address(digest), ContentFile(data))
        guide_file.save()
    return guide_file


def guide_file_bytes(digest: str) -> bytes:
    """Return the bytes of the attached file with this SHA-256, also of old versions.

    Raises:
        FileNotFoundError: when no file with this digest was ever stored.
    """
    with default_storage.open(content_address(digest), "rb") as stored:
        data: bytes = stored.read()
    return data

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from content.guide_files import guide_file_bytes, store_guide_file
from content.models import GuideFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_stored_file_is_found_by_its_digest() -> None:
    stored = store_guide_file("files/food/blank-2.html", b"<p>form</p>")
    assert guide_file_bytes(stored.sha256) == b"<p>form</p>"
    assert stored.size_bytes == 11


def test_storing_the_same_bytes_again_changes_nothing(media: Path) -> None:
    first = store_guide_file("files/food/blank-2.html", b"form")
    again = store_guide_file("files/food/blank-2.html", b"form")
    assert first.pk == again.pk
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_replaced_file_keeps_the_bytes_of_the_old_version() -> None:
    old = store_guide_file("files/food/blank-2.html", b"old").sha256
    new = store_guide_file("files/food/blank-2.html", b"new").sha256
    assert (guide_file_bytes(old), guide_file_bytes(new)) == (b"old", b"new")
    assert GuideFile.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["blank.html", "files/../secret", "/files/a.html", "files/食品/a.html", ""]
)
def test_path_outside_the_files_is_refused_and_nothing_stored(
    path: str, media: Path
) -> None:
    with pytest.raises(ValidationError):
        store_guide_file(path, b"x")
    assert not GuideFile.objects.exists()
    assert list(media.iterdir()) == []


def test_uploaded_file_gets_its_digest_and_content_address() -> None:
    upload = SimpleUploadedFile("form.html", b"uploaded")
    guide_file = GuideFile(path="files/food/form.html", file=upload)
    guide_file.full_clean()
    guide_file.save()
    assert guide_file_bytes(guide_file.sha256) == b"uploaded"


def test_digest_that_was_never_stored_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        guide_file_bytes("0" * 64)

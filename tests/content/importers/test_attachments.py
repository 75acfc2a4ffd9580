from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from content.guide_files import store_guide_file
from content.importers import attachments
from content.importers.attachments import read_attachments

pytestmark = pytest.mark.django_db


def _guide(address: str) -> dict[str, Any]:
    return {"materials": [{"order": 1, "blank_form": address}]}


def _write(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def _expected(folder: Path, address: str) -> list[str]:
    files, problems = read_attachments(folder, _guide(address))
    assert not files
    assert [(p.path, p.rule) for p in problems] == [
        ("materials[0].blank_form", "attachment")
    ]
    return [problem.expected for problem in problems]


def test_read_attachments_reads_beside_the_guides_folder(tmp_path: Path) -> None:
    _write(tmp_path, "a/blank.html", "<p>空白表</p>")

    files, problems = read_attachments(
        tmp_path / "guides", _guide("files/a/blank.html")
    )

    assert problems == []
    assert files == {"files/a/blank.html": "<p>空白表</p>".encode()}


def test_read_attachments_reads_beside_a_single_guide(tmp_path: Path) -> None:
    _write(tmp_path, "blank.pdf", b"%PDF-1.7")

    files, _problems = read_attachments(tmp_path, _guide("files/blank.pdf"))

    assert list(files) == ["files/blank.pdf"]


def test_read_attachments_needs_no_file_that_is_stored(tmp_path: Path) -> None:
    store_guide_file("files/a/blank.html", b"<p>")

    assert read_attachments(tmp_path, _guide("files/a/blank.html")) == ({}, [])


def test_read_attachments_refuses_a_missing_file(tmp_path: Path) -> None:
    assert _expected(tmp_path, "files/absent.html") == ["导入文件旁边已有的文件"]


@pytest.mark.parametrize("address", ["files/../../outside.html", "/etc/hostname"])
def test_read_attachments_refuses_a_path_that_leaves(
    tmp_path: Path, address: str
) -> None:
    (tmp_path / "outside.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "inbox" / "files").mkdir(parents=True)

    assert _expected(tmp_path / "inbox", address) == ["导入文件旁边已有的文件"]


def test_read_attachments_refuses_a_link_that_leads_out(tmp_path: Path) -> None:
    (tmp_path / "outside.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "inbox" / "files").mkdir(parents=True)
    (tmp_path / "inbox" / "files" / "a.html").symlink_to(tmp_path / "outside.html")

    assert _expected(tmp_path / "inbox", "files/a.html")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<p onclick='x()'>",
        "<a href=' JavaScript:x()'>",
        "<iframe src='/x'>",
        "<meta http-equiv='refresh' content='0'>",
        "<link rel='stylesheet' href='https://a.example/'>",
        "<svg><script/></svg>",
        b"\xff\xfe",
    ],
)
def test_read_attachments_refuses_a_page_that_acts(
    tmp_path: Path, text: str | bytes
) -> None:
    _write(tmp_path, "a.html", text)

    assert _expected(tmp_path, "files/a.html") == [
        "UTF-8 编码、不含脚本和外部内容的网页"
    ]


def test_read_attachments_refuses_another_type(tmp_path: Path) -> None:
    _write(tmp_path, "a.exe", b"MZ")

    assert ".pdf" in _expected(tmp_path, "files/a.exe")[0]


def test_read_attachments_refuses_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST_FILE_BYTES", 3)
    _write(tmp_path, "a.pdf", b"%PDF")

    assert "MB" in _expected(tmp_path, "files/a.pdf")[0]

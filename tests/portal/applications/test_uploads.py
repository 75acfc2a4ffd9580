from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.applications import uploads
from portal.applications.uploads import UploadRefusedError, UploadRule, store_upload
from portal.audit import blobs
from tests.portal.applications.sample_files import image_bytes, pdf_bytes, upload

RULE = UploadRule(accept=("pdf", "jpg", "png"), max_mb=1)


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> Path:
    settings.BLOBS_DIR = tmp_path / "blobs"
    return tmp_path / "blobs"


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("证明.pdf", pdf_bytes(), "application/pdf"),
        ("照片.JPG", image_bytes("JPEG"), "image/jpeg"),
        ("照片.jpeg", image_bytes("JPEG"), "image/jpeg"),
        ("图.png", image_bytes("PNG"), "image/png"),
    ],
)
def test_sound_file_is_stored_under_its_digest(
    name: str, content: bytes, content_type: str
) -> None:
    stored = store_upload(upload(name, content), RULE)

    assert stored.digest == hashlib.sha256(content).hexdigest()
    assert (stored.name, stored.size) == (name, len(content))
    assert stored.content_type == content_type
    assert blobs.read_blob(stored.digest) == content


def big_pdf() -> bytes:
    return pdf_bytes() + b"%" * (uploads.MEBIBYTE + 1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.pdf", b"", ["空.pdf", "空文件", "保存后再传"]),
        ("病毒.exe", b"MZ" + b"\0" * 60, ["病毒.exe", "PDF、JPG、PNG", "换成"]),
        ("a.pdf.exe", pdf_bytes(), ["a.pdf.exe", "不能上传"]),
        ("没有扩展名", pdf_bytes(), ["没有扩展名", "不能上传"]),
        ("大.pdf", big_pdf(), ["大.pdf", "1.0 MB", "超过 1 MB", "压缩"]),
        ("其实是图.pdf", image_bytes(), ["其实是图.pdf", "不是 PDF", "PNG", "另存"]),
        ("其实是文档.png", pdf_bytes(), ["不是 PNG", "PDF"]),
        ("文字.jpg", b"hello, this is text", ["不是 JPG", "别的文件"]),
        ("网页.pdf", b"<html><script>alert(1)</script></html>", ["不是 PDF"]),
        ("前面有字.pdf", b"junk\n" + pdf_bytes(), ["不是 PDF"]),
        ("断.png", image_bytes()[:200], ["断.png", "打不开", "重新"]),
        ("断.jpg", image_bytes("JPEG", (400, 300))[:900], ["断.jpg", "打不开"]),
        ("断.pdf", b"%PDF-1.7\nnot really", ["断.pdf", "打不开"]),
        ("锁.pdf", pdf_bytes(password="x"), ["锁.pdf", "有密码", "去掉密码"]),
        ("长.pdf", pdf_bytes(31), ["31 页", "最多 30 页"]),
        ("附件.pdf", pdf_bytes(attachment="a.exe"), ["附件.pdf", "打印为 PDF"]),
        ("脚本.pdf", pdf_bytes(script="app.alert(1)"), ["脚本.pdf", "打印为 PDF"]),
    ],
)
def test_unsound_file_is_refused_and_nothing_is_stored(
    name: str, content: bytes, words: list[str], own_store: Path
) -> None:
    with pytest.raises(UploadRefusedError) as refused:
        store_upload(upload(name, content), RULE)
    assert all(word in str(refused.value) for word in words), str(refused.value)
    assert not own_store.exists() or not any(own_store.iterdir())


def test_too_many_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_PIXELS", 1000)
    with pytest.raises(UploadRefusedError, match="40 × 30 像素"):
        store_upload(upload("大图.png", image_bytes()), RULE)


def test_too_much_together_is_refused() -> None:
    used = uploads.OVERALL_MAX_MB * uploads.MEBIBYTE
    with pytest.raises(UploadRefusedError, match="全部材料超过 200 MB"):
        store_upload(upload("a.pdf", pdf_bytes()), RULE, used_bytes=used)


def test_type_outside_the_rule_is_refused() -> None:
    rule = UploadRule(accept=("pdf",), max_mb=1)
    with pytest.raises(UploadRefusedError, match="只收 PDF"):
        store_upload(upload("图.png", image_bytes()), rule)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\fakepath\\证明.pdf", "证明.pdf"),
        ("a\0b\n.pdf", "ab.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        (".pdf", "pdf"),
        ("/", "未命名"),
        ("阿依古丽·买买提 𠮷.pdf", "阿依古丽·买买提 𠮷.pdf"),
    ],
)
def test_safe_name(name: str, safe: str) -> None:
    assert uploads.safe_name(name) == safe


def test_long_name_keeps_its_extension() -> None:
    name = uploads.safe_name("很" * 300 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name) == uploads.MAX_NAME_LENGTH


def test_rule_says_types_and_size_before_choosing() -> None:
    assert RULE.words == "PDF、JPG、PNG，每个文件不超过 1 MB，PDF 最多 30 页"
    assert RULE.html_accept == ".pdf,.jpg,.png,.jpeg"

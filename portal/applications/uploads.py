"""Let a file in only if its name, its first bytes and its inner structure agree.

Source: OWASP File Upload Cheat Sheet (allow list, content check, own names, limits).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import filetype
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from portal.audit import blobs

MEBIBYTE: Final = 1024 * 1024
OVERALL_MAX_MB: Final = 200
MAX_PIXELS: Final = 60_000_000
DEFAULT_MAX_PAGES: Final = 30
MAX_NAME_LENGTH: Final = 120
HEAD_BYTES: Final = 512
PDF_MAGIC: Final = b"%PDF-"

# Extension as the guide writes it -> the type that the content must show.
CONTENT_TYPES: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
}
SAME_EXTENSION: Final[Mapping[str, str]] = {"jpeg": "jpg", "jpe": "jpg"}
# A PDF may carry programs or other files; an application never needs them.
ACTIVE_NAMES: Final = ("/JavaScript", "/EmbeddedFiles")
ACTIVE_ACTIONS: Final = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")

BROKEN: Final = gettext_lazy(
    "“%(name)s”打不开，文件可能已损坏。请重新导出或者重新拍摄后再传。"
)


class UploadRefusedError(Exception):
    """A file that is not let in; the message is for the applicant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRule:
    """What one material accepts."""

    accept: tuple[str, ...]
    max_mb: int
    max_pages: int = DEFAULT_MAX_PAGES

    @property
    def html_accept(self) -> str:
        """The value of the file input's accept attribute."""
        spellings = [*self.accept, *(["jpeg"] if "jpg" in self.accept else [])]
        return ",".join(f".{extension}" for extension in spellings)

    @property
    def words(self) -> str:
        """Types and size, told before a file is chosen."""
        text = _("%(types)s，每个文件不超过 %(size)d MB") % {
            "types": _type_words(self.accept),
            "size": self.max_mb,
        }
        if "pdf" in self.accept:
            text += _("，PDF 最多 %(pages)d 页") % {"pages": self.max_pages}
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUpload:
    """A file that was let in and lies in the blob store under its digest."""

    digest: str
    name: str
    size: int
    content_type: str


def store_upload(
    upload: UploadedFile[Any], rule: UploadRule, *, used_bytes: int = 0
) -> StoredUpload:
    """Check a file and store it under its digest.

    Args:
        upload: the file as the browser sent it.
        rule: what the material accepts.
        used_bytes: size of the files already attached to the same draft.

    Raises:
        UploadRefusedError: says the file's name, what is wrong, what is expected and
            what to do.
    """
    name = safe_name(upload.name or "")
    extension = _checked_extension(name, rule)
    size = _checked_size(name, upload.size or 0, rule, used_bytes)
    content = upload.read()
    _check_first_bytes(name, extension, content[:HEAD_BYTES])
    _STRUCTURE_CHECKS[extension](name, BytesIO(content), rule)
    return StoredUpload(
        digest=blobs.store(content),
        name=name,
        size=size,
        content_type=CONTENT_TYPES[extension],
    )


def safe_name(name: str) -> str:
    r"""Return a file name without folders, control or direction signs.

    Examples:
        >>> safe_name("C:\\图\\..\\a\u202efdp.exe")
        'afdp.exe'
        >>> safe_name("../../")
        '未命名'
    """
    base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = "".join(
        sign
        for sign in unicodedata.normalize("NFC", base)
        if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    ).strip(" .")
    stem, dot, extension = kept.rpartition(".")
    if len(kept) > MAX_NAME_LENGTH and dot:
        kept = stem[: MAX_NAME_LENGTH - len(extension) - 1] + dot + extension
    return kept[:MAX_NAME_LENGTH] or _("未命名")


def _checked_extension(name: str, rule: UploadRule) -> str:
    written = name.rpartition(".")[2].lower() if "." in name else ""
    extension = SAME_EXTENSION.get(written, written)
    if extension not in rule.accept or extension not in CONTENT_TYPES:
        raise UploadRefusedError(
            _("“%(name)s”的类型不能上传，只收 %(types)s。请换成这几种格式再传。")
            % {"name": name, "types": _type_words(rule.accept)}
        )
    return extension


def _checked_size(name: str, size: int, rule: UploadRule, used_bytes: int) -> int:
    if size == 0:
        raise UploadRefusedError(
            _("“%(name)s”是空文件（0 字节）。请打开确认有内容，保存后再传。")
            % {"name": name}
        )
    if size > rule.max_mb * MEBIBYTE:
        raise UploadRefusedError(
            _(
                "“%(name)s”有 %(size)s，超过 %(max)d MB。请压缩、降低清晰度或者分成几个文件再传。"
            )
            % {"name": name, "size": size_words(size), "max": rule.max_mb}
        )
    if used_bytes + size > OVERALL_MAX_MB * MEBIBYTE:
        raise UploadRefusedError(
            _(
                "加上“%(name)s”后，全部材料超过 %(max)d MB。请删掉不用的文件，或者压缩后再传。"
            )
            % {"name": name, "max": OVERALL_MAX_MB}
        )
    return size


def _check_first_bytes(name: str, extension: str, head: bytes) -> None:
    guess = filetype.guess(head)
    found = guess.mime if guess else ""
    exact = extension != "pdf" or head.startswith(PDF_MAGIC)
    if found == CONTENT_TYPES[extension] and exact:
        return
    known = {mime: kind.upper() for kind, mime in CONTENT_TYPES.items()}.get(found)
    raise UploadRefusedError(
        _(
            "“%(name)s”的内容不是 %(type)s（实际是%(found)s）。请用原来的软件另存为 %(type)s 再传，不要只改文件名。"
        )
        % {
            "name": name,
            "type": extension.upper(),
            "found": f" {known}" if known else _("别的文件"),
        }
    )


def _check_image(name: str, stream: BytesIO, rule: UploadRule) -> None:
    del rule
    try:
        with Image.open(stream, formats=["JPEG", "PNG"]) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise UploadRefusedError(
                    _(
                        "“%(name)s”有 %(width)d × %(height)d 像素，太大了，最多 %(max)d 万像素。请降低拍摄清晰度后再传。"
                    )
                    % {
                        "name": name,
                        "width": width,
                        "height": height,
                        "max": MAX_PIXELS // 10_000,
                    }
                )
            image.verify()
        stream.seek(0)
        with Image.open(stream, formats=["JPEG", "PNG"]) as image:
            # An eighth of the size finds a cut-off file at a fraction of the memory.
            image.draft("RGB", (max(image.width // 8, 1), max(image.height // 8, 1)))
            image.load()
    except Image.DecompressionBombError as error:
        raise UploadRefusedError(BROKEN % {"name": name}) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UploadRefusedError(BROKEN % {"name": name}) from error


def _check_pdf(name: str, stream: BytesIO, rule: UploadRule) -> None:
    try:
        reader = PdfReader(stream, strict=False)
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
        active = not locked and _is_active(reader)
    # A damaged file makes the parser raise whatever it trips over.
    except Exception as error:
        raise UploadRefusedError(BROKEN % {"name": name}) from error
    if locked:
        raise UploadRefusedError(
            _("“%(name)s”有密码，窗口打不开。请去掉密码后再传。") % {"name": name}
        )
    if pages == 0:
        raise UploadRefusedError(BROKEN % {"name": name})
    if pages > rule.max_pages:
        raise UploadRefusedError(
            _(
                "“%(name)s”有 %(pages)d 页，最多 %(max)d 页。请只留需要的页，或者分成几个文件再传。"
            )
            % {"name": name, "pages": pages, "max": rule.max_pages}
        )
    if active:
        raise UploadRefusedError(
            _("“%(name)s”里带有脚本或者附件，不能上传。请用“打印为 PDF”另存一份再传。")
            % {"name": name}
        )


def _is_active(reader: PdfReader) -> bool:
    root = reader.root_object
    names = root.get("/Names")
    names = names.get_object() if names is not None else {}
    if any(key in names for key in ACTIVE_NAMES):
        return True
    action = root.get("/OpenAction")
    action = action.get_object() if action is not None else None
    return isinstance(action, DictionaryObject) and action.get("/S") in ACTIVE_ACTIONS


_STRUCTURE_CHECKS: Final[Mapping[str, Callable[[str, BytesIO, UploadRule], None]]] = {
    "pdf": _check_pdf,
    "jpg": _check_image,
    "png": _check_image,
}


def size_words(size: int) -> str:
    """Return a size in KB or MB as people say it.

    Examples:
        >>> size_words(200), size_words(1536), size_words(20 * 1024 * 1024)
        ('1 KB', '2 KB', '20.0 MB')
    """
    if size < MEBIBYTE:
        return _("%(size)d KB") % {"size": max(1, round(size / 1024))}
    return _("%(size).1f MB") % {"size": size / MEBIBYTE}


def _type_words(accept: Sequence[str]) -> str:
    return "、".join(extension.upper() for extension in accept)

"""What is told of a release: its number, its time and the signed list of its files."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from portal.publishing.history.signing import Signed

BUCKETS: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRelease:
    """A numbered release: when it came, why, and the signed digest of its files.

    `at` is in UTC; `cause` is "publish", "build" or "rollback:<number>".
    """

    number: int
    at: datetime.datetime
    cause: str
    files: int
    digest: str
    signed: Signed

    @property
    def head(self) -> str:
        """The text that is signed."""
        return head_text(self.number, self.at, self.files, self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The site was put back to a release and stays there until someone resumes."""

    number: int
    at: datetime.datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSpan:
    """One state of a file: the releases that had it; `ended` is None while it is live."""

    path: str
    begun: int
    ended: int | None
    digest: str


def head_text(number: int, at: datetime.datetime, files: int, digest: str) -> str:
    """Return what is signed of a release: four lines."""
    return f"release: {number}\nat: {utc_text(at)}\nfiles: {files}\nsha256: {digest}\n"


def bucket_of(path: str) -> int:
    """Return in which of 256 parts of the list a path stands."""
    return hashlib.sha256(path.encode()).digest()[0]


def digest_of(files: Iterable[tuple[str, str]]) -> tuple[int, str]:
    """Return how many files there are and the digest of their list.

    The list has 256 parts by the first byte of the path's SHA-256. The digest is that
    of the parts' digests, one a line; a part is "digest, two blanks, path", sorted.
    """
    parts: dict[int, list[tuple[str, str]]] = {}
    for path, digest in files:
        parts.setdefault(bucket_of(path), []).append((path, digest))
    lines = (text_digest(lines_text(sorted(parts.get(n, [])))) for n in range(BUCKETS))
    amount = sum(len(part) for part in parts.values())
    return amount, text_digest("".join(f"{line}\n" for line in lines))


def lines_text(rows: Iterable[tuple[str, str]]) -> str:
    """Return rows of path and digest in the spelling of sha256sum."""
    return "".join(f"{digest}  {path}\n" for path, digest in rows)


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def utc_text(moment: datetime.datetime) -> str:
    """Return a moment in UTC, in a spelling that sorts as times do."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="microseconds")

"""What a view gives to renderers, and what the store keeps between two outputs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.publishing.cards import Card


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A key's value and the digest of that value, "" when there is nothing.

    `size` is that of the text it was read from, in characters, where it is known.
    """

    digest: str
    value: Any
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMatter:
    """A matter in force: its payload, version number and time of publication.

    `published_at` is ISO 8601 with an offset; `english` has the English of the guide's
    Chinese texts, where somebody wrote it.
    """

    payload: Mapping[str, Any]
    number: int
    published_at: str
    english: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentVersion:
    """A matter's version in force: its number, when it was published, its card."""

    number: int
    published_at: str  # ISO 8601 with an offset
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Size in bytes and SHA-256 of what was made from some reads."""

    size: int
    sha256: str
    reads: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPage:
    """The page that was made last, by what makes it, and the keys that it read."""

    name: str
    body: bytes
    reads: Mapping[str, str]


def evaluated_row(
    rows: Sequence[tuple[str, str]], load: Callable[[str], Any]
) -> Evaluated:
    """Return the value of the only row of digest and text; None without a row."""
    if not rows:
        return Evaluated("", None)
    digest, text = rows[0]
    return Evaluated(digest, load(text), size=len(text))


def evaluated_rows(
    rows: Sequence[tuple[Any, ...]], load: Callable[[str], Any]
) -> Evaluated:
    """Return the values of rows of digest and text, with one digest for them all."""
    return Evaluated(
        digest_of_parts(row[0] for row in rows),
        [load(row[1]) for row in rows],
        size=sum(len(row[1]) for row in rows),
    )


def evaluated_texts(texts: Mapping[str, str]) -> Evaluated:
    """Return texts by the texts that they stand for."""
    parts = (f"{text}\t{texts[text]}" for text in sorted(texts))
    return Evaluated(digest_of_parts(parts) if texts else "", texts)


def digest_of_parts(parts: Iterable[str]) -> str:
    """Return the SHA-256 of parts, each on a line of its own."""
    digest = hashlib.sha256()
    between = ""
    for part in parts:
        digest.update(f"{between}{part}".encode())
        between = "\n"
    return digest.hexdigest()

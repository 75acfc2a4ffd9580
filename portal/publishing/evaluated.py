"""The value of a key with its digest, and how digests of many values are made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A key's value and the digest of that value, "" when there is nothing."""

    digest: str
    value: Any


def evaluated_rows(
    rows: Sequence[tuple[Any, ...]], load: Callable[[str], Any]
) -> Evaluated:
    """Return the values of rows of digest and text, with one digest for them all."""
    return Evaluated(
        digest_of_parts(row[0] for row in rows), [load(row[1]) for row in rows]
    )


def evaluated_texts(texts: Mapping[str, str]) -> Evaluated:
    """Return texts by the texts that they stand for."""
    parts = (f"{text}\t{texts[text]}" for text in sorted(texts))
    return Evaluated(digest_of_parts(parts) if texts else "", texts)


def digest_of_parts(parts: Iterable[str]) -> str:
    """Return one digest for many texts in their order."""
    digest = hashlib.sha256()
    between = ""
    for part in parts:
        digest.update(f"{between}{part}".encode())
        between = "\n"
    return digest.hexdigest()

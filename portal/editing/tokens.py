"""Links that show what is not public yet: long random words, kept as digests only."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

_BYTES: Final = 24


def new_token() -> str:
    """Return a word that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(token: str) -> str:
    """Return how a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()

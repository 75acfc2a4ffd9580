"""Seal personal numbers at rest and make them findable without opening them.

Two keys are derived from `SECRET_KEY` with HKDF-SHA256 under different labels: one
for AES-256-GCM, one for the keyed hash (HMAC-SHA256) that finds a person by number.
A sealed value is `v1.` + base64url(nonce, 12 bytes + ciphertext + tag) and is bound to
the name of its field, so that it cannot be moved to another column. Values sealed
under a former secret stay readable while that secret is in `SECRET_KEY_FALLBACKS`;
whoever loses every secret loses the numbers, by design.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX: Final = "v1."
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
KEY_BYTES: Final = 32
SEAL_LABEL: Final = b"portal.accounts/seal/1"
LOOKUP_LABEL: Final = b"portal.accounts/lookup/1"


class SealError(Exception):
    """A sealed value cannot be opened with any configured secret."""


def seal(value: str, *, field: str) -> str:
    """Return the sealed form of a text; the empty text stays empty."""
    if not value:
        return ""
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(_derived_key(settings.SECRET_KEY, SEAL_LABEL))
    sealed = cipher.encrypt(nonce, value.encode(), field.encode())
    return PREFIX + base64.urlsafe_b64encode(nonce + sealed).decode("ascii")


def open_sealed(sealed: str, *, field: str) -> str:
    """Return the text that was sealed for this field.

    Raises:
        SealError: the value is damaged, belongs to another field, or its secret is
            no longer configured.
    """
    if not sealed:
        return ""
    raw = _decoded(sealed, field)
    for secret in _secrets():
        cipher = AESGCM(_derived_key(secret, SEAL_LABEL))
        try:
            opened = cipher.decrypt(
                raw[:NONCE_BYTES], raw[NONCE_BYTES:], field.encode()
            )
        except InvalidTag:
            continue
        return opened.decode()
    raise SealError(
        f"Sealed value of '{field}' opens with none of the configured secrets; expected "
        f"SECRET_KEY or one of SECRET_KEY_FALLBACKS to be the secret it was sealed with. "
        f"Put the former secret into SECRET_KEY_FALLBACKS."
    )


def lookup_digest(value: str, *, field: str) -> str | None:
    """Return the keyed hash to store for lookup; None for an empty value."""
    if not value:
        return None
    return _keyed_hash(settings.SECRET_KEY, value, field)


def lookup_digests(value: str, *, field: str) -> list[str]:
    """Return every hash the value may be stored under, the current secret first."""
    return [_keyed_hash(secret, value, field) for secret in _secrets()] if value else []


def _secrets() -> Iterator[str]:
    yield settings.SECRET_KEY
    for former in settings.SECRET_KEY_FALLBACKS:
        yield former if isinstance(former, str) else former.decode()


def _keyed_hash(secret: str, value: str, field: str) -> str:
    key = _derived_key(secret, LOOKUP_LABEL)
    return hmac.new(key, f"{field}\0{value}".encode(), hashlib.sha256).hexdigest()


def _decoded(sealed: str, field: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(PREFIX).encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        raw = b""
    if not sealed.startswith(PREFIX) or len(raw) < NONCE_BYTES + TAG_BYTES:
        raise SealError(
            f"Sealed value of '{field}' is damaged; expected '{PREFIX}' and at least "
            f"{NONCE_BYTES + TAG_BYTES} bytes as base64url. Restore the row from a backup."
        )
    return raw


@lru_cache(maxsize=16)
def _derived_key(secret: str, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=label).derive(
        secret.encode()
    )

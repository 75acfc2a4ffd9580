"""Sign what a release holds, so that a copy can be checked against its origin.

The key is derived from `SECRET_KEY` (HKDF-SHA256 under a label of its own): nothing more
to keep safe. Each signature carries the public key that checks it, so that old releases
stay checkable after the secret was changed.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_LABEL: Final = b"portal.publishing/release/1"
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Signed:
    """An Ed25519 signature (RFC 8032) with the key that checks it, both in base64."""

    signature: str
    public_key: str


def sign(text: str) -> Signed:
    """Sign a text with the site's key."""
    key = _private_key(settings.SECRET_KEY)
    return Signed(
        signature=_text(key.sign(text.encode())),
        public_key=_text(key.public_key().public_bytes_raw()),
    )


def is_signed(text: str, signed: Signed) -> bool:
    """Tell whether a signature fits a text; one that cannot be read does not."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signed.public_key))
        key.verify(base64.b64decode(signed.signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=2)
def _private_key(secret: str) -> Ed25519PrivateKey:
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_LABEL)
    return Ed25519PrivateKey.from_private_bytes(derived.derive(secret.encode()))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")

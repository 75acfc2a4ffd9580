"""Sign notices, so that a receiver knows who sent them and that nothing was changed.

Source: Standard Webhooks specification 1.0, symmetric signatures.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final

_SECRET_BYTES: Final = 32
_PREFIX: Final = "whsec_"
_VERSION: Final = "v1"


def new_secret() -> str:
    """Return a new random secret, in the form that receivers' libraries take."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the value of the header `webhook-signature`; timestamp in Unix seconds."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"{_VERSION},{base64.b64encode(digest).decode()}"

"""Canonical JSON and digests: one text for one value, so that a hash means something."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

from portal.audit.errors import CanonicalFormError

# RFC 8785 leaves whole numbers alone only within the range that a double can hold.
_LARGEST_SAFE_NUMBER: Final = 2**53 - 1


def canonical_json(value: object) -> str:
    """Return the one JSON text of `value`: keys sorted by UTF-16 code units, no spaces.

    Source: RFC 8785 (JSON Canonicalization Scheme), restricted to text, whole numbers,
    booleans, null, lists and objects.

    Raises:
        CanonicalFormError: the value holds a float or any other type, names an object
            key that is no text, or has a lone surrogate.
    """
    return "".join(_parts(value, "$"))


def sha256_text(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(value: object) -> str:
    """Return the SHA-256 of the value's canonical JSON, in hex."""
    return sha256_text(canonical_json(value))


def _parts(value: object, where: str) -> list[str]:
    if value is None or isinstance(value, bool):
        return [json.dumps(value)]
    if isinstance(value, str):
        return [_quoted(value, where)]
    if isinstance(value, int):
        return [_whole_number(value, where)]
    if isinstance(value, Mapping):
        return _object_parts(value, where)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return _list_parts(value, where)
    raise CanonicalFormError(
        f"Value at '{where}' is a {type(value).__name__}; expected text, a whole "
        f"number, a boolean, null, a list or an object. Convert it first, decimals to "
        f"text and times to ISO 8601 text."
    )


def _whole_number(value: int, where: str) -> str:
    if abs(value) > _LARGEST_SAFE_NUMBER:
        raise CanonicalFormError(
            f"Number at '{where}' is {value}; expected at most "
            f"{_LARGEST_SAFE_NUMBER} either side of nought. Write it as text."
        )
    return str(int(value))


def _quoted(text: str, where: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as err:
        raise CanonicalFormError(
            f"Text at '{where}' holds a lone surrogate; expected text that UTF-8 can "
            f"hold. Refuse such input where it enters."
        ) from err
    return json.dumps(text, ensure_ascii=False)


def _object_parts(value: Mapping[object, object], where: str) -> list[str]:
    keys: list[str] = []
    for key in value:
        if not isinstance(key, str):
            raise CanonicalFormError(
                f"Key '{key}' at '{where}' is a {type(key).__name__}; expected text."
            )
        keys.append(key)
    parts = ["{"]
    for position, key in enumerate(sorted(keys, key=_code_units)):
        parts.append("," if position else "")
        parts.append(f"{_quoted(key, where)}:")
        parts.extend(_parts(value[key], f"{where}.{key}"))
    parts.append("}")
    return parts


def _list_parts(value: Sequence[object], where: str) -> list[str]:
    parts = ["["]
    for position, item in enumerate(value):
        parts.append("," if position else "")
        parts.extend(_parts(item, f"{where}[{position}]"))
    parts.append("]")
    return parts


def _code_units(key: str) -> bytes:
    # Lone surrogates are refused later with the place named; sorting must not fail first.
    return key.encode("utf-16-be", "surrogatepass")

"""Records as data: JSON beside the page of each, and all of a kind in one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from portal.publishing.data_files import json_bytes
from portal.publishing.store import View

SCHEMA: Final = 1
# Kinds of which all records are in one file, by the name under which they stand there.
WHOLE: Final[Mapping[str, str]] = {
    "halls": "hall",
    "departments": "department",
    "benefits": "benefit",
}


def record_json(view: View, *, kind: str, key: str) -> bytes:
    """Return a record as its page has it.

    Raises:
        LookupError: it is not published.
    """
    payload = view.record(kind, key)
    if payload is None:
        raise LookupError(f"The {kind} '{key}' is not published.")
    return json_bytes({"schema": SCHEMA, "kind": kind, "record": payload})


def _whole(name: str, kind: str) -> Callable[[View], bytes]:
    def whole(view: View) -> bytes:
        rows = list(view.records(kind))
        return json_bytes({"schema": SCHEMA, "count": len(rows), name: rows})

    return whole


WHOLE_RENDERERS: Final[dict[str, Callable[[View], bytes]]] = {
    f"{name}_json": _whole(name, kind) for name, kind in WHOLE.items()
}

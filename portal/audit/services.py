"""The writing side of the archive, in one place for other packages."""

from __future__ import annotations

from portal.audit.chain import EventRef, Record, append_event
from portal.audit.seals import seal_now

__all__ = ["EventRef", "Record", "append_event", "seal_now"]

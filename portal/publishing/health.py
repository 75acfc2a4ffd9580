"""Look at the parts that publishing depends on."""

from __future__ import annotations

from typing import Any, Final

from django.db import DatabaseError, connection
from django.db.models import Min
from django.utils import timezone

from portal.outbox.models import OutboxJob
from portal.outbox.selectors import is_due
from portal.publishing.errors import ManifestCorrupt
from portal.publishing.manifest import FAILED
from portal.publishing.releases import Releases
from search import service

# A job that is due for longer than this says that no worker is running.
LONGEST_LAG_SECONDS: Final = 300


def health() -> dict[str, Any]:
    """Return the state of each part; `ok` is true when readers and editors are served."""
    parts = {
        "database": _database(),
        "release": _release(),
        "search": _search(),
        "outbox": _outbox(),
    }
    return {"ok": all(part["ok"] for part in parts.values()), **parts}


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True}


def _release() -> dict[str, Any]:
    release = Releases.configured().current()
    if release is None:
        return {"ok": False, "name": ""}
    try:
        with release.open_manifest() as manifest:
            failed = len(manifest.outputs(FAILED))
    except ManifestCorrupt:
        return {"ok": False, "name": release.name}
    return {"ok": True, "name": release.name, "failed_outputs": failed}


def _search() -> dict[str, Any]:
    state = service.state()
    return {
        "ok": state.ok,
        "engine": state.answering,
        "resting_seconds": round(state.resting_seconds, 1),
        "engines": {
            engine.name: {
                "ok": engine.ok,
                "documents": engine.documents,
                "index": engine.index,
                "built_at": engine.built_at.isoformat() if engine.built_at else None,
            }
            for engine in state.engines
        },
    }


def _outbox() -> dict[str, Any]:
    try:
        oldest = OutboxJob.objects.filter(is_due()).aggregate(
            oldest=Min("available_at")
        )["oldest"]
        dead = OutboxJob.objects.filter(state=OutboxJob.State.DEAD).count()
    except DatabaseError:
        return {"ok": False}
    lag = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    return {
        "ok": lag <= LONGEST_LAG_SECONDS,
        "lag_seconds": round(lag, 1),
        "dead_jobs": dead,
    }

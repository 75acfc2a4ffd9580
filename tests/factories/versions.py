"""Published versions made from the demo guides, without building the page tree."""

from __future__ import annotations

import copy
import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings

from portal.publishing.models import MatterVersion

Guide = dict[str, Any]
PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=60)
def _guide_text(code: str) -> str:
    path = settings.FIXTURES_DIR / "demo" / "guides" / f"{code}.json"
    text: str = path.read_text(encoding="utf-8")
    return text


def demo_guide(code: str) -> Guide:
    """Return a demo guide as its version carries it."""
    guide: Guide = json.loads(_guide_text(code))
    guide.pop("work_rules", None)
    return guide


def make_version(
    code: str = "food",
    *,
    number: int = 1,
    change: Callable[[Guide], None] | None = None,
    effective_from: datetime = PUBLISHED,
    matter_key: uuid.UUID | None = None,
) -> MatterVersion:
    """Publish a demo guide as a version, changed first by `change` when it is given."""
    guide = copy.deepcopy(demo_guide(code))
    if change is not None:
        change(guide)
    payload = {
        "schema": 1,
        "kind": "guide",
        "code": code,
        "source_id": guide.get("catalogue_matter_id") or "",
        "url": f"/guides/{code}/",
        "guide": guide,
        "keywords": [],
        "attachments": [],
    }
    text = json.dumps(
        payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return MatterVersion.objects.create(
        matter_key=matter_key or uuid.uuid5(uuid.NAMESPACE_URL, code),
        code=code,
        source_id=payload["source_id"],
        number=number,
        payload_json=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        effective_from=effective_from,
    )


def replace_version(
    old: MatterVersion,
    change: Callable[[Guide], None],
    *,
    at: datetime,
    filing_cutoff: datetime | None = None,
) -> MatterVersion:
    """Close a version at a moment and publish a changed one in its place."""
    MatterVersion.objects.filter(pk=old.pk).update(
        effective_to=at, filing_cutoff=filing_cutoff
    )
    return make_version(
        old.code,
        number=old.number + 1,
        change=change,
        effective_from=at,
        matter_key=old.matter_key,
    )

"""Editions of the handbook (《政务服务明白册》): the guides of a day, frozen."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from portal.outbox.services import enqueue
from portal.publishing.cards import COMPANY, PERSON
from portal.publishing.errors import EditionExists
from portal.publishing.models import MatterVersion, RecordSnapshot
from portal.publishing.page_values import topic_name
from portal.publishing.services import EVERYTHING, SYNC_TOPIC
from portal.publishing.versions import put_snapshots
from portal.theming.facts import guide_facts

_KIND: Final = RecordSnapshot.Kind.HANDBOOK.value
_CHUNK: Final = 200


def issue_handbook(
    title: str = "政务服务明白册", on: datetime.date | None = None
) -> str:
    """Freeze every full guide in force into an edition; return its key, a date.

    Raises:
        EditionExists: there is an edition of that day already; editions never change.
    """
    key = (on or timezone.localdate()).isoformat()
    with transaction.atomic():
        if RecordSnapshot.objects.filter(kind=_KIND, key=key).exists():
            raise EditionExists(
                f"The handbook of {key} is issued already; expected a day without an "
                f"edition. Issue the next one on another day."
            )
        put_snapshots([(_KIND, key, _edition(key, title))])
        enqueue(SYNC_TOPIC, EVERYTHING, {})
    return key


def _edition(key: str, title: str) -> dict[str, Any]:
    versions = MatterVersion.objects.filter(effective_to__isnull=True).order_by("code")
    items = [
        _entry(version)
        for version in versions.iterator(_CHUNK)
        if version.payload["kind"] == "guide"
    ]
    items.sort(key=lambda item: (item["department_name"], item["code"]))
    return {
        "key": key,
        "name": title,
        "issued_on": key,
        "url": f"/handbook/{key}/",
        "items": items,
    }


def _entry(version: MatterVersion) -> dict[str, Any]:
    payload = version.payload
    guide, facts = payload["guide"], guide_facts(payload)
    return {
        "code": version.code,
        "number": version.number,
        "digest": version.digest,
        "url": payload["url"],
        "name": guide["name"],
        "department": guide["department"],
        "department_name": guide["department_name"],
        "topic": _topic_of(guide),
        "who": facts.who,
        "limit": facts.limit,
        "cost": facts.cost,
        "visits": facts.visits,
        "conditions": guide["accept_conditions"],
        "materials": [material["name"] for material in guide["materials"]],
        "stages": [stage["name"] for stage in guide["stages"]],
        "bases": [
            f"《{basis['title']}》{basis['article']}" for basis in guide["legal_bases"]
        ],
        "tel": guide["consult"]["tel"],
    }


def _topic_of(guide: dict[str, Any]) -> str:
    """Return the name of a guide's first topic, the chapter that it stands in."""
    for side, name in ((PERSON, "topics_person"), (COMPANY, "topics_corp")):
        for code in guide[name]:
            return topic_name(side, code)
    return ""

"""Make the search record of a matter from its payload: one pure function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.publishing.cards import COMPANY, PERSON, audiences_of, place_in_order
from portal.publishing.facts import facts_of
from portal.publishing.page_values import topic_name
from portal.publishing.traits import changed_on, promised_minutes, traits_of
from search.records import GuideRecord

Payload = Mapping[str, Any]


def guide_record(
    payload: Payload, department: Payload | None, *, version_number: int = 1
) -> GuideRecord:
    """Return what search knows of a matter.

    Args:
        payload: The matter's payload.
        department: The payload of its department, None when that is not published.
        version_number: Number of the version that the payload belongs to.
    """
    guide = payload["guide"]
    topics = [
        *((PERSON, code) for code in dict.fromkeys(guide["topics_person"])),
        *((COMPANY, code) for code in dict.fromkeys(guide["topics_corp"])),
    ]
    return GuideRecord(
        code=payload["code"],
        source_id=payload["source_id"],
        title=guide["name"],
        plain_name=guide["plain_name"],
        aliases=tuple(guide["aliases"]),
        url=payload["url"],
        summary=guide["summary"],
        department_key=guide["department"],
        department_name=department["name"] if department else guide["department_name"],
        topics=tuple(f"{side}:{code}" for side, code in topics),
        topic_names=tuple(topic_name(side, code) for side, code in topics),
        audiences=audiences_of(guide["service_objects"]),
        matter_type=guide["matter_type"],
        item_code=guide["item_code"] or "",
        keywords=tuple(payload["keywords"]),
        material_names=tuple(material["name"] for material in guide["materials"]),
        legal_titles=tuple(basis["title"] for basis in guide["legal_bases"]),
        facts=facts_of(payload),
        traits=traits_of(payload),
        sort_name=place_in_order(guide["name"])[1],
        changed_on=changed_on(payload),
        promised_minutes=promised_minutes(payload),
        version_number=version_number,
    )

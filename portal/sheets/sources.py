"""Read from the database what the pages of a version are rendered from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from portal.publishing.models import MatterVersion, RecordSnapshot
from portal.publishing.page_values import default_site, version_of
from portal.publishing.values import PublishedMatter
from portal.scenarios.pages import Given, own_list_page, questions_page
from portal.scenarios.situations import Situation
from portal.theming.contexts import Frame, PageSource, Payload, Version
from portal.theming.notice_pages import notice_page

Kind = RecordSnapshot.Kind


def sheet_source(version: MatterVersion, situation: Situation | None) -> PageSource:
    """Return the notification of a version, whole or for one situation."""
    values: dict[str, Any] = {
        "payload": version.payload,
        "version": _shown(version),
        "department": _record(Kind.DEPARTMENT, version.payload["guide"]["department"]),
        "halls": halls_of(version.payload),
    }
    if situation is None:
        return notice_page(_frame(), **values)
    return own_list_page(_frame(), situation=situation, **values)


def questions_source(
    version: MatterVersion, given: Given, missing: list[Mapping[str, Any]]
) -> PageSource:
    """Return the questions of a version with the answers so far."""
    return questions_page(
        _frame(),
        payload=version.payload,
        version=_shown(version),
        given=given,
        missing=missing,
    )


def halls_of(payload: Payload) -> dict[str, Payload]:
    """Return the halls that a matter names, by code, as they are published now."""
    codes = {location.get("hall") for location in payload["guide"]["locations"]}
    halls = RecordSnapshot.objects.filter(kind=Kind.HALL, key__in=filter(None, codes))
    return {hall.key: hall.payload for hall in halls}


def _frame() -> Frame:
    site = _record(Kind.SITE, "site")
    return Frame(
        site=default_site() if site is None else site,
        base_url=settings.PORTAL_BASE_URL.rstrip("/"),
    )


def _shown(version: MatterVersion) -> Version:
    return version_of(
        PublishedMatter(
            payload=version.payload,
            number=version.number,
            published_at=version.effective_from.isoformat(),
        )
    )


def _record(kind: str, key: str) -> Payload | None:
    found = RecordSnapshot.objects.filter(kind=kind, key=key).first()
    return None if found is None else found.payload

"""The published state in the database: records with digests, streamed."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from portal.publishing.cards import canonical_json
from portal.publishing.chunks import chunks
from portal.publishing.models import (
    GuideTranslation,
    MatterVersion,
    RecordSnapshot,
    WithdrawnPage,
)
from portal.publishing.record_cards import WITHDRAWN_LOG
from portal.publishing.security_text import security_values
from portal.publishing.store import MOST_CHANGES
from portal.publishing.theme import theme_digest
from portal.theming.formats import iso_date
from portal.workdays.models import CalendarYear, WorkdayCalendar

MATTER: Final = "matter"
CALENDAR: Final = "calendar"
# When records were changed last: for lists of them, which say how recent they are.
DATES: Final = "dates"
DATED: Final = frozenset(
    {
        "department", "hall", "power", "theme", "list", "cross_list", "benefit",
    }
)  # fmt: skip
LOOK: Final = ("look", "default")
GUIDES: Final = "/guides/"
_CHUNK: Final = 500

RecordKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One published record; `payload` is canonical JSON."""

    kind: str
    key: str
    digest: str
    payload: str


class DatabaseSource:
    """What the database says is published now."""

    def matter_digests(self, codes: Collection[str] | None = None) -> dict[str, str]:
        """Return the digest of every matter in force, or of those asked for."""
        versions = MatterVersion.objects.filter(effective_to__isnull=True)
        if codes is not None:
            versions = versions.filter(code__in=codes)
        rows = versions.order_by("code").values_list(
            "matter_key", "code", "digest", "number", "effective_from"
        )
        english = _translated(codes).values_list("matter_key", "digest")
        digests = dict(english)
        return {
            code: _matter_digest(digest, number, at, digests.get(key, ""))
            for key, code, digest, number, at in rows
        }

    def matters(self, codes: Iterable[str] | None = None) -> Iterator[Record]:
        """Yield the records of matters in force, all or those asked for."""
        if codes is None:
            yield from self._matters(None)
            return
        for chunk in chunks(codes, _CHUNK):
            yield from self._matters(chunk)

    def records(self) -> dict[RecordKey, Record]:
        """Return all records that are not matters: few, and read as a whole."""
        snapshots: list[Record] = []
        days: dict[str, dict[str, str]] = {}
        for kind, key, digest, payload, at in RecordSnapshot.objects.values_list(
            "kind", "key", "digest", "payload_json", "updated_at"
        ):
            snapshots.append(Record(kind=kind, key=key, digest=digest, payload=payload))
            days.setdefault(kind, {})[key] = iso_date(at)
        everything = itertools.chain(
            snapshots, _dates(days), _calendars(), withdrawn_log(), [self.look()]
        )
        return {(record.kind, record.key): record for record in everything}

    def look(self) -> Record:
        """Return the record of the theme: all that shapes pages and is no content."""
        return Record(
            kind=LOOK[0],
            key=LOOK[1],
            digest=theme_digest(),
            payload=canonical_json(look_values()),
        )

    def _matters(self, codes: Collection[str] | None) -> Iterator[Record]:
        versions = MatterVersion.objects.filter(effective_to__isnull=True)
        if codes is not None:
            versions = versions.filter(code__in=codes)
        rows = versions.order_by("code").values_list(
            "matter_key", "code", "digest", "number", "effective_from", "payload_json"
        )
        for chunk in chunks(rows.iterator(_CHUNK), _CHUNK):
            english = translations_of(row[0] for row in chunk)
            for key, code, digest, number, at, payload in chunk:
                known = english.get(key)
                yield matter_record(code, digest, number, at, payload, known)


def matter_record(
    code: str,
    digest: str,
    number: int,
    effective_from: datetime.datetime,
    payload: str,
    translation: GuideTranslation | None = None,
) -> Record:
    """Return the record of a matter's version; `payload` is its canonical JSON."""
    published_at = effective_from.isoformat()
    english = f'"english":{translation.texts_json},' if translation else ""
    return Record(
        kind=MATTER,
        key=code,
        digest=_matter_digest(
            digest, number, effective_from, translation.digest if translation else ""
        ),
        payload=(
            f'{{{english}"number":{number},"payload":{payload},'
            f'"published_at":"{published_at}"}}'
        ),
    )


def look_values() -> dict[str, Any]:
    """Return the settings that pages show: the site's address, licence, contacts."""
    return {
        "base_url": settings.PORTAL_BASE_URL,
        "licence": settings.PORTAL_DATA_LICENCE,
        **security_values(
            settings.PORTAL_SECURITY_CONTACT, settings.PORTAL_SECURITY_EXPIRES
        ),
    }


def plain_record(kind: str, key: str, payload: Mapping[str, Any]) -> Record:
    """Return the record of anything else, as its snapshot would give it."""
    text = canonical_json(payload)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Record(kind=kind, key=key, digest=digest, payload=text)


def translations_of(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, GuideTranslation]:
    """Return the translations of guides by the keys of their matters."""
    return GuideTranslation.objects.in_bulk(list(keys))


def _translated(codes: Collection[str] | None) -> QuerySet[GuideTranslation]:
    """Return the translations of all guides, or of those with some codes."""
    if codes is None:
        return GuideTranslation.objects.all()
    versions = MatterVersion.objects.filter(effective_to__isnull=True, code__in=codes)
    return GuideTranslation.objects.filter(matter_key__in=versions.values("matter_key"))


def _matter_digest(digest: str, number: int, effective_from: Any, english: str) -> str:
    text = f"{digest} {number} {effective_from.isoformat()} {english}".rstrip()
    return hashlib.sha256(text.encode()).hexdigest()


def withdrawn_log() -> Iterator[Record]:
    """Yield the record of the guides that were taken down last, if there are any."""
    pages = WithdrawnPage.objects.filter(address__startswith=GUIDES)
    rows = pages.order_by("-at", "address").values_list("address", "name", "at")
    known = {
        address.removeprefix(GUIDES).strip("/"): (address, name, at)
        for address, name, at in rows[:MOST_CHANGES]
    }
    # What is public again keeps its note until its page is written.
    again = MatterVersion.objects.filter(code__in=known, effective_to__isnull=True)
    public = set(again.values_list("code", flat=True)) if known else set()
    entries = [
        {"code": code, "name": name, "url": address, "at": at.isoformat()}
        for code, (address, name, at) in known.items()
        if code not in public
    ]
    if entries:
        yield plain_record(*WITHDRAWN_LOG, {"entries": entries})


def _dates(days: Mapping[str, Mapping[str, str]]) -> Iterator[Record]:
    """Yield when the records of each kind were changed, a record for a kind."""
    for kind, by_key in sorted(days.items()):
        if kind in DATED:
            yield plain_record(DATES, kind, {"days": by_key})


def _calendars() -> Iterator[Record]:
    days: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for day in WorkdayCalendar.objects.order_by("region", "date"):
        days.setdefault((day.region, day.date.year), []).append(
            {
                "date": day.date.isoformat(),
                "is_workday": day.is_workday,
                "kind": day.kind,
                "name": day.name,
            }
        )
    for year in CalendarYear.objects.order_by("region", "year"):
        payload = canonical_json(
            {
                "region": year.region,
                "year": year.year,
                "notice_no": year.notice_no,
                "days": days.get((year.region, year.year), []),
            }
        )
        yield Record(
            kind=CALENDAR,
            key=f"{year.region}-{year.year}",
            digest=hashlib.sha256(payload.encode()).hexdigest(),
            payload=payload,
        )

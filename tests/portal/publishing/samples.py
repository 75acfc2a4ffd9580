"""A source of records in memory: what would be in the database, easy to edit."""

from __future__ import annotations

import copy
import datetime
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from portal.publishing.cards import canonical_json
from portal.publishing.source import Record, RecordKey
from portal.theming.variants.english import text_key
from tests.theme_samples import payloads

START = datetime.datetime(2026, 11, 2, 1, 0, tzinfo=datetime.UTC)


class MemorySource:
    """Published records by kind and key; `put`, `withdraw` and `edit` change them."""

    def __init__(self) -> None:
        self.stored: dict[RecordKey, dict[str, Any]] = {}
        self.numbers: dict[str, int] = {}
        self.english: dict[str, dict[str, str]] = {}

    def put(self, kind: str, key: str, payload: dict[str, Any]) -> None:
        self.stored[kind, key] = copy.deepcopy(payload)
        if kind == "matter":
            self.numbers[key] = self.numbers.get(key, 0) + 1

    def translate(self, code: str, texts: dict[str, str]) -> None:
        """Write the English of a guide's texts, none to take it away."""
        self.english[code] = {text_key(text): texts[text] for text in texts}
        if not texts:
            del self.english[code]

    def withdraw(self, kind: str, key: str) -> None:
        del self.stored[kind, key]

    def matter(self, code: str) -> dict[str, Any]:
        return copy.deepcopy(self.stored["matter", code])

    def codes(self) -> list[str]:
        return sorted(key for kind, key in self.stored if kind == "matter")

    def matter_digests(self, codes: Collection[str] | None = None) -> dict[str, str]:
        return {record.key: record.digest for record in self.matters(codes)}

    def matters(self, codes: Iterable[str] | None = None) -> Iterator[Record]:
        wanted = None if codes is None else set(codes)
        for code in self.codes():
            if wanted is None or code in wanted:
                number = self.numbers[code]
                at = START + datetime.timedelta(hours=number)
                value = {
                    "number": number,
                    "payload": self.stored["matter", code],
                    "published_at": at.isoformat(),
                }
                if code in self.english:
                    value["english"] = self.english[code]
                yield _record("matter", code, value)

    def records(self) -> dict[RecordKey, Record]:
        return {
            (kind, key): _record(kind, key, payload)
            for (kind, key), payload in self.stored.items()
            if kind != "matter"
        }


def _record(kind: str, key: str, payload: dict[str, Any]) -> Record:
    text = canonical_json(payload)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Record(kind=kind, key=key, digest=digest, payload=text)


def district(guides: int = 6, halls: int = 4) -> MemorySource:
    """Return a small district: some guides, a catalogue matter, departments, halls."""
    source = MemorySource()
    source.put("site", "site", payloads.SITE)
    source.put("look", "default", {"base_url": "http://localhost:8000"})
    for code in payloads.guide_codes()[:guides]:
        source.put("matter", code, payloads.guide_payload(code))
    source.put("matter", "m0002", payloads.catalogue_payload())
    for key, department in payloads.departments().items():
        source.put("department", key, department)
    for code in list(payloads.halls())[:halls]:
        source.put("hall", code, payloads.halls()[code])
    source.put("calendar", "990101-2026", _calendar())
    return source


def many_matters(source: MemorySource, count: int) -> None:
    """Add catalogue matters with names of their own."""
    for number in range(count):
        payload = copy.deepcopy(payloads.catalogue_payload())
        code = f"m{number + 5000}"
        payload |= {"code": code, "source_id": code.upper(), "url": f"/guides/{code}/"}
        payload["guide"]["name"] = f"{payload['guide']['name']}({number})"
        source.put("matter", code, payload)


def _calendar() -> dict[str, Any]:
    path = payloads.settings.FIXTURES_DIR / "calendar" / "2026.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    days = [
        {
            "date": "2026-10-01",
            "is_workday": False,
            "kind": "holiday",
            "name": "国庆节",
        },
        {"date": "2026-10-10", "is_workday": True, "kind": "make_up", "name": ""},
    ]
    return {
        "region": "990101",
        "year": 2026,
        "notice_no": str(stored.get("notice_no", "")),
        "days": days,
    }

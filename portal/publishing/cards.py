"""The short form of a matter that lists show, and the lists that it belongs to."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Final

from content.codes import Level, LocationRule
from content.zero_list import SLUGS, zero_entries
from portal.publishing.facts import facts_of
from portal.scenarios.situations import has_questions
from portal.theming.contexts import Link
from portal.theming.facts import guide_link
from portal.theming.pinyin import OTHER, sort_key
from portal.theming.search_pages import SHARDS
from portal.theming.variants.english import text_key
from portal.theming.variants.registry import guide_variants

ALL: Final = "all"
ONLINE: Final = "online:yes"
FULL_GUIDES: Final = "kind:guide"
# Guides with a page of places, and guides that ask what the own list depends on.
PLACES: Final = "places:yes"
ASKING: Final = "asks:yes"
PERSON: Final = "person"
COMPANY: Final = "company"
_SERVICE_OBJECT_PERSON: Final = "1"
# Which halls a rule stands for: all of a level. An edit of a hall of another level
# leaves the places of a matter alone.
RULE_LEVELS: Final = {
    LocationRule.STREET_HALLS.value: Level.TOWN.value,
    LocationRule.COMMUNITY_STATIONS.value: Level.VILLAGE.value,
}


def zero_list(slug: str) -> str:
    """Return the name of one of the four-zero lists among the lists of matters."""
    return f"zero:{slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a list needs of a matter; a list changes only when a card in it does.

    `zero` holds what the matter holds of the four-zero list: kind, scenario, proof.
    `figures` are numbers for statistics: steps before and after, limits, visits, and
    marks (1 or 0) for instant, fully online, in a hall.
    `facts` holds display strings under limit, cost, visits, where and online;
    `halls` hall codes and `rules` accept rules of the places; `files` pairs of path
    below the site's root and SHA-256 of the attachments; `asks` whether its own list
    depends on answers.
    """

    code: str
    source_id: str
    kind: str
    url: str
    name: str
    plain_name: str
    aliases: tuple[str, ...]
    item_code: str
    summary: str
    department_key: str
    department_name: str
    matter_type: str
    matter_type_name: str
    topics_person: tuple[str, ...]
    topics_company: tuple[str, ...]
    audiences: tuple[str, ...]
    halls: tuple[str, ...]
    rules: tuple[str, ...]
    online: bool
    asks: bool
    facts: Mapping[str, str]
    files: tuple[tuple[str, str], ...]
    note: str
    power_item: str
    zero: tuple[tuple[str, str, str], ...]
    figures: Mapping[str, int | None]
    published_on: str
    initial: str
    sort_key: str
    english_name: str = ""
    english_plain_name: str = ""

    @property
    def link(self) -> Link:
        """The line of the matter in a list."""
        return Link(url=self.url, name=self.name, note=self.note)

    @property
    def has_places(self) -> bool:
        """Whether the matter has a page of its places."""
        by_rule = any(rule in RULE_LEVELS for rule in self.rules)
        return self.kind == _FULL and bool(self.halls or by_rule)

    @property
    def collections(self) -> tuple[str, ...]:
        """The names of the lists that the matter is a member of."""
        return (
            ALL,
            shard_name(zlib.crc32(self.code.encode()) % SHARDS),
            f"kind:{self.kind}",
            *((ONLINE,) if self.online else ()),
            *((PLACES,) if self.has_places else ()),
            *((ASKING,) if self.asks else ()),
            f"department:{self.department_key}",
            *(f"person:{topic}" for topic in self.topics_person),
            *(f"company:{topic}" for topic in self.topics_company),
            *(f"hall:{hall}" for hall in self.halls),
            *(f"rule:{rule}" for rule in self.rules),
            *(f"file:{path}" for path, _sha256 in self.files),
            *((f"power:{self.power_item}",) if self.power_item else ()),
            *dict.fromkeys(zero_list(SLUGS[kind]) for kind, _, _ in self.zero),
            f"type:{self.matter_type}",
            *((f"source:{self.source_id}",) if self.source_id else ()),
            *(mark for mark in MARKS if self.figures.get(mark)),
            *map(held_by, self.variants),
        )

    @property
    def variants(self) -> tuple[str, ...]:
        """The names of the site's variants that have the guide of the matter."""
        return guide_variants(self.kind, self.name, in_english=bool(self.english_name))

    @property
    def english_names(self) -> dict[str, str]:
        """The English of the matter's names, as far as somebody wrote it."""
        pairs = (
            (self.name, self.english_name),
            (self.plain_name, self.english_plain_name),
        )
        return {text_key(name): english for name, english in pairs if english}


def held_by(variant: str) -> str:
    """Return the name of the list of guides that a variant of the site has."""
    return f"variant:{variant}"


_FULL: Final = "guide"
_TUPLES: Final = (
    "aliases", "topics_person", "topics_company", "audiences", "halls", "rules",
)  # fmt: skip


def shard_name(number: int) -> str:
    """Return the name of the list of the matters in a shard."""
    return f"shard:{number}"


def card_from_payload(
    payload: Mapping[str, Any],
    published_on: str,
    english: Mapping[str, str] = MappingProxyType({}),
) -> Card:
    """Return the card of a matter's payload, published on a day (YYYY-MM-DD).

    `english` has the English of the guide's texts by their `text_key`.
    """
    guide = payload["guide"]
    initial, order = place_in_order(guide["name"])
    return Card(
        code=payload["code"],
        source_id=payload["source_id"],
        kind=payload["kind"],
        url=payload["url"],
        name=guide["name"],
        plain_name=guide["plain_name"],
        aliases=_once(guide["aliases"]),
        item_code=guide["item_code"] or "",
        summary=guide["summary"],
        department_key=guide["department"],
        department_name=guide["department_name"],
        matter_type=guide["matter_type"],
        matter_type_name=guide["matter_type_name"],
        topics_person=_once(guide["topics_person"]),
        topics_company=_once(guide["topics_corp"]),
        audiences=audiences_of(guide["service_objects"]),
        halls=_once(_texts(guide["locations"], "hall")),
        rules=_once(_texts(guide["locations"], "rule")),
        online=bool(guide["online_form"]),
        asks=payload["kind"] == _FULL and has_questions(guide),
        facts=facts_of(payload),
        files=tuple(
            (attachment["path"], attachment["sha256"])
            for attachment in payload["attachments"]
        ),
        note=guide_link(payload).get("note", ""),
        power_item=guide["power_item"] or "",
        zero=_zero(payload),
        figures=_figures(payload),
        published_on=published_on,
        initial=initial,
        sort_key=order,
        english_name=english.get(text_key(guide["name"]), ""),
        english_plain_name=english.get(text_key(guide["plain_name"]), ""),
    )


MARKS: Final = ("instant", "full_online", "in_hall", "not_in_hall")


def _zero(payload: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    if payload["kind"] != _FULL:
        return ()
    entries = zero_entries(payload["guide"])
    return tuple((entry.kind, entry.scenario, entry.proof) for entry in entries)


def _figures(payload: Mapping[str, Any]) -> dict[str, int | None]:
    guide = payload["guide"]
    if payload["kind"] != _FULL:
        return {}
    compared = guide["before_after"] or {}
    same_unit = guide["promise_unit"] == guide["statutory_unit"]
    limited = not guide["no_statutory"] and same_unit
    return {
        "steps_before": (compared.get("before") or {}).get("steps"),
        "steps_after": (compared.get("after") or {}).get("steps"),
        "statutory": guide["statutory_days"] if limited else None,
        "promise": guide["promise_days"],
        "visits": guide["visits"],
        "instant": int(guide["case_kind"] == "1"),
        "full_online": int(guide["online_grade"] == "Ⅳ"),
        "in_hall": int(guide["in_hall"]),
        "not_in_hall": int(not guide["in_hall"]),
    }


def audiences_of(service_objects: list[str]) -> tuple[str, ...]:
    """Return "person" and "company" for the codes of service objects."""
    person = PERSON if _SERVICE_OBJECT_PERSON in service_objects else ""
    others = any(code != _SERVICE_OBJECT_PERSON for code in service_objects)
    return tuple(filter(None, (person, COMPANY if others else "")))


def place_in_order(name: str) -> tuple[str, str]:
    """Return a name's initial (A to Z or "#") and a text that sorts it by sound.

    The order is that of code points, so it is the same in every database.

    >>> place_in_order("《出生医学证明》首次签发")[0]
    'C'
    """
    last, syllables, _name = sort_key(name)
    # "~" comes after all letters.
    first = OTHER if last else syllables[0][0].upper()
    return first, f"{'~' if last else first} {' '.join(syllables).lower()} {name}"


def card_as_json(card: Card) -> str:
    """Return the card as canonical JSON."""
    return canonical_json(asdict(card))


def card_from_json(text: str) -> Card:
    """Return the card that `card_as_json` gave."""
    stored = json.loads(text)
    for name in _TUPLES:
        stored[name] = tuple(stored[name])
    stored["zero"] = tuple(tuple(entry) for entry in stored["zero"])
    stored["files"] = tuple((path, sha256) for path, sha256 in stored["files"])
    return Card(**stored)


def canonical_json(value: object) -> str:
    """Return JSON with one spelling only, so that equal values have equal digests."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _texts(locations: list[dict[str, Any]], name: str) -> list[str]:
    return [location[name] for location in locations if location.get(name)]

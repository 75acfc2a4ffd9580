"""Everyday speech: which words of the street stand for which official matters."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from search.errors import SearchConfigError
from search.relatives import related_names
from search.sources import source_path
from search.tokens.normalise import compact

FILLER = "filler"
AGENCY = "agency"
TRADE = "trade"
TYPO = "typo"
ALIAS = "alias"
TOPIC = "topic"

_LONGEST_PHRASE = 30


@dataclass(frozen=True, slots=True)
class Concept:
    """What a phrase stands for: official names in compact form, best first.

    Of the kind "alias" the order says nothing: each matter is called so.
    """

    phrase: str
    kind: str
    officials: tuple[str, ...]


class Match(NamedTuple):
    """A phrase of the lexicon found in a text at [start, end)."""

    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists, keyed by compact form (see `search.tokens.normalise.compact`).

    `relatives` names for an official name the matters that people need beside it,
    nearest first. `synonyms` gives for a word the one that stands for its group,
    `lookalikes` for a character those that it is mistaken for. `off_topic` are words of
    other spheres of life: weather, sport, shopping.
    """

    concepts: dict[str, tuple[Concept, ...]] = field(default_factory=dict)
    intents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first_variants: tuple[str, ...] = ()
    fillers: frozenset[str] = frozenset()
    agencies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    official_names: dict[str, str] = field(default_factory=dict)
    cues: tuple[str, ...] = ()
    off_topic: frozenset[str] = frozenset()
    sorted_phrases: tuple[str, ...] = ()
    relatives: dict[str, tuple[str, ...]] = field(default_factory=dict)
    synonyms: dict[str, str] = field(default_factory=dict)
    lookalikes: dict[str, str] = field(default_factory=dict)

    def names_of(self, source_id: str) -> tuple[str, ...]:
        """Return the everyday names of a catalogue matter, plain name first."""
        return self.aliases.get(source_id, ())

    def official_name_of(self, source_id: str) -> str:
        """Return the catalogue's own name of a matter, or ""."""
        return self.official_names.get(source_id, "")


def find_phrases(text: str, known: Iterable[str] | dict[str, object]) -> list[Match]:
    """Return every occurrence of a known phrase in a compact text, longest first.

    Phrases of more than 30 characters are not looked for.
    """
    phrases = known if isinstance(known, (dict, frozenset, set)) else set(known)
    found = [
        Match(start, end, text[start:end])
        for start in range(len(text))
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(text)) + 1)
        if text[start:end] in phrases
    ]
    found.sort(key=lambda match: (match.start - match.end, match.start))
    return found


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """Return the lexicon of fixtures/search, read once per process."""
    intents, fillers, first_variants = _intents()
    topics = list(_topics())
    aliases = _aliases()
    official_names = {
        row["matter_id"]: row["name"]
        for row in _rows("official-names.tsv", ("matter_id", "name"))
    }
    concepts = _concepts(topics)
    phrases = sorted(filter(_is_proper(concepts), concepts))
    for phrase, concept in _alias_concepts(aliases, official_names).items():
        concepts[phrase] = (*concepts.get(phrase, ()), concept)
    return Lexicon(
        concepts=concepts,
        sorted_phrases=tuple(phrases),
        intents=intents,
        first_variants=first_variants,
        fillers=fillers,
        agencies=_agencies(),
        aliases=aliases,
        official_names=official_names,
        cues=_listed("cues.txt"),
        off_topic=frozenset(map(compact, _listed("off-topic.txt"))),
        relatives=related_names(
            (topic.near for topic in topics), official_names.values()
        ),
        synonyms={
            same: compact(row["word"])
            for row in _rows("synonyms.tsv", ("word", "same"))
            for same in _compacted(row["same"])
        },
        lookalikes=_lookalikes(),
    )


def _is_proper(
    concepts: dict[str, tuple[Concept, ...]],
) -> Callable[[str], bool]:
    """Return a test that sorts out misspellings, which nobody should be offered."""

    def proper(phrase: str) -> bool:
        return all(concept.kind != TYPO for concept in concepts[phrase])

    return proper


def _rows(name: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    path = source_path(name)
    if not path.exists():
        raise SearchConfigError(
            f"Search data file '{path}' is missing; expected a tab-separated file with "
            f"the columns {', '.join(columns)}. Restore it from version control."
        )
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not set(columns) <= set(reader.fieldnames or ()):
            raise SearchConfigError(
                f"Search data file '{path}' has the columns {reader.fieldnames}; "
                f"expected {', '.join(columns)}."
            )
        for row in reader:
            if any(not row[column] for column in columns[:2]):
                raise SearchConfigError(
                    f"Search data file '{path}', line {reader.line_num}: an empty value "
                    f"in {', '.join(columns[:2])}; fill it or remove the line."
                )
            yield row


def _listed(name: str) -> tuple[str, ...]:
    return tuple(source_path(name).read_text(encoding="utf-8").split())


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _compacted(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(compact, _split(cell)))))


@dataclass(frozen=True, slots=True)
class _Topic:
    """Phrases of one topic, the matters they ask for, and these with those beside."""

    phrases: tuple[str, ...]
    officials: tuple[str, ...]
    near: tuple[str, ...]


def _topics() -> Iterator[_Topic]:
    for row in _rows("topics.tsv", ("phrases", "official", "related")):
        officials = _compacted(row["official"])
        yield _Topic(
            _compacted(row["phrases"]),
            officials,
            tuple(dict.fromkeys((*officials, *_compacted(row["related"] or "")))),
        )


def _concepts(topics: Iterable[_Topic]) -> dict[str, tuple[Concept, ...]]:
    found: dict[str, list[Concept]] = {}
    for topic in topics:
        for phrase in topic.phrases:
            found.setdefault(phrase, []).append(Concept(phrase, TOPIC, topic.officials))
    for row in _rows("lexicon.tsv", ("phrase", "kind", "official")):
        _add_concept(found, row["phrase"], row["kind"], row["official"])
    for row in _rows("trades.tsv", ("trade", "official")):
        _add_concept(found, row["trade"], TRADE, row["official"])
    return {phrase: tuple(concepts) for phrase, concepts in found.items()}


def _add_concept(
    found: dict[str, list[Concept]], phrase: str, kind: str, official: str
) -> None:
    """Add a meaning; a topic's order of the same phrase goes before it."""
    key = compact(phrase)
    officials = _compacted(official)
    if not key or not officials:
        return
    known = found.setdefault(key, [])
    if known and known[0].kind == TOPIC:
        officials = tuple(dict.fromkeys((*known[0].officials, *officials)))
    known.append(Concept(key, kind, officials))


def _alias_concepts(
    aliases: dict[str, tuple[str, ...]], official_names: dict[str, str]
) -> dict[str, Concept]:
    """Return for each everyday name the matters that are called so."""
    officials: dict[str, dict[str, None]] = {}
    for matter_id, names in aliases.items():
        for name in names:
            if len(key := compact(name)) > 1 and matter_id in official_names:
                official = compact(official_names[matter_id])
                officials.setdefault(key, {})[official] = None
    return {name: Concept(name, ALIAS, tuple(of)) for name, of in officials.items()}


def _intents() -> tuple[dict[str, tuple[str, ...]], frozenset[str], tuple[str, ...]]:
    variants: dict[str, list[str]] = {}
    fillers: set[str] = set()
    first: list[str] = []
    for row in _rows("intents.tsv", ("phrase", "intent", "official")):
        phrase = compact(row["phrase"])
        if row["intent"] == FILLER:
            fillers.add(phrase)
            continue
        words = [compact(word) for word in _split(row["official"])]
        known = variants.setdefault(phrase, [])
        known.extend(word for word in words if word not in known)
        if row["intent"] == "first":
            first.extend(word for word in words if word not in first)
    return (
        {phrase: tuple(words) for phrase, words in variants.items()},
        frozenset(fillers),
        tuple(first),
    )


def _agencies() -> dict[str, tuple[str, ...]]:
    """Return for each name of an office all names of that office."""
    groups: dict[str, list[str]] = {}
    for row in _rows("lexicon.tsv", ("phrase", "kind", "official")):
        # A second meaning of the same office is noted so; its first row names it.
        if row["kind"] == AGENCY and not (row["note"] or "").startswith("另一义"):
            groups.setdefault(row["note"] or row["phrase"], []).append(
                compact(row["phrase"])
            )
    return {name: tuple(names) for names in groups.values() for name in names}


def _lookalikes() -> dict[str, str]:
    """Return for each character those of its lines in the file."""
    found: dict[str, str] = {}
    for group in _listed("lookalikes.txt"):
        for character in group:
            others = group.replace(character, "")
            found[character] = found.get(character, "") + others
    return found


def _aliases() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in ("aliases-a.tsv", "aliases-b.tsv"):
        for row in _rows(name, ("matter_id", "plain_name", "aliases")):
            names = (row["plain_name"], *_split(row["aliases"]))
            found[row["matter_id"]] = tuple(dict.fromkeys(names))
    return found

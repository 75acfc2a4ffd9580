"""From a record to the token fields that both engines index."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from django.utils.translation import gettext_lazy as _

from search.lexicon import Lexicon
from search.records import GuideRecord
from search.tokens.analysis import (
    character_tokens,
    gram_tokens,
    initial_tokens,
    prefix_tokens,
    sound_tokens,
    text_runs,
    word_tokens,
)
from search.tokens.normalise import compact

# Fields ranked by BM25. A suffix tells what the tokens are.
TEXT_FIELDS = (
    "title_words",
    "title_characters",
    "title_pairs",
    "alias_words",
    "alias_characters",
    "alias_pairs",
    "body_words",
    "body_pairs",
    "office_characters",
    "sounds",
    "initials",
)
# Fields of whole values: equal or not.
EXACT_FIELDS = ("names", "codes", "prefixes")
FACET_SEPARATOR = "\t"
# What a record says of these is in its `traits`, values with their labels.
_TRAITS = ("level", "channel", "zero", "cross")
FACETS = ("department", "topic", "audience", *_TRAITS)
FACET_LABELS = {
    "department": _("部门"),
    "topic": _("主题"),
    "audience": _("办理对象"),
    "level": _("行使层级"),
    "channel": _("办理方式"),
    "zero": _("四零服务"),
    "cross": _("通办范围"),
}
# Results are sorted by one of these instead of by relevance; True: the largest first.
ORDERS = {"name": False, "changed": True, "limit": False}
TEXT_ORDERS = frozenset({"name"})
# Larger than every time limit: unknown ones come last.
_NO_LIMIT = 2**40
_KEPT = 32768
_KEPT_LISTS = 2048
AUDIENCE_LABELS = {"person": "个人", "company": "企业和单位"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A record made ready for an engine: tokens, values per facet, values to sort by.

    The tokens of a field stand one after the other with blanks between.
    """

    record: GuideRecord
    tokens: dict[str, str]
    facets: dict[str, list[tuple[str, str]]]
    orders: dict[str, str | int]

    @property
    def code(self) -> str:
        return self.record.code


def document_from_record(record: GuideRecord, lexicon: Lexicon) -> Document:
    """Return the tokens of a record, with the lexicon's names for its matter."""
    return DocumentMaker(lexicon).document(record)


class DocumentMaker:
    """Makes the documents of many records.

    Names, materials, laws and departments come again and again; their tokens are made
    once for all the records that one maker is given.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._run = lru_cache(maxsize=_KEPT)(_tokens_of_run)
        self._text = lru_cache(maxsize=_KEPT)(self._tokens_of_text)
        self._name = lru_cache(maxsize=_KEPT)(self._tokens_of_name)

    def document(self, record: GuideRecord) -> Document:
        """Return the tokens of a record, with the lexicon's names for its matter."""
        title = self._tokens_of_name(record.title)
        aliases = self._aliases(title, _other_names(record, self._lexicon))
        names = [title, *aliases]
        body = [self._text(text) for text in _body_texts(record)]
        tokens = {
            "title_words": title.words,
            "title_characters": title.characters,
            "title_pairs": title.pairs,
            "alias_words": _joined(name.words for name in aliases),
            "alias_characters": _joined(name.characters for name in aliases),
            "alias_pairs": _joined(name.pairs for name in aliases),
            "body_words": _joined(text.words for text in body),
            "body_pairs": _joined(text.pairs for text in body),
            "office_characters": self._text(record.department_name).characters,
            "sounds": _joined(name.sounds for name in names),
            "initials": _joined(dict.fromkeys(chain(*(n.initials for n in names)))),
            "names": _joined(dict.fromkeys(chain(*(n.exact for n in names)))),
            "codes": _joined(_codes(record)),
            "prefixes": _joined(name.prefixes for name in names),
        }
        return Document(
            record=record,
            tokens=tokens,
            facets=_facets(record),
            orders=_orders(record),
        )

    def _aliases(self, title: _NameTokens, names: Iterable[str]) -> list[_NameTokens]:
        """Return the tokens of what `all_names` returns."""
        found = {
            tokens.compact: tokens
            for tokens in map(self._name, reversed([*filter(None, names)]))
        }
        found.pop(title.compact, None)
        return [*reversed(found.values())]

    def _tokens_of_text(self, text: str) -> _TextTokens:
        parts = [self._run(run) for run in text_runs(text)]
        return _TextTokens(
            words=_joined(part.words for part in parts),
            characters=_joined(part.characters for part in parts),
            pairs=_joined(part.pairs for part in parts),
        )

    def _tokens_of_name(self, name: str) -> _NameTokens:
        written = text_runs(name)
        parts = [self._run(run) for run in written]
        whole = "".join(written)
        # The name before a bracket is what people call the matter.
        short = compact(name.replace("（", "(").split("(")[0])
        return _NameTokens(
            words=_joined(part.words for part in parts),
            characters=_joined(part.characters for part in parts),
            pairs=_joined(part.pairs for part in parts),
            compact=whole,
            sounds=_joined(part.sounds for part in parts),
            initials=tuple(chain(*(part.initials for part in parts))),
            exact=tuple(filter(None, (whole, short))),
            prefixes=" ".join(prefix_tokens(written)),
        )


@dataclass(frozen=True, slots=True)
class _TextTokens:
    words: str
    characters: str
    pairs: str


@dataclass(frozen=True, slots=True)
class _RunTokens(_TextTokens):
    sounds: str
    initials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _NameTokens(_TextTokens):
    compact: str
    sounds: str
    initials: tuple[str, ...]
    exact: tuple[str, ...]
    prefixes: str


def _tokens_of_run(run: str) -> _RunTokens:
    alone = (run,)
    return _RunTokens(
        words=" ".join(word_tokens(alone)),
        characters=" ".join(character_tokens(alone)),
        pairs=" ".join(gram_tokens(alone)),
        sounds=" ".join(sound_tokens(alone)),
        initials=tuple(initial_tokens(alone)),
    )


def _joined(parts: Iterable[str]) -> str:
    return " ".join(filter(None, parts))


def all_names(record: GuideRecord, lexicon: Lexicon) -> tuple[str, ...]:
    """Return every name of a record but its title: its own first, then the lexicon's."""
    return _unlike(record.title, _other_names(record, lexicon))


def _other_names(record: GuideRecord, lexicon: Lexicon) -> tuple[str, ...]:
    return (
        record.plain_name,
        *record.aliases,
        *lexicon.names_of(record.source_id),
        lexicon.official_name_of(record.source_id),
    )


@lru_cache(maxsize=_KEPT_LISTS)
def _unlike(title: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that differ from the title and each other in compact form."""
    unique = {compact(name): name for name in reversed(names) if name}
    unique.pop(compact(title), None)
    return tuple(reversed(unique.values()))


def _body_texts(record: GuideRecord) -> Iterable[str]:
    yield from record.keywords
    yield record.summary
    yield from record.topic_names
    yield from record.material_names
    yield from record.legal_titles
    yield record.department_name


def _codes(record: GuideRecord) -> dict[str, None]:
    values = (record.code, record.source_id, record.item_code)
    return dict.fromkeys(compact(value) for value in values if value)


def _facets(record: GuideRecord) -> dict[str, list[tuple[str, str]]]:
    department = (
        [(record.department_key, record.department_name or record.department_key)]
        if record.department_key
        else []
    )
    topics = [
        (key, record.topic_names[at] if at < len(record.topic_names) else key)
        for at, key in enumerate(record.topics)
    ]
    audiences = [(key, AUDIENCE_LABELS.get(key, key)) for key in record.audiences]
    traits = {name: list(record.traits.get(name, {}).items()) for name in _TRAITS}
    return {"department": department, "topic": topics, "audience": audiences, **traits}


def _orders(record: GuideRecord) -> dict[str, str | int]:
    """Return what each order compares; what is not known comes last."""
    changed, promised = record.changed_on, record.promised_minutes
    return {
        "name": record.sort_name or record.title,
        "changed": datetime.date.fromisoformat(changed).toordinal() if changed else 0,
        "limit": _NO_LIMIT if promised is None else promised,
    }

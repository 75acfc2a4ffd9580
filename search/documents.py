"""From a record to the token fields that both engines index."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

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
AUDIENCE_LABELS = {"person": "个人", "company": "企业和单位"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A record made ready for an engine: tokens, values per facet, values to sort by."""

    record: GuideRecord
    tokens: dict[str, list[str]]
    facets: dict[str, list[tuple[str, str]]]
    orders: dict[str, str | int]

    @property
    def code(self) -> str:
        return self.record.code


def document_from_record(record: GuideRecord, lexicon: Lexicon) -> Document:
    """Return the tokens of a record, with the lexicon's names for its matter."""
    other_names = all_names(record, lexicon)
    title = text_runs(record.title)
    aliases = [run for name in other_names for run in text_runs(name)]
    body = [run for text in _body_texts(record) for run in text_runs(text)]
    tokens = {
        "title_words": word_tokens(title),
        "title_characters": character_tokens(title),
        "title_pairs": gram_tokens(title),
        "alias_words": word_tokens(aliases),
        "alias_characters": character_tokens(aliases),
        "alias_pairs": gram_tokens(aliases),
        "body_words": word_tokens(body),
        "body_pairs": gram_tokens(body),
        "office_characters": character_tokens(text_runs(record.department_name)),
        "sounds": sound_tokens(title + aliases),
        "initials": sorted(initial_tokens(title + aliases)),
        "names": sorted(_exact_names((record.title, *other_names))),
        "codes": sorted(_codes(record)),
        "prefixes": sorted(
            token
            for name in (record.title, *other_names)
            for token in prefix_tokens(name)
        ),
    }
    return Document(
        record=record, tokens=tokens, facets=_facets(record), orders=_orders(record)
    )


def all_names(record: GuideRecord, lexicon: Lexicon) -> tuple[str, ...]:
    """Return every name of a record but its title: its own first, then the lexicon's."""
    names = (
        record.plain_name,
        *record.aliases,
        *lexicon.names_of(record.source_id),
        lexicon.official_name_of(record.source_id),
    )
    title = compact(record.title)
    unique = {compact(name): name for name in reversed(names) if name}
    unique.pop(title, None)
    return tuple(reversed(unique.values()))


def _body_texts(record: GuideRecord) -> Iterable[str]:
    yield from record.keywords
    yield record.summary
    yield from record.topic_names
    yield from record.material_names
    yield from record.legal_titles
    yield record.department_name


def _exact_names(names: Iterable[str]) -> set[str]:
    found = set()
    for name in names:
        found.add(compact(name))
        # The name before a bracket is what people call the matter.
        found.add(compact(name.replace("（", "(").split("(")[0]))
    found.discard("")
    return found


def _codes(record: GuideRecord) -> set[str]:
    values = (record.code, record.source_id, record.item_code)
    return {compact(value) for value in values if value}


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

"""Turn the reading of a query into the plan that both engines translate."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from search.lexicon import ALIAS, Concept, Lexicon
from search.plan.model import Best, Clause, Plan, Terms
from search.plan.reading import Reading
from search.tokens.analysis import (
    character_tokens,
    gram_tokens,
    sound_tokens,
    word_tokens,
)
from search.tokens.normalise import compact
from search.tokens.pinyin import syllable_pairs
from search.weights import Weights

_OFFICE_ENDINGS = ("委员会", "管理局", "部门", "局", "委", "厅", "办", "所", "中心")
_MOST_RELATED = 24
_KEPT_NAMES = 2048


def build_plan(
    reading: Reading,
    *,
    weights: Weights,
    lexicon: Lexicon,
    filters: Mapping[str, tuple[str, ...]] | None = None,
) -> Plan:
    """Return the plan of a reading."""
    concepts = _concept_clauses(reading, weights, lexicon)
    codes = _code_clauses(reading, weights)
    exact = _exact_clauses(reading, weights)
    sounds = _sound_clauses(reading, weights)
    text = _text_clauses(reading, weights)
    required = (
        *concepts,
        *codes,
        *exact,
        *_coverage_clauses(reading, weights),
        *(_demanding(clause) for clause in sounds),
    )
    scoring = (
        *text,
        *concepts,
        *codes,
        *exact,
        *sounds,
        *_office_clauses(reading, weights),
        *_variant_clauses(reading, weights, lexicon),
    )
    return Plan(
        required=required,
        scoring=scoring,
        filters=filters or {},
        highlight=_highlight(reading),
        sounds=tuple(reading.spelled),
        letters=tuple(reading.letters),
        corrected=reading.corrected,
        unanswerable=_is_unanswerable(reading, weights),
    )


def _is_unanswerable(reading: Reading, weights: Weights) -> bool:
    if reading.letters or not reading.content:
        return False
    size = sum(map(len, reading.content))
    needed = (
        weights.known_share
        if size < weights.sentence_characters
        else weights.known_share_of_sentences
    )
    if reading.has_cue:
        needed = min(needed, weights.known_share_with_cue)
    close = weights.close_enough
    if reading.off_topic:
        needed, close = weights.known_share_off_topic, weights.close_enough_off_topic
    return reading.known_share < needed and reading.closeness < close


def _text_clauses(reading: Reading, weights: Weights) -> list[Clause]:
    kinds = {
        "words": _unique(word_tokens(reading.content)),
        "characters": _unique(character_tokens(reading.content)),
        "pairs": _unique(gram_tokens(reading.content)),
    }
    return [
        Terms(field, kinds[field.rsplit("_", 1)[1]], weight)
        for field, weight in weights.fields.items()
        if kinds[field.rsplit("_", 1)[1]]
    ]


def _coverage_clauses(reading: Reading, weights: Weights) -> list[Clause]:
    """Return clauses that a hit meets only when it has enough of the query's words."""
    clauses: list[Clause] = []
    tokens_of = {
        "words": _unique(word_tokens(reading.content)),
        "pairs": _unique(gram_tokens(reading.content)),
        "characters": _unique(character_tokens(reading.content)),
    }
    size = sum(map(len, reading.content))
    coverage = (
        weights.coverage
        if size < weights.sentence_characters
        else weights.coverage_of_sentences
    )
    for kind in ("words", "pairs"):
        tokens = tokens_of[kind]
        if tokens:
            minimum = max(1, math.ceil(len(tokens) * coverage))
            clauses.extend(
                Terms(f"{field}_{kind}", tokens, minimum=minimum)
                for field in ("title", "alias")
            )
    characters = tokens_of["characters"]
    if len(characters) == 1 or reading.known_share < weights.known_share:
        minimum = max(1, math.ceil(len(characters) * weights.coverage_of_characters))
        clauses.extend(
            Terms(field, characters, minimum=minimum)
            for field in ("title_characters", "alias_characters")
        )
    return clauses


def _code_clauses(reading: Reading, weights: Weights) -> list[Clause]:
    key = compact(reading.text)
    return [Terms("codes", (key,), weights.code, constant=True)] if key else []


def _exact_clauses(reading: Reading, weights: Weights) -> list[Clause]:
    keys = _unique((compact(reading.text), "".join(reading.content), reading.corrected))
    return [Terms("names", keys, weights.exact_name, constant=True)] if keys else []


def _concept_clauses(
    reading: Reading, weights: Weights, lexicon: Lexicon
) -> list[Clause]:
    best = _concept_weights(reading, weights)
    clauses: list[Clause] = []
    for official, weight in sorted(best.items()):
        pairs = _pairs_of(official)
        alternatives = [Terms("names", (official,), weight, constant=True)]
        if len(pairs) > 1:
            alternatives.append(
                Terms(
                    "title_pairs",
                    pairs,
                    weight * 0.6,
                    minimum=len(pairs),
                    constant=True,
                )
            )
        clauses.append(Best(tuple(alternatives)))
    clauses.extend(
        Terms("names", (official,), weight, constant=True)
        for official, weight in _related_weights(best, weights, lexicon)
    )
    return clauses


@lru_cache(maxsize=_KEPT_NAMES)
def _pairs_of(official: str) -> tuple[str, ...]:
    return _unique(gram_tokens((official,)))


def _concept_weights(reading: Reading, weights: Weights) -> dict[str, float]:
    best: dict[str, float] = {}
    for concept, share in reading.concepts:
        strength = weights.concept * share**weights.concept_share_power
        for official, weight in _ranked(concept, strength, weights):
            best[official] = max(best.get(official, 0.0), weight)
    for official, weight in _alike_weights(reading, weights).items():
        best[official] = max(best.get(official, 0.0), weight)
    return best


def _ranked(
    concept: Concept, strength: float, weights: Weights
) -> Iterator[tuple[str, float]]:
    loss = weights.concept_rank_loss
    if concept.kind == ALIAS:
        strength, loss = strength * weights.concept_of_alias, 0.0
    for rank, official in enumerate(concept.officials):
        yield official, strength / (1 + loss * rank)


def _alike_weights(reading: Reading, weights: Weights) -> dict[str, float]:
    """Let the phrases that are alike vote: each leaves less doubt about a matter."""
    votes: dict[str, dict[str, float]] = {}
    for concept, likeness in reading.alike:
        strength = likeness**weights.alike_power
        for official, weight in _ranked(concept, strength, weights):
            vote = votes.setdefault(official, {})
            vote[concept.phrase] = max(vote.get(concept.phrase, 0.0), weight)
    doubt = {
        official: math.prod(1 - weight for weight in vote.values())
        for official, vote in votes.items()
    }
    return {
        official: weights.concept * weights.alike * (1 - left)
        for official, left in doubt.items()
    }


def _related_weights(
    best: Mapping[str, float], weights: Weights, lexicon: Lexicon
) -> list[tuple[str, float]]:
    """Return the matters beside those that are asked for, strongest first."""
    found: dict[str, float] = {}
    for official, strength in best.items():
        for rank, name in enumerate(lexicon.relatives.get(official, ())):
            weight = strength * weights.related / (1 + weights.related_rank_loss * rank)
            if weight > best.get(name, 0.0):
                found[name] = max(found.get(name, 0.0), weight)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return ordered[:_MOST_RELATED]


def _sound_clauses(reading: Reading, weights: Weights) -> list[Clause]:
    clauses: list[Clause] = []
    ways = [
        Terms("sounds", _unique(syllable_pairs(way)), weights.sounds_typed)
        for way in reading.spelled
    ]
    if ways:
        clauses.append(Best(tuple(ways)))
    heard = _unique(sound_tokens(reading.content))
    if heard:
        clauses.append(Terms("sounds", heard, weights.sounds))
    clauses.extend(
        Terms("initials", (letters,), weights.initials)
        for letters in reading.letters
        if len(letters) > 1
    )
    return clauses


def _demanding(clause: Clause) -> Clause:
    """Return a sound clause that asks for most of the syllables, not just some."""
    if isinstance(clause, Best):
        return Best(tuple(_demanding_terms(terms) for terms in clause.clauses))
    return _demanding_terms(clause)


def _demanding_terms(terms: Terms) -> Terms:
    return Terms(
        terms.field, terms.tokens, minimum=max(1, math.ceil(len(terms.tokens) * 0.7))
    )


def _office_clauses(reading: Reading, weights: Weights) -> list[Clause]:
    clauses = []
    for name in reading.offices:
        core = name
        for ending in _OFFICE_ENDINGS:
            core = core.removesuffix(ending)
        characters = _unique(core)
        if characters:
            clauses.append(
                Terms(
                    "office_characters",
                    characters,
                    weights.office,
                    minimum=len(characters),
                    constant=True,
                )
            )
    return [Best(tuple(clauses))] if clauses else []


def _variant_clauses(
    reading: Reading, weights: Weights, lexicon: Lexicon
) -> list[Clause]:
    """Prefer the variant that is asked for; unasked, the first application."""
    wanted, weight = reading.wanted, weights.wanted
    if not wanted:
        wanted, weight = lexicon.first_variants, weights.first_variant
    tokens = _unique(word_tokens(wanted))
    if not tokens:
        return []
    return [Terms("title_words", tokens, weight, constant=True)]


def _highlight(reading: Reading) -> tuple[str, ...]:
    terms = [
        *(run for run in reading.content if len(run) > 1),
        *word_tokens(reading.content),
        *gram_tokens(reading.content),
        *(concept.phrase for concept, _ in reading.concepts),
    ]
    if not terms:
        terms = list(reading.content)
    return _unique(terms)


def _unique(tokens: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token for token in tokens if token))

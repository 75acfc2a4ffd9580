"""The numbers of ranking, kept as data in fixtures/search/weights.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from search.errors import SearchConfigError
from search.sources import source_path

WEIGHTS_FILE = "weights.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of a query plan; README.md of this package says what each one does."""

    fields: Mapping[str, float]
    exact_name: float
    code: float
    concept: float
    concept_rank_loss: float
    concept_share_power: float
    concept_of_alias: float
    alike: float
    alike_power: float
    related: float
    related_rank_loss: float
    sounds: float
    sounds_typed: float
    initials: float
    office: float
    wanted: float
    first_variant: float
    coverage: float
    coverage_of_sentences: float
    coverage_of_characters: float
    known_share: float
    known_share_of_sentences: float
    known_share_with_cue: float
    known_share_off_topic: float
    close_enough: float
    close_enough_off_topic: float
    sentence_characters: int


@lru_cache(maxsize=1)
def default_weights() -> Weights:
    """Return the weights of the data file, read once per process."""
    return read_weights(source_path(WEIGHTS_FILE))


def read_weights(path: Path) -> Weights:
    """Return the weights of a file of the same form as `fixtures/search/weights.json`.

    Raises:
        SearchConfigError: the file is missing, is no JSON or has other keys.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise SearchConfigError(
            f"Weights file '{path}' cannot be read ({err}); expected a JSON object like "
            f"fixtures/search/{WEIGHTS_FILE}."
        ) from err
    expected = {entry.name for entry in fields(Weights)}
    if not isinstance(stored, dict) or set(stored) != expected:
        raise SearchConfigError(
            f"Weights file '{path}' has the keys {sorted(stored)}; expected exactly "
            f"{sorted(expected)}."
        )
    return Weights(**stored)

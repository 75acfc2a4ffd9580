"""Read documents of the exchange format of GB/T 39046-2020 as guides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from content.gbt39046.documents import DocumentError, records_of
from content.gbt39046.matter import MATTER
from content.gbt39046.records import Trouble, decode_record, label_of
from content.importers.kinds import Problem
from content.importers.report import JsonValue, shown
from content.importers.shapes.guides import GUIDE
from content.importers.unreadable import unreadable

_NAMES: Final = frozenset({*GUIDE.required, *GUIDE.optional})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGuide:
    """A record as a guide, and what of it could not be read."""

    raw: JsonValue
    problems: tuple[Problem, ...]


def read_guides(document: dict[str, JsonValue], name: str) -> Iterator[ReadGuide]:
    """Yield the guides of a document in their order.

    Args:
        document: The JSON object of the file.
        name: How the file is called in messages.

    Raises:
        UnreadableFileError: the header is of another version, or the file is cut short.
    """
    try:
        coding, records = records_of(document)
    except DocumentError as error:
        raise unreadable(
            name, 0, shown(error.value), error.expected, "format"
        ) from error
    for record in records:
        if not isinstance(record, dict):
            problem = Problem(path="", value=record, expected=_("对象"), rule="type")
            yield ReadGuide(raw=record, problems=(problem,))
            continue
        raw, troubles = decode_record(record, MATTER, coding)
        yield ReadGuide(raw=raw, problems=tuple(map(_problem, troubles)))


def place_in_file(problem: Problem) -> str:
    """Return how the file calls the place of a problem, with our own name of it."""
    first = re.split(r"[.\[]", problem.path, maxsplit=1)[0]
    # What a model refuses is named by the model's own fields, which no file has.
    if first in _NAMES or problem.rule == "unknown-field":
        return label_of(problem.path, MATTER)
    return problem.path


def _problem(trouble: Trouble) -> Problem:
    return Problem(
        path=trouble.path,
        value=trouble.value,
        expected=trouble.expected,
        rule=trouble.rule,
        label=trouble.label,
    )

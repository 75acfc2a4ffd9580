"""What every phase asks of its rows before it looks at their contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from content.importers.context import Context
from content.importers.kinds import Problem, Record
from content.importers.report import JsonValue
from content.importers.sources import SourceRow
from content.importers.values import text_of


def sound_rows(
    context: Context, rows: Iterable[SourceRow], shape: Record, kind: str, key_name: str
) -> Iterator[tuple[SourceRow, dict[str, JsonValue]]]:
    """Yield rows of the right shape whose key comes for the first time."""
    for source in rows:
        problems = list(shape.problems(source.raw, ""))
        context.lint(source, kind, problems)
        if context.refuse(source, problems):
            continue
        if not isinstance(source.raw, dict):
            continue
        key = text_of(source.raw, key_name)
        if context.is_repeated(kind, key):
            context.refuse(source, [repeated(key_name, key)])
            continue
        yield source, source.raw


def parents_first(
    rows: Sequence[SourceRow], key_name: str, *parent_names: str
) -> list[SourceRow]:
    """Order rows so that each comes after the rows it refers to.

    Rows that refer to each other in a circle come last, as the file has them.
    """
    waiting = list(rows)
    ordered: list[SourceRow] = []
    while waiting:
        keys = {_text(source, key_name) for source in waiting}
        ready = [
            source
            for source in waiting
            if not any(
                _text(source, name) in keys - {_text(source, key_name), ""}
                for name in parent_names
            )
        ]
        ordered.extend(ready or waiting)
        waiting = [source for source in waiting if source not in ready] if ready else []
    return ordered


def repeated(path: str, value: str) -> Problem:
    """Return the problem of a key that comes twice in one run."""
    return Problem(
        path=path, value=value, expected=_("只出现一次的值"), rule="duplicate"
    )


def unknown(path: str, value: str, expected: str) -> Problem:
    """Return the problem of a reference that leads nowhere."""
    return Problem(path=path, value=value, expected=expected, rule="reference")


def _text(source: SourceRow, name: str) -> str:
    return text_of(source.raw, name) if isinstance(source.raw, dict) else ""

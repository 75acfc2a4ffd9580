"""What a line of the mapping table is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from content.gbt39046.codecs import Codec

# What the format has no name for stands here, under our own names.
EXTENSION: Final = "ext"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A list of records with fields of their own."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value of ours and its name in the exchange format.

    Attributes:
        path: Where it stands in our record: ``level``, ``cross.scope``.
        name: What the format calls it.
        codec: How it is written and read.
        source: From where the field is, as in the data dictionary: S, P or K.
        required: Whether a record without it is refused.
        own_name: Whether the dictionary gives no Chinese name for just this part, so
            that the name is the portal's.
    """

    path: str
    name: str
    codec: Codec | Rows
    source: str
    required: bool = False
    own_name: bool = False


Fields = tuple[Field, ...]
_REQUIRED: Final = "R"
_OWN_NAME: Final = "own"


def entry(told: str, codec: Codec | Rows) -> Field:
    """Make a line of the table: path, name, source, then `R` and `own` where they hold.

    >>> entry("level 行使层级 S R", Text(1)).required
    True
    """
    path, name, source, *marks = told.split()
    if not {_REQUIRED, _OWN_NAME}.issuperset(marks):
        raise ValueError(
            f"Line '{told}' of the mapping table has the marks {marks}; expected only "
            f"'{_REQUIRED}' and '{_OWN_NAME}'."
        )
    return Field(
        path=path,
        name=name,
        codec=codec,
        source=source,
        required=_REQUIRED in marks,
        own_name=_OWN_NAME in marks,
    )


def every_field(fields: Fields, above: str = "") -> Iterator[tuple[str, Field]]:
    """Yield all fields with the full name of each, rows after the list they are in."""
    for field in fields:
        name = f"{above}{field.name}"
        yield name, field
        if isinstance(field.codec, Rows):
            yield from every_field(field.codec.fields, f"{name}[].")

"""The mapping table as Markdown, for the README of this package.

Run as a module it prints the table.
"""

from __future__ import annotations

import sys
from typing import Final

from content.gbt39046.codecs import Codec
from content.gbt39046.matter import MATTER
from content.gbt39046.tables import Fields, Rows, every_field

_HEAD: Final = (
    "| Name in the format | Our field | Kind | Obligatory | Source | Name by |\n"
    "|---|---|---|---|---|---|\n"
)


def mapping_table(fields: Fields = MATTER) -> str:
    """Return the table of all fields, those of rows after the list they are in."""
    return _HEAD + "".join(
        f"| {name} | `{field.path}` | {_kind(field.codec)} "
        f"| {'R' if field.required else ''} | {field.source} "
        f"| {'portal' if field.own_name else 'dictionary'} |\n"
        for name, field in every_field(fields)
    )


def _kind(codec: Codec | Rows) -> str:
    if isinstance(codec, Rows):
        return "列表"
    return codec.described()


if __name__ == "__main__":
    sys.stdout.write(mapping_table())

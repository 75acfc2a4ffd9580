"""Which field of the editors' form a finding belongs to."""

from __future__ import annotations

import re
from typing import Final

_ROW: Final = re.compile(r"^(\w+)\[(\d+)\](?:\.(\w+))?")

# Records group what forms have as single fields.
_FIELDS: Final = {
    "name": "title",
    "consult.tel": "consult_tel",
    "supervise.tel": "supervise_tel",
    "tel": "supervise_tel",
    "topics": "topics_person",
    "codes": "item_code",
    "cross": "cross_scope",
    "fee": "is_fee",
    "commitment": "commitment_template",
    "proxy": "proxy_reason",
    "rights": "rights_text",
    "result.sample": "result_sample",
    "result.type": "result_type",
    "result.deliver": "result_deliver",
    "agreement.valid_to": "valid_to",
    "related": "related_matters",
    "scenario": "questions",
    "items": "entries",
}
# Lists of the record and the rows of the form.
_ROWS: Final = {"items": "entries", "intermediary": "intermediary_services"}
# Rows whose number in a path is their order, from 1; others count from 0.
_ORDERED: Final = frozenset(
    {"materials", "stages", "duties", "accountability", "members", "items"}
)


def field_of(path: str) -> str:
    """Return the name of the form's field or row group."""
    row = _ROW.match(path)
    if row:
        return _ROWS.get(row[1], row[1])
    return _FIELDS.get(path, path)


def row_of(path: str) -> tuple[str, int, str] | None:
    """Return (row group, position from 0, field) of a path into rows, or None.

    >>> row_of("materials[3].name")
    ('materials', 2, 'name')
    """
    row = _ROW.match(path)
    if row is None:
        return None
    position = int(row[2]) - (1 if row[1] in _ORDERED else 0)
    return _ROWS.get(row[1], row[1]), position, row[3] or ""

"""A whole document of the exchange format: a header and one record for each matter.

How many there are stands at the end: whoever writes knows it only then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from content.gbt39046.codings import Coding
from content.gbt39046.matter import MATTER
from content.gbt39046.records import Record, encode_record

FORMAT: Final = "GB/T 39046-2020"
VERSION: Final = "1.0"
FORMAT_KEY: Final = "format"
MATTERS: Final = "matters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a document says of itself; `site_id` is the 网站标识码, empty for none."""

    coding: Coding
    site_id: str

    def as_json(self) -> Record:
        """Return the header as it stands at the beginning of the document."""
        return {
            FORMAT_KEY: FORMAT,
            "version": VERSION,
            "coding": self.coding.value,
            "site_id": self.site_id,
        }


class DocumentError(Exception):
    """A document that cannot be taken as a whole."""

    def __init__(self, value: Any, expected: str) -> None:
        super().__init__(expected)
        self.value = value
        self.expected = expected


def document_parts(
    header: Header, guides: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield the text of a document piece by piece, one matter in memory at a time."""
    head = _json(header.as_json())
    yield f'{head[:-1]}, "{MATTERS}": ['
    number = 0
    for number, guide in enumerate(guides, start=1):
        yield ",\n" if number > 1 else "\n"
        yield _json(encode_record(guide, MATTER, header.coding))
    yield f'\n], "counts": {_json({MATTERS: number})}}}\n'


def is_document(value: Mapping[str, Any]) -> bool:
    """Tell whether a JSON object says that it is of this format."""
    named = value.get(FORMAT_KEY)
    return isinstance(named, str) and named.startswith(FORMAT.partition("-")[0])


def records_of(document: Mapping[str, Any]) -> tuple[Coding, list[Any]]:
    """Return coding and records of a document.

    Raises:
        DocumentError: the header is of another version, or the document is cut short.
    """
    told = (document[FORMAT_KEY], document.get("version"))
    if told != (FORMAT, VERSION):
        raise DocumentError(
            " ".join(str(part) for part in told),
            _("format 为“%(format)s”、version 为“%(version)s”的文件")
            % {"format": FORMAT, "version": VERSION},
        )
    coding, matters = document.get("coding"), document.get(MATTERS)
    if coding not in list(Coding):
        expected = _("coding 为 %(codings)s 之一") % {"codings": "、".join(Coding)}
        raise DocumentError(coding, expected)
    if not isinstance(matters, list):
        raise DocumentError(matters, _("“%(key)s”之下的列表") % {"key": MATTERS})
    counts = document.get("counts")
    counted = counts.get(MATTERS) if isinstance(counts, dict) else None
    if counted != len(matters):
        expected = _("counts.matters 与实有的 %(count)s 条一致；文件可能不完整") % {
            "count": len(matters)
        }
        raise DocumentError(counted, expected)
    return Coding(coding), matters


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

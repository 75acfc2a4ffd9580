"""All published guides in the exchange format of GB/T 39046-2020, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from content.gbt39046.codings import Coding
from content.gbt39046.documents import Header, document_parts
from content.gbt39046.schema import document_schema
from portal.publishing import data_files
from portal.publishing.bodies import Spool
from portal.publishing.cards import ALL
from portal.publishing.open_data import files
from portal.publishing.page_values import frame_of
from portal.publishing.store import View

_FULL: Final = "guide"


def exchange_json(view: View) -> Spool:
    """Return every full guide in force in the standard's names, by code."""
    site_id = str(frame_of(view).site["site_id_code"])
    header = Header(coding=Coding.GBT, site_id=site_id)
    return Spool.of(part.encode() for part in document_parts(header, _guides(view)))


def exchange_schema(view: View) -> bytes:
    """Return what the document has, as a JSON Schema."""
    return data_files.json_bytes(
        document_schema(f"{frame_of(view).base_url}/{files.EXCHANGE_SCHEMA}")
    )


def _guides(view: View) -> Iterator[Mapping[str, Any]]:
    codes = sorted(card.code for card in view.everything(ALL) if card.kind == _FULL)
    for code in codes:
        matter = view.matter(code)
        if matter is not None:
            guide: Mapping[str, Any] = matter.payload["guide"]
            yield guide

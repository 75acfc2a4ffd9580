"""Write guides as a document of the exchange format of GB/T 39046-2020."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from wagtail.models import Site

from content.exporters.kinds import EXPORT_KINDS
from content.gbt39046.codings import Coding
from content.gbt39046.documents import Header, document_parts
from content.guides.plain import Plain
from content.payloads import site_payload

# The kind of records that the format is for, and what the format is called.
KIND: Final = "guides"
FORMAT: Final = "gbt39046"


def write_gbt39046(codes: Sequence[str], coding: Coding, out: TextIO) -> int:
    """Write guides, all or those named, one in memory at a time; return how many."""
    site = Site.objects.filter(is_default_site=True).first()
    site_id = "" if site is None else str(site_payload(site)["site_id_code"])
    number = 0

    def counted() -> Iterator[Plain]:
        nonlocal number
        for record in EXPORT_KINDS[KIND].records(codes):
            number += 1
            yield record

    out.writelines(document_parts(Header(coding=coding, site_id=site_id), counted()))
    return number

"""Fill a matter from a catalogue row: basic information only."""

from __future__ import annotations

from content.codes import MatterKind
from content.importers.catalogue import CatalogueMatter
from content.importers.values import set_children, set_values
from content.models import MatterLegalBasis, MatterPage


def fill_catalogue_matter(page: MatterPage, matter: CatalogueMatter) -> None:
    """Set what the catalogue tells; everything else stays empty."""
    set_values(
        page,
        {
            "title": matter.name,
            "slug": matter.code,
            "code": matter.code,
            "source_id": matter.source_id,
            "kind": MatterKind.CATALOGUE,
            "plain_name": matter.plain_name,
            "other_names": list(matter.aliases),
            "matter_type": matter.matter_type,
            "service_objects": list(matter.service_objects),
            "topics_person": list(matter.topics_person),
            "topics_corp": list(matter.topics_corp),
            "item_code": matter.item_code,
            "life_event": matter.life_event,
            "search_keywords": list(matter.keywords),
        },
    )
    set_children(
        page,
        "legal_bases",
        [
            MatterLegalBasis(title=title, text_kind="", status="")
            for title in matter.legal_titles
        ],
    )

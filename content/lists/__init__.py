"""Lists of matters: records in exchange, and what is published."""

from __future__ import annotations

from content.lists.cross_lists import (
    cross_list_payload,
    cross_list_record,
    fill_cross_list,
)
from content.lists.hotline import (
    appeal_record,
    certificate_types_payload,
    fill_appeal,
    hotline_payload,
)
from content.lists.matter_lists import (
    fill_matter_list,
    matter_list_payload,
    matter_list_record,
)

__all__ = [
    "appeal_record",
    "certificate_types_payload",
    "cross_list_payload",
    "cross_list_record",
    "fill_appeal",
    "fill_cross_list",
    "fill_matter_list",
    "hotline_payload",
    "matter_list_payload",
    "matter_list_record",
]

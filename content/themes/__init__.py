"""One-thing services (一件事): records, payloads and what is merged of the members."""

from __future__ import annotations

from content.themes.merging import merge_theme
from content.themes.records import fill_theme, load_themes, theme_payload, theme_record

__all__ = [
    "fill_theme",
    "load_themes",
    "merge_theme",
    "theme_payload",
    "theme_record",
]

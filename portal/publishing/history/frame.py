"""What the pages of the public record have in common."""

from __future__ import annotations

from typing import Any

from portal.accounts.pages import page_head
from portal.theming.contexts import DATA


def record_head(title: str) -> dict[str, Any]:
    """Return the `page` value of the layout for a page of the record of releases."""
    return page_head(title) | {"column": DATA.name, "column_type": DATA.kind}

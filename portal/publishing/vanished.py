"""Pages that were public and that nobody took down: they ended by themselves.

The last page of a list that became shorter, a topic without matters. A reader may still
have the page that linked to them.
"""

from __future__ import annotations

import logging
import sqlite3

from portal.publishing.history.ledger import FILE, Ledger
from portal.publishing.releases import Releases
from portal.publishing.serving import INDEX_FILE, current_files

logger = logging.getLogger(__name__)


def was_public(address: str) -> bool:
    """Tell whether a page was at an address, by the ledger."""
    folder = Releases.configured().folder
    if not address.endswith("/") or not (folder / FILE).is_file():
        return False
    try:
        with Ledger.open(folder) as ledger:
            return bool(ledger.states_of(address[1:] + INDEX_FILE, amount=1))
    except sqlite3.Error:
        # The page of unknown addresses needs no database.
        logger.exception("ledger cannot be read")
        return False


def page_above(address: str) -> str:
    """Return the nearest address above that has a page now, "/" at last."""
    files = current_files()
    parts = address.strip("/").split("/")[:-1]
    while parts and not files.has_index(f"/{'/'.join(parts)}"):
        parts.pop()
    return f"/{'/'.join(parts)}/" if parts else "/"

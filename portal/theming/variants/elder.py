"""The variant for elderly readers (长辈版): large type, one column, nothing beside it."""

from __future__ import annotations

import re
from typing import Final

_TABLE_OF_CONTENTS: Final = re.compile(
    r'<nav class="toc np"[^>]*>.*?</nav>\n?', re.DOTALL
)
_READ: Final = re.compile(r"<details class=\"modes\"")
_TOOLS: Final = '<label class="huge"><input type="checkbox" id="huge">特大字</label>'


def as_elder(page: str) -> str:
    """Return a page with the choice of very large type, without what stands beside.

    The box works by the style sheet alone; with script the choice is kept.
    """
    page = _TABLE_OF_CONTENTS.sub("", page)
    return _READ.sub(f'{_TOOLS}<details class="modes"', page, count=1)

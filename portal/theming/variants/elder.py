"""The variant for elderly readers (长辈版): large type, one column, nothing beside it."""

from __future__ import annotations

import re
from typing import Final

_TABLE_OF_CONTENTS: Final = re.compile(
    r'<nav class="toc np"[^>]*>.*?</nav>\n?', re.DOTALL
)
# The page is in large type already, and the box is for the very large one.
_LARGE_BUTTONS: Final = re.compile(r'<button data-m="m-elder[^>]*>.*?</button>')
_READING: Final = '<button class="read"'
_HUGE: Final = '<label class="huge"><input type="checkbox" id="huge">特大字</label>\n'


def as_elder(page: str) -> str:
    """Return a page with the choice of very large type, without what stands beside.

    The box works by the style sheet alone; with script the choice is kept.
    """
    page = _LARGE_BUTTONS.sub("", _TABLE_OF_CONTENTS.sub("", page))
    return page.replace(_READING, _HUGE + _READING, 1)

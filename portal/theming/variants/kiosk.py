"""The variant for terminals in halls: large keys, no way out, a code to take along."""

from __future__ import annotations

import re
from typing import Final

from portal.theming.assets import asset
from portal.theming.rendering import render_page
from portal.theming.variants import markup

HOME: Final = "/kiosk/"
_BAR: Final = re.compile(r'<div class="bar">.*?</details>\n?</div></div>\n?', re.DOTALL)
_SHORT_WAYS: Final = re.compile(r'<ul class="short">.*?</ul>\n?', re.DOTALL)
_NAVIGATION: Final = re.compile(r'<nav class="nav".*?</nav>\n?', re.DOTALL)
_FOOTER: Final = re.compile(r'<footer class="foot">.*?</footer>\n?', re.DOTALL)
_ACTIONS: Final = re.compile(r'<div class="box box--go np">.*?</div></div>', re.DOTALL)
_PRINTING: Final = re.compile(r"<button[^>]* data-print[^>]*>.*?</button>", re.DOTALL)
# Nobody takes a file home from a terminal.
_TOOLS: Final = re.compile(r'<p class="tools .*?</p>\n?', re.DOTALL)
_CODE: Final = re.compile(
    r'<div class="p-only">(<svg class="qr".*?</svg>).*?</div>', re.DOTALL
)
# Its settings are those of a reader's own browser.
_MODES: Final = re.compile(r'<script data-js="[^"]*/modes\.[^"]*">.*?</script>\n?')
_HINTS: Final = re.compile(r'<p class="hot">.*?</p>', re.DOTALL)
_BARE: Final = re.compile(r"<span>[^<]*</span>")
_ROBOTS: Final = '<meta name="robots" content="noindex">'


def as_kiosk(page: str) -> str:
    """Return a page for a terminal; on its own keys a reader stays in the hall's pages.

    Nobody is left on the page of the reader before: a script warns and goes home, and
    without it the browser does so after a while.
    """
    page = _SHORT_WAYS.sub("", _BAR.sub("", page, count=1), count=1)
    page = _FOOTER.sub("", page, count=1)
    page = _MODES.sub("", _PRINTING.sub("", _TOOLS.sub("", page)), count=1)
    page = _NAVIGATION.sub(lambda _: render_page("layouts/kiosk-nav.html", {}), page, 1)
    code = _CODE.search(page)
    if code is not None:
        page = _CODE.sub("", page, count=1)
        take = render_page("layouts/kiosk-take.html", {"code": code[1]})
        page = _ACTIONS.sub(lambda _: take, page, count=1)
    page = markup.without_links(page, _stays)
    page = _HINTS.sub(lambda found: _BARE.sub("", found[0]), page)
    head = render_page(
        "layouts/kiosk-head.html", {"home": HOME, "script": asset("js/idle.js")}
    )
    if _ROBOTS in page:
        head = head.replace(_ROBOTS, "")
    return markup.with_head(page, head)


def _stays(address: str) -> bool:
    return address.startswith(("#", HOME))

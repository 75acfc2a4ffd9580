"""Which variants of the site there are, and which pages each of them has.

A variant is the whole site once more for somebody else: large type, a terminal in a
hall, other characters, another language. Its pages lie below a folder of its name, made
of the standard ones: `/elder/guides/food/` of `/guides/food/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from portal.theming.variants.english import has_english


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One variant: its folder, the words of a link to it, its language and look.

    `html_class` goes on `<html>`; `served` are the beginnings of addresses that a server
    answers in the look of the variant, with its folder before them. With `own_address` the pages are a translation with
    a canonical address of its own; else they say the same and name the standard page.
    """

    name: str
    label: str
    lang: str
    label_lang: str = ""
    html_class: str = ""
    own_address: bool = False
    served: tuple[str, ...] = ()


ELDER: Final = "elder"
KIOSK: Final = "kiosk"
TRADITIONAL: Final = "hant"
ENGLISH: Final = "en"

_SEARCH: Final = ("/search/",)
_SERVICES: Final = (*_SEARCH, "/apply/", "/my/", "/track/", "/accounts/")

VARIANTS: Final[dict[str, Variant]] = {
    each.name: each
    for each in (
        Variant(
            name=ELDER,
            label="长辈版",
            lang="zh-CN",
            html_class="m-elder",
            served=_SERVICES,
        ),
        Variant(
            name=KIOSK,
            label="大厅终端",
            lang="zh-CN",
            html_class="m-kiosk",
            served=_SEARCH,
        ),
        Variant(
            name=TRADITIONAL,
            label="繁體",
            lang="zh-Hant",
            label_lang="zh-Hant",
            own_address=True,
            served=_SERVICES,
        ),
        Variant(
            name=ENGLISH,
            label="English",
            lang="en",
            label_lang="en",
            own_address=True,
            served=_SEARCH,
        ),
    )
}

# The names of the variants that hold a guide, by the code of its matter.
GuideVariants: TypeAlias = Callable[[str], Collection[str]]

_GUIDE: Final = re.compile(r"/guides/(?!page-\d+/)(?P<code>[^/]+)/(?P<notice>notice/)?")
_GUIDES: Final = re.compile(r"/guides/(page-\d+/)?")
# What the server answers, and what shows or keeps the standard pages.
_NEVER: Final = (
    *_SERVICES, "/report/", "/styleguide/", "/desk/", "/admin/", "/api/", "/documents/",
    "/releases/", "/history/", "/at/", "/preview/", "/assets/", "/files/",
)  # fmt: skip
# What a reader at a terminal can do there; what English readers find first.
_PAGES: Final = {
    KIOSK: re.compile(r"/|/(?:halls|topics|departments|regions)/.*"),
    ENGLISH: re.compile(r"/|/(?:halls|regions)/.*"),
}
_WITH_NOTICE: Final = frozenset({ELDER, TRADITIONAL})
_FULL: Final = "guide"


def guide_variants(
    kind: str, name: str, *, in_english: bool = False
) -> tuple[str, ...]:
    """Return the variants that hold a guide of a kind ("guide", "catalogue").

    It is on the English site when its name is translated: `in_english` by its editors,
    else by the theme.

    Basic information without conditions and materials is written once more in large
    type only: three copies would be half of the site for a telephone number.
    """
    if kind != _FULL:
        return (ELDER,)
    known = (ELDER, KIOSK, TRADITIONAL)
    return (*known, ENGLISH) if in_english or has_english(name) else known


def holds(variant: str, address: str, guides: GuideVariants) -> bool:
    """Tell whether a variant has the page of an address of the standard site.

    The answer follows from the address, for guides from what `guides` knows of them.
    """
    held = _holds_any(variant, address)
    return variant in guides(held) if isinstance(held, str) else held


def is_inside(variant: str, address: str, guides: GuideVariants) -> bool:
    """Tell whether a variant has an address as a page or by a server's answer.

    The address may have a query and a fragment.
    """
    held = _inside_any(variant, address)
    return variant in guides(held) if isinstance(held, str) else held


# The links of a page are asked for once for each variant, most of them on every page.
@lru_cache(maxsize=16_384)
def _inside_any(variant: str, address: str) -> bool | str:
    """Return what `_holds_any` does, and True for what a server answers there."""
    bare = address.partition("#")[0].partition("?")[0]
    return bare.startswith(VARIANTS[variant].served) or _holds_any(variant, bare)


def _holds_any(variant: str, address: str) -> bool | str:
    """Return whether a variant has a page; the code where that depends on the guide."""
    if not address.endswith("/") or address.startswith(_NEVER) or divided(address)[0]:
        return False
    if not address.startswith("/guides/"):
        pages = _PAGES.get(variant)
        return pages is None or pages.fullmatch(address) is not None
    if _GUIDES.fullmatch(address):
        return True
    found = _GUIDE.fullmatch(address)
    if found is None or (found["notice"] and variant not in _WITH_NOTICE):
        return False
    return found["code"]


def variants_of(address: str, guides: GuideVariants) -> list[Variant]:
    """Return the variants that have the page of an address, in their order."""
    return [each for each in VARIANTS.values() if holds(each.name, address, guides)]


def divided(address: str) -> tuple[str, str]:
    """Return the variant of an address ("" for the standard site) and the rest.

    >>> divided("/elder/guides/food/")
    ('elder', '/guides/food/')
    """
    name, slash, rest = address[1:].partition("/")
    if slash and name in VARIANTS:
        return name, f"/{rest}"
    return "", address


def standard_path(path: str) -> str:
    """Return the file of the standard page of which a variant's is made.

    >>> standard_path("elder/guides/food/index.html")
    'guides/food/index.html'
    """
    return divided(f"/{path}")[1][1:]

"""Where the links of a page to its variants lead, and what its head says of them."""

from __future__ import annotations

from typing import Final, TypedDict

from portal.theming.variants.registry import (
    ELDER,
    ENGLISH,
    TRADITIONAL,
    VARIANTS,
    GuideVariants,
    holds,
)

# The terminal of a hall is no choice of a reader at home.
_OFFERED: Final = (ELDER, TRADITIONAL, ENGLISH)
_STANDARD: Final = "标准版"
# Languages are named in themselves.
_STANDARD_LANGUAGE: Final = "简体中文"
_STANDARD_LANG: Final = "zh-Hans"


class Way(TypedDict):
    """A link to a variant, its words and their language ("" as the page)."""

    url: str
    label: str
    lang: str


class Alternate(TypedDict):
    """The same page in another language, by absolute address."""

    lang: str
    url: str


def ways_of(address: str, guides: GuideVariants, current: str = "") -> list[Way]:
    """Return the links of a standard page, or of its page in `current`, to the others.

    Where a variant does not have the page the link leads to its home page.
    """
    ways = []
    if current and VARIANTS[current].own_address:
        ways.append(Way(url=address, label=_STANDARD_LANGUAGE, lang="zh-CN"))
    elif current:
        ways.append(Way(url=address, label=_STANDARD, lang=""))
    for name in _OFFERED:
        if name == current:
            continue
        variant = VARIANTS[name]
        there = address if holds(name, address, guides) else "/"
        ways.append(
            Way(url=f"/{name}{there}", label=variant.label, lang=variant.label_lang)
        )
    return ways


def alternates_of(
    address: str, guides: GuideVariants, base_url: str, canonical: str
) -> list[Alternate]:
    """Return the languages of a page with the standard one; none if it is the only."""
    others = [
        Alternate(lang=each.lang, url=f"{base_url}/{each.name}{address}")
        for each in VARIANTS.values()
        if each.own_address and holds(each.name, address, guides)
    ]
    if not others or not canonical:
        return []
    standard = Alternate(lang=_STANDARD_LANG, url=canonical)
    return [standard, *others, Alternate(lang="x-default", url=canonical)]

"""The brand kit of the halls (三统一): one logo, door signs, one standard of service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from content.codes import Level
from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import (
    SERVICES,
    Frame,
    Link,
    PageSource,
    Payload,
    crumbs,
)
from portal.theming.roll_pages import LISTS, downloads, list_lede, list_sections
from portal.theming.texts import gettext as _

BRAND_LIST: Final = "brand-kit"
LOGO: Final = "/brand/logo.svg"
# Which halls have a sign of their own kind: a level, its file, what it is called.
SIGNS: Final[Mapping[str, str]] = {
    Level.COUNTY.value: "district",
    Level.TOWN.value: "street",
    Level.VILLAGE.value: "community",
}
_SIGN_HEIGHT: Final = 200
_LETTER: Final = 56


class Sign(NamedTuple):
    """A door sign to show: its file and the hall that it is for."""

    url: str
    hall: str


def sign_url(level: str) -> str:
    """Return the address of the door sign of a level."""
    return f"/brand/sign-{SIGNS[level]}.svg"


def brand_page(
    frame: Frame, listed: Payload, signs: Sequence[Sign], changed_on: str = ""
) -> PageSource:
    """Return the brand kit: pictures to look at and to take, and the standards."""
    pictures = [
        blocks.picture(LOGO, _("%(name)s的标识") % {"name": frame.site["name"]}),
        *(
            blocks.picture(sign.url, _("%(hall)s的门牌") % {"hall": sign.hall})
            for sign in signs
        ),
    ]
    files = [Link(url=LOGO, name=_("标识"), note="SVG")]
    files += [
        Link(url=sign.url, name=_("%(hall)s的门牌") % {"hall": sign.hall}, note="SVG")
        for sign in signs
    ]
    lede = list_lede(listed, len(listed["items"]), changed_on)
    return blocks_page(
        frame,
        BlocksPage(
            address=listed["url"],
            title=listed["name"],
            description=f"{listed['name']}：{lede}",
            column=SERVICES,
            crumbs=crumbs(*LISTS, here=listed["name"]),
            lede=lede,
            sections=[
                blocks.section("pictures", _("标识和门牌"), *pictures),
                blocks.section("files", _("下载标识和门牌"), blocks.links(files)),
                *list_sections(
                    [
                        {"entry": entry, "url": "", "department": ""}
                        for entry in listed["items"]
                    ]
                ),
                downloads(listed["key"]),
            ],
        ),
    )


def logo_source(frame: Frame) -> PageSource:
    """Return the logo with the site's name, as SVG."""
    name = frame.site["name"]
    return PageSource(
        address=LOGO,
        template="brand/logo.svg",
        context={
            "name": name,
            "sponsor": frame.site["sponsor"],
            "width": _SIGN_HEIGHT + _LETTER * len(name),
        },
    )


def sign_source(frame: Frame, level: str, hall: Payload) -> PageSource:
    """Return the door sign of a hall, as SVG: emblem, its name, what holds all."""
    return PageSource(
        address=sign_url(level),
        template="brand/sign.svg",
        context={
            "hall": hall["name"],
            "site": frame.site["name"],
            "hotline": frame.site["hotline"],
            "width": _SIGN_HEIGHT + _LETTER * len(hall["name"]),
        },
    )

"""One page of each kind of the demo's site."""

from __future__ import annotations

from typing import Final

KINDS: Final = {
    "home": "/",
    "guide": "/guides/food/",
    "catalogue guide": "/guides/m0042/",
    "notice": "/guides/food/notice/",
    "list of guides": "/guides/",
    "hall": "/halls/H-QU/",
    "department": "/departments/scj/",
    "topic": "/topics/company/010/",
    "questions": "/guides/food/list/",
    "own list": "/guides/food/list/small-pipe-no-no/",
    "places of a guide": "/guides/food/places/",
    "one-thing service": "/themes/YJS-001/",
    "power list": "/powers/",
    "regions": "/regions/",
    "map of the site": "/sitemap/",
    "brand kit": "/lists/brand-kit/",
    "list across districts": "/lists/legal-aid-city/",
    "themes for companies": "/themes/for/company/",
    "search without a server": "/search/",
    "errors without a server": "/report/",
    "guide in large type": "/elder/guides/food/",
    "guide at a terminal": "/kiosk/guides/food/",
    "guide in traditional characters": "/hant/guides/food/",
    "home in English": "/en/",
}

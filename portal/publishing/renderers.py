"""Make every output's bytes from what a view reads: pure functions, one per kind.

`render_output` is what builders call. A renderer sees nothing but its view and its
arguments; pages come from the theme's functions.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from portal.publishing import data_files
from portal.publishing.bodies import Body, bytes_of
from portal.publishing.cards import COMPANY, PERSON
from portal.publishing.feeds import FEED_RENDERERS
from portal.publishing.list_renderers import LIST_RENDERERS
from portal.publishing.manifest import Output
from portal.publishing.open_data.page import open_data_page
from portal.publishing.open_data.renderers import OPEN_DATA_RENDERERS
from portal.publishing.page_values import (
    department_entries,
    featured_links,
    frame_of,
    halls_of,
    main_halls,
    topic_groups,
    totals_of,
    version_of,
)
from portal.publishing.place_renderers import PLACE_RENDERERS
from portal.publishing.record_data import record_json
from portal.publishing.record_renderers import RECORD_RENDERERS
from portal.publishing.record_values import listed_on, themes_of
from portal.publishing.search_shards import SHARD_RENDERERS
from portal.publishing.security_text import SECURITY_RENDERERS
from portal.publishing.site_renderers import SITE_RENDERERS
from portal.publishing.sitemaps import SITEMAP_RENDERERS
from portal.publishing.store import Payload, Store, View
from portal.publishing.values import PublishedMatter
from portal.publishing.variants import (
    PAGE_FILE,
    VARIANT,
    page_name,
    standard_renderer,
    variant_page,
)
from portal.publishing.writers import Content
from portal.scenarios import pages as scenario_pages
from portal.scenarios.situations import has_questions, situation_of
from portal.theming import (
    assets,
    guide_pages,
    hall_pages,
    list_pages,
    notice_pages,
    power_pages,
    text_pages,
)
from portal.theming.contexts import Link, PageSource
from portal.theming.rendering import page_bytes
from portal.theming.styleguide import styleguide_page
from portal.theming.variants.registry import ENGLISH

_ERROR_FRAMES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An output's content, or why there is none; and the keys that were read."""

    content: Content | None
    error: str
    reads: dict[str, str]


def render_output(store: Store, output: Output) -> Made:
    """Return the content of an output; an error is returned, never raised."""
    view = store.view()
    try:
        body = _body_of(view, output)
    except Exception as error:  # noqa: BLE001 - one broken page must not stop others
        places = "".join(traceback.format_tb(error.__traceback__)[-_ERROR_FRAMES:])
        text = f"{type(error).__name__}: {error}\n{places}"
        return Made(content=None, error=text, reads=view.reads)
    return Made(content=Content(body), error="", reads=view.reads)


def _body_of(view: View, output: Output) -> Body:
    arguments = output.arguments
    if output.renderer == VARIANT:
        return variant_page(view, RENDERERS, arguments)
    make = RENDERERS[output.renderer]
    if not output.path.endswith(PAGE_FILE):
        return make(view, **arguments)
    name = page_name(output.renderer, arguments)
    return view.page(name, lambda inner: bytes_of(make(inner, **arguments)))


def is_whole_site(output: Output) -> bool:
    """Tell whether an output names every matter of the site, or is for download."""
    return standard_renderer(output) in WHOLE_SITE_RENDERERS


def home(view: View) -> bytes:
    """Return the home page."""
    return page_bytes(
        list_pages.home_page(
            frame_of(view),
            hot=featured_links(view),
            topics=[*topic_groups(view, PERSON), *topic_groups(view, COMPANY)],
            departments=department_entries(view),
            main_halls=main_halls(view),
            totals=totals_of(view),
        )
    )


def guide(view: View, *, code: str) -> bytes:
    """Return a matter's guide."""
    return page_bytes(guide_source(view, code))


def guide_source(view: View, code: str) -> PageSource:
    """Return what a matter's guide is rendered from."""
    matter = _matter(view, code)
    related = (view.link(other) for other in matter.payload["guide"]["related"])
    return guide_pages.guide_page(
        frame_of(view),
        payload=matter.payload,
        version=version_of(matter),
        department=view.record("department", matter.payload["guide"]["department"]),
        halls=halls_of(view, matter.payload),
        around=guide_pages.Around(
            asks=has_questions(matter.payload["guide"]),
            related=[link for link in related if link is not None],
            belongs=_belongs(view, code),
            in_english=ENGLISH in view.held(code),
        ),
    )


def _belongs(view: View, code: str) -> list[tuple[str, list[Link]]]:
    """Return where else a matter appears: power list, themes, lists."""
    card = view.card(code)
    if card is None:
        return []
    power = view.record("power", card.power_item) if card.power_item else None
    return [
        ("权责清单", [power_pages.power_link(power)] if power else []),
        ("一件事", themes_of(view, card)),
        ("所在清单", listed_on(view, card)),
    ]


def notice(view: View, *, code: str) -> bytes:
    """Return a guide's one-off notification."""
    matter = _matter(view, code)
    return page_bytes(
        notice_pages.notice_page(
            frame_of(view),
            payload=matter.payload,
            version=version_of(matter),
            department=view.record("department", matter.payload["guide"]["department"]),
            halls=halls_of(view, matter.payload),
        )
    )


def questions(view: View, *, code: str) -> bytes:
    """Return the questions of a guide that lead to one's own list."""
    matter = _matter(view, code)
    return page_bytes(
        scenario_pages.questions_page(
            frame_of(view), payload=matter.payload, version=version_of(matter)
        )
    )


def own_list(view: View, *, code: str, situation: str) -> bytes:
    """Return the notification of a guide for one situation."""
    return page_bytes(own_list_source(view, code, situation))


def own_list_source(view: View, code: str, situation: str) -> PageSource:
    """Return what the notification of one situation is rendered from.

    Raises:
        LookupError: the guide's questions have no such answers.
    """
    matter = _matter(view, code)
    guide = matter.payload["guide"]
    found = situation_of(guide, situation)
    if found is None:
        raise LookupError(f"Matter '{code}' has no answers '{situation}'.")
    return scenario_pages.own_list_page(
        frame_of(view),
        payload=matter.payload,
        version=version_of(matter),
        department=view.record("department", guide["department"]),
        halls=halls_of(view, matter.payload),
        situation=found,
    )


def hall(view: View, *, code: str) -> bytes:
    """Return a hall's page."""
    payload = view.record("hall", code)
    if payload is None:
        raise LookupError(f"Hall '{code}' is not published.")
    residents = {
        key: Link(url=found["url"], name=found["name"])
        for key in payload["resident_departments"]
        if (found := view.record("department", key)) is not None
    }
    return page_bytes(
        hall_pages.hall_page(
            frame_of(view),
            hall=payload,
            departments=residents,
            accepted=view.by_sound(hall_pages.accepted_codes(payload)),
            by_rule={
                rule: view.count(f"rule:{rule}")
                for rule in hall_pages.accepted_rules(payload)
            },
            around=_halls_around(view, payload),
        )
    )


def _halls_around(view: View, hall: Payload) -> list[Payload]:
    """Return the hall above and those below that are published."""
    codes = [hall["parent_hall"], *(child["code"] for child in hall["children"])]
    found = (view.record("hall", code) for code in codes if code)
    return [each for each in found if each is not None]


def about(view: View) -> bytes:
    """Return the page about the site."""
    return page_bytes(text_pages.about_page(frame_of(view), totals=totals_of(view)))


def data(view: View) -> bytes:
    """Return the list of the open data."""
    return page_bytes(open_data_page(view))


def not_found(view: View) -> bytes:
    """Return the page for an address that does not exist."""
    groups = [*topic_groups(view, PERSON), *topic_groups(view, COMPANY)]
    return page_bytes(text_pages.not_found_page(frame_of(view), topics=groups))


def asset(view: View, *, path: str) -> bytes:
    """Return a file of the theme."""
    view.theme()
    return assets.load_asset(path).content


def _text_page(page: Callable[..., PageSource]) -> Callable[[View], bytes]:
    def text(view: View) -> bytes:
        return page_bytes(page(frame_of(view)))

    return text


def _matter(view: View, code: str) -> PublishedMatter:
    matter = view.matter(code)
    if matter is None:
        raise LookupError(f"Matter '{code}' is not published.")
    return matter


# Attachments need the storage of the main process, sounds its dictionaries; workers do
# all others.
LOCAL_RENDERERS: Final = frozenset(
    {"file", "record_file", "search_sounds", "search_spellings"}
)
# What names every matter of the site takes longer with each of them, and so do files
# for download and what tells of them. A single edit does not wait for these; they
# follow in a job of their own, many edits in one go.
WHOLE_SITE_RENDERERS: Final = frozenset(
    {
        "guides_json", "guides_data", "records_data", "list_data", "changes_lines",
        "changes_feed", "exchange_json", "catalogue", "checksums", "data", "sitemap",
        "sitemap_part", "search_names", "search_others", "search_stand_in",
    }
)  # fmt: skip
RENDERERS: Final[dict[str, Callable[..., Body]]] = (
    RECORD_RENDERERS
    | OPEN_DATA_RENDERERS
    | FEED_RENDERERS
    | SITEMAP_RENDERERS
    | SECURITY_RENDERERS
    | SHARD_RENDERERS
    | PLACE_RENDERERS
    | SITE_RENDERERS
    | LIST_RENDERERS
) | {
    "home": home,
    "guide": guide,
    "guide_json": data_files.guide_json,
    "notice": notice,
    "questions": questions,
    "own_list": own_list,
    "hall": hall,
    "about": about,
    "help": _text_page(text_pages.help_page),
    "accessibility": _text_page(text_pages.accessibility_page),
    "privacy": _text_page(text_pages.privacy_page),
    "data": data,
    "styleguide": _text_page(styleguide_page),
    "not_found": not_found,
    "server_error": _text_page(text_pages.server_error_page),
    "robots": data_files.robots,
    "file": data_files.file,
    "record_json": record_json,
    "record_file": data_files.record_file,
    "asset": asset,
}

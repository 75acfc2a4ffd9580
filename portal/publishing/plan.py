"""Which outputs the site has: everything follows from the records.

An owner ("matter:food", "topic:person:085") has a set of outputs. What changes in the
records names the owners whose set may have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from content.power_codes import ThemeDetail
from content.themes.answers import answer_paths
from content.zero_list import SLUGS
from portal.publishing.brand_renderers import brand_outputs
from portal.publishing.cards import ALL, COMPANY, PERSON, zero_list
from portal.publishing.manifest import Output
from portal.publishing.open_data.files import (
    DataOutput,
    catalogue_output,
    checksums_output,
    list_outputs,
    whole_outputs,
)
from portal.publishing.record_cards import NEWS_KINDS, RECORD_KINDS, THEME_SIDES
from portal.publishing.search_shards import shard_outputs
from portal.publishing.security_text import SECURITY_FILE, has_security_text
from portal.publishing.sitemaps import part_count
from portal.publishing.store import Payload, Store
from portal.publishing.variants import variants_of
from portal.scenarios.situations import Guide, file_situations
from portal.theming import power_list_pages
from portal.theming.assets import iter_assets
from portal.theming.hall_pages import RULE_LISTS
from portal.theming.handbook_pages import books_of
from portal.theming.narrowed_lists import NEWS_FOLDER, THEME_FOLDER
from portal.theming.paging import page_count
from portal.theming.theme_step_pages import project_url
from portal.theming.zero_pages import zero_folder

SITE: Final = "site"
ASSETS: Final = "assets"
GUIDES: Final = "guides"
SITEMAPS: Final = "sitemaps"

_FIXED: Final = (
    ("index.html", "home"),
    ("departments/index.html", "departments"),
    ("topics/index.html", "topics"),
    ("halls/index.html", "halls"),
    ("regions/index.html", "regions"),
    ("styleguide/index.html", "styleguide"),
    ("about/index.html", "about"),
    ("help/index.html", "help"),
    ("accessibility/index.html", "accessibility"),
    ("privacy/index.html", "privacy"),
    ("data/index.html", "data"),
    ("404.html", "not_found"),
    ("500.html", "server_error"),
    ("robots.txt", "robots"),
    ("powers/index.html", "powers"),
    ("themes/index.html", "themes"),
    ("build/index.html", "projects"),
    ("lists/index.html", "lists"),
    ("lists/not-placed/index.html", "not_placed"),
    ("lists/zero/index.html", "zero_index"),
    ("policies/index.html", "policies"),
    ("news/index.html", "news"),
    ("news/feed.xml", "news_feed"),
    ("benefits/index.html", "benefits"),
    ("figures/index.html", "figures"),
    ("handbook/index.html", "handbooks"),
    ("sitemap/index.html", "site_map"),
    ("report/index.html", "report_stand_in"),
)
_RECORD_RENDERERS: Final = {
    "power": ("power", "code"),
    "theme": ("theme", "code"),
    "list": ("matter_list", "key"),
    "cross_list": ("cross_list", "key"),
    "benefit": ("benefit", "key"),
    "handbook": ("handbook", "key"),
}
_DATA_RENDERERS: Final = {"power": "power_json", "theme": "theme_json"}
_DOCUMENTS: Final = frozenset({"policy", "interpretation", "article"})
_LISTS: Final = frozenset({"list", "cross_list"})
_POWER_LISTS: Final = ("powers:category:", "powers:department:", "powers:facet:")
# Lists with a page each: the renderer, the name of its argument and the folder.
_NARROWED: Final = {
    THEME_SIDES: ("theme_side", "side", THEME_FOLDER),
    NEWS_KINDS: ("news_kind", "kind", NEWS_FOLDER),
}
_FACETS: Final = (*_POWER_LISTS, *(f"{name}:" for name in _NARROWED))
# Halls of a level have a door sign, as long as there is one.
_SIGNED: Final = "halls:level:"
_OWNED: Final = ("matter", "department", "hall", *RECORD_KINDS)


def all_outputs(store: Store) -> Iterator[Output]:
    """Yield every output of the site."""
    for owner in all_owners(store):
        yield from outputs_of(owner, store)


def all_owners(store: Store) -> Iterator[str]:
    """Yield every owner; the matters first, since the lists link to them."""
    rows = store.manifest.connection.execute(
        "SELECT kind, key FROM records ORDER BY kind = 'matter' DESC, kind, key"
    )
    for kind, key in rows.fetchall():
        if kind in _OWNED:
            yield f"{kind}:{key}"
    rows = store.manifest.connection.execute(
        "SELECT DISTINCT collection FROM tallies ORDER BY collection"
    )
    for (collection,) in rows.fetchall():
        owner = _owner_of_list(collection)
        if owner.startswith(("topic:", "file:", *_FACETS)):
            yield owner
    # These are there also with nothing on them.
    yield from map(zero_list, SLUGS.values())
    yield from (GUIDES, ASSETS, SITE, SITEMAPS)


def outputs_of(owner: str, store: Store) -> list[Output]:
    """Return the outputs that an owner has now, none when it is gone."""
    kind, _, key = owner.partition(":")
    planned = _PLANNERS[kind](owner, key, store)
    return [
        each for output in planned for each in (output, *variants_of(output, store))
    ]


def owners_of(scopes: Iterable[str]) -> list[str]:
    """Return the owners whose outputs may change with these scopes, in plan order."""
    found = set(scopes)
    owners = {owner for scope in found if (owner := _owner_of_scope(scope))}
    if not all(scope.startswith("record|matter|") for scope in found):
        # How many sitemaps there are hangs on everything that has an address.
        owners.add(SITEMAPS)
    return sorted(owners, key=lambda owner: (not owner.startswith("matter:"), owner))


def _owner_of_scope(scope: str) -> str:
    kind, _, rest = scope.partition("|")
    if kind == "record":
        record_kind, _, key = rest.partition("|")
        if record_kind in _OWNED:
            return f"{record_kind}:{key}"
        return ASSETS if record_kind == "look" else ""
    return _owner_of_list(rest) if kind == "list" else ""


def _owner_of_list(collection: str) -> str:
    side, _, _key = collection.partition(":")
    if collection == ALL:
        return GUIDES
    if side in (PERSON, COMPANY):
        return f"topic:{collection}"
    if collection.startswith(_FACETS):
        return collection
    if collection.startswith(_SIGNED):
        return SITE
    return collection if side in ("department", "file", "zero") else ""


def list_path(folder: str, number: int) -> str:
    """Return the file of a page of a list; the first one is the folder's index."""
    page = "" if number == 1 else f"page-{number}/"
    return f"{folder}/{page}index.html"


def _matter(owner: str, code: str, store: Store) -> Iterator[Output]:
    card = store.evaluate(f"card|{code}").value
    if card is None:
        return
    folder = f"guides/{code}"
    yield _output(f"{folder}/index.html", owner, "guide", code=code)
    yield _output(f"{folder}/index.json", owner, "guide_json", code=code)
    if card.kind == "guide":
        # A notification without the list of materials would mislead.
        yield _output(f"{folder}/notice/index.html", owner, "notice", code=code)
        if card.has_places:
            yield _output(f"{folder}/places/index.html", owner, "places", code=code)
    if card.asks:
        guide = store.evaluate(f"record|matter|{code}").value["payload"]["guide"]
        yield from _own_lists(owner, code, guide)


def _own_lists(owner: str, code: str, guide: Guide) -> Iterator[Output]:
    folder = f"guides/{code}/list"
    yield _output(f"{folder}/index.html", owner, "questions", code=code)
    for each in file_situations(guide):
        path = f"{folder}/{each.code}/index.html"
        yield _output(path, owner, "own_list", code=code, situation=each.code)


def _department(owner: str, key: str, store: Store) -> Iterator[Output]:
    payload = store.evaluate(f"record|department|{key}").value
    if payload is None:
        return
    for number in _numbers(owner, store):
        path = list_path(payload["url"].strip("/"), number)
        yield _output(path, owner, "department", key=key, number=number)
    yield _record_data(owner, "department", key, payload["url"])
    yield _feed(owner, payload["url"], owner)


def _topic(owner: str, key: str, store: Store) -> Iterator[Output]:
    if not store.evaluate(f"count|{key}").value:
        return
    side, _, code = key.partition(":")
    for number in _numbers(key, store):
        path = list_path(f"topics/{side}/{code}", number)
        yield _output(path, owner, "topic", side=side, code=code, number=number)
    yield _feed(owner, f"/topics/{side}/{code}/", key)


def _hall(owner: str, code: str, store: Store) -> Iterator[Output]:
    payload = store.evaluate(f"record|hall|{code}").value
    if payload is not None:
        path = list_path(payload["url"].strip("/"), 1)
        yield _output(path, owner, "hall", code=code)
        yield _record_data(owner, "hall", code, payload["url"])


def _file(owner: str, path: str, store: Store) -> Iterator[Output]:
    if store.evaluate(f"count|{owner}").value:
        yield _output(path, owner, "file", path=path)


def _record(owner: str, key: str, store: Store) -> Iterator[Output]:
    kind = owner.partition(":")[0]
    payload = store.evaluate(f"record|{kind}|{key}").value
    if payload is None:
        return
    folder = payload["url"].strip("/")
    path = list_path(folder, 1)
    renderer, arguments = record_output(kind, key)
    yield _output(path, owner, renderer, **arguments)
    if kind in _DATA_RENDERERS:
        yield _output(f"{folder}/index.json", owner, _DATA_RENDERERS[kind], code=key)
    else:
        yield _record_data(owner, kind, key, payload["url"])
    if kind == "theme":
        yield from _project(owner, key, payload)
    for book in books_of(payload) if kind == "handbook" else ():
        path = list_path(book.url.strip("/"), 1)
        yield _output(path, owner, "book", key=key, slug=book.slug)
    for attached in payload.get("attachments") or ():
        if isinstance(attached, dict):
            yield _output(
                attached["path"],
                owner,
                "record_file",
                path=attached["path"],
                sha256=attached["sha256"],
            )
    if kind in _LISTS:
        for each in list_outputs(kind, key):
            yield _data(owner, each)


def _project(owner: str, key: str, theme: Payload) -> Iterator[Output]:
    """Yield a page for each way through the questions about a project."""
    if theme["detail"] != ThemeDetail.FULL or not (url := project_url(theme)):
        return
    for path in answer_paths(theme):
        answers = "/".join(path)
        folder = "/".join([url.strip("/"), *path])
        file = list_path(folder, 1)
        yield _output(file, owner, "project", code=key, answers=answers)


def _data(owner: str, data: DataOutput) -> Output:
    """Return a file of the open data."""
    return _output(data.path, owner, data.renderer, **data.arguments)


def _feed(owner: str, url: str, collection: str) -> Output:
    """Return the feed of a list of guides."""
    path = f"{url.strip('/')}/feed.xml"
    return _output(path, owner, "feed", collection=collection)


def _record_data(owner: str, kind: str, key: str, url: str) -> Output:
    """Return the data beside a record's page."""
    path = f"{url.strip('/')}/index.json"
    return _output(path, owner, "record_json", kind=kind, key=key)


def record_output(kind: str, key: str) -> tuple[str, dict[str, str | int]]:
    """Return the renderer of a record's page and its arguments."""
    if kind in _DOCUMENTS:
        return "document", {"kind": kind, "key": key}
    renderer, name = _RECORD_RENDERERS[kind]
    return renderer, {name: key}


def _powers(owner: str, key: str, store: Store) -> Iterator[Output]:
    by, _, code = key.partition(":")
    if not store.evaluate(f"count|{owner}").value:
        return
    department = "" if by == "category" else code.partition(":")[0]
    if department and not store.evaluate(f"record|department|{department}").value:
        return
    for number in _numbers(owner, store):
        path = list_path(power_list_pages.power_folder(owner).strip("/"), number)
        yield _output(path, owner, "power_list", collection=owner, number=number)


def _narrowed(owner: str, key: str, store: Store) -> Iterator[Output]:
    if not store.evaluate(f"count|{owner}").value:
        return
    value = key.rpartition(":")[2]
    renderer, argument, folder = _NARROWED[owner.removesuffix(f":{value}")]
    path = list_path(f"{folder.strip('/')}/{value}", 1)
    yield _output(path, owner, renderer, **{argument: value})


def _guides(owner: str, _key: str, store: Store) -> Iterator[Output]:
    for number in _numbers(ALL, store):
        yield _output(list_path("guides", number), owner, "guides", number=number)


def _zero(owner: str, slug: str, store: Store) -> Iterator[Output]:
    for number in _numbers(owner, store):
        path = list_path(zero_folder(slug).strip("/"), number)
        yield _output(path, owner, "zero", slug=slug, number=number)


def _assets(owner: str, _key: str, _store: Store) -> Iterator[Output]:
    for asset in iter_assets():
        yield _output(asset.url.lstrip("/"), owner, "asset", path=asset.path)


def _site(owner: str, _key: str, store: Store) -> Iterator[Output]:
    for path, renderer in _FIXED:
        yield _output(path, owner, renderer)
    for rule, kind in RULE_LISTS.items():
        path = list_path(kind.url.strip("/"), 1)
        yield _output(path, owner, "rule_list", rule=rule)
    for each in (*whole_outputs(), catalogue_output(), checksums_output()):
        yield _data(owner, each)
    for path, renderer, arguments in (
        *shard_outputs(),
        *brand_outputs(
            lambda level: int(store.evaluate(f"count|halls:level:{level}").value)
        ),
    ):
        yield _output(path, owner, renderer, **arguments)
    if has_security_text(store.evaluate("record|look|default").value):
        yield _output(SECURITY_FILE, owner, "security_text")


def _sitemaps(owner: str, _key: str, store: Store) -> Iterator[Output]:
    yield _output("sitemap.xml", owner, "sitemap")
    for number in range(1, part_count(store.view()) + 1):
        path = f"sitemaps/{number}.xml"
        yield _output(path, owner, "sitemap_part", number=number)


_PLANNERS: Final[dict[str, Callable[[str, str, Store], Iterator[Output]]]] = {
    "matter": _matter,
    "department": _department,
    "topic": _topic,
    "hall": _hall,
    "file": _file,
    "powers": _powers,
    "themes": _narrowed,
    "news": _narrowed,
    **dict.fromkeys(RECORD_KINDS, _record),
    "zero": _zero,
    GUIDES: _guides,
    ASSETS: _assets,
    SITE: _site,
    SITEMAPS: _sitemaps,
}


def _numbers(collection: str, store: Store) -> range:
    return range(1, page_count(store.evaluate(f"count|{collection}").value) + 1)


def _output(path: str, owner: str, renderer: str, /, **arguments: str | int) -> Output:
    return Output(path=path, owner=owner, renderer=renderer, arguments=arguments)

"""The small index with which a browser finds guides when no server answers.

A matter is in one shard by its code, so an edit rewrites that shard only. Each shard is
two files: titles come first, other names and facts follow. Two tables tell how
characters sound, and which simplified characters stand for traditional ones.
`themes/default/static/js/pocket.js` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from opencc import OpenCC

from portal.publishing.cards import ALL, Card, canonical_json, shard_name
from portal.publishing.facts import FACT_ORDER
from portal.publishing.page_values import frame_of
from portal.publishing.store import View
from portal.theming import search_pages
from portal.theming.pinyin import sounds_of
from portal.theming.rendering import page_bytes
from portal.theming.search_pages import SHARDS
from search.lexicon import default_lexicon

FOLDER: Final = "search"
# What a web server without the portal behind it shows at the address of search.
STAND_IN: Final = f"{FOLDER}/index.html"

_CHARACTERS: Final = range(0x4E00, 0x9FA6)
# GB 2312 has its frequent characters, by sound, up to here.
_FREQUENT: Final = b"\xd8"
_MOST_SOUNDS: Final = 2


def shard_outputs() -> Iterator[tuple[str, str, dict[str, str | int]]]:
    """Yield path, renderer and arguments of each file of the index."""
    for number in range(SHARDS):
        for renderer in ("names", "others"):
            path = f"{FOLDER}/shards/{renderer}-{number}.json"
            yield path, f"search_{renderer}", {"number": number}
    for part in ("names", "others"):
        path = f"{FOLDER}/shards/sounds-{part}.json"
        yield path, "search_sounds", {"part": part}
    yield f"{FOLDER}/shards/spellings.json", "search_spellings", {}
    yield STAND_IN, "search_stand_in", {}


def search_names(view: View, *, number: int) -> bytes:
    """Return the titles of a shard: a list of code and title."""
    view.theme()
    return _lines([card.code, card.name] for card in _cards(view, number))


def search_others(view: View, *, number: int) -> bytes:
    """Return what else a shard knows: code, other names, item code, facts."""
    view.theme()
    return _lines(
        [card.code, ";".join(_other_names(card)), card.item_code, _facts(card)]
        for card in _cards(view, number)
    )


def search_sounds(view: View, *, part: str) -> bytes:
    """Return how frequent characters sound: syllable -> characters.

    Characters that names of matters have come in the first part, to be there soon.
    """
    view.theme()
    return _json(_sounds(in_names=part == "names"))


def search_spellings(view: View) -> bytes:
    """Return traditional characters, each followed by its simplified one, and requests.

    Requests are what people say around what they look for (怎么办理、在哪里).
    """
    view.theme()
    fillers = sorted(
        (words for words in default_lexicon().fillers if len(words) > 1),
        key=lambda words: (-len(words), words),
    )
    return _json({"simplified": _simplified(), "requests": fillers})


def search_stand_in(view: View) -> bytes:
    """Return the page that searches in the browser."""
    return page_bytes(
        search_pages.stand_in_page(frame_of(view), letters=view.letters(ALL))
    )


def _cards(view: View, number: int) -> Iterable[Card]:
    return view.everything(shard_name(number))


def _other_names(card: Card) -> Iterable[str]:
    """Return all names but the title, each once: the editors', then the lexicon's."""
    lexicon = default_lexicon()
    names = (
        card.plain_name,
        *card.aliases,
        *lexicon.names_of(card.source_id),
        lexicon.official_name_of(card.source_id),
    )
    return dict.fromkeys(name for name in names if name and name != card.name)


def _facts(card: Card) -> list[str]:
    known = [card.facts[name] for name in FACT_ORDER if card.facts.get(name)]
    return [*known, card.department_name]


@lru_cache(maxsize=2)
def _sounds(*, in_names: bool) -> dict[str, str]:
    """Return syllable -> characters; after a blank those that seldom sound so."""
    lexicon = default_lexicon()
    names = {*lexicon.official_names.values(), *chain(*lexicon.aliases.values())}
    known = set(chain(*names))
    usual: dict[str, str] = {}
    seldom: dict[str, str] = {}
    for character in map(chr, _CHARACTERS):
        frequent = b"" < _gb2312(character) < _FREQUENT
        if not frequent or (character in known) != in_names:
            continue
        sounds = dict.fromkeys(sounds_of(character))
        first, *others = list(sounds)[:_MOST_SOUNDS]
        usual[first] = usual.get(first, "") + character
        for other in others:
            seldom[other] = seldom.get(other, "") + character
    return {
        sound: f"{usual.get(sound, '')} {seldom.get(sound, '')}".rstrip()
        for sound in sorted({*usual, *seldom})
    }


@lru_cache(maxsize=1)
def _simplified() -> str:
    converter = OpenCC("t2s")
    pairs = []
    for character in map(chr, _CHARACTERS):
        simple = converter.convert(character)
        if simple != character and not _gb2312(character):
            pairs.append(character + simple)
    return "".join(pairs)


def _gb2312(character: str) -> bytes:
    try:
        return character.encode("gb2312")
    except UnicodeEncodeError:
        return b""


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as JSON, a row a line, so that an edit is a short difference."""
    return ("[" + ",\n".join(map(canonical_json, rows)) + "]\n").encode()


def _json(value: object) -> bytes:
    return f"{canonical_json(value)}\n".encode()


SHARD_RENDERERS: Final[dict[str, Callable[..., bytes]]] = {
    "search_names": search_names,
    "search_others": search_others,
    "search_sounds": search_sounds,
    "search_spellings": search_spellings,
    "search_stand_in": search_stand_in,
}

"""The names of what outputs read: kind, list or card, and details, parted by "|"."""

from __future__ import annotations

from typing import Final

# What the keys of a kind hang on, and how many parts behind its name they have.
_SCOPES: Final = {
    **dict.fromkeys(
        ("count", "links", "entries", "letters", "newest", "latest", "record_links"),
        ("list", 0),
    ),
    **dict.fromkeys(("lines", "fields"), ("list", 1)),
    "page_fields": ("list", 2),
    **dict.fromkeys(("link", "held", "named", "sound"), ("card", 0)),
    "card_fields": ("card", 1),
    "size": ("records", 0),
}


def scope_of(key: str) -> str:
    """Return what a key's value hangs on: a record, a card or a whole list.

    >>> scope_of("links|person:085")
    'list|person:085'
    """
    kind = key.partition("|")[0]
    if kind == "counts":
        return kind
    if kind not in _SCOPES:
        return key
    return f"{_SCOPES[kind][0]}|{parts_of(key)[0]}"


def parts_of(key: str) -> list[str]:
    """Return what a key of a list or a card names, and the details behind it.

    >>> parts_of("page_fields|zero:fee|code,zero|2")
    ['zero:fee', 'code,zero', '2']
    """
    kind, _, rest = key.partition("|")
    return rest.rsplit("|", _SCOPES[kind][1])

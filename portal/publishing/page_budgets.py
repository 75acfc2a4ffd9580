"""What a page may weigh over the wire, and what the pages of a release do weigh.

A weight is that of the compressed file which a browser is sent. Requests are what a page
names in its markup and what its scripts fetch, without the icon, which a browser asks for
once a visit. How fast a page is then shown is for a browser to measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final

from portal.publishing.links import path_of
from portal.publishing.manifest import READY, Output
from portal.publishing.packing import SIBLINGS
from portal.publishing.releases import Release
from portal.publishing.variants import PAGE_FILE, VARIANT, standard_renderer
from portal.theming.brand_pages import BRAND_LIST

MOST_BYTES_OF_A_RELEASE: Final = 150_000_000
_KIB: Final = 1024
_LIST_PAGE: Final = "matter_list"
# Documents that editors attach are no pages of the site.
_ATTACHMENTS: Final = frozenset({"file", "record_file"})
_NAMED: Final[Mapping[str, re.Pattern[bytes]]] = {
    "css": re.compile(rb'<link rel="stylesheet" href="([^"]+)"'),
    "js": re.compile(rb'(?:<script\b[^>]*? src|\sdata-js)="([^"]+)"'),
    "images": re.compile(rb'<img\b[^>]*? src="([^"]+)"'),
}
# What a script asks for as soon as it runs.
_FETCHED: Final = re.compile(rb'fetch\("(/[^"]+)"\)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Bytes over the wire by what they are for, and the number of requests."""

    html: int
    css: int
    js: int
    images: int
    requests: int


MEASURES: Final = tuple(each.name for each in fields(Weight))
_GUIDE: Final = Weight(
    html=14 * _KIB, css=12 * _KIB, js=12 * _KIB, images=30 * _KIB, requests=6
)
_HOME: Final = Weight(
    html=16 * _KIB, css=12 * _KIB, js=12 * _KIB, images=120 * _KIB, requests=14
)
_LIST: Final = Weight(html=16 * _KIB, css=12 * _KIB, js=15 * _KIB, images=0, requests=6)
# A page of another kind is a list, or may weigh no more than one.
_BUDGETS: Final[Mapping[str, Weight]] = {
    "home": _HOME,
    # It is there to show pictures.
    BRAND_LIST: _HOME,
    **dict.fromkeys(("guide", "notice", "own_list", "questions"), _GUIDE),
}


@dataclass(slots=True)
class KindOfPages:
    """The pages of one kind.

    Attributes:
        kind: What renders them, after the variant's name where they are in one.
        budget: What each of them may weigh.
        pages: How many there are.
        most: The largest value of each measure, with the page that has it.
    """

    kind: str
    budget: Weight
    pages: int = 0
    most: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, path: str, weight: Weight) -> None:
        """Count a page."""
        self.pages += 1
        for name in MEASURES:
            value = getattr(weight, name)
            if name not in self.most or value > self.most[name][0]:
                self.most[name] = (value, path)

    def broken(self) -> Iterator[str]:
        """Yield a sentence for each measure in which a page is over the budget."""
        for name, (value, path) in self.most.items():
            allowed = getattr(self.budget, name)
            if value > allowed:
                yield f"'{path}' has {name} {value}; expected at most {allowed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the pages of a release weigh, and all its files together in bytes."""

    release: str
    pages: int
    bytes: int
    kinds: list[KindOfPages]

    @property
    def broken(self) -> list[str]:
        """A sentence for each budget that is not kept."""
        found = [sentence for kind in self.kinds for sentence in kind.broken()]
        if self.bytes > MOST_BYTES_OF_A_RELEASE:
            found.append(
                f"Release '{self.release}' has {self.bytes} bytes; "
                f"expected at most {MOST_BYTES_OF_A_RELEASE}"
            )
        return found


def measure_pages(release: Release, every: int = 1) -> Measured:
    """Weigh each page of a release, or one of `every` in the order of their paths.

    Raises:
        ManifestCorrupt: the release's manifest cannot be read.
    """
    with release.open_manifest() as manifest:
        outputs = [state.output for state in manifest.outputs(READY)]
    pages = [output for output in outputs if _is_page(output)][::every]

    named = _NamedFiles(release.root)
    kinds: dict[str, KindOfPages] = {}
    for output in pages:
        kind = _kind(output)
        budget = _BUDGETS.get(kind.rpartition(" ")[2], _LIST)
        weight = _weight(release.root / output.path, named)
        kinds.setdefault(kind, KindOfPages(kind, budget)).add(output.path, weight)
    files = (file for file in release.root.rglob("*") if file.is_file())
    return Measured(
        release=release.name,
        pages=len(pages),
        bytes=sum(file.stat().st_size for file in files),
        kinds=[kinds[name] for name in sorted(kinds)],
    )


def _is_page(output: Output) -> bool:
    return output.path.endswith(PAGE_FILE) and output.renderer not in _ATTACHMENTS


def _kind(output: Output) -> str:
    renderer = standard_renderer(output)
    if renderer == _LIST_PAGE and output.arguments.get("key") == BRAND_LIST:
        renderer = BRAND_LIST
    if output.renderer != VARIANT:
        return renderer
    return f"{output.path.partition('/')[0]} {renderer}"


class _NamedFiles:
    """The files that pages name, each looked at once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[bytes, tuple[int, frozenset[bytes]]] = {}

    def size(self, address: bytes) -> int:
        """Return how many bytes a browser is sent."""
        return self._of(address)[0]

    def fetched(self, address: bytes) -> frozenset[bytes]:
        """Return the addresses that a script asks for."""
        return self._of(address)[1]

    def _of(self, address: bytes) -> tuple[int, frozenset[bytes]]:
        if address not in self._known:
            file = self._root / path_of(address.decode())
            fetched = frozenset(_FETCHED.findall(file.read_bytes()))
            self._known[address] = _sent(file), fetched
        return self._known[address]


def _weight(page: Path, files: _NamedFiles) -> Weight:
    body = page.read_bytes()
    named = {name: set(pattern.findall(body)) for name, pattern in _NAMED.items()}
    fetched = {each for script in named["js"] for each in files.fetched(script)}
    return Weight(
        html=_sent(page),
        css=sum(map(files.size, named["css"])),
        js=sum(map(files.size, named["js"])),
        images=sum(map(files.size, named["images"])),
        requests=1 + len(fetched) + sum(map(len, named.values())),
    )


def _sent(file: Path) -> int:
    """Return the size of the smallest form of a file that a server has of it."""
    siblings = (file.with_name(file.name + suffix) for suffix in SIBLINGS)
    forms = (file, *(sibling for sibling in siblings if sibling.is_file()))
    return min(form.stat().st_size for form in forms)

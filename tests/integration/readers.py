"""Readers who follow links and hits at once and remember what was not as it should be.

What a reader may ask for:
* a link leads to a page (200), or to the words that it was withdrawn (410, with its
  name) when the page with the link, read again, does not have the link any more;
* the same for hits of a search; a hit or a list is never newer than the page;
* a page is whole, and its data say the same as the page.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

OK: Final = 200
GONE: Final = 410
_REDIRECTS: Final = frozenset({301, 302, 308})
_TRIES: Final = 2
_FOLLOWED: Final = 4
# Parts of the site that are files; the rest asks the database.
_PARTS: Final = frozenset({"", "guides", "departments", "topics", "halls"})
_LINK: Final = re.compile(r'<a [^>]*href="(/[^"#?]*)"[^>]*>([^<]*)')
_STEP: Final = re.compile(r"第(\d+)次")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    text: str


@dataclass
class Reader(threading.Thread):
    """One reader with a connection of its own that is kept open."""

    port: int
    seed: int
    stopped: threading.Event
    faults: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self._chance = random.Random(self.seed)
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, 60)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                self._chance.choice((self._crawl, self._crawl, self._search))()
            except OSError as error:
                self.faults.append(f"no answer: {error!r}")
            self.stopped.wait(0.15)

    def get(self, address: str) -> Answer:
        """Return what is at an address; redirects are followed."""
        for _ in range(4):
            status, location, body = self._ask(address)
            if status not in _REDIRECTS:
                break
            self.seen["redirected"] += 1
            address = location
        text = body.decode("utf-8", "replace")
        self.seen["requests"] += 1
        if status >= 500 or status == 404:
            self.faults.append(f"{address}: {status}")
        elif text.lstrip().startswith("<!") and not text.rstrip().endswith("</html>"):
            self.faults.append(f"{address}: not whole, {len(text)} characters")
        return Answer(status, text)

    def _ask(self, address: str) -> tuple[int, str, bytes]:
        quoted = urllib.parse.quote(address, safe="/?=&%")
        for _ in range(3):
            try:
                self._connection.request("GET", quoted)
                answer = self._connection.getresponse()
                return answer.status, answer.getheader("Location", ""), answer.read()
            except (http.client.RemoteDisconnected, ConnectionError):
                # The server closes connections that were idle; that is no fault.
                self._connection.close()
        raise ConnectionError(f"{address}: the server hangs up")

    def _crawl(self) -> None:
        address = self._chance.choice(
            ("/", "/guides/", "/departments/", "/topics/", "/departments/mzj/")
        )
        for _ in range(4):
            page = self.get(address)
            if page.status != OK:
                return
            links = _links(page.text)
            self._follow(address, page.text)
            onward = [link for link in links if not _code_of(link)]
            if not onward:
                return
            address = self._chance.choice(sorted(onward))
            if not self._leads(address, lambda a=address, p=page: a in _links(p.text)):
                return

    def _follow(self, address: str, text: str) -> None:
        links = _links(text)
        guides = [link for link in links if _code_of(link)]
        for link in self._chance.sample(guides, min(_FOLLOWED, len(guides))):

            def still(link: str = link) -> bool:
                return link in _links(self.get(address).text)

            if self._leads(link, still, told=links[link]):
                self._compare(link)

    def _search(self) -> None:
        number = self._chance.randrange(60)
        query = f"/search/?q=办理事项{number:03}&format=json"
        hits = self._hits(query)
        self.seen["hits"] += len(hits)
        wanted = [url for url in hits if f"{number:04}" in url] or list(hits)
        for url in wanted[:_FOLLOWED]:

            def still(url: str = url) -> bool:
                return url in self._hits(query)

            self._leads(url, still, told=hits[url])

    def _hits(self, query: str) -> dict[str, str]:
        answer = self.get(query)
        if answer.status != OK:
            return {}
        return {hit["url"]: hit["title"] for hit in json.loads(answer.text)["hits"]}

    def _leads(self, link: str, still: Callable[[], bool], told: str = "") -> bool:
        """Follow a link; True when it leads to a page."""
        self.seen["links"] += 1
        for _ in range(_TRIES):
            answer = self.get(link)
            if answer.status == OK:
                self._not_newer(link, told, answer.text)
                return True
            if answer.status != GONE:
                return False
            self.seen["withdrawn"] += 1
            if "办理事项" not in answer.text:
                self.faults.append(f"{link}: withdrawn, but it does not say what")
            if not still():
                return False
        self.faults.append(f"{link}: dead, and the link is still there")
        return False

    def _not_newer(self, link: str, told: str, text: str) -> None:
        before, now = _STEP.search(told), _STEP.search(text)
        if before and now and int(before[1]) > int(now[1]):
            self.faults.append(f"{link}: {told} leads to {now[0]}")

    def _compare(self, link: str) -> None:
        """Read page, data, page: when the page stayed, the data say what it says."""
        for _ in range(_TRIES):
            first = self.get(link)
            data = self.get(f"{link}index.json")
            second = self.get(link)
            if OK not in {first.status} or first != second or data.status != OK:
                return
            self.seen["compared"] += 1
            name = json.loads(data.text)["matter"]["guide"]["name"]
            if name in first.text:
                return
            self.seen["moments"] += 1
        self.faults.append(f"{link}: page and data say different things")


def _links(text: str) -> dict[str, str]:
    """Return address -> words of the links to files of the site."""
    return {
        address: words.strip()
        for address, words in _LINK.findall(text)
        if address.split("/")[1] in _PARTS and address.endswith("/")
    }


def _code_of(link: str) -> str:
    found = re.fullmatch(r"/guides/(m\d+)/", link)
    return found[1] if found else ""

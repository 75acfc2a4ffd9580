"""Words that staff add to the lexicon, change or switch off while the portal runs.

Where they are kept is not known here: a `WordSource` tells a revision, which changes with
every edit, and the words. A process asks for the revision every second at most, when
somebody searches, and makes its new lexicon beside the searches that go on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from search.errors import SearchUnavailable
from search.lexicon import Concept, Lexicon, default_lexicon
from search.planning import Planner
from search.tokens.normalise import compact

logger = logging.getLogger(__name__)

STAFF: Final = "staff"
_LOOK_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class StaffWord:
    """A phrase of everyday speech and the names of the matters meant, best first.

    Without names the lexicon's own meaning of the phrase is switched off.
    """

    phrase: str
    names: tuple[str, ...]


class WordSource(Protocol):
    """Where the words of staff are kept."""

    def revision(self) -> str:
        """Return a text that is another one after each change; cheap to ask.

        Raises:
            SearchUnavailable: the place where they are kept does not answer.
        """
        ...

    def words(self) -> list[StaffWord]:
        """Return all words."""
        ...


_default: list[WordSource] = []


def use_words(source: WordSource | None) -> None:
    """Take the words of a source in the search that the settings name; None for none."""
    _default[:] = [source] if source is not None else []


def default_words() -> WordSource | None:
    """Return the source that `use_words` was given."""
    return _default[0] if _default else None


def lexicon_with(lexicon: Lexicon, words: Iterable[StaffWord]) -> Lexicon:
    """Return the lexicon with the words of staff in the place of its own."""
    concepts = dict(lexicon.concepts)
    phrases = set(lexicon.sorted_phrases)
    for word in words:
        phrase = compact(word.phrase)
        names = tuple(filter(None, map(compact, word.names)))
        concepts.pop(phrase, None)
        phrases.discard(phrase)
        if phrase and names:
            concepts[phrase] = (Concept(phrase, STAFF, names),)
            phrases.add(phrase)
    return replace(lexicon, concepts=concepts, sorted_phrases=tuple(sorted(phrases)))


class StaffWords:
    """Gives the planner of the words as they are now, made again after an edit."""

    def __init__(
        self,
        base: Callable[[], Lexicon] = default_lexicon,
        make: Callable[[Lexicon], Planner] = Planner,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base = base
        self._make = make
        self._clock = clock
        self._source: WordSource | None = None
        self._lock = threading.Lock()
        self._looked_at = -_LOOK_SECONDS
        self._revision = ""
        self._current: tuple[Lexicon, Planner] | None = None
        self._maker: threading.Thread | None = None

    def use(self, source: WordSource | None) -> None:
        """Take the words of a source from now on."""
        self._source = source
        self._looked_at = -_LOOK_SECONDS

    def current(self) -> tuple[Lexicon, Planner] | None:
        """Return lexicon and planner with the words of staff; None without any."""
        source = self._source
        if source is not None and self._is_time():
            self._look(source)
        return self._current

    def wait(self) -> None:
        """Wait until the words that were last seen are in use."""
        maker = self._maker
        if maker is not None:
            maker.join()

    def _is_time(self) -> bool:
        with self._lock:
            now = self._clock()
            busy = self._maker is not None and self._maker.is_alive()
            if busy or now - self._looked_at < _LOOK_SECONDS:
                return False
            self._looked_at = now
            return True

    def _look(self, source: WordSource) -> None:
        try:
            revision = source.revision()
            if revision == self._revision:
                return
            words = source.words()
        except SearchUnavailable as error:
            # Search goes on with the words that it has.
            logger.warning("words of staff not read error=%s", error)
            return
        self._maker = threading.Thread(
            target=self._take, args=(revision, words), name="staff-words", daemon=True
        )
        self._maker.start()

    def _take(self, revision: str, words: list[StaffWord]) -> None:
        started = time.perf_counter()
        if words:
            lexicon = lexicon_with(self._base(), words)
            self._current = (lexicon, self._make(lexicon))
        else:
            self._current = None
        self._revision = revision
        seconds = round(time.perf_counter() - started, 2)
        logger.info("words of staff in use words=%d seconds=%s", len(words), seconds)

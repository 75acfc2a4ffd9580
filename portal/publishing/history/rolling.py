"""Put pages, data and search back to a release of before, and go on again.

Going back is a publication like any other, with the records of then as its source: it
renders what differs and nothing else. The site is held there, so that the next edit
does not bring back what was wrong; what is published meanwhile waits in the database.
Applications are filed under the versions in force, whatever the pages show.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from portal.publishing import indexing
from portal.publishing.errors import NoSuchRelease, NothingHeld
from portal.publishing.history.heads import Hold
from portal.publishing.history.ledger import Ledger
from portal.publishing.releases import Releases
from portal.publishing.source import LOOK, RecordKey
from portal.publishing.syncing import Part, sync

logger = logging.getLogger(__name__)

_FIRST: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackReport:
    """What was done: the release whose contents are shown, as which release.

    `seconds` is from the command to pages, their data and search being as they should;
    `whole_seconds` to the files that name every matter and those for download, too.
    """

    shown: int
    number: int
    written: int
    removed: int
    failed: dict[str, str]
    indexed: int
    seconds: float
    whole_seconds: float


def roll_back(
    number: int | None = None, *, by: str = "", reason: str = ""
) -> RollbackReport:
    """Show a release of before, by default the one before the present one.

    Raises:
        NoSuchRelease: there is none with that number, or none before.
        NoRelease: nothing has been built yet.
        SearchError: the engine did not follow; pages did, a worker tries again.
    """
    started = time.monotonic()
    return _followed(hold_site(number, by=by, reason=reason), started)


def resume() -> RollbackReport:
    """Let the site follow what is published again.

    Raises:
        NothingHeld: the site is not held.
        SearchError: the engine did not follow; pages did, a worker tries again.
    """
    started = time.monotonic()
    free_site()
    return _followed(0, started)


def hold_site(number: int | None = None, *, by: str = "", reason: str = "") -> int:
    """Say that a release of before is to be shown; the next synchronisation shows it.

    Returns its number.

    Raises:
        NoSuchRelease: there is none with that number, or none before.
        NoRelease: nothing has been built yet.
    """
    releases = Releases.configured()
    releases.require_current()
    with Ledger.open(releases.folder) as ledger:
        chosen = number if number is not None else _one_before(ledger)
        ledger.release(chosen)
        ledger.set_hold(Hold(number=chosen, at=timezone.now(), by=by, reason=reason))
    logger.warning("site rolled back release=%d by=%s reason=%s", chosen, by, reason)
    return chosen


def free_site() -> None:
    """Say that what is published is to be shown again.

    Raises:
        NothingHeld: the site is not held.
    """
    with Ledger.open(Releases.configured().folder) as ledger:
        if ledger.hold() is None:
            raise NothingHeld(
                "The site is not held at a release of before; expected a roll back "
                "to resume from. It follows what is published already."
            )
        ledger.set_hold(None)
    logger.warning("site follows what is published again")


def _followed(shown: int, started: float) -> RollbackReport:
    """Bring search and files to what is wanted, in the order that readers need."""
    forgotten = indexing.forget_withdrawn()
    pages = sync(part=Part.PAGES)
    indexed = indexing.catch_up()
    seconds = time.monotonic() - started
    rest = sync(codes=[], part=Part.WHOLE_SITE)
    return RollbackReport(
        shown=shown or pages.number,
        number=pages.number,
        written=len(pages.written) + len(rest.written),
        removed=len(pages.removed) + len(rest.removed),
        failed=pages.failed | rest.failed,
        indexed=indexed + len(forgotten),
        seconds=seconds,
        whole_seconds=time.monotonic() - started,
    )


def _one_before(ledger: Ledger) -> int:
    """Return the release to go back to: the last one that showed something else."""
    hold, last = ledger.hold(), ledger.last()
    newest = hold.number if hold else last.number if last else 0
    present = _contents(ledger, newest)
    for number in range(newest - 1, _FIRST - 1, -1):
        if _contents(ledger, number) != present:
            return number
    raise NoSuchRelease(
        f"There is no release before {newest or 'the first one'} with other contents; "
        f"expected one to go back to. See the releases on record on /releases/."
    )


def _contents(ledger: Ledger, number: int) -> dict[RecordKey, str]:
    """Return what a release shows; the look is that of the program in any case."""
    found = ledger.contents_at(number)
    found.pop(LOOK, None)
    return found

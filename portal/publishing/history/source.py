"""What is to be shown: what the database says now, or a release of before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from portal.publishing.contents import Source
from portal.publishing.history.heads import Hold
from portal.publishing.history.ledger import Ledger
from portal.publishing.releases import Releases
from portal.publishing.source import LOOK, MATTER, DatabaseSource, Record, RecordKey


class PastSource:
    """The records of a release of before.

    The theme is the present one: a release goes back on contents, not on the program.
    """

    def __init__(self, folder: Path, number: int) -> None:
        self.folder = folder
        self.number = number

    def matter_digests(self, codes: Collection[str] | None = None) -> dict[str, str]:
        """Return code -> digest of the matters in force then."""
        with Ledger.open(self.folder) as ledger:
            return ledger.digests_at(self.number, MATTER, codes)

    def matters(self, codes: Iterable[str] | None = None) -> Iterator[Record]:
        """Yield the records of matters in force then."""
        with Ledger.open(self.folder) as ledger:
            yield from ledger.matters_at(self.number, codes)

    def records(self) -> Mapping[RecordKey, Record]:
        """Return all other records of then, with the look of now."""
        with Ledger.open(self.folder) as ledger:
            found = {
                (record.kind, record.key): record
                for record in ledger.others_at(self.number)
            }
        found[LOOK] = DatabaseSource().look()
        return found


def current_hold() -> Hold | None:
    """Return to which release the site is held, or None."""
    folder = Releases.configured().folder
    if not folder.is_dir():
        return None
    with Ledger.open(folder) as ledger:
        return ledger.hold()


def wanted_source() -> Source:
    """Return what is to be shown: the database, or the release that is held."""
    hold = current_hold()
    if hold is None:
        return DatabaseSource()
    return PastSource(Releases.configured().folder, hold.number)


def held_matters(source: Source) -> dict[str, Record | None]:
    """Return the matters in which a held release differs from the database.

    A matter that the release does not have is None. Empty when nothing is held.
    """
    if not isinstance(source, PastSource):
        return {}
    now, then = DatabaseSource().matter_digests(), source.matter_digests()
    found: dict[str, Record | None] = {
        code: None for code in sorted({*now, *then}) if now.get(code) != then.get(code)
    }
    for record in source.matters([code for code in found if code in then]):
        found[record.key] = record
    return found

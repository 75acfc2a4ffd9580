"""What other systems are told of a run: the addresses that changed and their matters."""

from __future__ import annotations

from collections.abc import Iterable

from portal.outbox.services import was_interrupted
from portal.publishing.history.ledger import Ledger
from portal.publishing.releases import Releases
from portal.publishing.syncing import SyncReport, codes_of
from portal.webhooks import announcing
from portal.webhooks.announcing import Publication


def note_sync(report: SyncReport) -> None:
    """Note what a synchronisation did; after a killed one it may lack something."""
    announcing.note(
        Publication(
            release=report.number,
            written=report.written,
            removed=report.removed,
            codes=report.codes,
            partial=was_interrupted(),
        )
    )


def note_switch(paths: Iterable[str] | None = None) -> None:
    """Note that a new release is served, in which the files of these paths changed.

    None is for a release made anew: all changed, and what is gone is not known.
    """
    releases = Releases.configured()
    with Ledger.open(releases.folder) as ledger:
        live = ledger.last()
    release = releases.require_current()
    with release.open_manifest() as manifest:
        owners = {s.output.path: s.output.owner for s in manifest.outputs()}
    changed = set(owners if paths is None else paths)
    announcing.note(
        Publication(
            release=live.number if live else 0,
            written=changed & owners.keys(),
            removed=changed - owners.keys(),
            codes=codes_of(owners[path] for path in changed & owners.keys()),
            partial=paths is None,
        )
    )

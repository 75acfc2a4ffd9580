"""What is live: the release that is served, its size, and what could not be made."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from portal.publishing.errors import ManifestCorrupt
from portal.publishing.manifest import DIRTY, FAILED, GONE, READY
from portal.publishing.releases import Releases


@dataclass(frozen=True, slots=True)
class FailedOutput:
    """An output that keeps its last good copy: its address, matter and error.

    `code` is that of the matter it belongs to, "" for others.
    """

    address: str
    code: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSite:
    """The served release; `error` says why nothing can be told.

    `stored` is the size in bytes of files with their compressed siblings, `unfinished`
    counts outputs that are still to be written or removed.
    """

    name: str = ""
    changed_at: datetime.datetime | None = None
    outputs: int = 0
    stored: int = 0
    unfinished: int = 0
    failed: tuple[FailedOutput, ...] = ()
    error: str = ""


def live_site() -> LiveSite:
    """Return what is served now."""
    release = Releases.configured().current()
    if release is None:
        return LiveSite(error="还没有生成网站：请运行 manage.py build_site")
    try:
        manifest = release.open_manifest()
    except ManifestCorrupt as error:
        return LiveSite(name=release.name, error=str(error))
    with manifest:
        totals = manifest.totals()
        failed = manifest.outputs(FAILED)
    changed = release.manifest_path.stat().st_mtime
    return LiveSite(
        name=release.name,
        changed_at=datetime.datetime.fromtimestamp(
            changed, timezone.get_default_timezone()
        ),
        outputs=sum(totals.get(state, (0, 0))[0] for state in (READY, FAILED, DIRTY)),
        stored=sum(size for _, size in totals.values()),
        unfinished=sum(totals.get(state, (0, 0))[0] for state in (DIRTY, GONE)),
        failed=tuple(
            FailedOutput(
                address=f"/{state.output.path}",
                code=state.output.owner.removeprefix("matter:")
                if state.output.owner.startswith("matter:")
                else "",
                error=state.error.splitlines()[0],
            )
            for state in failed
        ),
    )

"""What is live: the release that is served, its size, and what could not be made."""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.publishing.errors import ManifestCorrupt
from portal.publishing.manifest import DIRTY, FAILED, GONE, READY, OutputState
from portal.publishing.releases import Releases
from portal.publishing.source import MATTER

logger = logging.getLogger(__name__)

_NOT_BUILT: Final = _("还没有生成网站。请管理员运行 manage.py build_site")
_UNREADABLE: Final = _(
    "公众看到的网站照常，但它的记录不能读(例如程序刚升级)。下一次发布会重新生成整个网站，"
    "管理员也可以运行 manage.py build_site"
)


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
        return LiveSite(error=str(_NOT_BUILT))
    try:
        manifest = release.open_manifest()
    except ManifestCorrupt as error:
        logger.warning("release cannot be described error=%s", error)
        return LiveSite(name=release.name, error=str(_UNREADABLE))
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
        failed=tuple(map(_told, failed)),
    )


def _told(state: OutputState) -> FailedOutput:
    kind, _, key = state.output.owner.partition(":")
    return FailedOutput(
        address=f"/{state.output.path}",
        code=key if kind == MATTER else "",
        error=state.error.splitlines()[0],
    )

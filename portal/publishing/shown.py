"""Which matters readers find on the current release as they are to be shown.

Publishing is several steps: the database decides, files follow, the index comes last. A
run for one matter must not tell the index of another one whose page is not written yet.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from portal.publishing.chunks import chunks
from portal.publishing.contents import Source
from portal.publishing.errors import ManifestCorrupt
from portal.publishing.releases import Release, Releases

_CHUNK: Final = 500


def shown_codes(source: Source, codes: Collection[str]) -> set[str]:
    """Return those of the matters whose page has been written as the source says.

    All of them where there is no release that could tell: its index is made first.
    """
    release = Releases.configured().current()
    if release is None or not codes:
        return set(codes)
    try:
        return _shown(release, source.matter_digests(codes))
    except ManifestCorrupt:
        # The next build makes every page anew.
        return set(codes)


def _shown(release: Release, wanted: dict[str, str]) -> set[str]:
    found: set[str] = set()
    with release.open_manifest() as manifest:
        for chunk in chunks(sorted(wanted), _CHUNK):
            for code, (digest, path) in manifest.matters_shown(chunk).items():
                if digest == wanted[code] and (release.root / path).is_file():
                    found.add(code)
    return found

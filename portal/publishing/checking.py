"""Check a release from its files: links with anchors, meta tags, manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from portal.publishing.linked_data import linked_data_faults
from portal.publishing.links import anchors, local_links, path_of
from portal.publishing.manifest import FAILED, READY, Manifest
from portal.publishing.releases import Release
from portal.publishing.variants import standard_renderer
from portal.publishing.verifying import (
    damaged_outputs,
    damaged_siblings,
    unknown_files,
)

# Source: 政府网站发展指引 (国办发〔2017〕47号), annex on the tags of pages.
SITE_TAGS: Final = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS: Final = (
    "ColumnName",
    "ColumnDescription",
    "ColumnKeywords",
    "ColumnType",
)
ARTICLE_TAGS: Final = ("ArticleTitle", "PubDate", "ContentSource")
_META: Final = re.compile(rb'<meta name="([A-Za-z]+)" content="([^"]*)"')
_PUBLISHED: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
# Error pages belong to no column.
_WITHOUT_COLUMN: Final = frozenset({"404.html", "500.html"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What is wrong with a release; every entry is a sentence that names the file.

    `missing_tags` tells of meta tags and of what machines are told in JSON-LD.
    """

    pages: int
    broken_links: list[str]
    missing_tags: list[str]
    manifest_mismatches: list[str]

    @property
    def ok(self) -> bool:
        found = (self.broken_links, self.missing_tags, self.manifest_mismatches)
        return self.pages > 0 and not any(found)


@dataclass(frozen=True, slots=True)
class _Page:
    links: frozenset[str]
    anchors: frozenset[str]


def check_release(release: Release) -> SiteReport:
    """Check every page of a release.

    Raises:
        ManifestCorrupt: the release's manifest cannot be read.
    """
    with release.open_manifest() as manifest:
        mismatches = _mismatches(release.root, manifest)
        states = manifest.outputs(READY, FAILED)
    kinds = {state.output.path: standard_renderer(state.output) for state in states}
    pages: dict[str, _Page] = {}
    missing: list[str] = []
    for path, renderer in kinds.items():
        # Attachments are documents of others, not pages of the site.
        if not path.endswith(".html") or renderer in {"file", "record_file"}:
            continue
        try:
            body = (release.root / path).read_bytes()
        except OSError:
            continue
        pages[path] = _Page(
            frozenset(local_links(path, body)), frozenset(anchors(body))
        )
        missing += _missing_tags(path, body, renderer)
        missing += linked_data_faults(path, body)
    return SiteReport(
        pages=len(pages),
        broken_links=list(_broken(pages, release.root)),
        missing_tags=missing,
        manifest_mismatches=mismatches,
    )


def _mismatches(root: Path, manifest: Manifest) -> list[str]:
    failed = [
        f"'{state.output.path}' failed: {state.error.splitlines()[0]}"
        for state in manifest.outputs(FAILED)
    ]
    return [
        *failed,
        *damaged_outputs(root, manifest),
        *damaged_siblings(root, manifest),
        *unknown_files(root, manifest),
    ]


def _broken(pages: Mapping[str, _Page], root: Path) -> Iterator[str]:
    present: dict[str, bool] = {}
    for path, page in pages.items():
        for link in sorted(page.links):
            address, _, anchor = link.partition("#")
            target = path_of(address)
            if target not in present:
                present[target] = (root / target).is_file()
            if not present[target]:
                yield f"'{path}' links to '{address}', which does not exist"
            elif anchor and target in pages and anchor not in pages[target].anchors:
                yield f"'{path}' links to '{link}', which has no such anchor"


def _missing_tags(path: str, body: bytes, renderer: str) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for name, content in _META.findall(body):
        found.setdefault(name.decode(), []).append(content.decode())
    wanted = list(SITE_TAGS)
    if path not in _WITHOUT_COLUMN:
        wanted += COLUMN_TAGS
    if renderer in ("guide", "notice", "own_list"):
        wanted += ARTICLE_TAGS
    for name in wanted:
        values = found.get(name, [])
        if len(values) != 1 or not values[0].strip():
            yield f"'{path}' has the tag '{name}' {len(values)} times; expected one"
    for value in found.get("PubDate", []):
        if not _PUBLISHED.fullmatch(value):
            yield f"'{path}' has PubDate '{value}'; expected YYYY-MM-DD HH:MM"

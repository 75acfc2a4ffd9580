"""Build the same guides and lists with our own builder and with Hugo, one after another."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

from portal.demo.benchmarks.hugo import LISTS, build_site, hugo_program, write_site
from portal.publishing.contents import Source, fill
from portal.publishing.manifest import DIRTY, Manifest
from portal.publishing.plan import all_outputs
from portal.publishing.store import Store
from portal.publishing.working import Workshop, core_count, do_all
from portal.publishing.writers import SCRATCH, Writer

_COMPARED: Final = frozenset({"guide", *LISTS})
_MISSING: Final = "Hugo is not installed; set PORTAL_HUGO to its program."


def measure_equal_pages(source: Source, folder: Path, repeats: int) -> dict[str, Any]:
    """Return pages per second of both builders in turn, the best of so many rounds.

    Ours is timed from the records to the files, with all cores, once as releases are
    written (gzip and brotli beside each file) and once without compression, as Hugo
    writes. Hugo is timed from content files that are already there.
    """
    program = hugo_program()
    rounds: dict[str, list[float]] = {"packed": [], "plain": [], "hugo": []}
    pages, expected = 0, 0
    for turn in range(repeats):
        for name in ("packed", "plain"):
            place = folder / f"{name}{turn}"
            pages, seconds, manifest_path = _own_build(source, place, name == "packed")
            rounds[name].append(seconds)
        if program is None:
            continue
        site = folder / f"hugo{turn}"
        with Manifest.open(manifest_path) as manifest:
            expected = write_site(site, Store(manifest), manifest.outputs(DIRTY))
        rounds["hugo"].append(build_site(program, site, expected))
    return _told(pages, rounds, folder)


def _own_build(source: Source, place: Path, packed: bool) -> tuple[int, float, Path]:
    started = time.monotonic()
    root = place / "site"
    root.mkdir(parents=True)
    (place / SCRATCH).mkdir()
    path = place / "manifest.sqlite3"
    with Manifest.create(path) as manifest:
        manifest.connection.execute("PRAGMA synchronous=OFF")
        fill(manifest, source)
        store = Store(manifest)
        with manifest.transaction():
            manifest.expect(
                output for output in all_outputs(store) if output.renderer in _COMPARED
            )
        workshop = Workshop(store, Writer(root, durable=False, packed=packed))
        states = manifest.outputs(DIRTY)
        batches = list(do_all(workshop, states, workers=core_count(), beat=_no_beat))
        rendered = [each for batch in batches for each in batch.rendered]
        with manifest.transaction():
            manifest.record_rendered(rendered)
        seconds = time.monotonic() - started
        # The other builder needs to know what there was to do.
        with manifest.transaction():
            manifest.mark((state.output.path for state in states), DIRTY)
    return len(states), seconds, path


def _told(pages: int, rounds: dict[str, list[float]], folder: Path) -> dict[str, Any]:
    packed, plain = min(rounds["packed"]), min(rounds["plain"])
    told: dict[str, Any] = {
        "equal_pages": pages,
        "equal_pages_per_second_with_compression": round(pages / packed, 1),
        "equal_pages_per_second_without_compression": round(pages / plain, 1),
        "equal_page_bytes": _mean_size(folder / "plain0" / "site"),
        "hugo_pages_per_second_without_compression": None,
        "ratio_to_hugo_with_compression": None,
        "ratio_to_hugo_without_compression": None,
    }
    if not rounds["hugo"]:
        return told | {"hugo_note": _MISSING}
    hugo = min(rounds["hugo"])
    return told | {
        "hugo_pages_per_second_without_compression": round(pages / hugo, 1),
        "hugo_page_bytes": _mean_size(folder / "hugo0" / "public"),
        "ratio_to_hugo_with_compression": round(hugo / packed, 3),
        "ratio_to_hugo_without_compression": round(hugo / plain, 3),
    }


def _mean_size(root: Path) -> int:
    sizes = [file.stat().st_size for file in root.rglob("index.html")]
    return sum(sizes) // max(1, len(sizes))


def _no_beat(_done: int) -> None:
    pass

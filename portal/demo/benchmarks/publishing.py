"""How fast pages are built, and how fast one edit is on disk, by number of matters."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from pathlib import Path
from statistics import median
from typing import Any, Final

from django.core.management.base import CommandError
from django.test.utils import override_settings

from portal.demo.benchmarks.bakery import measure_bakery
from portal.demo.benchmarks.engines import measure_engines
from portal.demo.benchmarks.equal_pages import measure_equal_pages
from portal.publishing.building import BuildReport, build_release
from portal.publishing.cards import canonical_json
from portal.publishing.source import (
    MATTER,
    DatabaseSource,
    Record,
    RecordKey,
    plain_record,
)
from portal.publishing.syncing import Part, SyncReport, sync

SIZES: Final = (2_000, 20_000)
_MEMORY_DISK: Final = Path("/dev/shm")  # noqa: S108 - a disk in memory, not a scratch name
_RENAMED: Final = 400
_FULL: Final = "guide"
_COMPARED: Final = 2_000
_COMPARED_ROUNDS: Final = 3


class Multiplied:
    """The published state with copies of its matters, up to a number of matters.

    A copy has a code and a name of its own; `edit` changes one matter, `rename` a
    department with the matters that name it.
    """

    def __init__(self, base: DatabaseSource, matters: int) -> None:
        self._given = {record.key: record for record in base.matters()}
        self._others = dict(base.records())
        self._edited: dict[str, Record] = {}
        codes = sorted(self._given)
        if not codes:
            raise CommandError(
                "The benchmark needs published matters; run 'manage.py demo "
                "--no-serve' first."
            )
        self._origin: dict[str, tuple[str, int]] = {}
        for number in range(matters):
            copy, place = divmod(number, len(codes))
            code = codes[place]
            self._origin[f"{code}-c{copy}" if copy else code] = code, copy

    def matter_digests(self, codes: Collection[str] | None = None) -> dict[str, str]:
        """Return code -> digest, without making the copies."""
        wanted = self._origin if codes is None else codes
        return {code: self._digest(code) for code in wanted if code in self._origin}

    def matters(self, codes: Iterable[str] | None = None) -> Iterator[Record]:
        """Yield the records of matters."""
        for code in self._origin if codes is None else codes:
            if code in self._origin:
                yield self._edited.get(code) or self._made(code)

    def records(self) -> Mapping[RecordKey, Record]:
        """Return all other records."""
        return self._others

    def edit(self, code: str, change: Callable[[dict[str, Any]], None]) -> None:
        """Change a matter's payload."""
        record = self._edited.get(code) or self._made(code)
        stored = json.loads(record.payload)
        stored["number"] += 1
        change(stored["payload"])
        self._edited[code] = plain_record(MATTER, code, stored)

    def rename(self, key: str, name: str, codes: Iterable[str]) -> None:
        """Give a department another name, also in those matters."""
        old = self._others["department", key]
        payload = json.loads(old.payload) | {"name": name}
        self._others["department", key] = plain_record("department", key, payload)

        def change(payload: dict[str, Any]) -> None:
            payload["guide"]["department_name"] = name

        for code in codes:
            self.edit(code, change)

    def of_one_department(self, amount: int) -> tuple[str, list[str]]:
        """Return the department whose number of matters is nearest, with them."""
        department = {
            code: json.loads(record.payload)["payload"]["guide"]["department"]
            for code, record in self._given.items()
        }
        found: dict[str, list[str]] = {}
        for code, (origin, _copy) in self._origin.items():
            found.setdefault(department[origin], []).append(code)
        key = min(found, key=lambda each: (abs(len(found[each]) - amount), each))
        return key, found[key]

    def codes(self) -> list[str]:
        """Return the codes of all matters."""
        return list(self._origin)

    def full_guides(self) -> list[str]:
        """Return the codes of full guides, all matters when there are none."""
        full = {
            code
            for code, record in self._given.items()
            if json.loads(record.payload)["payload"]["kind"] == _FULL
        }
        found = [code for code, (origin, _) in self._origin.items() if origin in full]
        return found or self.codes()

    def _digest(self, code: str) -> str:
        edited = self._edited.get(code)
        if edited is not None:
            return edited.digest
        origin, copy = self._origin[code]
        given = self._given[origin].digest
        return hashlib.sha256(f"{given} {copy}".encode()).hexdigest() if copy else given

    def _made(self, code: str) -> Record:
        origin, copy = self._origin[code]
        given = self._given[origin]
        if not copy:
            return given
        stored = json.loads(given.payload)
        payload = stored["payload"]
        payload["code"], payload["url"] = code, f"/guides/{code}/"
        if payload["source_id"]:
            payload["source_id"] += f"-C{copy}"
        payload["guide"]["name"] = f"{payload['guide']['name']}（{copy}）"
        text = canonical_json(stored)
        return Record(kind=MATTER, key=code, digest=self._digest(code), payload=text)


def measure(repeats: int, *, sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """Build and edit sites of some sizes on a disk in memory; nothing is kept.

    The reference of every ratio is measured in the same run: the first site for an edit
    on the last one, the full build for the run without changes, Hugo and wagtail-bakery
    for the same pages. A ratio to another builder is our speed divided by its speed.
    """
    told: dict[str, Any] = {"benchmark": "publishing", "repeats": repeats}
    latencies = []
    for size in sizes:
        folder = _MEMORY_DISK if _MEMORY_DISK.is_dir() else None
        with (
            tempfile.TemporaryDirectory(dir=folder) as place,
            override_settings(RELEASES_DIR=Path(place) / "releases"),
        ):
            found = _one_size(size, repeats)
        told |= {f"{name}_{size}": value for name, value in found.items()}
        latencies.append(found["edit_seconds"])
    told["edit_ratio"] = round(latencies[-1] / latencies[0], 2)
    return told | _compared(repeats)


def _compared(repeats: int) -> dict[str, Any]:
    """Return what Hugo and wagtail-bakery do with the same pages, and the ratios."""
    rounds = min(repeats, _COMPARED_ROUNDS)
    folder = _MEMORY_DISK if _MEMORY_DISK.is_dir() else None
    with tempfile.TemporaryDirectory(dir=folder) as place:
        source = Multiplied(DatabaseSource(), _COMPARED)
        told = measure_equal_pages(source, Path(place), rounds)
        told |= measure_engines(Path(place) / "plain0" / "manifest.sqlite3", rounds)
        return told | measure_bakery(Path(place), rounds)


def _one_size(size: int, repeats: int) -> dict[str, Any]:
    source = Multiplied(DatabaseSource(), size)
    report: BuildReport = build_release(source=source)
    unchanged = sync(source=source).seconds
    edits = _edited(source, source.codes(), repeats, _new_name)
    full = source.full_guides()
    texts = _edited(source, full, repeats, _new_sentence)
    names = _edited(source, full, repeats, _new_name)
    whole = sync(source=source).seconds
    key, named = source.of_one_department(_RENAMED)
    source.rename(key, "改名后的部门", named)
    # As the worker does: what people read, then the files that name every matter.
    renamed = sync(source=source, part=Part.PAGES)
    rename_whole = sync(source=source).seconds
    return {
        "pages": report.pages,
        "build_seconds": round(report.seconds, 2),
        "pages_per_second": round(report.pages_per_second, 1),
        "peak_worker_mib": report.peak_worker_mib,
        "unchanged_seconds": round(unchanged, 3),
        "unchanged_share": round(unchanged / report.seconds, 4),
        **_told_of("edit", edits),
        **_told_of("full_guide_text", texts),
        **_told_of("full_guide_name", names),
        "whole_site_files_seconds": round(whole, 3),
        "renamed_matters": len(named),
        "rename_seconds": round(renamed.seconds, 2),
        "rename_files": len(renamed.written),
        "rename_whole_site_files_seconds": round(rename_whole, 2),
    }


Edit = Callable[[dict[str, Any]], None]


def _edited(
    source: Multiplied,
    codes: Sequence[str],
    repeats: int,
    edit_of: Callable[[int], Edit],
) -> list[SyncReport]:
    """Edit matters one after the other, spread over the catalogue; publish each."""
    done = []
    for turn in range(repeats):
        code = codes[turn * 37 % len(codes)]
        source.edit(code, edit_of(turn))
        done.append(sync(codes=[code], source=source, part=Part.PAGES))
    return done


def _told_of(name: str, edits: Sequence[SyncReport]) -> dict[str, Any]:
    seconds = [edit.seconds for edit in edits]
    return {
        f"{name}_seconds": round(median(seconds), 4),
        f"{name}_slowest_seconds": round(max(seconds), 4),
        f"{name}_files": round(median(len(edit.written) for edit in edits)),
    }


def _new_sentence(turn: int) -> Edit:
    """Return an edit that only the guide's own pages show."""

    def change(payload: dict[str, Any]) -> None:
        summary = payload["guide"]["summary"] or ""
        payload["guide"]["summary"] = f"{summary}第{turn + 1}次补充。"

    return change


def _new_name(turn: int) -> Edit:
    """Return an edit that lists show too: the name."""

    def change(payload: dict[str, Any]) -> None:
        payload["guide"]["name"] = f"{payload['guide']['name']}，第{turn + 1}次修订"

    return change

"""The embedded index on disk: missing, damaged, switched, locked."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine
from search.engines.folder import IndexFolder
from search.errors import IndexMissing, SearchUnavailable
from search.plan.model import Plan
from tests.search.conftest import documents
from tests.search.samples import COMPANY, SAMPLES

EVERYTHING = Plan(everything=True)
PROJECT = Path(__file__).resolve().parents[3]


def total(engine: EmbeddedEngine) -> int:
    return engine.search(EVERYTHING, offset=0, limit=1).total


@pytest.fixture
def built(embedded: EmbeddedEngine) -> EmbeddedEngine:
    embedded.rebuild(documents(SAMPLES))
    return embedded


def test_rebuild_keeps_two_generations_at_most(built: EmbeddedEngine) -> None:
    for _ in range(3):
        built.rebuild(documents(SAMPLES))
    assert len(list(built.folder.root.glob("index-*"))) == 2


def test_failed_rebuild_leaves_no_folder_behind(built: EmbeddedEngine) -> None:
    def broken() -> object:
        yield from documents([COMPANY])
        raise RuntimeError("source broke")

    with pytest.raises(RuntimeError, match="source broke"):
        built.rebuild(broken())
    assert len(list(built.folder.root.glob("index-*"))) == 1


def test_reader_sees_a_rebuild_by_another_process(built: EmbeddedEngine) -> None:
    assert total(built) == len(SAMPLES)
    other = EmbeddedEngine(built.folder.root)
    other.rebuild(documents([COMPANY]))
    assert total(built) == 1


def test_reader_sees_a_commit_by_another_process(built: EmbeddedEngine) -> None:
    assert total(built) == len(SAMPLES)
    other = EmbeddedEngine(built.folder.root)
    other.delete(["food"])
    assert total(built) == len(SAMPLES) - 1


@pytest.mark.parametrize("name", ["current", "stamp.json", "meta.json"])
def test_lost_file_says_how_to_rebuild(built: EmbeddedEngine, name: str) -> None:
    found = next(built.folder.root.rglob(name))
    found.unlink()
    with pytest.raises(IndexMissing, match="rebuild_index"):
        total(EmbeddedEngine(built.folder.root))


@pytest.mark.parametrize("name", ["current", "stamp.json", "meta.json"])
def test_garbled_file_says_how_to_rebuild(built: EmbeddedEngine, name: str) -> None:
    found = next(built.folder.root.rglob(name))
    found.write_bytes(b"\xff\x00 not what it was")
    with pytest.raises(IndexMissing, match="rebuild_index"):
        total(EmbeddedEngine(built.folder.root))


def test_garbled_segments_say_how_to_rebuild(built: EmbeddedEngine) -> None:
    for suffix in ("term", "idx", "store", "fast"):
        for part in built.folder.root.rglob(f"*.{suffix}"):
            part.write_bytes(b"")
    with pytest.raises(IndexMissing, match="rebuild_index"):
        total(EmbeddedEngine(built.folder.root))


def test_rebuild_mends_a_damaged_index(built: EmbeddedEngine) -> None:
    next(built.folder.root.rglob("meta.json")).write_text("{}", encoding="ascii")
    built.rebuild(documents(SAMPLES))
    assert total(built) == len(SAMPLES)


def test_index_of_another_layout_is_refused(built: EmbeddedEngine) -> None:
    stamp = next(built.folder.root.rglob("stamp.json"))
    stamp.write_text(json.dumps({"layout": 0, "dictionary": ""}), encoding="ascii")
    with pytest.raises(IndexMissing, match="layout"):
        total(EmbeddedEngine(built.folder.root))


def test_second_writer_waits_and_then_gives_up(tmp_path: Path) -> None:
    first = IndexFolder(tmp_path)
    second = IndexFolder(tmp_path, lock_seconds=0.05)
    with (
        first.writing(),
        pytest.raises(SearchUnavailable, match="try again"),
        second.writing(),
    ):
        pass
    with second.writing():
        pass


def test_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        import os, signal
        from pathlib import Path
        from search.engines.folder import IndexFolder
        with IndexFolder(Path({str(tmp_path)!r})).writing():
            os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    killed = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False)
    assert killed.returncode < 0
    with IndexFolder(tmp_path, lock_seconds=0.5).writing():
        pass


def _delete_one(root: str, code: str) -> None:
    EmbeddedEngine(Path(root)).delete([code])


def test_writers_of_many_processes_lose_nothing(built: EmbeddedEngine) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_delete_one, args=(str(built.folder.root), record.code))
        for record in SAMPLES[:3]
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert total(built) == len(SAMPLES) - 3

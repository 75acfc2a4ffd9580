"""Render and write outputs, in this process or in one worker per core."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import resource
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures._base import FIRST_COMPLETED
from dataclasses import dataclass, replace
from itertools import chain, groupby
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.utils.log import configure_logging

from portal.publishing.chunks import chunks
from portal.publishing.errors import PublishingError
from portal.publishing.links import local_links
from portal.publishing.manifest import Manifest, Output, OutputState, Rendered
from portal.publishing.renderers import (
    LOCAL_RENDERERS,
    is_whole_site,
    render_output,
)
from portal.publishing.store import Store
from portal.publishing.writers import Prepared, Writer
from portal.theming.variants.english import spellings_in, use_spellings
from portal.theming.variants.registry import standard_path

logger = logging.getLogger(__name__)

CHUNK: Final = 40
# Starting a worker costs some seconds; few outputs are done sooner without.
SMALLEST_PARALLEL: Final = 400
# Of files that name every matter each takes a while: somebody may be waiting.
_FEW: Final = 4
_KIB_PER_MIB: Final = 1024
_NEW_OBJECTS: Final = 50_000
_OWN_STATUS: Final = Path("/proc/self/status")
_LAST: Final = ("catalogue", "checksums", "site_map")
_MATTER: Final = "matter:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Outputs that were done together; `links` are the local addresses they name."""

    rendered: list[Rendered]
    links: dict[str, str]
    changed: list[str]
    peak_mib: int


@dataclass(slots=True)
class Workshop:
    """Renders from a manifest and writes with a writer."""

    store: Store
    writer: Writer

    def do(self, states: Iterable[OutputState]) -> Batch:
        """Render and write; an output that fails is reported with its error.

        What one owner has, a page with its data, is shown together.
        """
        rendered: list[Rendered] = []
        changed: list[str] = []
        links: dict[str, str] = {}
        for _owner, group in groupby(states, key=lambda state: state.output.owner):
            waiting: list[Prepared] = []
            for state in group:
                result, prepared, found = self._one(state)
                rendered.append(result)
                if prepared is not None and prepared.written.changed:
                    waiting.append(prepared)
                    changed.append(state.output.path)
                for link in found:
                    links.setdefault(link, state.output.path)
            self.writer.commit(waiting)
        return Batch(
            rendered=rendered, links=links, changed=changed, peak_mib=_peak_mib()
        )

    def _one(self, state: OutputState) -> tuple[Rendered, Prepared | None, set[str]]:
        path = state.output.path
        made = render_output(self.store, state.output)
        error = made.error
        if made.content is not None:
            try:
                prepared = self.writer.prepare(path, made.content, known=state.digest)
            except PublishingError as refusal:
                error = str(refusal)
            else:
                written = prepared.written
                done = Rendered(
                    path=path,
                    digest=written.digest,
                    size=written.size,
                    stored=written.stored,
                    error="",
                    reads=made.reads,
                )
                return done, prepared, local_links(path, made.content.body)
        logger.error("output failed path=%s error=%s", path, error.splitlines()[0])
        failed = Rendered(
            path=path, digest="", size=0, stored=0, error=error, reads=made.reads
        )
        return failed, None, set()


def do_all(
    workshop: Workshop,
    states: Sequence[OutputState],
    *,
    workers: int,
    beat: Callable[[int], None],
) -> Iterator[Batch]:
    """Yield batches until all outputs are done; calls `beat` with the number done."""
    batches: Iterator[Batch]
    parallel = [s for s in states if s.output.renderer not in LOCAL_RENDERERS]
    if workers <= 1 or len(parallel) < SMALLEST_PARALLEL:
        few = all(is_whole_site(state.output) for state in states)
        size = _FEW if few else CHUNK
        batches = (workshop.do(chunk) for chunk in _whole_chunks(states, size))
    else:
        local = [s for s in states if s.output.renderer in LOCAL_RENDERERS]
        whole = [s for s in parallel if is_whole_site(s.output)]
        pages = [s for s in parallel if not is_whole_site(s.output)]
        # Other workers make the files for download: what they need adds up with
        # what pages need.
        batches = chain(
            _in_workers(workshop, pages, local, workers),
            _in_workers(workshop, whole, (), workers),
        )
    done = 0
    for batch in batches:
        done += len(batch.rendered)
        beat(done)
        yield batch


def _whole_chunks(
    states: Iterable[OutputState], size: int = CHUNK
) -> Iterator[list[OutputState]]:
    """Yield outputs in chunks; what one matter has is not divided."""
    chunk: list[OutputState] = []
    for owner, group in groupby(states, key=lambda state: state.output.owner):
        for part in (
            [list(group)] if owner.startswith(_MATTER) else ([s] for s in group)
        ):
            chunk += part
            if len(chunk) >= size:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def no_beat() -> None:
    """Do nothing: for callers that have no lease to keep."""


def core_count() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def _in_workers(
    workshop: Workshop,
    parallel: Sequence[OutputState],
    local: Sequence[OutputState],
    workers: int,
) -> Iterator[Batch]:
    context = multiprocessing.get_context("spawn")
    writer = workshop.writer
    arguments = (
        workshop.store.manifest.path,
        writer,
        _locale_paths(),
        spellings_in(_place_names(workshop.store)),
    )
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_start, initargs=arguments
    ) as pool:
        waiting: set[Future[Batch]] = set()
        # Only a few chunks are handed out at a time, so that memory stays small.
        for chunk in _whole_chunks(parallel):
            waiting.add(pool.submit(_work, chunk))
            if len(waiting) >= workers * 3:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        for chunk in chunks(local, CHUNK):
            # This process is no worker; what it holds is not of the build.
            yield replace(workshop.do(chunk), peak_mib=0)
        for future in waiting:
            yield future.result()


class _Worker:
    workshop: Workshop


def _start(
    manifest_path: Path,
    writer: Writer,
    locale_paths: list[str],
    spellings: Mapping[str, str],
) -> None:
    _set_up(locale_paths)
    use_spellings(spellings)
    _Worker.workshop = Workshop(Store(Manifest.open(manifest_path)), writer)
    # What was loaded stays to the end, and pages leave few cycles: looking for them
    # seldom makes a build a twentieth shorter.
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])


def _set_up(locale_paths: list[str]) -> None:
    """Make settings, log and translations ready, without any app.

    Renderers are given plain data. Models, the editors' desk and the clients of search
    engines would take four fifths of a worker's memory and most of its start.
    """
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    settings.LOCALE_PATHS = locale_paths
    apps.populate(())


def _place_names(store: Store) -> Iterator[str]:
    """Yield the texts with proper names that English pages show."""
    site = store.evaluate("record|site|site").value or {}
    yield from (text for text in site.values() if isinstance(text, str))
    for kind in ("region", "department", "hall"):
        for payload in store.evaluate(f"records|{kind}").value:
            yield str(payload["name"])


def _locale_paths() -> list[str]:
    """Return the folders of translations, those of apps included; the first one wins."""
    folders = [Path(app.path) / "locale" for app in apps.get_app_configs()]
    found = [str(folder) for folder in folders if folder.is_dir()]
    return [*map(str, settings.LOCALE_PATHS), *found]


def _peak_mib() -> int:
    """Return the most memory that this process has held.

    `getrusage` would tell the caller's, which a process keeps when it becomes another
    program.
    """
    try:
        status = _OWN_STATUS.read_text(encoding="ascii")
    except OSError:
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used // _KIB_PER_MIB
    return int(status.partition("VmHWM:")[2].split()[0]) // _KIB_PER_MIB


def _work(states: list[OutputState]) -> Batch:
    return _Worker.workshop.do(states)


def outputs_first(states: Iterable[OutputState]) -> list[OutputState]:
    """Order outputs so that a page is there before a list links to it.

    The variants of a page follow it.
    """

    def place(state: OutputState) -> tuple[int, str, bool, str]:
        path = state.output.path
        page = standard_path(path)
        return _rank(state.output), page, path != page, path

    return sorted(states, key=place)


def links_first(states: Iterable[OutputState]) -> list[OutputState]:
    """Order outputs that go: a list before its pages, a page before its data."""

    def place(state: OutputState) -> tuple[int, bool, str]:
        path = state.output.path
        return -_rank(state.output), not path.endswith(".html"), path

    return sorted(states, key=place)


def _rank(output: Output) -> int:
    if output.owner.startswith(("file:", "assets")):
        return 0
    if output.renderer in _LAST:
        # They tell of all other files, which are then there.
        return 3
    return 1 if output.owner.startswith(_MATTER) else 2

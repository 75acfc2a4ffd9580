"""A worker of a build keeps to its memory: it does without the large dictionaries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from portal.publishing.manifest import Manifest
from portal.publishing.store import Store
from portal.publishing.working import _locale_paths, _place_names
from portal.theming.variants.english import spellings_in
from tests.integration.portal import Installation

MOST_MIB = 150
# What a worker does, in a process of its own; guides of one kind are enough of each other.
WORK = """
import json, sys
from pathlib import Path
from portal.publishing import working
from portal.publishing.manifest import DIRTY, READY
from portal.publishing.renderers import LOCAL_RENDERERS, is_whole_site
from portal.publishing.writers import Writer
manifest, folder, told = Path(sys.argv[1]), Path(sys.argv[2]), json.load(sys.stdin)
working._start(manifest, Writer(folder, durable=False), told["locales"], told["spellings"])
workshop = working._Worker.workshop
states = [
    state
    for state in working.outputs_first(workshop.store.manifest.outputs(READY, DIRTY))
    if state.output.renderer not in LOCAL_RENDERERS and not is_whole_site(state.output)
]
matters = [state for state in states if state.output.owner.startswith("matter:")]
others = [state for state in states if not state.output.owner.startswith("matter:")]
failed, amount = [], 0
for chunk in working._whole_chunks(matters[:400] + others):
    batch = workshop.do(chunk)
    failed += [each.path for each in batch.rendered if each.error]
    amount += len(batch.rendered)
json.dump(
    {
        "amount": amount,
        "failed": failed,
        "peak_mib": batch.peak_mib,
        "dictionaries": sorted({"pypinyin", "rjieba"} & set(sys.modules)),
    },
    sys.stdout,
)
"""


def test_worker_renders_pages_without_the_dictionaries(
    demo_installation: Installation, tmp_path: Path
) -> None:
    release = (demo_installation.folder / "releases" / "current").resolve()
    manifest = release.with_suffix(".sqlite3")
    spellings = spellings_in(_place_names(Store(Manifest.open(manifest))))
    (tmp_path / "site").mkdir()
    (tmp_path / ".scratch").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(manifest), str(tmp_path / "site")],
        input=json.dumps({"locales": _locale_paths(), "spellings": spellings}),
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PORTAL_DATA_DIR": str(demo_installation.folder),
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["amount"] > 1000
    assert told["failed"] == []
    assert told["dictionaries"] == []
    assert told["peak_mib"] <= MOST_MIB

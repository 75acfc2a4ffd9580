"""Any edits, in any order: the tree in steps equals a clean build, byte for byte.

`PORTAL_EQUALITY_EDITS` says how many edits to try, e.g. 2000 for a nightly run.
"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from portal.publishing.syncing import sync
from tests.portal.publishing import edits
from tests.portal.publishing.samples import district, many_matters
from tests.portal.publishing.test_syncing import assert_like_a_clean_build
from tests.theme_samples import payloads

EDITS = int(os.environ.get("PORTAL_EQUALITY_EDITS", "100"))
STEPS = 20
CHANCE = st.integers(min_value=0, max_value=2**32 - 1).map(random.Random)
THEME, LISTED = "YJS-001", "service-systems"

Files = dict[str, tuple[int, int, bytes]]


class Publishing(RuleBasedStateMachine):
    """A district that is edited while its release is kept in step."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._settings = override_settings(
            RELEASES_DIR=Path(self._folder.name) / "releases",
            MEDIA_ROOT=Path(self._folder.name) / "media",
        )
        self._settings.enable()
        self.source = district(guides=5, halls=3)
        many_matters(self.source, 97)  # a list of all matters has just two pages
        self.source.put("theme", THEME, _theme(self.source.codes()[:3]))
        self.source.put("list", LISTED, _list(self.source.codes()[:3]))
        build_release(source=self.source, workers=1)
        self.root = Releases.configured().require_current().root
        self.files = _files(self.root)
        self.edited = False

    def teardown(self) -> None:
        try:
            clean = Path(self._folder.name) / "clean"
            assert_like_a_clean_build(Release(self.root), self.source, clean)
        finally:
            self._settings.disable()
            self._folder.cleanup()

    @rule(chance=CHANCE, edit=st.sampled_from(edits.EDITS))
    def edit_one_record(self, chance: random.Random, edit: Any) -> None:
        edit(self.source, chance)
        self.edited = True

    @rule(chance=CHANCE, amount=st.sampled_from(["0", "35", "80.50"]))
    def change_a_fee(self, chance: random.Random, amount: str) -> None:
        code = chance.choice(self.source.codes())
        matter = self.source.matter(code)
        matter["guide"] |= {"charged": amount != "0", "fee_note": f"每件 {amount} 元"}
        self.source.put("matter", code, matter)
        self.edited = True

    @rule(chance=CHANCE)
    def change_members_of_a_theme(self, chance: random.Random) -> None:
        members = chance.sample(self.source.codes(), chance.randrange(1, 4))
        self.source.put("theme", THEME, _theme(members))
        self.edited = True

    @rule(chance=CHANCE)
    def reorder_a_list(self, chance: random.Random) -> None:
        lines = chance.sample(self.source.codes(), 3)
        self.source.put("list", LISTED, _list(lines))
        self.edited = True

    @rule()
    def withdraw_and_bring_back_the_theme(self) -> None:
        if ("theme", THEME) in self.source.stored:
            self.source.withdraw("theme", THEME)
        else:
            self.source.put("theme", THEME, _theme(self.source.codes()[:2]))
        self.edited = True

    @rule(code=st.sampled_from(payloads.guide_codes()[:8]))
    def schedule_is_due(self, code: str) -> None:
        """A guide comes and another one goes at the same moment."""
        self.source.put("matter", code, payloads.guide_payload(code))
        others = [each for each in self.source.codes() if each != code]
        self.source.withdraw("matter", others[0])
        self.edited = True

    @invariant()
    def only_what_differs_was_written(self) -> None:
        if not self.edited:
            return
        self.edited = False
        report = sync(source=self.source, workers=1)
        assert report.failed == {}
        before, self.files = self.files, _files(self.root)
        for path in report.written:
            assert path not in before or before[path][2] != self.files[path][2], path
        untouched = self.files.keys() & before.keys() - set(report.written)
        for path in untouched:
            if not path.endswith((".gz", ".br")):
                assert before[path] == self.files[path], f"{path} was written again"
        # A file that has become short loses its compressed siblings, or gets them.
        told = _with_siblings([*report.removed, *report.written])
        assert before.keys() ^ self.files.keys() <= told


@pytest.mark.timeout(1200)
def test_tree_after_any_edits_equals_a_clean_build() -> None:
    run_state_machine_as_test(
        Publishing,
        settings=settings(
            max_examples=max(1, EDITS // STEPS),
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _files(root: Path) -> Files:
    return {
        path.relative_to(root).as_posix(): (
            (found := path.stat()).st_ino,
            found.st_mtime_ns,
            path.read_bytes(),
        )
        for path in root.rglob("*")
        if path.is_file()
    }


def _with_siblings(paths: list[str]) -> set[str]:
    return {f"{path}{suffix}" for path in paths for suffix in ("", ".gz", ".br")}


def _theme(codes: list[str]) -> dict[str, Any]:
    empty = {"days": None, "materials": None, "steps": None, "visits": None}
    members = [
        {
            "days": None,
            "depends_on": [number - 1] if number > 1 else [],
            "guide": code,
            "kind": "guide",
            "matter_id": "",
            "mode": "并联",
            "name": code,
            "order": number,
            "when": None,
            "when_text": None,
        }
        for number, code in enumerate(codes, start=1)
    ]
    return {
        "before": empty,
        "code": THEME,
        "detail": "full",
        "highlight": False,
        "lead_department": None,
        "lead_department_name": "",
        "members": members,
        "name": "出生一件事",
        "note": "",
        "questions": [],
        "side": "个人",
        "stage": "出生",
        "state": "在用",
        "steps_after": None,
        "town_level": False,
        "url": f"/themes/{THEME}/",
        "windows": [],
    }


def _list(codes: list[str]) -> dict[str, Any]:
    blank = (
        "hall",
        "instead",
        "matter_id",
        "note",
        "place_level",
        "reason",
        "rule",
        "page_url",
    )
    items = [
        dict.fromkeys(blank, "")
        | {"guide": code, "name": code, "group": "国家级", "order": number}
        for number, code in enumerate(codes, start=1)
    ]
    return {
        "authority": "云溪区政务服务和数据管理局",
        "department": "zfj",
        "department_name": "云溪区政务服务和数据管理局",
        "items": items,
        "key": LISTED,
        "list_kind": LISTED,
        "name": "政务服务业务系统清单",
        "note": "",
        "published_on": "2026-05-10",
        "rule": "一次登录",
        "url": f"/lists/{LISTED}/",
    }

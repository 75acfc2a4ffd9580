from __future__ import annotations

import random
from pathlib import Path

import pytest

from portal.publishing import renderers
from portal.publishing.building import build_into, build_release, is_up_to_date
from portal.publishing.errors import NoRelease
from portal.publishing.manifest import DIRTY, FAILED, Output
from portal.publishing.plan import outputs_of
from portal.publishing.releases import Release, Releases
from portal.publishing.store import Store, View
from portal.publishing.syncing import sync
from tests.portal.publishing.edits import edit
from tests.portal.publishing.samples import MemorySource, many_matters
from tests.portal.publishing.test_building import tree
from tests.theme_samples import payloads

OWN_LISTS = "guides/birth-cert/list/"


def assert_like_a_clean_build(
    release: Release, source: MemorySource, folder: Path
) -> None:
    build_into(folder, source=source, workers=1)
    ours, clean = tree(release.root), tree(folder)
    assert sorted(ours) == sorted(clean)
    assert [path for path in ours if ours[path] != clean[path]] == []


def test_sync_without_a_change_touches_nothing(
    built: Release, source: MemorySource
) -> None:
    report = sync(source=source)

    assert (report.rendered, report.written, report.removed) == (0, [], [])
    assert is_up_to_date(built, source)


def test_sync_before_a_release_says_how_to_build(
    releases: Releases, source: MemorySource
) -> None:
    with pytest.raises(NoRelease, match="build_site"):
        sync(source=source)


_LISTS_IN = ("elder", "hant", "kiosk")
_HELD_BY = {
    "index.html": ("elder", "en", "hant", "kiosk"),
    "notice/index.html": ("elder", "hant"),
}


def _of_the_guide(*names: str) -> list[str]:
    """Return files of the guide and of its copies in the site's variants, in order."""
    folder = "guides/birth-cert/"
    return sorted(
        f"{variant}{folder}{name}"
        for name in names
        for variant in ("", *(f"{each}/" for each in _HELD_BY.get(name, ())))
    )


def test_outputs_are_planned_anew_only_where_there_can_be_others(
    built: Release, source: MemorySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[str] = []

    def noted(owner: str, store: Store) -> list[Output]:
        planned.append(owner)
        return outputs_of(owner, store)

    monkeypatch.setattr("portal.publishing.syncing.outputs_of", noted)
    edited = source.matter("birth-cert")
    edited["guide"]["name"] = "出生证明签发改名"
    source.put("matter", "birth-cert", edited)
    report = sync(source=source)
    assert "guides/index.html" in report.written
    # Its new name has no translation: the list of English guides is shorter by one.
    assert planned == ["matter:birth-cert", "sitemaps"]

    planned.clear()
    edited["guide"]["name"] = "出生证明签发再改名"
    source.put("matter", "birth-cert", edited)
    assert "guides/index.html" in sync(source=source).written
    assert planned == ["matter:birth-cert"]

    source.withdraw("matter", "birth-cert")
    planned.clear()
    sync(source=source)
    assert {"matter:birth-cert", "guides", "sitemaps"} <= set(planned)


def test_sync_edit_rewrites_the_matter_and_not_the_lists(
    built: Release, source: MemorySource
) -> None:
    edited = source.matter("birth-cert")
    edited["guide"]["faq"] = [{"question": "要带什么？", "answer": "身份证。"}]
    source.put("matter", "birth-cert", edited)

    report = sync(source=source)

    assert report.failed == {}
    # The sitemap and the data list tell the day of publication, which is the same; the
    # changes tell the version.
    written = [path for path in report.written if OWN_LISTS not in path]
    assert sorted(written) == [
        "data/changes.jsonl",
        "data/changes.xml",
        "data/checksums.txt",
        "data/exchange.json",
        *_of_the_guide("index.html", "index.json", "notice/index.html"),
    ]
    page = built.root / "guides/birth-cert/index.html"
    assert "要带什么？" in page.read_text("utf-8")


def test_sync_rename_rewrites_the_lists_that_name_it(
    built: Release, source: MemorySource
) -> None:
    edited = source.matter("birth-cert")
    edited["guide"]["name"] = "出生证明首次签发"
    source.put("matter", "birth-cert", edited)

    report = sync(source=source)

    assert {
        "guides/birth-cert/index.html",
        "guides/index.html",
        "departments/wjj/index.html",
        "topics/person/005/index.html",
        "data/guides.json",
    } <= set(report.written)
    assert "departments/mzj/index.html" not in report.written
    assert "guides/company-setup/index.html" not in report.written


def test_sync_rename_rewrites_the_pages_that_relate_to_it(
    releases: Releases, source: MemorySource
) -> None:
    naming = source.matter("birth-cert")
    naming["guide"]["related"] = ["company-setup"]
    source.put("matter", "birth-cert", naming)
    build_release(source=source, workers=1)
    edited = source.matter("company-setup")
    edited["guide"]["name"] = "公司开办登记"
    source.put("matter", "company-setup", edited)

    report = sync(source=source)

    assert "guides/birth-cert/index.html" in report.written
    assert "guides/birth-cert/notice/index.html" not in report.written


def test_sync_withdrawal_removes_files_and_every_mention(
    built: Release, source: MemorySource
) -> None:
    source.withdraw("matter", "birth-cert")

    report = sync(source=source)

    assert not (built.root / "guides/birth-cert").exists()
    lists = [path for path in report.removed if OWN_LISTS in path]
    assert f"{OWN_LISTS}index.html" in lists
    assert sorted(set(report.removed) - set(lists)) == sorted(
        [
            *_of_the_guide("index.html", "index.json", "notice/index.html"),
            "topics/person/145/feed.xml",
            # It was the topic's only matter.
            "topics/person/145/index.html",
            *(f"{name}/topics/person/145/index.html" for name in _LISTS_IN),
        ]
    )
    mentions = [
        path
        for path, body in tree(built.root).items()
        if b"/guides/birth-cert/" in body
    ]
    assert mentions == []


def test_sync_return_of_a_withdrawn_matter_brings_it_back(
    built: Release, source: MemorySource
) -> None:
    kept = source.matter("birth-cert")
    source.withdraw("matter", "birth-cert")
    sync(source=source)
    source.put("matter", "birth-cert", kept)

    sync(source=source)

    assert (built.root / "guides/birth-cert/index.html").is_file()


def test_sync_only_some_codes_leaves_other_changes_for_later(
    built: Release, source: MemorySource
) -> None:
    for code in ("birth-cert", "company-setup"):
        edited = source.matter(code)
        edited["guide"]["summary"] = "新的概要。"
        source.put("matter", code, edited)

    report = sync(source=source, codes=["birth-cert"])

    assert "guides/birth-cert/index.html" in report.written
    assert "guides/company-setup/index.html" not in report.written
    assert "guides/company-setup/index.html" in sync(source=source).written


def test_sync_changed_hall_rewrites_the_guides_that_name_it(
    built: Release, source: MemorySource
) -> None:
    hall = payloads.halls()["H-QU"] | {"address": "云溪区新路1号"}
    source.put("hall", "H-QU", hall)

    report = sync(source=source)

    assert "guides/birth-registration/index.html" in report.written
    assert "guides/birth-cert/index.html" not in report.written
    assert "halls/index.html" in report.written


def test_sync_new_theme_renders_everything_again_and_writes_nothing(
    built: Release, source: MemorySource
) -> None:
    source.put(
        "look", "default", {"base_url": "http://localhost:8000", "digest": "new"}
    )

    report = sync(source=source)

    assert report.rendered > 50
    assert report.written == []


def test_sync_page_that_fails_keeps_its_last_good_copy_and_recovers(
    built: Release, source: MemorySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = built.root / "guides/birth-cert/index.html"
    before = page.read_bytes()
    working = renderers.RENDERERS["guide"]

    def broken(view: View, *, code: str) -> bytes:
        if code == "birth-cert":
            raise ValueError("no such field 'colour'")
        return working(view, code=code)

    edited = source.matter("birth-cert")
    edited["guide"]["name"] = "出生证明首次签发"
    source.put("matter", "birth-cert", edited)
    monkeypatch.setitem(renderers.RENDERERS, "guide", broken)

    report = sync(source=source)

    # Its new name has no translation, so the English site does not have it any more.
    standing = [
        path for path in _of_the_guide("index.html") if not path.startswith("en/")
    ]
    assert sorted(report.failed) == standing
    assert "no such field 'colour'" in report.failed["guides/birth-cert/index.html"]
    assert page.read_bytes() == before
    assert "出生证明首次签发" in (built.root / "guides/index.html").read_text("utf-8")

    monkeypatch.setitem(renderers.RENDERERS, "guide", working)
    assert sorted(sync(source=source).written) == standing


def test_sync_that_was_cut_off_is_finished_by_the_next(
    built: Release,
    source: MemorySource,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edited = source.matter("birth-cert")
    edited["guide"]["name"] = "出生证明首次签发"
    source.put("matter", "birth-cert", edited)

    def killed(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("portal.publishing.writers.Writer._replace", killed)
        with pytest.raises(KeyboardInterrupt):
            sync(source=source)
    with built.open_manifest() as manifest:
        assert manifest.outputs(DIRTY)

    sync(source=source)

    with built.open_manifest() as manifest:
        assert not manifest.outputs(DIRTY, FAILED)
    assert_like_a_clean_build(built, source, tmp_path / "clean")


def test_tree_after_random_edits_equals_a_clean_build(
    releases: Releases, source: MemorySource, tmp_path: Path
) -> None:
    chance = random.Random(20261102)
    many_matters(source, 96)  # just under and over a page of a list
    build_release(source=source, workers=1)
    release = releases.require_current()

    for step in range(15):
        for _ in range(chance.randrange(1, 4)):
            edit(source, chance)
        report = sync(source=source)
        assert report.failed == {}, f"step {step}"
        if step % 5 == 4:
            assert_like_a_clean_build(release, source, tmp_path / f"clean{step}")


def test_sync_edit_of_a_member_rewrites_the_steps_of_its_theme(
    releases: Releases, source: MemorySource, tmp_path: Path
) -> None:
    source.put("theme", "YJS-002", payloads.theme("YJS-002"))
    build_release(source=source, workers=1)
    release = releases.require_current()
    page = release.root / "themes/YJS-002/index.html"
    assert "15 个工作日" not in page.read_text("utf-8")
    edited = source.matter("birth-cert")
    edited["guide"]["promise_days"] = 15
    source.put("matter", "birth-cert", edited)

    report = sync(source=source, workers=1)

    assert "themes/YJS-002/index.html" in report.written
    assert "15 个工作日" in page.read_text("utf-8")
    assert_like_a_clean_build(release, source, tmp_path / "clean")


def test_sync_edit_of_a_theme_asks_its_members_again_only_for_what_they_show(
    releases: Releases,
    source: MemorySource,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    theme = payloads.theme("YJS-002")
    source.put("theme", "YJS-002", theme)
    build_release(source=source, workers=1)
    release = releases.require_current()
    asked = []

    def guide(view: View, *, code: str) -> bytes:
        asked.append(code)
        return renderers.guide(view, code=code)

    monkeypatch.setitem(renderers.RENDERERS, "guide", guide)
    source.put("theme", "YJS-002", theme | {"summary": "一次办完出生的几件事。"})
    assert "themes/YJS-002/index.json" in sync(source=source, workers=1).written
    assert asked == []

    source.put("theme", "YJS-002", theme | {"name": "有了孩子一件事"})
    written = sync(source=source, workers=1).written
    assert "guides/birth-cert/index.html" in written
    assert "guides/company-setup/index.html" not in written
    assert_like_a_clean_build(release, source, tmp_path / "clean")


def test_sync_edit_of_a_hall_rewrites_the_places_that_its_level_belongs_to(
    built: Release, source: MemorySource, tmp_path: Path
) -> None:
    station = source.stored["hall", "H-SQ0101"] | {"tel": "0600-5550000"}
    source.put("hall", "H-SQ0101", station | {"consult_tel": "0600-5550000"})

    report = sync(source=source)

    assert "guides/birth-registration/places/index.html" in report.written
    assert "guides/company-setup/places/index.html" not in report.written
    assert_like_a_clean_build(built, source, tmp_path / "clean")


def test_sync_rename_of_what_every_station_accepts_rewrites_one_list_of_it(
    built: Release, source: MemorySource, tmp_path: Path
) -> None:
    edited = source.matter("birth-registration")
    edited["guide"]["name"] = "生育服务登记"
    source.put("matter", "birth-registration", edited)

    report = sync(source=source)

    assert "halls/all-communities/index.html" in report.written
    assert not [path for path in report.written if path.startswith("halls/h-sq")]
    page = built.root / "halls/all-communities/index.html"
    assert "生育服务登记" in page.read_text("utf-8")
    assert_like_a_clean_build(built, source, tmp_path / "clean")

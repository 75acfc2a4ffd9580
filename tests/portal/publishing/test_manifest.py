from __future__ import annotations

from pathlib import Path

from portal.publishing.manifest import Manifest, Rendered

NAMES = ["", "A an", "A an", "B ban", "C", "C cai", "Z zu", "~ 12345", "86799-01"]


def filled(folder: Path) -> tuple[Manifest, list[tuple[str, str]]]:
    """A manifest with a list of members, several with one key; and their places."""
    manifest = Manifest.create(folder / "manifest.sqlite3")
    places = [(name, f"m{n:02}") for n in range(7) for name in NAMES[: n + 3]]
    places = [(name, f"{code}-{at}") for at, (name, code) in enumerate(places)]
    manifest.connection.executemany(
        "INSERT INTO members (collection, sort_key, code) VALUES ('all', ?, ?)", places
    )
    manifest.connection.execute(
        "INSERT INTO members (collection, sort_key, code) VALUES ('other', 'B', 'm')"
    )
    return manifest, sorted(places)


def test_members_before_a_place_are_counted(tmp_path: Path) -> None:
    manifest, places = filled(tmp_path)
    with manifest:
        found = [manifest.members_before("all", place) for place in places]
    assert found == list(range(len(places)))


def test_a_member_is_found_by_how_many_stand_before_it(tmp_path: Path) -> None:
    manifest, places = filled(tmp_path)
    with manifest:
        for before, place in enumerate(places):
            letter, skipped = manifest.place_of_member("all", before)
            rest = [each for each in places if each[0] >= letter]
            assert rest[skipped] == place


def test_behind_the_last_member_there_is_nothing(tmp_path: Path) -> None:
    manifest, places = filled(tmp_path)
    with manifest:
        letter, skipped = manifest.place_of_member("all", len(places))
        assert not [each for each in places if each[0] >= letter][skipped:]
        assert manifest.place_of_member("empty", 0)[0] > places[-1][0]


def rendered(path: str, **reads: str) -> Rendered:
    return Rendered(path=path, digest="d", size=1, stored=1, error="", reads=reads)


def test_reads_of_an_output_are_those_of_its_last_rendering(tmp_path: Path) -> None:
    with Manifest.create(tmp_path / "manifest.sqlite3") as manifest:
        manifest.record_rendered([rendered("a", x="1", y="1"), rendered("b", x="1")])
        before = manifest.connection.total_changes
        manifest.record_rendered([rendered("a", x="1", y="1"), rendered("b", x="1")])
        assert manifest.connection.total_changes == before

        manifest.record_rendered([rendered("a", y="2", z="1")])

        reads = manifest.connection.execute("SELECT path, key FROM reads").fetchall()
        assert sorted(reads) == [("a", "y"), ("a", "z"), ("b", "x")]
        keys = manifest.connection.execute("SELECT key, digest FROM keys").fetchall()
        assert keys == [("x", "1"), ("y", "2"), ("z", "1")]

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from portal.publishing.errors import OutputRefused, UnsafePath
from portal.publishing.writers import SCRATCH, Content, Writer

# Cannot be packed to less than 6,000 bytes.
WORDS = " ".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(160))
PAGE = Content(b"<!DOCTYPE html>" + b"<p>text</p>" * 100)


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    (tmp_path / SCRATCH).mkdir()
    (tmp_path / "site").mkdir()
    return Writer(tmp_path / "site", durable=True)


@pytest.mark.parametrize(
    "path",
    ["../out.html", "a/../../out.html", "/etc/out.html", "..", "", "a/../../../out"],
)
def test_write_outside_the_root_is_refused(writer: Writer, path: str) -> None:
    with pytest.raises(UnsafePath, match="outside"):
        writer.write(path, PAGE)

    assert list(writer.root.parent.rglob("out*")) == []


def test_write_through_a_link_that_leaves_the_root_is_refused(
    writer: Writer, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (writer.root / "guides").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UnsafePath):
        writer.write("guides/food.html", PAGE)

    assert list((tmp_path / "elsewhere").iterdir()) == []


@given(path=st.text(alphabet="a./\\", max_size=12))
def test_target_of_any_path_is_inside_or_refused(
    path: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "any"
    writer = Writer(root, durable=False)
    try:
        target = writer.target(path)
    except UnsafePath:
        return
    assert target.resolve().is_relative_to(root.resolve())


@pytest.mark.parametrize("status", [404, 500, 301, 302, 204])
def test_write_of_another_status_is_refused(writer: Writer, status: int) -> None:
    with pytest.raises(OutputRefused, match=str(status)):
        writer.write("page.html", Content(PAGE.body, status))

    assert list(writer.root.iterdir()) == []


@pytest.mark.parametrize("body", [b"", b" \n "])
def test_write_of_nothing_is_refused(writer: Writer, body: bytes) -> None:
    with pytest.raises(OutputRefused, match="empty"):
        writer.write("page.html", Content(body))


def test_lines_of_no_record_are_an_empty_file(writer: Writer) -> None:
    written = writer.write("data/halls.jsonl", Content(b""))
    assert (written.size, (writer.root / "data/halls.jsonl").read_bytes()) == (0, b"")


def test_write_of_the_same_bytes_leaves_the_file_alone(writer: Writer) -> None:
    first = writer.write("page.html", PAGE)
    inode = (writer.root / "page.html").stat().st_ino

    again = writer.write("page.html", PAGE, known=first.digest)

    assert (first.changed, again.changed) == (True, False)
    assert (writer.root / "page.html").stat().st_ino == inode
    assert again.stored == first.stored


def test_write_of_the_same_bytes_restores_a_missing_file(writer: Writer) -> None:
    first = writer.write("page.html", PAGE)
    (writer.root / "page.html").unlink()

    assert writer.write("page.html", PAGE, known=first.digest).changed is True


def test_write_of_a_short_page_removes_its_old_siblings(writer: Writer) -> None:
    writer.write("page.html", PAGE)
    assert (writer.root / "page.html.gz").is_file()

    writer.write("page.html", Content(b"<p>short</p>"))

    assert [path.name for path in writer.root.iterdir()] == ["page.html"]


def test_small_page_has_one_sibling_and_a_large_one_both(writer: Writer) -> None:
    for page, expected in ((WORDS[:600], [".gz"]), (WORDS, [".br", ".gz"])):
        writer.write("page.html", Content(page.encode()))
        found = sorted(path.suffix for path in writer.root.glob("page.html.*"))
        assert found == expected


def test_files_of_one_matter_are_renamed_last_and_page_beside_data(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("guides/a/index.html", "elder/guides/a/index.html", "guides/a/index.json")
    body = WORDS.encode()
    prepared = [writer.prepare(name, Content(body)) for name in names]
    order: list[str] = []
    replace = Path.replace

    def noted(source: Path, target: Path) -> Path:
        order.append(target.relative_to(writer.root).as_posix())
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", noted)
    writer.commit(prepared)

    assert order[-3:] == [names[0], names[2], names[1]]
    siblings = [f"{names[0]}.br", *(f"{name}.gz" for name in names)]
    assert sorted(order[:-3]) == sorted(siblings)


def test_write_leaves_no_half_file_behind(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.write("page.html", PAGE)

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        writer.write("page.html", Content(PAGE.body * 2))

    assert (writer.root / "page.html").read_bytes() == PAGE.body


def test_remove_takes_siblings_and_empty_folders(writer: Writer) -> None:
    writer.write("guides/food/index.html", PAGE)
    writer.write("guides/food/notice/index.html", PAGE)

    writer.remove("guides/food/notice/index.html")
    assert (writer.root / "guides/food/index.html").is_file()
    assert not (writer.root / "guides/food/notice").exists()

    writer.remove("guides/food/index.html")
    assert list(writer.root.iterdir()) == []

"""What must not lie in a tree that others write is named, never opened, and all at once."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.inputs import read
from sitegen.model.problem import Place
from sitegen.plumbing import disk, locale
from sitegen.plumbing.file_names import fault_of, folded, shown
from sitegen.plumbing.survey import DEEPEST, MAX_PATH, survey
from tests.project import Order, Project, page

NOBODY = 65534


def told(folder: Path, **options: bool) -> tuple[list[str], list[str]]:
    files, problems = survey(folder, "content", **options)
    return files, [f"{p.place.path} {p.kind.code}" for p in problems]


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("x")


def test_everything_hostile_in_one_tree_is_named_at_once_and_nothing_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a/baik.md", "b.md", "TPS.md", "tps.md", "con/x.md", "cafe\u0301.md")
    (tmp_path / "berkas").symlink_to("b.md")
    (tmp_path / "folder").symlink_to("a")
    (tmp_path / "putus").symlink_to("tidak-ada")
    (tmp_path / "lingkar").symlink_to(".")
    (tmp_path / "sendiri").symlink_to("sendiri")
    os.mkfifo(tmp_path / "pipa")
    os.mknod(tmp_path / "nol", 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("soket")
        monkeypatch.setattr(os, "open", None)
        assert told(tmp_path) == (
            ["a/baik.md", "b.md", "tps.md"],
            [
                "content/TPS.md SG305",
                "content/berkas SG307",
                "content/cafe\u0301.md SG306",
                "content/con SG304",
                "content/folder SG307",
                "content/lingkar SG307",
                "content/nol SG308",
                "content/pipa SG308",
                "content/putus SG307",
                "content/sendiri SG307",
                "content/soket SG308",
            ],
        )


def test_a_tree_that_is_a_link_is_refused_as_a_whole(tmp_path: Path) -> None:
    put(tmp_path, "asli/a.md")
    (tmp_path / "tautan").symlink_to("asli")
    assert told(tmp_path / "tautan") == ([], ["content SG307"])


def test_a_second_name_outside_is_foreign_and_one_inside_is_not(tmp_path: Path) -> None:
    put(tmp_path, "t/a.md", "t/b.md", "luar")
    (tmp_path / "t/sub").mkdir()
    (tmp_path / "t/sub/a.md").hardlink_to(tmp_path / "t/a.md")
    assert told(tmp_path / "t") == (["a.md", "b.md", "sub/a.md"], [])
    (tmp_path / "luar2").hardlink_to(tmp_path / "t/a.md")
    assert told(tmp_path / "t") == (["b.md"], ["content/a.md SG309", "content/sub/a.md SG309"])
    assert told(tmp_path / "t", ours=False) == (["a.md", "b.md", "sub/a.md"], [])


@pytest.fixture
def others() -> Iterator[Path]:
    """A folder that everybody may enter, read as somebody who is not root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        os.seteuid(os.getuid())
        (folder / "b").chmod(0o700)
        shutil.rmtree(folder)


def test_what_may_not_be_read_is_named(others: Path) -> None:
    put(others, "a.md", "b/c.md", "d/e.md")
    for name in ("a.md", "b"):
        (others / name).chmod(0)
    if os.getuid() == 0:
        os.seteuid(NOBODY)
    assert told(others) == (["d/e.md"], ["content/a.md SG308", "content/b SG308"])


def test_a_path_may_have_a_length_and_a_depth_and_no_more(tmp_path: Path) -> None:
    long = "/".join(["a" * 99, "b" * (MAX_PATH - 100)])
    deep = "d/" * (DEEPEST - 1) + "x.md"
    put(tmp_path, long, f"{long}b", deep, "d/" + deep)
    files, problems = told(tmp_path)
    assert files == [long, deep]
    assert problems == [f"content/{long}b SG309", f"content/{'/'.join('d' * DEEPEST)} SG309"]


def test_a_folder_that_is_refused_is_named_once(tmp_path: Path) -> None:
    put(tmp_path, "aux/a.md", "aux/con.md", "aux/b/c.md", "aux-1/a.md")
    assert told(tmp_path) == (["aux-1/a.md"], ["content/aux SG304"])


def test_what_editors_leave_behind_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "a.md~", ".b.md", ".git/config", "Thumbs.db", "__MACOSX/x:y", "s/desktop.ini")
    assert told(tmp_path) == ([], [])


NAMES = {
    "CON": "SG304", "aux.md": "SG304", "Com1.txt": "SG304", "lpt9": "SG304", "nul.tar.gz": "SG304",
    "com¹": "SG304", "con .md": "SG304", "conin$": "SG304", "a:b.md": "SG304", "a*": "SG304",
    "a\\b": "SG304", "..\\x": "SG304", "a|b": "SG304", 'a"b': "SG304", "a.": "SG304",
    "a ": "SG304", "a. .": "SG304", "\u0430.md": "SG306", "\ud0a4.md": "SG306", "🗳.md": "SG306",
    "e\u0301.md": "SG306", "a\u200bb": "SG306", "a\u200db": "SG306", "a\u202eb": "SG306",
    "a\nb": "SG306", "a\x7fb": "SG306", "a\udcffb": "SG306", "ﬁ.md": "SG306", "a\ufdd0b": "SG306",
    "\u212a.md": "SG306", "&#x202e;.md": "SG306",
    "a.md": "", "A B.md": "", "com10.md": "", "console.md": "", "aux-1.md": "", "a..b": "",
    "61.71-kota-pontianak": "", "_rupa.html": "", "a&b.md": "", "com.md": "", "%2e%2e.md": "",
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), NAMES.items(), ids=map(ascii, NAMES))
def test_a_name_means_the_same_on_every_machine(name: str, code: str) -> None:
    problem = fault_of(name, Place("x"))
    assert (problem.kind.code if problem else "") == code


def test_a_letter_that_looks_like_a_latin_one_is_replaced_by_it() -> None:
    problem = fault_of("m\u0410s\u0430-tenang.MD", Place("x"))
    assert problem is not None
    assert dict(problem.values) == {
        "letter": "\u0410", "code": "U+0410", "example": "masa-tenang.md",
    }  # fmt: skip


TEXTS = st.text(min_size=1) | st.binary(min_size=1).map(os.fsdecode)


@given(TEXTS.filter(lambda name: not {"/", "\0"} & {*name}))
def test_the_name_that_a_hint_gives_is_allowed_and_all_can_be_printed(name: str) -> None:
    problem = fault_of(name, Place("x"))
    if problem is not None:
        example = dict(problem.values)["example"]
        assert fault_of(example, Place("x")) is None, example
        assert locale.shown(problem).replace("\n", "").isprintable()
        locale.shown(problem).encode()


@given(st.text(max_size=8))
def test_what_some_machine_takes_for_one_is_folded_to_one(name: str) -> None:
    assert folded(folded(name)) == folded(name)
    assert folded(name.upper()) == folded(name.lower().upper())
    assert shown(name).isprintable()


@pytest.mark.parametrize("trick", ["link", "pipe", "hard link"])
def test_what_is_wrong_in_a_theme_counts_as_a_change_of_it(trick: str, project: Project) -> None:
    project.file("themes/uji/theme.yaml", "extends: dasar\n").file("themes/uji/a.txt", "x")
    project.file("content/nasional/a.md", page())
    order = Order(project.folder, None)
    before = read(order).inputs["theme"]
    folder = project.folder / "themes/uji"
    if trick == "link":
        (folder / "b").symlink_to("a.txt")
    elif trick == "pipe":
        os.mkfifo(folder / "b")
    else:
        (project.folder / "luar").hardlink_to(folder / "a.txt")
    assert read(order).inputs["theme"] != before


def test_themes_that_are_a_link_are_not_used(project: Project) -> None:
    project.file("luar/uji/theme.yaml", "extends: dasar\n")
    (project.folder / "themes").symlink_to("luar")
    assert project.problems() == ["themes:1:1 SG307"]
    assert not project.output.exists()


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.md", "b.md")
    there = (tmp_path / "b.md").lstat()
    os.mkfifo(tmp_path / "pipa")
    (tmp_path / "tautan").symlink_to("a.md")
    monkeypatch.setattr(Path, "lstat", lambda _self: there)
    for name in ("pipa", "tautan"):
        with pytest.raises(disk.NotAFileError):
            disk.read(tmp_path / name)
    assert disk.read(tmp_path / "a.md") == b"x"

"""Files are walked in order, never followed, and replaced as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.plumbing import disk


def test_the_walk_is_sorted_and_passes_over_hidden_names(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a/b/c.md", "A.md", ".git/config", "a/.swp", "a.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert list(disk.walk(tmp_path)) == [
        ("A.md", True),
        ("a/b/c.md", True),
        ("a/z.md", True),
        ("a.md", True),
        ("b.md", True),
    ]


def test_links_and_pipes_are_named_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "lingkar").symlink_to(".")
    (tmp_path / "luar").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipa")
    assert list(disk.walk(tmp_path)) == [("lingkar", False), ("luar", False), ("pipa", False)]
    for name in ("lingkar", "luar", "pipa"):
        with pytest.raises(disk.NotAFileError):
            disk.read(tmp_path / name)


def test_a_file_is_replaced_and_its_old_bytes_stay_readable(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    disk.create(str(path), b"lama")
    with path.open("rb") as reader:
        disk.replace(str(path), b"baru")
        assert reader.read() == b"lama"
    assert path.read_bytes() == b"baru"
    assert [found.name for found in tmp_path.iterdir()] == ["a.html"]


def test_a_file_that_cannot_be_replaced_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="a"):
        disk.replace(str(tmp_path / "a"), b"x")
    assert [found.name for found in tmp_path.iterdir()] == ["a"]


def test_a_file_that_exists_is_not_created_over(tmp_path: Path) -> None:
    disk.create(str(tmp_path / "a"), b"x")
    with pytest.raises(FileExistsError):
        disk.create(str(tmp_path / "a"), b"y")
    assert (tmp_path / "a").read_bytes() == b"x"


def test_replacing_a_link_does_not_write_where_it_leads(tmp_path: Path) -> None:
    outside = tmp_path / "luar"
    outside.write_bytes(b"x")
    (tmp_path / "a").symlink_to(outside)
    disk.replace(str(tmp_path / "a"), b"y")
    assert outside.read_bytes() == b"x"
    assert not (tmp_path / "a").is_symlink()

"""The source line below a problem: the caret stands where the eye looks for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.model.problem import Place
from sitegen.plumbing.excerpt import CUT, WIDTH, excerpt, lines_of, printable


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("judul: A", 1, "judul: A", "^"),
        ("judul: A", 8, "judul: A", "       ^"),
        ("judul", 6, "judul", "     ^"),
        ("judul", 99, "judul", "     ^"),
        ("judul \t ", 2, "judul", " ^"),
        ("\tjudul", 2, "    judul", "    ^"),
        ("日本 judul", 4, "日本 judul", "     ^"),
        ("é judul", 3, "é judul", "  ^"),
        ("e\u0301 judul", 4, "e\u0301 judul", "  ^"),
        ("a\x1b[31mb", 7, "a·[31mb", "      ^"),
        ("a\u200bb\u202ec", 5, "a·b·c", "    ^"),
        ("a\u00a0b", 3, "a b", "  ^"),
    ],
)
def test_the_caret_stands_below_the_column(line: str, column: int, shown: str, caret: str) -> None:
    assert excerpt(line, column) == (shown, caret)


@pytest.mark.parametrize("line", ["", "   ", "---", "\t", "--- "])
def test_a_line_that_tells_nothing_is_not_shown(line: str) -> None:
    assert excerpt(line, 1) == ("", "")


@pytest.mark.parametrize("at", [1, 47, 100, 5_000, 99_990, 100_000])
@pytest.mark.parametrize("letter", ["a", "本", "e\u0301"])
def test_a_long_line_is_cut_around_the_column(at: int, letter: str) -> None:
    length = 100_000 // len(letter)
    at = min(at, length * len(letter))
    line = letter * length
    line = line[: at - 1] + "X" + line[at:]
    shown, caret = excerpt(line, at)
    cells = [(c, 2 if c == "本" else 0 if c == "\u0301" else 1) for c in shown]
    assert sum(width for _, width in cells) <= WIDTH + 2
    before = shown.partition("X")[0]
    assert sum(w for c, w in cells[: len(before)]) == len(caret) - 1
    assert shown.startswith(CUT) is (at > 47 or (at == 47 and letter == "本"))
    assert shown.endswith(CUT) is (len(line) - at > 2 * WIDTH)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("judul “a”", "judul “a”"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb\u202e", "a\\nb\\u202e"),
        ("\udcff", "\\udcff"),
    ],
)
def test_what_could_steer_a_terminal_is_written_out(text: str, safe: str) -> None:
    assert printable(text) == safe


def test_lines_are_those_the_problems_count(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufeffsatu\r\ndua\rtiga\nempat".encode())
    line_of = lines_of(tmp_path)
    assert [line_of(Place("a.md", line)) for line in (1, 2, 3, 4, 5)] == [
        "satu", "dua", "tiga", "empat", "",
    ]  # fmt: skip


def test_what_is_no_text_of_the_project_is_not_read(tmp_path: Path) -> None:
    project = tmp_path / "proyek"
    project.mkdir()
    (tmp_path / "rahasia").write_text("sandi")
    (project / "tautan").symlink_to(tmp_path / "rahasia")
    (project / "dalam").symlink_to(project / "latin1")
    (project / "latin1").write_bytes(b"caf\xe9")
    (project / "biner").write_bytes(b"\x89PNG\0\0")
    (project / "besar").write_bytes(b"a" * 2_000_000)
    (project / "folder").mkdir()
    os.mkfifo(project / "pipa")
    line_of = lines_of(project)
    paths = ("tautan", "dalam", "latin1", "biner", "besar", "folder", "pipa", "tiada", "../rahasia")
    assert {path: line_of(Place(path)) for path in (*paths, "a\0b", str(tmp_path / "rahasia"))} == (
        dict.fromkeys((*paths, "a\0b", str(tmp_path / "rahasia")), "")
    )

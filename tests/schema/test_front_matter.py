"""A page is cut into its data and its text; English keys mean their Indonesian ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model.source import Source
from sitegen.schema.front_matter import split
from sitegen.schema.yaml_events import KEY
from tests.project import FAKTA, Project, page

PATH = "content/nasional/a.md"


def cut(text: str) -> object:
    return split(Source(PATH, "nasional", "a.md", text))


def problems(text: str) -> list[str]:
    return [f"{p.place.line}:{p.place.column} {p.kind.code}" for p in cut(text)[1]]  # type: ignore[index]


def test_a_page_is_cut_between_its_data_and_its_text() -> None:
    found, problems = split(Source(PATH, "nasional", "a.md", "---\njudul: A\n---\n\nTeks.\n"))
    assert problems == []
    assert found is not None
    assert found.values == {"judul": "A"}
    assert found.body == "\nTeks.\n"
    assert found.body_line == 4
    assert found.marks["judul",] == (2, 8)


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("---\njudul: A\n---", "", 4),
        ("---\njudul: A\n---\n", "", 4),
        ("---\n---\nTeks", "Teks", 3),
        ("---  \njudul: A\n---\t\nTeks", "Teks", 4),
        ("---\njudul: A\n---\nTeks\n---\nlagi", "Teks\n---\nlagi", 4),
    ],
)
def test_the_first_two_fences_count(text: str, body: str, line: int) -> None:
    found, problems = split(Source(PATH, "nasional", "a.md", text))
    assert problems == []
    assert found is not None
    assert (found.body, found.body_line) == (body, line)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["1:1 SG110"]),
        ("Hanya teks.\n", ["1:1 SG110"]),
        ("\n---\njudul: A\n---\n", ["1:1 SG110"]),
        ("----\njudul: A\n----\n", ["1:1 SG110"]),
        (" ---\njudul: A\n---\n", ["1:1 SG110"]),
        ("---\njudul: A\n\nTeks.\n", ["5:1 SG110"]),
        ("---", ["1:1 SG110"]),
        ("---\njudul: A\njudul: B\n---\n", ["3:1 SG112"]),
        ("---\njudul: Hoaks: KPU\n---\n", ["2:13 SG111"]),
        ("---\n- judul\n---\n", ["2:1 SG116"]),
        ("---\njudul: A\n--- lagi\n---\n", ["3:1 SG116"]),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, found: list[str]) -> None:
    assert problems(text) == found


def test_english_keys_mean_their_indonesian_ones() -> None:
    text = "---\ntitle: A\ndate: 2024-02\ndraft: ya\ntags: [x]\n---\n"
    found, problems = split(Source(PATH, "nasional", "a.md", text))
    assert problems == []
    assert found is not None
    assert found.values == {"judul": "A", "tanggal": "2024-02", "draf": "ya", "tag": ["x"]}
    assert found.marks["judul",] == (2, 8)
    assert found.marks["tanggal", KEY] == (3, 1)
    assert found.marks["tag", 0] == (5, 8)


@pytest.mark.parametrize(
    ("first", "second"),
    [("judul", "title"), ("tanggal", "date"), ("draf", "draft"), ("tag", "tags")],
)
def test_a_key_in_both_languages_stands_twice(first: str, second: str) -> None:
    assert problems(f"---\n{first}: A\n{second}: B\n---\n") == ["3:1 SG112"]


def test_english_keys_are_understood_at_the_top_only() -> None:
    text = "---\njudul: A\nsumber:\n  - title: B\n---\n"
    found, _ = split(Source(PATH, "nasional", "a.md", text))
    assert found is not None
    assert found.values["sumber"] == [{"title": "B"}]


@given(st.text())
@settings(deadline=None, max_examples=100)
def test_any_text_is_cut_or_has_problems(text: str) -> None:
    for candidate in (text, f"---\n{text}", f"---\n{text}\n---\n{text}"):
        found, problems = split(Source(PATH, "nasional", "a.md", candidate))
        assert (found is None) == bool(problems)


def test_line_ends_and_byte_order_mark_of_windows_change_nothing(project: Project) -> None:
    text = page("Masa tenang", "Teks\n\n| a | b |\n|---|---|\n| c | d |\n")
    project.file("content/nasional/a.md", text).file("content/nasional/b.md", text).build()
    unix = project.read("a.html")
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    project.file("content/nasional/a.md", windows).build()
    assert project.report.problems == []
    assert project.read("a.html") == unix
    project.file("content/nasional/a.md", text.replace("\n", "\r")).build()
    assert project.report.problems == []
    assert project.read("a.html") == unix


def test_places_are_the_same_with_line_ends_of_windows(project: Project) -> None:
    text = page("A", "Teks\n\n<b>x\n", rahasia="ya")
    found = project.file("content/nasional/a.md", text).problems()
    assert found == ["content/nasional/a.md:4:1 SG117"]
    project.file("content/nasional/a.md", text.replace("\n", "\r\n"))
    assert project.problems() == found


def test_an_unknown_key_is_named_with_the_nearest_known_one(project: Project) -> None:
    project.file("content/nasional/a.md", page("A", ringkasn="x"))
    project.file("content/nasional/b.md", page("B", xyzzy="x"))
    project.build()
    first, second = project.report.problems
    assert dict(first.values) == {"key": "ringkasn", "nearest": "ringkasan"}
    assert dict(second.values)["key"] == "xyzzy"
    assert "boleh_ditimpa, diperbarui, draf, judul" in dict(second.values)["known"]


def test_every_problem_of_every_file_is_reported_in_one_run(project: Project) -> None:
    below = FAKTA.count("\n")
    project.file("content/nasional/a.md", page("", rahasia="x", urutan="satu", terbit="besok"))
    project.file("content/nasional/tahapan/b.md", "---\nmulai: 2024-02-30\n---\n")
    project.file("content/nasional/c.md", "tanpa data\n")
    project.file("content/nasional/fakta.yaml", f"{FAKTA}Jam Tutup: {{}}\nhari: x\n")
    project.file("content/61-kalimantan-barat/situs.yaml", "namaa: x\nwarna: {aksen: merah}\n")
    project.file("content/61-kalimantan-barat/Kabar.md", page())
    assert project.problems() == [
        "content/61-kalimantan-barat/Kabar.md:1:1 SG303",
        "content/61-kalimantan-barat/situs.yaml:1:1 SG117",
        "content/61-kalimantan-barat/situs.yaml:2:16 SG403",
        "content/nasional/a.md:2:7 SG119",
        "content/nasional/a.md:4:1 SG117",
        "content/nasional/a.md:5:9 SG118",
        "content/nasional/a.md:6:9 SG118",
        "content/nasional/c.md:1:1 SG110",
        f"content/nasional/fakta.yaml:{below + 1}:1 SG130",
        f"content/nasional/fakta.yaml:{below + 2}:1 SG118",
        "content/nasional/tahapan/b.md:2:1 SG118",
        "content/nasional/tahapan/b.md:2:1 SG118",
        "content/nasional/tahapan/b.md:2:1 SG118",
        "content/nasional/tahapan/b.md:2:8 SG118",
    ]
    assert not project.output.exists()

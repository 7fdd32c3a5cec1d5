"""What every content type has in common, and how a page gets its type."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.content_types import content_types, type_of
from sitegen.model.source import Source
from sitegen.plumbing import locale
from sitegen.steps.validate import read_document
from tests.project import Project, clarification, page, stage

Mistakes = Callable[[str, str], list[str]]


def test_the_folder_is_the_registry() -> None:
    assert sorted(content_types()) == [
        "bagian",
        "beranda",
        "berita",
        "halaman",
        "istilah",
        "klarifikasi",
        "panduan",
        "pemungutan-suara",
        "tahapan",
        "tambahan",
    ]


@pytest.mark.parametrize(
    ("inside", "stated", "name"),
    [
        ("index.md", None, "beranda"),
        ("tentang.md", None, "halaman"),
        ("pemungutan-suara.md", None, "pemungutan-suara"),
        ("tahapan/index.md", None, "bagian"),
        ("tahapan/masa-tenang.md", None, "tahapan"),
        ("tahapan/putaran-dua/masa-tenang.md", None, "tahapan"),
        ("tahapan.md", None, "halaman"),
        ("klarifikasi/a.md", None, "klarifikasi"),
        ("panduan/a.md", None, "panduan"),
        ("istilah/a.md", None, "istilah"),
        ("berita/a.md", None, "berita"),
        ("info/a.md", None, "halaman"),
        ("tambahan/tahapan/a.md", None, "tambahan"),
        ("info/a.md", "panduan", "panduan"),
        ("tahapan/a.md", "halaman", "halaman"),
    ],
)
def test_path_and_folder_give_a_page_its_type(inside: str, stated: str | None, name: str) -> None:
    found = type_of(inside, stated)
    assert found is not None
    assert found.name == name


def test_a_supplement_to_the_home_page_is_a_supplement() -> None:
    found = type_of("tambahan/index.md")
    assert found is not None
    assert found.name == "tambahan"


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("klarifikasii", "klarifikasi"), ("tahap", "tahapan"), ("Berita", "berita")],
)
def test_an_unknown_type_is_named_with_the_nearest(typed: str, nearest: str) -> None:
    text = page("A", tipe=typed)
    document, (problem,) = read_document(Source("a.md", "nasional", "a.md", text))
    assert document is None
    assert (problem.kind.code, problem.place.line, problem.place.column) == ("SG140", 4, 7)
    assert dict(problem.values) == {"name": typed, "nearest": nearest}


def test_a_type_like_no_other_gets_the_list_of_all() -> None:
    text = page("A", tipe="xyzzy")
    _, (problem,) = read_document(Source("a.md", "nasional", "a.md", text))
    assert dict(problem.values)["known"].startswith("bagian, beranda, berita")


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ({}, []),
        ({"tag": "[pemilih, tps]", "urutan": "3", "draf": "tidak", "diperbarui": "2024-02-12"}, []),
        ({"terbit": "2024-02-12", "tanggal": "2024", "tipe": "halaman"}, []),
        ({"rahasia": "x"}, ["4:1 SG117"]),
        ({"tag": "pemilih"}, ["4:6 SG118"]),
        ({"tag": "[[a]]"}, ["4:7 SG118"]),
        ({"tag": "['']"}, ["4:7 SG118"]),
        ({"tag": "[a, b, c, d, e, f, g, h, i, j, k, l, m]"}, ["4:6 SG119"]),
        ({"diperbarui": "kemarin"}, ["4:13 SG118"]),
        ({"diperbarui": "2024-2-1"}, ["4:13 SG118"]),
        ({"diperbarui": "2024-02-30"}, ["4:13 SG118"]),
        ({"diperbarui": "20240212"}, ["4:13 SG118"]),
        ({"terbit": "2024-02"}, ["4:9 SG118"]),
        ({"terbit": "[2024-02-12]"}, ["4:9 SG118"]),
        ({"tanggal": "2024-13"}, ["4:10 SG118"]),
        ({"tanggal": "24-02-14"}, ["4:10 SG118"]),
        ({"draf": "mungkin"}, ["4:7 SG118"]),
        ({"draf": "[ya]"}, ["4:7 SG118"]),
        ({"urutan": "pertama"}, ["4:9 SG118"]),
        ({"urutan": "1.5"}, ["4:9 SG118"]),
        ({"boleh_ditimpa": "boleh"}, ["4:16 SG118"]),
        ({"menimpa": "abc"}, ["4:10 SG118"]),
        ({"menimpa": "sha256:" + "G" * 16}, ["4:10 SG118"]),
        ({"sumber": "kpu"}, ["4:9 SG118"]),
        ({"sumber": "[kpu]"}, ["4:10 SG118"]),
        ({"sumber": "[{judul: PKPU, tanggal: 2022, url: https://a.example/}]"}, ["4:10 SG118"]),
        (
            {"sumber": "[{lembaga: kpuu, judul: P, tanggal: 2022, url: https://a.example/}]"},
            ["4:20 SG141"],
        ),
        ({"sumber": "[{lembaga: kpu, judul: P, tanggal: 2022}]"}, ["4:10 SG143"]),
        (
            {"sumber": "[{lembaga: kpu, judul: P, tanggal: 2022, url: http://a.example/}]"},
            ["4:55 SG222"],
        ),
        ({"tipe": "[halaman]"}, ["4:7 SG118"]),
        ({"judul": "lagi"}, ["4:1 SG112"]),
    ],
)
def test_the_fields_of_every_page(
    front: dict[str, str], found: list[str], mistakes: Mistakes
) -> None:
    assert mistakes("a.md", page("A", **front)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\njudul: A\n---\n", ["2:1 SG118"]),
        ("---\nringkasan: A\n---\n", ["2:1 SG118"]),
        ("---\n---\n", ["1:1 SG118", "1:1 SG118"]),
        ("---\njudul: A\nringkasan:\n---\n", ["3:11 SG119"]),
        ("---\njudul: '  '\nringkasan: B\n---\n", ["2:8 SG119"]),
        (f"---\njudul: {'a' * 120}\nringkasan: {'b' * 200}\n---\n", []),
        (f"---\njudul: {'a' * 121}\nringkasan: {'b' * 201}\n---\n", ["2:8 SG119", "3:12 SG119"]),
        ("---\njudul: [A]\nringkasan: {a: b}\n---\n", ["2:8 SG118", "3:12 SG118"]),
        ("---\njudul: '{{ fakta.surat_suara }}'\nringkasan: B\n---\n", ["2:8 SG118"]),
        ("---\njudul: A\nringkasan: '{{ fakta.surat_suara }}'\n---\n", ["3:12 SG118"]),
    ],
)
def test_a_page_has_a_title_and_a_summary(text: str, found: list[str], mistakes: Mistakes) -> None:
    assert mistakes("a.md", text) == found


@pytest.mark.xfail(strict=True, reason="the limit of a list is told in characters")
def test_too_many_tags_are_counted_as_tags(project: Project) -> None:
    locale.install("en")
    project.file("content/nasional/a.md", page("A", tag="[a, b, c, d, e, f, g, h, i, j, k, l, m]"))
    (message,) = project.messages()
    assert "characters" not in message


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tentang.md", page("Rahasia", draf="ya", tag="[uji]")),
        ("tentang.md", page("Rahasia", terbit="2024-02-13")),
        ("tahapan/a.md", stage("Rahasia", draf="ya", tag="[uji]")),
        ("berita/a.md", page("Rahasia", draf="ya", tanggal="2024-02-01", tag="[uji]")),
        ("berita/a.md", page("Rahasia", terbit="2024-02-13", tanggal="2024-02-01", tag="[uji]")),
        ("klarifikasi/a.md", clarification("Rahasia", draf="ya")),
        ("istilah/a.md", page("Rahasia", draf="ya")),
    ],
)
def test_a_draft_or_later_page_is_nowhere_in_the_output(
    path: str, text: str, project: Project
) -> None:
    project.file(f"content/nasional/{path}", text).build(as_of="2024-02-12")
    assert project.report.problems == []
    before = project.files()
    assert not {name for name in before if name.startswith(path.removesuffix(".md"))}
    for name in before:
        assert b"Rahasia" not in (project.mirror() / name).read_bytes()
    project.build(drafts=True)
    assert path.removesuffix(".md") + ".html" in project.files()


def test_a_page_appears_on_the_day_it_is_due(project: Project) -> None:
    project.file("content/nasional/tentang.md", page("Tentang", terbit="2024-02-13"))
    assert "tentang.html" not in project.build(as_of="2024-02-12").files()
    assert "tentang.html" in project.build(as_of="2024-02-13").files()
    assert "tentang.html" not in project.build(as_of="2024-02-12").files()


def test_a_draft_becomes_part_of_list_feed_and_sitemap_when_it_is_done(project: Project) -> None:
    path = "content/nasional/berita/rapat.md"
    project.file(path, page("Rapat", tanggal="2024-02-01", draf="ya", tag="[uji]")).build()
    assert "berita.html" not in project.files()
    assert "topik.html" not in project.files()
    project.file(path, page("Rapat", tanggal="2024-02-01", tag="[uji]")).build()
    assert "Rapat" in project.read("berita.html")
    assert "berita/rapat.html" in project.read("umpan.atom")
    assert "berita/rapat.html" in project.read("sitemap.xml")
    assert "Rapat" in project.read("topik/uji.html")


def test_a_link_to_a_page_that_is_not_shown_yet_is_reported(project: Project) -> None:
    project.file("content/nasional/a.md", page("A", "[nanti](b.md)\n"))
    project.file("content/nasional/b.md", page("B", terbit="2024-02-13"))
    assert project.problems(as_of="2024-02-12") == ["content/nasional/a.md:6:9 SG225"]
    assert project.problems(as_of="2024-02-13") == []


@pytest.mark.parametrize(
    ("path", "text"),
    [("info/index.md", page("Info")), ("info.md", page("Info", tipe="bagian"))],
)
def test_no_page_vanishes_without_a_word(path: str, text: str, project: Project) -> None:
    project.file(f"content/nasional/{path}", text).build()
    assert project.report.problems or "info.html" in project.files()


@pytest.mark.parametrize("kind", ["beranda"])
def test_a_second_home_page_is_refused(kind: str, project: Project) -> None:
    project.file("content/nasional/info.md", page("Info", tipe=kind))
    assert project.problems() != []

"""News, guides, glossary terms, sections, voting day and home page: fields and what is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.project import SUMBER, Project, page

Mistakes = Callable[[str, str], list[str]]

VOTING_DAY = f"""\
---
judul: Hari pemungutan suara
ringkasan: Datang dan pilih.
tanggal: hari_pemungutan
jam_buka: jam_buka
jam_tutup: jam_tutup
surat_suara: surat_suara
pemilih:
  - kelompok: Pemilih terdaftar
    singkatan: DPT
    jam: Pukul {{{{ fakta.jam_buka }}}} sampai {{{{ fakta.jam_tutup }}}}.
    bawa: [KTP-el, "**Surat** pemberitahuan"]
langkah:
  - judul: Antre
    isi: Tunjukkan KTP-el.
  - judul: Coblos
dasar_hukum: [PKPU 25/2023]
{SUMBER}---

Selamat memilih.
"""


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ({"tanggal": "2024-02-14"}, []),
        ({"tanggal": "2024-02", "tempat": "Pontianak"}, []),
        ({"tanggal": "2024"}, []),
        ({}, ["2:1 SG118"]),
        ({"tanggal": "Rabu"}, ["4:10 SG118"]),
        ({"tanggal": "2024-02", "tempat": "[Pontianak]"}, ["5:9 SG118"]),
        ({"tanggal": "2024-02", "sumber": "[{lembaga: kpu, judul: x, tanggal: 2024}]"}, []),
        (
            {"tanggal": "2024-02", "sumber": "[{lembaga: x, judul: x, tanggal: 2024}]"},
            ["5:20 SG141"],
        ),
    ],
)
def test_the_fields_of_news(front: dict[str, str], found: list[str], mistakes: Mistakes) -> None:
    assert mistakes("berita/rapat.md", page("Rapat", **front)) == found


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ({"langkah": "[{judul: Buka, isi: Isi NIK}, {judul: Cek}]"}, []),
        ({"langkah": "[{isi: Isi NIK}]"}, ["4:11 SG118"]),
        ({"langkah": "[{judul: Buka, isi: [a]}]"}, ["4:30 SG118"]),
        ({"langkah": "Buka"}, ["4:10 SG118"]),
        ({"langkah": "[{judul: Buka, isi: ''}]"}, ["4:30 SG119"]),
        ({"langkah": "[{judul: '{{ fakta.surat_suara }}'}]"}, ["4:19 SG118"]),
    ],
)
def test_the_fields_of_a_guide(front: dict[str, str], found: list[str], mistakes: Mistakes) -> None:
    assert mistakes("panduan/cek.md", page("Cek", **front)) == found


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ({"kepanjangan": "Komisi Pemilihan Umum", "alias": "[Komisi]"}, []),
        ({"alias": "Komisi"}, ["4:8 SG118"]),
        ({"kepanjangan": "[a]"}, ["4:14 SG118"]),
    ],
)
def test_the_fields_of_a_term(front: dict[str, str], found: list[str], mistakes: Mistakes) -> None:
    assert mistakes("istilah/kpu.md", page("KPU", **front)) == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("tanggal: hari_pemungutan", "tanggal: 2024-02-14", ["4:10 SG135"]),
        ("tanggal: hari_pemungutan", "tanggal: jam_buka", ["4:10 SG135"]),
        ("jam_buka: jam_buka", "jam_buka: hari_pemungutan", ["5:11 SG135"]),
        ("jam_tutup: jam_tutup", "jam_tutup: surat_suara", ["6:12 SG135"]),
        ("surat_suara: surat_suara", "surat_suara: jam_tutup", ["7:14 SG135"]),
        ("surat_suara: surat_suara\n", "", ["2:1 SG118"]),
        ("  - judul: Coblos\n", "  - isi: Coblos\n", ["16:5 SG118"]),
        ("lembaga: kpu", "lembaga: koran", ["19:3 SG142"]),
    ],
)
def test_the_fields_of_voting_day(old: str, new: str, found: list[str], mistakes: Mistakes) -> None:
    assert mistakes("pemungutan-suara.md", VOTING_DAY.replace(old, new)) == found


def test_a_fact_of_the_wrong_kind_gets_a_list_of_the_right_ones(project: Project) -> None:
    text = VOTING_DAY.replace("jam_buka: jam_buka", "jam_buka: hari_pemungutan")
    project.file("content/nasional/pemungutan-suara.md", text).build()
    (problem,) = project.report.problems
    assert dict(problem.values) == {
        "name": "hari_pemungutan",
        "kind": "jam",
        "known": "jam_buka, jam_tutup",
    }


def test_voting_day_shows_the_facts_it_names(project: Project) -> None:
    project.file("content/nasional/pemungutan-suara.md", VOTING_DAY).build("61", "nasional")
    assert project.report.problems == []
    html = project.read("pemungutan-suara.html", "61")
    assert '<time datetime="2024-02-14">Rabu, <b>14 Februari 2024</b></time>' in html
    assert "07.00–13.00 WIB" in html
    assert "Pukul 07.00 WIB sampai 13.00 WIB." in html
    assert "<strong>Surat</strong> pemberitahuan" in html
    assert "1. Antre" in html
    assert html.count("<b>Presiden</b>, abu-abu") == 1
    assert "07.00–13.00 waktu setempat" in project.read("pemungutan-suara.html")


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        ("[{tanya: Kapan?, jawab: Besok., tautan: tentang.md}]", []),
        ("[{tanya: Kapan?, jawab: Besok.}]", ["4:14 SG118"]),
        ("[{tanya: Kapan?, jawab: Besok., tautan: tentang.html}]", ["4:53 SG118"]),
        ("[{tanya: Kapan?, jawab: Besok., tautan: ../tentang.md}]", ["4:53 SG118"]),
        ("Kapan?", ["4:13 SG118"]),
    ],
)
def test_the_questions_of_the_home_page(
    questions: str, found: list[str], mistakes: Mistakes, project: Project
) -> None:
    project.file("content/nasional/tentang.md", page("Tentang"))
    assert mistakes("index.md", page("Pemilu", pertanyaan=questions)) == found


def test_an_answer_on_the_home_page_is_markdown_with_facts(project: Project) -> None:
    questions = '[{tanya: Kapan?, jawab: "**{{ fakta.hari_pemungutan }}**", tautan: tentang.md}]'
    project.file("content/nasional/tentang.md", page("Tentang"))
    project.file("content/nasional/index.md", page("Pemilu", pertanyaan=questions)).build()
    html = project.read("index.html")
    assert '<h2><a href="tentang.html">Kapan?</a></h2>' in html
    assert "<div><strong>14 Februari 2024</strong></div>" in html


def test_a_wrong_fact_in_the_front_matter_is_found_there(project: Project) -> None:
    steps = '[{judul: Buka, isi: "Pukul {{ fakta.jam }}"}]'
    project.file("content/nasional/panduan/cek.md", page("Cek", langkah=steps))
    assert [problem.partition(" ")[2] for problem in project.problems()] == ["SG136"]
    assert project.report.problems[0].place.line == 4


def test_a_section_has_title_and_introduction_of_its_index(project: Project) -> None:
    project.file("content/nasional/panduan/index.md", page("Panduan pemilih", "Mulai di sini.\n"))
    project.file("content/nasional/panduan/cek.md", page("Cek nama", urutan="2"))
    project.file("content/nasional/panduan/pindah.md", page("Pindah memilih", urutan="1"))
    html = project.build().read("panduan.html")
    assert "<h1>Panduan pemilih</h1>" in html
    assert "<p>Mulai di sini.</p>" in html
    assert html.index("Pindah memilih") < html.index("Cek nama")
    assert '<a href="../panduan.html">Panduan pemilih</a>' in project.read("panduan/cek.html")


def test_a_section_without_index_has_a_usual_title(project: Project) -> None:
    project.file("content/nasional/panduan/cek.md", page("Cek nama")).build()
    assert "<h1>Panduan</h1>" in project.read("panduan.html")


def test_a_question_that_leads_nowhere_is_reported(project: Project) -> None:
    questions = "[{tanya: Ke mana?, jawab: Ke sini., tautan: lapor.md}]"
    project.file("content/nasional/index.md", page("Pemilu", pertanyaan=questions))
    assert project.problems() == ["content/nasional/index.md:4:57 SG225"]


def test_a_question_that_leads_to_a_hidden_page_is_reported(project: Project) -> None:
    questions = "[{tanya: Ke mana?, jawab: Ke sini., tautan: lapor.md}]"
    project.file("content/nasional/index.md", page("Pemilu", pertanyaan=questions))
    project.file("content/nasional/lapor.md", page("Lapor"))
    project.file("content/61-kalimantan-barat/situs.yaml", "sembunyikan: [lapor.md]\n")
    assert project.problems("61") == ["content/61-kalimantan-barat/situs.yaml:1:15 SG317"]


def test_a_question_that_leads_to_a_draft_is_reported(project: Project) -> None:
    questions = "[{tanya: Ke mana?, jawab: Ke sini., tautan: lapor.md}]"
    project.file("content/nasional/index.md", page("Pemilu", pertanyaan=questions))
    project.file("content/nasional/lapor.md", page("Lapor", draf="ya"))
    assert project.problems() == ["content/nasional/index.md:4:57 SG225"]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("    jam: Pukul", "    pukul: Pukul", ["9:5 SG118", "11:5 SG117"]),
        ('    bawa: [KTP-el, "**Surat** pemberitahuan"]', "    bawa: []", ["12:11 SG119"]),
    ],
)
def test_a_list_whose_only_item_is_wrong_is_not_empty(
    old: str, new: str, found: list[str], mistakes: Mistakes
) -> None:
    assert mistakes("pemungutan-suara.md", VOTING_DAY.replace(old, new)) == found

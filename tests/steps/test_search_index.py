"""The texts that the search page looks through, and the list by letter beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.project import Project, clarification, page, stage

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
CITY = "content/61.71-kota-pontianak"
ALL, OWN = "cari/nasional.json", "cari/daerah.json"


def index(project: Project, path: str, region: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(project.read(path, region))
    return found


def remade(project: Project) -> list[str]:
    """Return the indexes that the last build made."""
    return [made.name for made in project.report.redone if made.name.startswith("cari ")]


def test_the_nations_texts_are_equal_on_all_mirrors(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Delima.\n"))
    project.file(f"{PROVINCE}/situs.yaml", "sembunyikan: [a.md]\n")
    project.file(f"{PROVINCE}/berita/b.md", page("B", tanggal="2024")).build("nasional", "61", "31")
    nation = project.read(ALL)
    assert nation == project.read(ALL, "61") == project.read(ALL, "31")
    assert json.loads(nation)["teks"] == {"a.html": "Delima."}
    assert 'href="a.html"' not in project.read("cari.html", "61")


def test_building_one_mirror_makes_the_same_index_as_building_all(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Delima.\n"))
    project.file(f"{PROVINCE}/berita/b.md", page("B", tanggal="2024")).build("nasional", "61")
    whole = project.read(ALL, "61")
    other = project.folder / "lain"
    project.build("61", output=other)
    assert next(other.glob("61*")).joinpath(ALL).read_text("utf-8") == whole


def test_texts_of_a_region_are_a_second_index_where_there_are_any(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage())
    project.file(f"{PROVINCE}/berita/b.md", page("B", "Perahu.\n", tanggal="2024"))
    project.file(f"{PROVINCE}/tambahan/tahapan/a.md", page("T", "Sambas.\n"))
    project.file(f"{CITY}/tambahan/tahapan/a.md", page("T", "Kapuas.\n"))
    project.build("31", "61", "61.71")
    assert OWN not in project.files("31")
    assert OWN not in project.read("cari.html", "31")
    assert OWN in project.read("cari.html", "61")
    assert index(project, OWN, "61")["teks"] == {"berita/b.html": "Perahu."}
    assert index(project, OWN, "61")["tambahan"] == {"tahapan/a.html": "Sambas."}
    assert index(project, OWN, "61.71")["tambahan"] == {"tahapan/a.html": "Sambas. Kapuas."}


def test_what_is_added_to_a_page_that_is_hidden_is_not_searched(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A"))
    project.file(f"{PROVINCE}/tambahan/a.md", page("T", "Sambas.\n"))
    project.file(f"{CITY}/situs.yaml", "sembunyikan: [a.md]\n").build("61.71")
    assert OWN not in project.files("61.71")


def test_a_fact_is_left_for_each_mirror_to_fill_in(project: Project) -> None:
    text = "Tutup {{ fakta.jam_tutup }}, {{ fakta.hari_pemungutan.lengkap }}.\n"
    project.file(f"{NATION}/a.md", page("A", text)).build("nasional", "61")
    found = index(project, ALL, "61")["teks"]["a.html"]
    assert found == "Tutup {{jam_tutup}}, {{hari_pemungutan.lengkap}}."
    html = project.read("cari.html", "61")
    assert '<data value="jam_tutup">13.00 WIB</data>' in html
    assert '<data value="hari_pemungutan.lengkap">Rabu, 14 Februari 2024</data>' in html


def test_a_claim_is_searched_but_not_quoted(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification(tag="[pemilih]")).build()
    text = index(project, ALL, "nasional")["teks"]["klarifikasi/a.html"]
    assert text == "Isi.\nPemilih tidak lagi menerima surat apa pun pemilih"


def test_the_spellings_of_a_term_mean_the_same(project: Project) -> None:
    project.file(f"{NATION}/istilah/a.md", page("Hoaks", alias="[berita bohong]"))
    project.file(f"{NATION}/istilah/b.md", page("DPT", alias="[Daftar Tetap, dpt]")).build()
    groups = index(project, ALL, "nasional")["sinonim"]
    assert next(g for g in groups if "berita bohong" in g)[:2] == ["hoaks", "hoax"]
    assert ["DPT", "Daftar Tetap"] in groups


def test_an_index_is_made_once_and_again_when_a_text_changes(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A")).build("nasional", "61", "31")
    assert remade(project) == ["cari nasional"]
    project.build("nasional", "61", "31")
    assert remade(project) == []
    project.file(f"{NATION}/gambar/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    project.build("nasional", "61", "31")
    assert remade(project) == []
    project.file(f"{NATION}/a.md", page("A", "Baru.\n")).build("nasional", "61", "31")
    assert remade(project) == ["cari nasional"]


def test_a_draft_is_not_found(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Delima.\n", draf="ya")).build()
    assert "Delima" not in project.read(ALL)
    assert "a.html" not in project.read("cari.html")


def test_pages_stand_under_their_letter(project: Project) -> None:
    for name, title in (("a", "Émas"), ("b", "emas"), ("c", "3 langkah"), ("d", "Bilik")):
        project.file(f"{NATION}/{name}.md", page(title, tag="[Pemilih]"))
    html = project.build().read("cari.html")
    letters = html[html.index('<section id="abjad"') :]
    order = [letters.index(text) for text in (
        'id="b-0">0–9', ">3 langkah<", 'id="b-b">B', ">Bilik<", 'id="b-e">E', ">emas<", ">Émas<",
        'id="b-topik"', ">Pemilih (4)<",
    )]  # fmt: skip
    assert order == sorted(order)


def test_every_page_leads_to_the_search_page(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage()).build()
    assert 'href="cari.html"' in project.read("index.html")
    assert 'href="../cari.html"' in project.read("tahapan/a.html")
    assert 'href="/cari.html"' in project.read("404.html")


@pytest.mark.parametrize("path", ["cari.md", "cari/nasional.md"])
def test_no_page_can_take_the_address_of_the_search(path: str, project: Project) -> None:
    assert project.file(f"{NATION}/{path}", page()).problems() == [
        f"content/nasional/{path}:1:1 SG313"
    ]

"""`klarifikasi`: the fact first, an official source, a status that is explained."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.project import Project, clarification

Mistakes = Callable[[str, str], list[str]]
HISTORY = "[{tanggal: 2024-02-11, perubahan: Sumber ditambah}]"


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ({}, []),
        ({"beredar": "[{di: TikTok}, {di: X, arsip: https://arsip.example/1}]"}, []),
        ({"status": "diperbarui", "riwayat": HISTORY}, []),
        ({"status": "ditarik", "riwayat": HISTORY}, []),
        ({"nomor": ""}, ["2:1 SG118"]),
        ({"nomor": '"1"'}, ["4:8 SG118"]),
        ({"nomor": "123456"}, ["4:8 SG118"]),
        ({"nomor": "satu"}, ["4:8 SG118"]),
        ({"nomor": "[1]"}, ["4:8 SG118"]),
        ({"klaim": "a" * 141}, ["5:8 SG119"]),
        ({"klaim": "''"}, ["5:8 SG119"]),
        ({"putusan": "hoaks"}, ["6:10 SG118"]),
        ({"putusan": "Salah"}, ["6:10 SG118"]),
        ({"jenis": "hoaks"}, ["7:8 SG118"]),
        ({"beredar": "[]"}, ["8:10 SG119"]),
        ({"beredar": "WhatsApp"}, ["8:10 SG118"]),
        ({"beredar": "[{di: X}, {tanggal: 2024-02}]"}, ["8:20 SG118"]),
        ({"beredar": "[{di: X}, {di: X, tanggal: kemarin}]"}, ["8:37 SG118"]),
        ({"beredar": "[{di: X}, {di: X, arsip: http://a.example/}]"}, ["8:35 SG222"]),
        ({"diperiksa": "kemarin"}, ["9:12 SG118"]),
        ({"diperiksa": ""}, ["2:1 SG118"]),
        ({"status": "batal"}, ["10:9 SG118"]),
        ({"status": "ditarik"}, ["10:9 SG145"]),
        ({"status": "diperbarui"}, ["10:9 SG145"]),
        ({"status": "digantikan", "riwayat": HISTORY}, ["2:1 SG145"]),
        (
            {
                "status": "digantikan",
                "riwayat": HISTORY,
                "digantikan_oleh": "klarifikasi/tidak-ada.md",
            },
            ["12:18 SG145"],
        ),
        ({"status": "digantikan"}, ["2:1 SG145", "10:9 SG145"]),
        ({"riwayat": "[{tanggal: 2024-02, perubahan: x}]"}, ["10:21 SG118"]),
        ({"riwayat": "[{tanggal: 2024-02-11}]"}, ["10:11 SG118"]),
    ],
)
def test_the_fields_of_a_clarification(
    front: dict[str, str], found: list[str], mistakes: Mistakes
) -> None:
    assert mistakes("klarifikasi/a.md", clarification(**front)) == found


def test_a_clarification_names_an_official_source(mistakes: Mistakes) -> None:
    text = clarification().replace("lembaga: kpu", "lembaga: koran")
    assert mistakes("klarifikasi/a.md", text) == ["11:3 SG142"]


@pytest.mark.parametrize(
    ("title", "claim", "repeats"),
    [
        ("Surat pemberitahuan diantar KPPS", "Pemilih tidak lagi menerima surat", False),
        ("Pemilih tidak lagi menerima surat apa pun", "Pemilih tidak lagi menerima surat", True),
        ("Benarkah pemilih TIDAK lagi menerima surat?", "Pemilih tidak lagi menerima surat", True),
        ("Benar: pemilih tidak lagi menerima apa pun", "Pemilih tidak lagi menerima surat", False),
        ("Pemilih tetap menerima surat", "Pemilih tidak lagi menerima surat", False),
        ("Pemilu ditunda", "Pemilu ditunda", True),
        ("Pemilu ditunda setahun, kata kabar itu", "Pemilu ditunda", True),
        ("Pemilu tidak ditunda", "Pemilu ditunda", False),
        ("Hoaks, pemungutan suara dipindah", "Pemilu ditunda", True),
        ("[HOAKS] Pemungutan suara dipindah", "Pemilu ditunda", True),
        ("[SALAH] Pemungutan suara dipindah", "Pemilu ditunda", True),
        ("Disinformasi soal jadwal", "Pemilu ditunda", True),
        ("Salahkan saja bila lupa", "Pemilu ditunda", False),
    ],
)
def test_a_title_may_not_repeat_the_claim(
    title: str, claim: str, repeats: bool, mistakes: Mistakes
) -> None:
    text = clarification(f'"{title}"', klaim=claim)
    assert mistakes("klarifikasi/a.md", text) == (["2:8 SG144"] if repeats else [])


def test_a_replaced_clarification_leads_to_its_successor(project: Project) -> None:
    project.file("content/nasional/klarifikasi/baru.md", clarification("Faktanya", nomor="002"))
    project.file(
        "content/nasional/klarifikasi/lama.md",
        clarification(
            "Surat diantar",
            status="digantikan",
            digantikan_oleh="klarifikasi/baru.md",
            riwayat=HISTORY,
        ),
    )
    project.build()
    assert project.report.problems == []
    html = project.read("klarifikasi/lama.html")
    assert '<a href="../klarifikasi/baru.html">klarifikasi penggantinya</a>' in html
    assert "<dt>11 Februari 2024</dt><dd>Sumber ditambah</dd>" in html
    assert "wa.me" not in html


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("diperbarui", "Klarifikasi ini sudah diperbarui."),
        ("ditarik", "Klarifikasi ini ditarik dan tidak berlaku lagi."),
    ],
)
def test_a_changed_clarification_says_so(status: str, said: str, project: Project) -> None:
    text = clarification(status=status, riwayat=HISTORY)
    project.file("content/nasional/klarifikasi/a.md", text).build()
    assert said in project.read("klarifikasi/a.html")


def test_readers_see_claim_verdict_and_sources(project: Project) -> None:
    project.file("content/nasional/klarifikasi/surat.md", clarification()).build()
    html = project.read("klarifikasi/surat.html")
    assert "<h1>Surat pemberitahuan diantar KPPS</h1>" in html
    assert "<blockquote>Pemilih tidak lagi menerima surat apa pun</blockquote>" in html
    assert "<dt>Putusan</dt><dd>Salah</dd>" in html
    assert "<dt>Diperiksa</dt><dd>10 Februari 2024</dd>" in html
    assert "<li>WhatsApp, Februari 2024</li>" in html
    assert 'KPU, 10 Juni 2022: <a href="https://www.kpu.go.id/pkpu-3">PKPU 3 Tahun 2022</a>' in html


def test_the_newest_clarification_comes_first(project: Project) -> None:
    for number, title in (("009", "Sembilan"), ("010", "Sepuluh"), ("1000", "Seribu")):
        text = clarification(title, nomor=f'"{number}"')
        project.file(f"content/nasional/klarifikasi/{title.lower()}.md", text)
    html = project.build().read("klarifikasi.html")
    assert html.index("Seribu") < html.index("Sepuluh") < html.index("Sembilan")


def test_a_region_may_neither_hide_nor_replace_a_clarification(project: Project) -> None:
    project.file("content/nasional/klarifikasi/a.md", clarification())
    folder = "content/61-kalimantan-barat"
    project.file(f"{folder}/situs.yaml", "sembunyikan:\n  - klarifikasi/a.md\n")
    project.file(f"{folder}/klarifikasi/a.md", clarification("Isi lain"))
    assert project.problems("61") == [
        f"{folder}/klarifikasi/a.md:1:1 SG311",
        f"{folder}/situs.yaml:2:5 SG316",
    ]


def test_a_fact_cannot_stand_in_the_claim(mistakes: Mistakes) -> None:
    text = clarification(klaim='"TPS tutup {{ fakta.jam_tutup }}"')
    assert mistakes("klarifikasi/a.md", text) == ["5:8 SG118"]


def test_a_number_has_latin_digits(mistakes: Mistakes) -> None:
    assert mistakes("klarifikasi/a.md", clarification(nomor='"٠٠١"')) == ["4:8 SG118"]


def test_a_successor_that_is_not_shown_is_reported(project: Project) -> None:
    project.file("content/nasional/klarifikasi/baru.md", clarification("Faktanya", draf="ya"))
    front = {"status": "digantikan", "digantikan_oleh": "klarifikasi/baru.md", "riwayat": HISTORY}
    project.file("content/nasional/klarifikasi/lama.md", clarification("Surat", **front))
    assert project.problems() != []


@pytest.mark.parametrize(
    ("sightings", "found"),
    [
        ("[{tanggal: 2024-02}]", ["8:11 SG118"]),
        ("[{di: X, tanggal: kemarin}]", ["8:28 SG118"]),
        ("[{di: X, arsip: http://a.example/}]", ["8:26 SG222"]),
    ],
)
def test_a_list_whose_only_item_is_wrong_is_not_empty(
    sightings: str, found: list[str], mistakes: Mistakes
) -> None:
    assert mistakes("klarifikasi/a.md", clarification(beredar=sightings)) == found

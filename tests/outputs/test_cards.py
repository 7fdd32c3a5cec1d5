"""Cards for chats: one file for all mirrors, drawn when what it says changes."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from sitegen.model.report import WORDS
from sitegen.outputs import cards
from sitegen.plumbing.lettering import fit
from sitegen.plumbing.pictures import drawing
from tests.project import LEMBAGA, Project, clarification, page, stage

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
FACT, STAGE = "kartu/klarifikasi/a.png", "kartu/tahapan/b.png"
LONG = "Surat pemberitahuan memilih tetap diantar oleh KPPS ke rumah setiap pemilih " * 6


def filled(project: Project) -> Project:
    project.file(f"{NATION}/klarifikasi/a.md", clarification())
    return project.file(f"{NATION}/tahapan/b.md", stage())


def redrawn(project: Project) -> list[tuple[str, tuple[str, ...]]]:
    made = [thing for thing in project.report.redone if thing.name.startswith("kartu/")]
    return [(thing.name, thing.inputs) for thing in made]


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_clarifications_and_stages_have_cards_and_all_else_one(project: Project) -> None:
    filled(project).file(f"{NATION}/lapor.md", page("Lapor")).build()
    found = {name for name in project.files() if name.startswith("kartu/")}
    assert found == {FACT, STAGE, "kartu/umum.png"}


def test_a_card_is_a_small_palette_png_of_1200_by_630(project: Project) -> None:
    filled(project).build()
    for name in (FACT, STAGE, "kartu/umum.png"):
        data = (project.mirror() / name).read_bytes()
        image = opened(data)
        assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630))
        assert len(data) < 30_000


def test_a_card_is_the_same_on_every_mirror(project: Project) -> None:
    filled(project).file(f"{PROVINCE}/situs.yaml", 'nama: "Pemilu Kita"\n')
    project.build("nasional", "61", "61.71", "31")
    for name in (FACT, STAGE, "kartu/umum.png"):
        assert len({(project.mirror(c) / name).read_bytes() for c in ("61", "61.71", "31")}) == 1


def test_a_card_knows_nothing_but_the_document(project: Project) -> None:
    """No name of a region can reach it: what it says is made before there is a mirror."""
    names = set(cards.Face.__dataclass_fields__)
    assert names == {"label", "headline", "foot", "stamp", "frame"}
    assert cards.face_of.__annotations__ == {"document": "Document", "return": "Face"}
    assert cards.draw.__annotations__ == {"face": "Face", "return": "bytes"}


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "import hashlib; from sitegen.outputs.cards import *; "
        "print(hashlib.sha256(draw(Face('Tahapan', 'Hari pemungutan suara', 'TPS'))).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Jayapura", "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    here = cards.draw(cards.Face("Tahapan", "Hari pemungutan suara", "TPS"))
    assert runs[0] == runs[1] == hashlib.sha256(here).hexdigest() + "\n"


def test_a_card_is_drawn_again_only_when_what_it_says_changes(project: Project) -> None:
    filled(project).build()
    assert [name for name, _ in redrawn(project)] == ["kartu/umum.png", FACT, STAGE]
    filled(project).file(f"{NATION}/klarifikasi/a.md", clarification() + "\nLagi.\n").build()
    assert redrawn(project) == []
    project.build(as_of="2024-02-20")
    assert redrawn(project) == []
    project.file(f"{NATION}/klarifikasi/a.md", clarification(putusan="menyesatkan")).build()
    assert redrawn(project) == [(FACT, ("text",))]
    assert {"text", "drawing", "files"} <= WORDS.keys()


def test_an_unchanged_build_does_not_load_pillow(project: Project) -> None:
    filled(project).build()
    code = (
        "import sys; from datetime import date; from pathlib import Path; "
        "from sitegen.build import Order, build; "
        f"build(Order(Path({str(project.folder)!r}), Path({str(project.output)!r}), "
        "('nasional',), date(2024, 2, 12))); print('PIL' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_province_has_a_card_of_its_own_version(project: Project) -> None:
    filled(project).file("content/lembaga.yaml", LEMBAGA)
    project.file(f"{PROVINCE}/klarifikasi/c.md", clarification("Fakta dari sini", nomor='"101"'))
    project.build("nasional", "61", "61.71")
    assert "kartu/klarifikasi/c.png" not in project.files()
    assert "kartu/klarifikasi/c.png" in project.files("61.71")
    project.build("nasional", "61", "61.71")
    assert redrawn(project) == []


def test_pages_name_their_card_with_its_absolute_address(project: Project) -> None:
    filled(project).file(f"{NATION}/lapor.md", page("Lapor")).build("61")
    base = "https://kalimantan-barat.pemilu.example/"
    for name, card in (
        ("klarifikasi/a.html", FACT),
        ("tahapan/b.html", STAGE),
        ("lapor.html", "kartu/umum.png"),
        ("index.html", "kartu/umum.png"),
        ("tahapan.html", "kartu/umum.png"),
    ):
        html = project.read(name, "61")
        assert f'<meta property="og:image" content="{base}{card}">' in html
        assert '<meta property="og:image:width" content="1200">' in html
        assert '<meta property="og:image:height" content="630">' in html
        assert '<meta name="twitter:card" content="summary_large_image">' in html
    alt = 'og:image:alt" content="Klarifikasi No. 001: Surat pemberitahuan diantar KPPS"'
    assert alt in project.read("klarifikasi/a.html", "61")


def test_every_card_that_a_page_names_exists(project: Project) -> None:
    filled(project).file(f"{NATION}/berita/n.md", page("N", tanggal="2024", tag="[uji]")).build()
    named = {
        card
        for name in project.files()
        if name.endswith(".html")
        for card in re.findall(
            r'og:image" content="https://pemilu.example/([^"]*)"', project.read(name)
        )
    }
    assert named == {name for name in project.files() if name.startswith("kartu/")}


def test_a_mirror_without_address_has_no_cards_and_names_none(project: Project) -> None:
    filled(project).file("content/situs.yaml", "nama: Literasi\nlembaga: Uji\n").build()
    assert not any(name.startswith("kartu/") for name in project.files())
    assert "og:image" not in project.read("klarifikasi/a.html")


def face(front: str, project: Project) -> cards.Face:
    from sitegen.model.source import Source
    from sitegen.steps.validate import read_document

    inside = "tahapan/b.md" if "dasar_hukum" in front else "klarifikasi/a.md"
    document, problems = read_document(Source(f"content/{inside}", "nasional", inside, front))
    assert document is not None, problems
    return cards.face_of(document)


def test_the_headline_is_the_fact_and_the_verdict_is_on_the_claim(project: Project) -> None:
    found = face(clarification("Faktanya", putusan="menyesatkan"), project)
    assert found == cards.Face("Klarifikasi No. 001", "Faktanya", "Yang beredar:", "Menyesatkan")
    assert face(clarification(putusan="benar"), project).frame == cards.ROUND
    assert face(clarification(putusan="belum terbukti"), project).frame == cards.DASHED


@pytest.mark.parametrize("status", ["ditarik", "digantikan"])
def test_the_card_of_what_no_longer_holds_does_not_repeat_it(status: str, project: Project) -> None:
    history = "[{tanggal: 2024-02-11, perubahan: Keliru.}]"
    found = face(clarification("Faktanya", status=status, riwayat=history), project)
    assert status in found.headline
    assert "Faktanya" not in str(found)
    assert found.stamp == ""


def test_a_stage_shows_its_days_large(project: Project) -> None:
    same = face(stage(), project)
    assert same == cards.Face("Tahapan", "11–13\u00a0Februari\u00a02024", "Masa tenang")
    two = face(stage(mulai="2023-11-28"), project)
    assert two.headline == "28\u00a0November\u00a02023– 13\u00a0Februari\u00a02024"
    words = face(stage(mulai="", selesai="", batas="Tiga hari setelah putusan"), project)
    assert words.headline == "Tiga hari setelah putusan"
    assert face(stage(status="sementara"), project).label == "Tahapan, jadwal sementara"


def test_a_stage_that_was_called_off_shows_no_days(project: Project) -> None:
    found = face(stage(status="dibatalkan"), project)
    assert (found.headline, found.stamp) == ("Masa tenang", "dibatalkan")


@pytest.mark.parametrize(
    "title",
    [LONG, "x" * 200, "W" * 200 + " dan", "😀" * 50, "😀 Fakta 🗳️", "مرحبا", "", "a\u0301" * 99],
)
def test_any_title_can_be_drawn_within_the_card(title: str) -> None:
    data = cards.draw(cards.Face("Klarifikasi No. 001", title, "Yang beredar:", "Konteks salah"))
    image = opened(data).convert("L")
    assert len(data) < 30_000
    ink = image.point([255 if level < 200 else 0 for level in range(256)])
    body = ink.crop((0, 40, 1200, 630)).getbbox()
    assert body is not None
    assert body[0] >= cards.MARGIN - 12
    assert body[2] <= 1200 - cards.MARGIN + 12
    assert ink.crop((0, 462, 1200, 474)).getbbox() is None


def test_signs_without_a_glyph_are_left_out_and_letters_lose_their_accents() -> None:
    assert drawing.drawable("Fakta 😀 dari  KPU 🗳️!") == "Fakta dari KPU !"
    assert drawing.drawable("ḥadis é ﬁ") in ("hadis é fi", "hadis é ﬁ")
    assert drawing.drawable("مرحبا") == ""


def width(text: str, size: int) -> float:
    return len(text) * size


def test_text_is_set_as_large_as_fits() -> None:
    found = fit("aaa bbb ccc", width, width=70, height=24, sizes=(10, 8, 6), leading=1)
    assert (found.lines, found.size) == (("aaa bbb", "ccc"), 10)
    smaller = fit("aaa bbb ccc", width, width=70, height=12, sizes=(10, 8, 6), leading=1)
    assert (smaller.lines, smaller.size) == (("aaa bbb ccc",), 6)


def test_text_that_is_too_long_is_cut_at_a_word() -> None:
    found = fit("satu dua, tiga empat", width, width=100, height=10, sizes=(10,), leading=1)
    assert found.lines == ("satu dua…",)


def test_a_word_that_is_wider_than_the_box_is_broken() -> None:
    found = fit("x" * 25, width, width=100, height=30, sizes=(10,), leading=1)
    assert found.lines == ("x" * 10, "x" * 10, "x" * 5)


def test_the_fonts_come_with_their_licence() -> None:
    folder = Path(drawing.__file__).parents[2] / "data/fonts"
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text("utf-8")
    for name in (drawing.BOLD, drawing.REGULAR):
        assert (folder / name).is_file()
        assert name in (folder / "OFL.txt").read_text("utf-8")

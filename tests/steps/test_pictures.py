"""Pictures of the content: sized, in versions, without metadata, or a problem at their file."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from tests.project import OTHER_PNG, PNG, Project, page, picture

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
CITY = "content/61.71-kota-pontianak"
PHOTO = f"{NATION}/gambar/peta.jpg"


def prepared(project: Project) -> list[str]:
    return [thing.name for thing in project.report.redone if thing.shelf == "pictures"]


def rendered(project: Project) -> set[str]:
    return {t.name.split()[0] for t in project.report.redone if t.shelf == "plates"}


def bomb() -> bytes:
    head = struct.pack(">IIBBBBB", 30_000, 20_000, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def test_a_small_picture_gets_its_size_and_nothing_more(project: Project) -> None:
    project.file(f"{NATION}/gambar/cap.png", picture("PNG", 120, 90))
    project.file(f"{NATION}/panduan/a.md", page("A", "![Cap](../gambar/cap.png)\n")).build()
    assert project.report.problems == []
    html = HTMLParser(project.read("panduan/a.html"))
    assert html.css_first("main img").attributes == {
        "src": "../gambar/cap.png",
        "alt": "Cap",
        "width": "120",
        "height": "90",
        "loading": "lazy",
        "decoding": "async",
    }
    assert html.css_first("picture") is None


def test_a_wide_picture_is_offered_in_versions(project: Project) -> None:
    photo = picture("JPEG", 1600, 900)
    project.file(PHOTO, photo)
    project.file(f"{NATION}/panduan/a.md", page("A", "![Peta](../gambar/peta.jpg)\n"))
    project.file(f"{NATION}/b.md", page("B", "![Peta](gambar/peta.jpg)\n")).build("61")
    assert project.report.problems == []
    versions = sorted(name for name in project.files("61") if name.endswith(".webp"))
    assert [re.sub(r"-\w{8}\.", ".", name) for name in versions] == [
        "gambar/peta-1280.webp",
        "gambar/peta-640.webp",
    ]
    large, small = versions
    folder = project.mirror("61")
    assert (folder / small).stat().st_size < (folder / large).stat().st_size < len(photo)
    for name, root in (("panduan/a.html", "../"), ("b.html", "")):
        shown = HTMLParser(project.read(name, "61")).css_first("main picture")
        source, image = shown.css_first("source").attributes, shown.css_first("img").attributes
        assert source["type"] == "image/webp"
        assert source["srcset"] == f"{root}{small} 640w, {root}{large} 1280w"
        assert (image["src"], image["width"], image["height"]) == (
            f"{root}gambar/peta.jpg",
            "1600",
            "900",
        )


def test_pictures_in_supplements_and_in_front_matter_are_sized_too(project: Project) -> None:
    project.file(f"{PROVINCE}/gambar/kantor.png", picture("PNG", 30, 20))
    project.file(f"{NATION}/panduan/a.md", page("A"))
    text = page(
        "Di sini",
        '![Kantor](../gambar/kantor.png)\n\n::: catatan judul="x"\n'
        "![Lagi](../gambar/kantor.png)\n:::\n",
    )
    project.file(f"{PROVINCE}/tambahan/panduan/a.md", text).build("61.71")
    assert project.report.problems == []
    images = HTMLParser(project.read("panduan/a.html", "61.71")).css("main img")
    assert [image.attributes["width"] for image in images] == ["30", "30"]


def test_a_writer_cannot_write_versions(project: Project) -> None:
    text = '<picture><source srcset="x"><img src="x"></picture>\n'
    assert project.file(f"{NATION}/a.md", page("A", text)).problems() != []


def test_text_that_looks_like_a_picture_stays_text(project: Project) -> None:
    project.file(f"{NATION}/gambar/a.png", PNG)
    text = '`<img src="gambar/a.png">`\n'
    html = project.file(f"{NATION}/a.md", page("A", text)).build().read("a.html")
    assert '<code>&lt;img src="gambar/a.png"&gt;</code>' in html


def test_a_logo_has_its_size(project: Project) -> None:
    project.file(f"{PROVINCE}/gambar/logo.png", picture("PNG", 200, 100))
    project.file(f"{PROVINCE}/situs.yaml", "logo: gambar/logo.png\n").build("61")
    logo = '<img src="gambar/logo.png" alt="" width="112" height="56">'
    assert logo in project.read("index.html", "61")
    project.file(f"{PROVINCE}/gambar/logo.png", picture("PNG", 100, 100)).build("61")
    assert 'width="56" height="56"' in project.read("index.html", "61")


def test_no_published_file_tells_where_a_photograph_was_taken(project: Project) -> None:
    exif = Image.Exif()
    exif[0x010E] = "rumah Budi"
    exif.get_ifd(0x8825).update({1: "S", 2: (0.0, 1.0, 34.7), 3: "E", 4: (109.0, 20.0, 33.0)})
    photo = picture("JPEG", 900, 600, exif=exif.tobytes(), comment=b"rumah Budi")
    assert b"rumah Budi" in photo
    project.file(PHOTO, photo).file(f"{PROVINCE}/situs.yaml", "nama: Kita\n").build("61")
    for name in project.files("61"):
        data = (project.mirror("61") / name).read_bytes()
        assert b"rumah Budi" not in data
        if name.startswith("gambar/"):
            assert not Image.open(io.BytesIO(data)).getexif()


def test_a_picture_is_prepared_once(project: Project) -> None:
    project.file(PHOTO, picture("JPEG", 900, 600)).file(f"{NATION}/gambar/a.png", PNG)
    project.file(f"{NATION}/a.md", page("A", "![A](gambar/a.png)\n"))
    project.file(f"{NATION}/b.md", page("B", "![B](gambar/peta.jpg)\n")).build()
    assert prepared(project) == [f"{NATION}/gambar/a.png", PHOTO]
    project.file(f"{NATION}/b.md", page("B", "![C](gambar/peta.jpg)\n")).build()
    assert prepared(project) == []


def test_another_picture_changes_the_pages_that_show_it_only(project: Project) -> None:
    project.file(f"{NATION}/gambar/a.png", picture("PNG", 30, 20)).file(
        f"{NATION}/gambar/b.png", PNG
    )
    project.file(f"{NATION}/a.md", page("A", "![A](gambar/a.png)\n"))
    project.file(f"{NATION}/b.md", page("B", "![B](gambar/b.png)\n")).build()
    project.file(f"{NATION}/gambar/a.png", picture("PNG", 40, 20)).build()
    assert rendered(project) == {"a.html"}
    assert 'width="40"' in project.read("a.html")
    project.file(f"{NATION}/gambar/b.png", OTHER_PNG).build()
    assert rendered(project) == set()


def test_versions_of_a_picture_that_is_gone_are_gone(project: Project) -> None:
    project.file(PHOTO, picture("JPEG", 900, 600)).build()
    assert any(name.endswith(".webp") for name in project.files())
    (project.folder / PHOTO).unlink()
    project.build()
    assert not any(name.startswith("gambar/") for name in project.files())


def test_versions_are_the_same_in_every_run(project: Project) -> None:
    project.file(PHOTO, picture("JPEG", 900, 600))
    found = []
    for seed in ("1", "2"):
        out = project.folder / seed
        code = (
            "from datetime import date; from pathlib import Path; "
            "from sitegen.build import Order, build; from sitegen.plumbing.memo import Memo; "
            f"build(Order(Path({str(project.folder)!r}), Path({str(out)!r}), "
            "('nasional',), date(2024, 2, 12)), Memo())"
        )
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, check=True)
        files = (out / "nasional/gambar").iterdir()
        found.append({path.name: path.read_bytes() for path in files})
    assert len(found[0]) == 3
    assert found[0] == found[1]


WRONG = {
    "rusak.png": (b"png", "SG232: gambar ini tidak dapat dibuka"),
    "kosong.webp": (b"", "SG232: gambar ini tidak dapat dibuka"),
    "foto.png": (
        picture("JPEG"),
        "SG232: nama berkas berakhiran .png, padahal isinya gambar JPEG",
    ),
    "bom.png": (
        bomb(),
        "SG233: gambar ini berukuran 30000 × 20000 piksel; paling banyak 24 juta piksel",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_picture_that_cannot_be_used_is_a_problem(name: str, project: Project) -> None:
    data, message = WRONG[name]
    project.file(f"{PROVINCE}/gambar/{name}", data)
    shown = project.messages("nasional", "61")
    assert len(shown) == 1
    assert shown[0].startswith(f"{PROVINCE}/gambar/{name}:1:1: galat {message}")
    assert [region.code for region in project.report.held_back] == ["61"]
    assert project.report.mirrors == 1


def test_the_hints_say_what_to_do(project: Project) -> None:
    project.file(f"{NATION}/gambar/a.png", picture("JPEG")).file(f"{NATION}/gambar/b.png", b"")
    project.file(f"{NATION}/gambar/c.png", bomb())
    first, second, third = project.messages()
    assert "ganti namanya menjadi a.jpg" in first
    assert "buka dengan program gambar, lalu simpan lagi sebagai PNG, JPEG, atau WebP" in second
    assert "perkecil; lebar 1280 piksel sudah cukup" in third


def test_a_document_is_linked_and_not_shown_as_a_picture(project: Project) -> None:
    project.file(f"{NATION}/gambar/surat.pdf", b"%PDF-1.7")
    project.file(f"{NATION}/a.md", page("A", "[Surat](gambar/surat.pdf)\n"))
    assert project.problems() == []
    project.file(f"{NATION}/a.md", page("A", "![Surat](gambar/surat.pdf)\n"))
    assert project.problems() == [f"{NATION}/a.md:6:10 SG231"]

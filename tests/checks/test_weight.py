"""Pages stay light and load nothing from elsewhere."""

from __future__ import annotations

import random
import re

import pytest

from sitegen.checks import weight
from sitegen.checks.weight import LIMIT, weigh
from tests.project import Project, page

NATION = "content/nasional"


def long_text(size: int) -> str:
    """Return text that does not compress below `size` bytes."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=8)) for _ in range(size // 4)]
    return "\n\n".join(" ".join(words[at : at + 100]) for at in range(0, len(words), 100)) + "\n"


def test_a_page_that_is_too_heavy_is_named_and_shown_all_the_same(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("Berat", long_text(LIMIT)))
    assert project.problems("31", "61") == [f"{NATION}/a.md:2:1 SG406"]
    (message,) = project.messages("31")
    said, hint = message.split("\n")
    assert re.sub(r"\d+\.\d", "N", said) == (
        f"{NATION}/a.md:2:1: peringatan SG406: halaman “a.html” berbobot N KB bersama lembar "
        "gayanya; sinyal lemah memerlukan paling banyak 14"
    )
    assert hint == "    saran: bagi menjadi dua halaman, atau persingkat"
    assert "a.html" in project.build("31").files("31")


def test_a_page_is_weighed_once_with_its_style_sheets() -> None:
    html = b'<link rel="stylesheet" href="../aset/a.css"><p>Isi</p>'
    alone = weigh("tahapan/a.html", html, {})
    styled = weigh("tahapan/a.html", html, {"aset/a.css": long_text(4000).encode()})
    assert 0 < alone.size < 200
    assert styled.size > alone.size + 2000


def test_what_a_page_loads_from_elsewhere_is_found() -> None:
    html = (
        b'<link rel="canonical" href="https://a.id/"><link rel="stylesheet" href="https://b.id/x">'
        b'<script src="//c.id/x.js"></script><img alt="" src="gambar/d.png"><a href="https://e.id/">'
        b'<img alt="" srcset="https://f.id/x.png 2x"><iframe src="http://g.id/"></iframe>'
    )
    assert weigh("a.html", html, {}).elsewhere == (
        "https://b.id/x",
        "//c.id/x.js",
        "https://f.id/x.png",
        "http://g.id/",
    )


def test_a_theme_that_loads_from_elsewhere_holds_everything_back(project: Project) -> None:
    project.file("themes/luar/theme.yaml", "extends: dasar\n")
    project.file(
        "themes/luar/mirror/kaki.html", '<img src="https://pelacak.example/x.gif" alt="">\n'
    )
    situs = (project.folder / "content/situs.yaml").read_text("utf-8")
    project.file("content/situs.yaml", f"{situs}tema: luar\n")
    assert set(project.problems("31")) == {
        "themes/luar:1:1 SG407",
        "themes/luar/mirror/kaki.html:1:11 SG402",
    }
    assert not project.output.exists() or not list(project.output.glob("31*"))


def weights(project: Project, monkeypatch: pytest.MonkeyPatch, *regions: str) -> dict[str, float]:
    """Return what every page weighs in KB: all are too heavy for a limit of nothing."""
    monkeypatch.setattr(weight, "LIMIT", 0)
    found = [dict(problem.values) for problem in project.build(*regions).report.problems]
    return {values["page"]: float(values["size"]) for values in found}


def test_pages_that_one_mirror_alone_has_are_weighed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "daftar-situs.html" in weights(project, monkeypatch, "nasional")


def test_the_colours_of_a_region_are_weighed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = weights(project, monkeypatch, "61")
    colours = 'warna: {aksen: "#0d5a4a", aksen_gelap: "#88ddc0"}\n'
    project.file("content/61-kalimantan-barat/situs.yaml", colours)
    assert weights(project, monkeypatch, "61")["cari.html"] > plain["cari.html"]

"""`situs.yaml`, `lembaga.yaml` and `theme.yaml`: right values, and each wrong one's place."""

from __future__ import annotations

import pytest

from sitegen.model.linked_hosts import LinkedHosts
from sitegen.model.problem import Place
from sitegen.model.region import NATION
from sitegen.model.site import Account, MenuEntry, Setting
from sitegen.model.source import Source
from sitegen.schema.institutions import read_institutions
from sitegen.schema.settings import read_settings
from sitegen.schema.theme import read_theme

PATH = "content/situs.yaml"
ALLOWED = frozenset(
    "a.example instagram.com kalbar.example kota-x.example pemilu.example x.example".split()
)


def settings_of(text: str, layer: str = NATION) -> dict[str, object]:
    found, problems = read_settings(Source(PATH, layer, "situs.yaml", text), NATION, ALLOWED)
    assert problems == []
    return {key: setting.value for key, setting in found.items()}


def problems_of(text: str, layer: str = NATION) -> list[str]:
    _, problems = read_settings(Source(PATH, layer, "situs.yaml", text), NATION, ALLOWED)
    return [f"{p.place.line}:{p.place.column} {p.kind.code}" for p in problems]


def test_every_setting_is_read() -> None:
    text = """\
nama: Literasi Pemilu
lembaga: Dinas Kominfo
alamat: https://pemilu.kalbar.example
pola_alamat: https://{slug}.pemilu.example/
tema: dasar
warna:
  aksen: "#0B4F8A"
  aksen_gelap: "#8ec5ff"
logo: gambar/logo.png
kontak:
  surel: humas@kalbar.example
  telepon: (0561) 123456
  whatsapp: +62 812-3456-7890
  kantor: Jalan Ahmad Yani 1
  situs: https://kalbar.example/
sembunyikan: [lapor.md]
"""
    assert settings_of(text) == {
        "nama": "Literasi Pemilu",
        "lembaga": "Dinas Kominfo",
        "alamat": "https://pemilu.kalbar.example/",
        "pola_alamat": "https://{slug}.pemilu.example/",
        "tema": "dasar",
        "warna.aksen": "#0b4f8a",
        "warna.aksen_gelap": "#8ec5ff",
        "logo": "gambar/logo.png",
        "kontak.surel": "humas@kalbar.example",
        "kontak.telepon": "(0561) 123456",
        "kontak.whatsapp": "+62 812-3456-7890",
        "kontak.kantor": "Jalan Ahmad Yani 1",
        "kontak.situs": "https://kalbar.example/",
        "sembunyikan": (("lapor.md", Place(PATH, 16, 15)),),
    }


def test_accounts_and_menu_become_values_of_the_model() -> None:
    text = """\
media_sosial:
  - nama: Instagram
    url: https://instagram.com/kominfo
menu:
  - judul: Pahami
    isi: [tahapan/index.md, panduan/index.md]
"""
    found, _ = read_settings(Source(PATH, NATION, "situs.yaml", text), NATION)
    accounts = (Account("Instagram", "https://instagram.com/kominfo"),)
    assert found["media_sosial"].value == accounts
    place = found["menu"].place
    assert (place.line, place.column) == (5, 3)
    (entry,) = found["menu"].value  # type: ignore[misc]
    assert isinstance(entry, MenuEntry)
    assert (entry.title, entry.paths) == ("Pahami", ("tahapan/index.md", "panduan/index.md"))
    assert (entry.place.line, entry.place.column) == (5, 5)


def test_a_setting_knows_its_layer_and_place() -> None:
    text = "kontak:\n  surel: a@b.example\n"
    found, _ = read_settings(Source(PATH, "61", "situs.yaml", text), NATION)
    setting = found["kontak.surel"]
    assert isinstance(setting, Setting)
    assert (setting.value, setting.layer) == ("a@b.example", "61")
    assert str(setting.place) == f"{PATH}:2:10"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nama:\n", ["1:6 SG119"]),
        ("nama: [a]\n", ["1:7 SG118"]),
        ("nama: '{{ fakta.jam_buka }}'\n", ["1:7 SG118"]),
        ("nma: x\n", ["1:1 SG117"]),
        ("alamat: http://pemilu.example/\n", ["1:9 SG222"]),
        ("alamat: pemilu.example\n", ["1:9 SG222"]),
        ("alamat: https://localhost/\n", ["1:9 SG222"]),
        ('alamat: "https://a.example/\\"><script>"\n', ["1:9 SG222"]),
        ("alamat: https://a.example/b c\n", ["1:9 SG222"]),
        ("alamat: https://a.example/b/../c/\n", ["1:9 SG506"]),
        ("alamat: https://a.example/./b/\n", ["1:9 SG506"]),
        ("alamat: https://a.example//b/\n", ["1:9 SG506"]),
        ("alamat: [https://a.example/]\n", ["1:9 SG222"]),
        ("pola_alamat: https://pemilu.example/\n", ["1:14 SG506"]),
        ("pola_alamat: https://{slug}.{slug}.example/\n", ["1:14 SG506"]),
        ("pola_alamat: {slug: x}\n", ["1:14 SG506"]),
        ("warna: merah\n", ["1:8 SG118"]),
        ("warna:\n  aksen: merah\n", ["2:10 SG403"]),
        ('warna:\n  aksen: "#fff"\n', ["2:10 SG403"]),
        ('warna:\n  aksen_gelap: "#gggggg"\n', ["2:16 SG403"]),
        ("warna:\n  aksne: x\n", ["2:3 SG117"]),
        ("kontak: x\n", ["1:9 SG118"]),
        ("kontak:\n  surel: humas\n", ["2:10 SG506"]),
        ("kontak:\n  surel: a@b@c.example\n", ["2:10 SG506"]),
        ("kontak:\n  surel: a@localhost\n", ["2:10 SG506"]),
        ("kontak:\n  surel: humas kota@a.example\n", ["2:10 SG506"]),
        ("kontak:\n  surel: humas?body=x&cc=b@a.example\n", ["2:10 SG506"]),
        ("kontak:\n  surel: humas@a.example?body=x\n", ["2:10 SG506"]),
        ("kontak:\n  telepon: panggil saja\n", ["2:12 SG118"]),
        ("kontak:\n  whatsapp: +62\n", ["2:13 SG118"]),
        ("kontak:\n  situs: kalbar.example\n", ["2:10 SG222"]),
        ("media_sosial: x\n", ["1:15 SG118"]),
        ("media_sosial:\n  - nama: X\n", ["2:5 SG118"]),
        ("media_sosial:\n  - nama: X\n    url: http://x.example/\n", ["3:10 SG222"]),
        ("menu:\n  - judul: Pahami\n    isi: []\n", ["3:10 SG119"]),
        ("menu:\n  - isi: [tentang.md]\n", ["2:5 SG118"]),
        ("sembunyikan: lapor.md\n", ["1:14 SG118"]),
        ("nama: a\nnama: b\n", ["2:1 SG112"]),
        ("- nama\n", ["1:1 SG116"]),
    ],
)
def test_a_wrong_setting_is_named_with_its_place(text: str, found: list[str]) -> None:
    assert problems_of(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pola_alamat: https://{slug}.a.example/\n", ["1:14 SG506"]),
        ("menu:\n  - judul: a\n    isi: [tentang.md]\n", ["2:3 SG506"]),
    ],
)
def test_some_settings_are_the_nations_alone(text: str, found: list[str]) -> None:
    assert problems_of(text) == []
    assert problems_of(text, "61") == found


@pytest.mark.parametrize(
    "pattern", ["http://{slug}.example/", "{slug}", "https://{slug} .example/", "//{slug}.example/"]
)
def test_a_pattern_gives_https_addresses(pattern: str) -> None:
    assert problems_of(f"pola_alamat: '{pattern}'\n") == ["1:14 SG222"]


def institutions(text: str) -> tuple[list[str], list[str]]:
    source = Source("content/lembaga.yaml", NATION, "lembaga.yaml", text)
    found, problems = read_institutions(source, LinkedHosts(PATH))
    places = [f"{p.place.line}:{p.place.column} {p.kind.code}" for p in problems]
    return [f"{key}={value.label}" for key, value in found.items()], places


@pytest.mark.parametrize(
    ("text", "found", "problems"),
    [
        ("kpu:\n  nama: Komisi\n  peran: x\n  resmi: ya\n", ["kpu=Komisi"], []),
        ("kpu: {nama: Komisi, singkatan: KPU, peran: x, resmi: tidak}\n", ["kpu=KPU"], []),
        ("kpu: x\n", [], ["1:1 SG118"]),
        ("kpu:\n  nama: Komisi\n", [], ["2:3 SG118", "2:3 SG118"]),
        ("kpu: {nama: K, peran: x, resmi: mungkin}\n", [], ["1:33 SG118"]),
        ("kpu: {nama: K, peran: x, resmi: ya, situs: kpu.go.id}\n", [], ["1:44 SG222"]),
        ("a: {nama: K}\nb: {nama: L, peran: x, resmi: ya}\n", ["b=L"], ["1:4 SG118", "1:4 SG118"]),
    ],
)
def test_institutions_are_read(text: str, found: list[str], problems: list[str]) -> None:
    read, places = institutions(text)
    assert (read, places) == (found, problems)


def test_a_theme_states_what_it_extends_and_its_colours() -> None:
    theme, problems = read_theme('extends: dasar\naksen: "#0B4F8A"\n', "themes/uji/theme.yaml")
    assert problems == []
    assert theme is not None
    assert (theme.extends, theme.accent, theme.paper) == ("dasar", "#0b4f8a", "#ffffff")


@pytest.mark.parametrize(
    "text", ["extend: dasar\n", "aksen: biru\n", "- a\n", "extends: [dasar]\n"]
)
def test_a_wrong_theme_file_is_refused(text: str) -> None:
    theme, problems = read_theme(text, "themes/uji/theme.yaml")
    assert theme is None
    assert [problem.place.path for problem in problems] == ["themes/uji/theme.yaml"]

"""Layers: what a region may add, supplement, replace and hide, and what it inherits."""

from __future__ import annotations

import re

import pytest

from sitegen.model.source import Source
from tests.project import OTHER_PNG, PNG, SITUS, Project, clarification, page, stage

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
CITY, JAKARTA = "content/61.71-kota-pontianak", "content/31-dki-jakarta"


def digest(text: str) -> str:
    """Return what `sitegen explain` prints as the digest of a page."""
    return Source("", "", "", text).digest


def title(project: Project, path: str, region: str) -> str:
    found = re.search(r"<h1>(.*)</h1>", project.read(path, region))
    assert found is not None
    return found[1]


# --- adding pages


def test_a_region_adds_a_page_that_only_mirrors_below_it_show(project: Project) -> None:
    project.file(f"{PROVINCE}/kantor.md", page("Kantor Kalbar"))
    project.build("nasional", "61", "61.71", "31")
    assert project.report.problems == []
    shown = {
        code for code in ("nasional", "61", "61.71", "31") if "kantor.html" in project.files(code)
    }
    assert shown == {"61", "61.71"}


def test_a_city_below_a_province_adds_to_what_the_province_adds(project: Project) -> None:
    project.file(f"{PROVINCE}/kantor.md", page("Kantor")).file(f"{CITY}/posko.md", page("Posko"))
    project.build("61", "61.71")
    assert {"kantor.html", "posko.html"} & project.files("61") == {"kantor.html"}
    assert {"kantor.html", "posko.html"} <= project.files("61.71")


def test_a_page_of_a_region_links_to_national_pages_as_if_beside_them(project: Project) -> None:
    project.file(f"{NATION}/tahapan/masa-tenang.md", stage(body="## Larangan\n"))
    body = "[tenang](tahapan/masa-tenang.md#larangan) [awal](index.md)\n"
    project.file(f"{CITY}/kantor.md", page("Kantor", body)).build("61.71")
    assert project.report.problems == []
    html = project.read("kantor.html", "61.71")
    assert '<a href="tahapan/masa-tenang.html#larangan">tenang</a>' in html
    assert '<a href="index.html">awal</a>' in html


def test_a_national_page_cannot_link_to_a_page_of_one_region(project: Project) -> None:
    project.file(f"{CITY}/kantor.md", page("Kantor"))
    project.file(f"{NATION}/a.md", page("A", "[kantor](kantor.md)\n"))
    assert project.problems("nasional", "61.71") == [f"{NATION}/a.md:6:10 SG225"]


# --- supplements


def test_a_supplement_is_shown_inside_the_national_page_below_its_layer_only(
    project: Project,
) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor", "Teks nasional.\n"))
    project.file(f"{PROVINCE}/tambahan/lapor.md", page("Posko Kalbar", "Datanglah.\n"))
    project.build("nasional", "31", "61", "61.71")
    assert project.report.problems == []
    for code in ("nasional", "31"):
        assert "Posko Kalbar" not in project.read("lapor.html", code)
    for code in ("61", "61.71"):
        html = project.read("lapor.html", code)
        assert html.index("Teks nasional.") < html.index('<h2 id="tambahan-61">Posko Kalbar</h2>')
        assert "Tambahan dari Kalimantan Barat" in html
        assert "<p>Datanglah.</p>" in html
    assert not any(name.startswith("tambahan") for name in project.files("61"))


def test_supplements_stand_in_the_order_of_their_layers(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor"))
    project.file(f"{CITY}/tambahan/lapor.md", page("Dari kota"))
    project.file(f"{PROVINCE}/tambahan/lapor.md", page("Dari provinsi")).build("61.71")
    html = project.read("lapor.html", "61.71")
    assert html.index("Dari provinsi") < html.index("Dari kota")
    assert 'id="tambahan-61"' in html
    assert 'id="tambahan-61-71"' in html


def test_headings_of_supplements_have_ids_of_their_own(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor", "## Jam buka\n"))
    project.file(f"{PROVINCE}/tambahan/lapor.md", page("Kalbar", "## Jam buka\n"))
    project.file(f"{CITY}/tambahan/lapor.md", page("Pontianak", "## Jam buka\n")).build("61.71")
    ids = re.findall(r' id="([^"]*jam-buka)"', project.read("lapor.html", "61.71"))
    assert ids == ["jam-buka", "tambahan-61-jam-buka", "tambahan-61-71-jam-buka"]


@pytest.mark.parametrize("path", ["index.md", "tahapan/index.md", "klarifikasi/a.md", "lapor.md"])
def test_any_page_may_have_a_supplement(path: str, project: Project) -> None:
    text = clarification() if path.startswith("klarifikasi") else page("Asli")
    if path != "index.md":
        project.file(f"{NATION}/{path}", text)
    project.file(f"{NATION}/tahapan/b.md", stage())
    project.file(f"{PROVINCE}/tambahan/{path}", page("Tambahan Kalbar", "Isi Kalbar.\n")).build(
        "61"
    )
    assert project.report.problems == []
    url = "tahapan.html" if path == "tahapan/index.md" else path.removesuffix(".md") + ".html"
    assert "<p>Isi Kalbar.</p>" in project.read(url, "61")


def test_a_supplement_needs_no_summary(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor"))
    project.file(f"{PROVINCE}/tambahan/lapor.md", "---\njudul: Kalbar\n---\nIsi.\n")
    assert project.problems("61") == []


def test_a_supplement_to_no_page_is_reported(project: Project) -> None:
    path = f"{PROVINCE}/tambahan/laporr.md"
    assert project.file(path, page("Kalbar")).problems("61") == [f"{path}:1:1 SG315"]


def test_a_supplement_shows_its_sources(project: Project) -> None:
    text = stage("Kalbar").replace("mulai: 2024-02-11\nselesai: 2024-02-13\n", "")
    text = text.replace("dasar_hukum: [PKPU 3/2022]\n", "")
    project.file(f"{NATION}/lapor.md", page("Lapor"))
    project.file(f"{PROVINCE}/tambahan/lapor.md", text).build("61")
    assert project.report.problems == []
    assert ">PKPU 3 Tahun 2022</a>" in project.read("lapor.html", "61")


# --- replacing pages


def test_a_region_replaces_a_page_whose_type_allows_it(project: Project) -> None:
    above = page("Lapor ke pusat")
    project.file(f"{NATION}/lapor.md", above)
    project.file(f"{PROVINCE}/lapor.md", page("Lapor di Kalbar", menimpa=digest(above)))
    project.build("nasional", "61", "61.71", "31")
    assert project.report.problems == []
    assert title(project, "lapor.html", "nasional") == "Lapor ke pusat"
    assert title(project, "lapor.html", "31") == "Lapor ke pusat"
    assert title(project, "lapor.html", "61") == "Lapor di Kalbar"
    assert title(project, "lapor.html", "61.71") == "Lapor di Kalbar"


def test_a_replacement_says_which_state_it_replaces(project: Project) -> None:
    above = page("Lapor")
    project.file(f"{NATION}/lapor.md", above).file(f"{PROVINCE}/lapor.md", page("Kalbar"))
    assert project.problems("61") == [f"{PROVINCE}/lapor.md:1:1 SG313"]
    assert f"menimpa: {digest(above)}" in project.messages("61")[0]


def test_drift_is_a_warning_that_holds_nothing_back(project: Project) -> None:
    above = page("Lapor")
    project.file(f"{NATION}/lapor.md", above)
    project.file(f"{PROVINCE}/lapor.md", page("Kalbar", menimpa=digest(above)))
    assert project.problems("61") == []
    project.file(f"{NATION}/lapor.md", page("Lapor", "Isi baru.\n"))
    assert project.problems("61") == [f"{PROVINCE}/lapor.md:4:10 SG314"]
    assert (project.report.failed, project.report.held, project.report.mirrors) == (False, 0, 1)
    assert title(project, "lapor.html", "61") == "Kalbar"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tahapan/a.md", stage()),
        ("klarifikasi/a.md", clarification()),
        ("istilah/kpu.md", page("KPU")),
        ("index.md", page("Beranda")),
        ("berita/a.md", page("Rapat", tanggal="2024")),
        ("tahapan/index.md", page("Tahapan")),
    ],
)
def test_a_region_may_not_replace_most_types(path: str, text: str, project: Project) -> None:
    project.file(f"{NATION}/{path}", text).file(f"{PROVINCE}/{path}", text)
    assert project.problems("61") == [f"{PROVINCE}/{path}:1:1 SG311"]


def test_a_page_may_allow_what_its_type_does_not_and_the_other_way_round(project: Project) -> None:
    open_stage, closed = stage(boleh_ditimpa="ya"), page("Lapor", boleh_ditimpa="tidak")
    project.file(f"{NATION}/tahapan/a.md", open_stage).file(f"{NATION}/lapor.md", closed)
    project.file(f"{PROVINCE}/tahapan/a.md", stage("Kalbar", menimpa=digest(open_stage)))
    project.file(f"{PROVINCE}/lapor.md", page("Kalbar", menimpa=digest(closed)))
    assert project.problems("61") == [f"{PROVINCE}/lapor.md:1:1 SG311"]


def test_a_city_replaces_the_replacement_of_its_province(project: Project) -> None:
    first = page("Lapor")
    second = page("Kalbar", menimpa=digest(first))
    project.file(f"{NATION}/lapor.md", first).file(f"{PROVINCE}/lapor.md", second)
    project.file(f"{CITY}/lapor.md", page("Pontianak", menimpa=digest(first)))
    assert project.problems("61.71") == [f"{CITY}/lapor.md:4:10 SG314"]
    project.file(f"{CITY}/lapor.md", page("Pontianak", menimpa=digest(second)))
    assert project.problems("61.71") == []
    assert title(project, "lapor.html", "61.71") == "Pontianak"


def test_a_digest_without_a_page_above_is_reported(project: Project) -> None:
    project.file(f"{PROVINCE}/lapor.md", page("Kalbar", menimpa=digest("")))
    assert project.problems("61") == [f"{PROVINCE}/lapor.md:4:10 SG313"]


# --- hiding pages


def test_a_region_hides_a_page_from_its_mirror_and_those_below(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor"))
    project.file(f"{NATION}/panduan/cek.md", page("Cek"))
    project.file(f"{PROVINCE}/situs.yaml", "sembunyikan: [lapor.md, panduan/cek.md]\n")
    project.build("nasional", "61", "61.71")
    assert project.report.problems == []
    assert {"lapor.html", "panduan.html", "panduan/cek.html"} <= project.files()
    for code in ("61", "61.71"):
        assert not {"lapor.html", "panduan.html", "panduan/cek.html"} & project.files(code)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tahapan/a.md", stage()),
        ("klarifikasi/a.md", clarification()),
        ("istilah/kpu.md", page("KPU")),
        ("index.md", page("Beranda")),
        ("tahapan/index.md", page("Tahapan")),
    ],
)
def test_a_region_may_not_hide_most_types(path: str, text: str, project: Project) -> None:
    project.file(f"{NATION}/{path}", text)
    project.file(f"{PROVINCE}/situs.yaml", f"nama: x\nsembunyikan:\n  - lapor.md\n  - {path}\n")
    project.file(f"{NATION}/lapor.md", page("Lapor"))
    assert project.problems("61") == [f"{PROVINCE}/situs.yaml:4:5 SG316"]


def test_hiding_a_page_that_is_not_there_is_reported(project: Project) -> None:
    project.file(f"{PROVINCE}/situs.yaml", "sembunyikan: [lapor.md]\n")
    assert project.problems("61") == [f"{PROVINCE}/situs.yaml:1:15 SG316"]


def test_a_hidden_page_that_is_linked_is_reported_where_it_is_hidden(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor"))
    project.file(f"{NATION}/a.md", page("A", "[lapor](lapor.md)\n"))
    project.file(f"{PROVINCE}/situs.yaml", "nama: x\nsembunyikan:\n  - lapor.md\n")
    assert project.problems("nasional", "61", "31") == [f"{PROVINCE}/situs.yaml:3:5 SG317"]
    assert dict(project.report.problems[0].values) == {
        "target": "lapor.md",
        "source": f"{NATION}/a.md",
    }
    assert (project.report.mirrors, project.report.held) == (2, 1)


# --- addresses


@pytest.mark.parametrize(
    ("first", "second"),
    [("tahapan.md", "tahapan/index.md"), ("info.md", "info/index.md")],
)
def test_two_pages_of_one_address_are_refused(first: str, second: str, project: Project) -> None:
    project.file(f"{NATION}/{first}", page("A")).file(f"{NATION}/{second}", page("B"))
    found = project.problems()
    assert found != []
    assert set(found) <= {f"{NATION}/{first}:1:1 SG312", f"{NATION}/{second}:1:1 SG312"}


def test_a_region_is_told_that_its_page_takes_a_national_address(project: Project) -> None:
    project.file(f"{NATION}/tahapan/index.md", page("Tahapan"))
    project.file(f"{PROVINCE}/tahapan.md", page("Tahapan Kalbar"))
    assert project.problems("nasional", "61") == [f"{PROVINCE}/tahapan.md:1:1 SG312"]
    assert project.report.mirrors == 1


@pytest.mark.parametrize(
    "path",
    [
        "404.md",
        "topik.md",
        "topik/index.md",
        "kabar-daerah.md",
        "topik/a.md",
        "aset/a.md",
        "gambar/a.md",
    ],
)
def test_addresses_of_the_site_itself_are_refused(path: str, project: Project) -> None:
    project.file(f"{NATION}/{path}", page("A"))
    assert set(project.problems()) == {f"{NATION}/{path}:1:1 SG313"}


def news(project: Project, count: int) -> Project:
    for number in range(count):
        day = f"2024-01-{number + 1:02}"
        text = page(f"Kabar {number + 1}", tanggal=day)
        project.file(f"{NATION}/berita/kabar-{number + 1}.md", text)
    return project


def test_all_pages_of_one_address_are_told_at_once_and_nothing_is_written(project: Project) -> None:
    for name in ("info", "kantor", "lapor"):
        project.file(f"{NATION}/{name}.md", page("A")).file(f"{NATION}/{name}/index.md", page("B"))
    project.file(f"{NATION}/cari.md", page("Cari")).file(f"{PROVINCE}/tahapan.md", page("C"))
    project.file(f"{NATION}/tahapan/index.md", page("Tahapan"))
    told = [line.splitlines()[0] for line in project.messages("nasional", "61")]
    same = "galat SG312: alamat {url} sama dengan alamat {other}"
    assert told == [
        f"{PROVINCE}/tahapan.md:1:1: "
        + same.format(url="tahapan.html", other=f"{NATION}/tahapan/index.md"),
        f"{NATION}/cari.md:1:1: galat SG313: alamat cari.html dipakai oleh situs itu sendiri",
        *(
            f"{NATION}/{name}.md:1:1: "
            + same.format(url=f"{name}.html", other=f"{NATION}/{name}/index.md")
            for name in ("info", "kantor", "lapor")
        ),
    ]
    assert not project.output.exists()


@pytest.mark.parametrize("path", ["berita.md", "berita/hal-2.md", "kabar-daerah/hal-2.md"])
def test_a_page_may_not_take_the_address_of_a_list(path: str, project: Project) -> None:
    layer = PROVINCE if path.startswith("kabar") else NATION
    for number in range(21):
        text = page(f"Kabar {number + 1}", tanggal="2024-01")
        project.file(f"{layer}/berita/kabar-{number + 1}.md", text)
    project.file(f"{NATION}/{path}", page("A", tanggal="2024"))
    assert project.problems("61") == [f"{NATION}/{path}:1:1 SG313"]


# --- settings


def test_settings_are_inherited_field_by_field(project: Project) -> None:
    project.file(
        "content/situs.yaml",
        SITUS + 'kontak:\n  kantor: Jakarta\n  telepon: "021 123456"\nwarna:\n  aksen: "#0b4f8a"\n',
    )
    project.file(f"{PROVINCE}/situs.yaml", "kontak:\n  kantor: Pontianak\n")
    project.file(f"{CITY}/situs.yaml", 'nama: Pemilu Pontianak\nkontak:\n  telepon: "0561 98765"\n')
    project.build("nasional", "61", "61.71")
    assert project.report.problems == []
    shown = {
        code: [word for word in ("Jakarta", "021 123456", "0561 98765", "Pemilu Pontianak")
               if word in project.read("index.html", code)]
        for code in ("nasional", "61", "61.71")
    }  # fmt: skip
    assert shown == {
        "nasional": ["Jakarta", "021 123456"],
        "61": ["021 123456"],
        "61.71": ["0561 98765", "Pemilu Pontianak"],
    }
    assert "<dt>Kantor<dd>Pontianak" in project.read("index.html", "61.71")


def test_contacts_of_another_agency_are_not_inherited(project: Project) -> None:
    project.file("content/situs.yaml", SITUS + "kontak:\n  kantor: Jakarta\n  surel: a@b.example\n")
    project.file(f"{PROVINCE}/situs.yaml", "lembaga: Dinas Kalbar\nkontak:\n  kantor: Pontianak\n")
    project.build("61", "61.71", "31")
    assert "a@b.example" in project.read("index.html", "31")
    for code in ("61", "61.71"):
        html = project.read("index.html", code)
        assert "<dt>Pengelola<dd>Dinas Kalbar" in html
        assert "<dt>Kantor<dd>Pontianak" in html
        assert "a@b.example" not in html


def canonical(project: Project, path: str, region: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]*)">', project.read(path, region))
    return found[1] if found else ""


def test_an_address_is_not_inherited(project: Project) -> None:
    project.file(f"{PROVINCE}/situs.yaml", "alamat: https://pemilu.kalbar.example\n")
    project.build("nasional", "61", "61.71", "31")
    assert {
        code: canonical(project, "index.html", code) for code in ("nasional", "61", "61.71", "31")
    } == {
        "nasional": "https://pemilu.example/",
        "61": "https://pemilu.kalbar.example/",
        "61.71": "https://kota-pontianak.pemilu.example/",
        "31": "https://dki-jakarta.pemilu.example/",
    }


def test_without_addresses_nothing_is_absolute(project: Project) -> None:
    project.file("content/situs.yaml", SITUS.partition("alamat")[0]).build("nasional", "61")
    assert project.report.problems == []
    for code in ("nasional", "61"):
        assert canonical(project, "index.html", code) == ""
        assert not {"sitemap.xml", "umpan.atom"} & project.files(code)
        assert "Sitemap" not in project.read("robots.txt", code)


def test_a_mirror_does_not_depend_on_those_built_with_it(project: Project) -> None:
    project.file("content/situs.yaml", SITUS.partition("alamat")[0])
    project.file(f"{CITY}/situs.yaml", "alamat: https://pemilu.pontianak.example/\n")
    alone = project.build("61.71").files("61.71")
    other = project.build("61.01", "61.71", output=project.folder / "lain")
    found = {p.name for p in (other.folder / "lain/61.71-kota-pontianak").iterdir()}
    assert found == {path.partition("/")[0] for path in alone}


def test_a_logo_is_not_inherited(project: Project) -> None:
    project.file(f"{PROVINCE}/gambar/logo.png", PNG)
    project.file(f"{PROVINCE}/situs.yaml", "logo: gambar/logo.png\n").build("61", "61.71")
    assert project.report.problems == []
    assert '<img src="gambar/logo.png" alt="" width="56" height="56">' in project.read(
        "index.html", "61"
    )
    assert "gambar/logo.png" not in project.read("index.html", "61.71")


@pytest.mark.parametrize("logo", ["gambar/tidak-ada.png", "https://kalbar.example/logo.png"])
def test_a_logo_is_a_picture_of_the_region(logo: str, project: Project) -> None:
    project.file(f"{PROVINCE}/situs.yaml", f"nama: x\nlogo: {logo}\n")
    assert project.problems("61") == [f"{PROVINCE}/situs.yaml:2:7 SG403"]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("pola_alamat: https://{slug}.kalbar.example/", "2:14"),
        ("menu: [{judul: A, isi: [index.md]}]", "2:7"),
    ],
)
def test_some_settings_are_refused_in_a_region(line: str, place: str, project: Project) -> None:
    project.file(f"{PROVINCE}/situs.yaml", f"nama: x\n{line}\n")
    assert project.problems("nasional", "61") == [f"{PROVINCE}/situs.yaml:{place} SG506"]
    assert project.report.mirrors == 1


def test_colours_of_a_region_make_a_style_sheet_of_its_own(project: Project) -> None:
    project.file(f"{PROVINCE}/situs.yaml", 'warna:\n  aksen: "#7a1010"\n')
    project.build("nasional", "61", "61.71")
    sheets = {
        code: {p for p in project.files(code) if p.startswith("aset/warna")}
        for code in ("nasional", "61", "61.71")
    }
    (sheet,) = sheets["61"]
    assert sheets == {"nasional": set(), "61": {sheet}, "61.71": {sheet}}
    assert "#7a1010" in project.read(sheet, "61")
    assert f'<link rel="stylesheet" href="{sheet}">' in project.read("index.html", "61")


# --- pictures


def test_a_region_adds_pictures_and_replaces_none(project: Project) -> None:
    project.file(f"{NATION}/gambar/peta.png", PNG)
    project.file(f"{PROVINCE}/gambar/kantor.png", OTHER_PNG).build("nasional", "61", "61.71")
    assert project.report.problems == []
    assert "gambar/kantor.png" not in project.files()
    assert {"gambar/kantor.png", "gambar/peta.png"} <= project.files("61.71")
    project.file(f"{PROVINCE}/gambar/peta.png", OTHER_PNG)
    assert project.problems("nasional", "61") == [f"{PROVINCE}/gambar/peta.png:1:1 SG311"]
    assert project.report.mirrors == 1


def test_a_picture_of_one_region_cannot_stand_in_a_national_page(project: Project) -> None:
    project.file(f"{PROVINCE}/gambar/peta.png", OTHER_PNG)
    project.file(f"{NATION}/a.md", page("A", "![Peta](gambar/peta.png)\n"))
    assert project.problems("nasional") == [f"{NATION}/a.md:6:9 SG225"]


# --- what one region does wrong


def test_a_replacement_without_a_linked_heading_holds_back_its_region_only(
    project: Project,
) -> None:
    above = page("Lapor", "## Kanal\n")
    project.file(f"{NATION}/lapor.md", above)
    project.file(f"{NATION}/a.md", page("A", "[kanal](lapor.md#kanal)\n"))
    project.file(f"{PROVINCE}/lapor.md", page("Lapor", menimpa=digest(above)))
    project.build("nasional", "31", "61")
    assert project.report.problems != []
    assert (project.report.mirrors, project.report.held) == (2, 1)


def test_a_supplement_links_to_its_own_page_by_its_name(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage())
    project.file(f"{PROVINCE}/tambahan/tahapan/a.md", page("Kalbar", "[sini](a.md)\n")).build("61")
    assert project.report.problems or '<a href="../tahapan/a.html">sini</a>' in project.read(
        "tahapan/a.html", "61"
    )


def test_footnotes_of_page_and_supplement_have_ids_of_their_own(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor", "Teks[^1]\n\n[^1]: Catatan.\n"))
    text = page("Kalbar", "Teks[^1]\n\n[^1]: Catatan lain.\n")
    project.file(f"{PROVINCE}/tambahan/lapor.md", text).build("61")
    ids = re.findall(r' id="([^"]*)"', project.read("lapor.html", "61"))
    assert len(ids) == len(set(ids))


# --- what is remembered between builds


def test_colours_that_a_region_takes_from_the_theme_change_with_it(project: Project) -> None:
    project.file("content/situs.yaml", SITUS + "tema: uji\n")
    project.file(f"{PROVINCE}/situs.yaml", 'warna:\n  aksen: "#7a1010"\n')
    for dark in ("#8ec5ff", "#ffffff"):
        project.file("themes/uji/theme.yaml", f'extends: dasar\naksen_gelap: "{dark}"\n')
        project.build("61")
        (sheet,) = (path for path in project.files("61") if path.startswith("aset/warna"))
        assert dark in project.read(sheet, "61")
        assert f'href="{sheet}"' in project.read("index.html", "61")


def test_a_page_that_had_a_mistake_and_is_gone_is_not_linked_to(project: Project) -> None:
    file = f"{NATION}/cara-memastikan.md"
    project.file(file, page("Cara memastikan", "{{ fakta.tak_ada }}\n")).build()
    assert project.report.held == 1
    (project.folder / file).unlink()
    assert "cara-memastikan" not in project.build().read("index.html")

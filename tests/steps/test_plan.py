"""Which pages a mirror has: lists, topics, menus, neighbours, crumbs and canonical addresses."""

from __future__ import annotations

import re

import pytest

from tests.project import SITUS, Project, clarification, page, stage

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
CITY = "content/61.71-kota-pontianak"
MENU = """\
menu:
  - judul: Pahami
    isi: [tahapan/index.md, panduan/index.md]
  - judul: Laporkan
    isi: [lapor.md]
  - judul: Kabar
    isi: [berita/index.md]
"""


def news(title: str, day: str, **front: str) -> str:
    return page(title, tanggal=day, **front)


def twenty_one(project: Project, layer: str = NATION) -> Project:
    """Write 21 news items, `Kabar 21` the newest."""
    for number in range(1, 22):
        text = news(f"Kabar {number:02}", f"2024-01-{number:02}")
        project.file(f"{layer}/berita/kabar-{number:02}.md", text)
    return project


def links(html: str, rel: str) -> list[str]:
    return re.findall(rf'<a rel="{rel}" href="([^"]*)"', html)


def listed(html: str) -> list[str]:
    return re.findall(r">(Kabar \d\d)</a>", html)


def canonical(project: Project, path: str, region: str) -> str:
    (found,) = re.findall(r'<link rel="canonical" href="([^"]*)">', project.read(path, region))
    return found


# --- lists


def test_21_news_items_fill_two_pages(project: Project) -> None:
    twenty_one(project).build()
    first, second = project.read("berita.html"), project.read("berita/hal-2.html")
    assert listed(first) == [f"Kabar {number:02}" for number in range(21, 1, -1)]
    assert listed(second) == ["Kabar 01"]
    assert (links(first, "prev"), links(first, "next")) == ([], ["berita/hal-2.html"])
    assert (links(second, "prev"), links(second, "next")) == (["../berita.html"], [])
    assert "Halaman 1 dari 2" in first
    assert "Halaman 2 dari 2" in second
    assert "<title>Kabar, halaman 2 · Literasi Pemilu</title>" in second
    assert not any(name.startswith("berita/hal-3") for name in project.files())


def test_20_news_items_fill_one_page(project: Project) -> None:
    twenty_one(project)
    (project.folder / NATION / "berita/kabar-01.md").unlink()
    project.build()
    assert "berita/hal-2.html" not in project.files()
    assert links(project.read("berita.html"), "next") == []


def test_a_list_of_three_pages_is_linked_both_ways(project: Project) -> None:
    for number in range(41):
        project.file(f"{NATION}/panduan/p-{number}.md", page(f"P {number}", urutan=str(number)))
    middle = project.build().read("panduan/hal-2.html")
    assert links(middle, "prev") == ["../panduan.html"]
    assert links(middle, "next") == ["../panduan/hal-3.html"]
    assert links(project.read("panduan/hal-3.html"), "prev") == ["../panduan/hal-2.html"]


def test_stages_are_listed_in_order_and_then_by_start(project: Project) -> None:
    for name, front in {
        "c": {"mulai": "2024-02-01", "selesai": ""},
        "a": {"mulai": "2024-03-01", "selesai": ""},
        "b": {"mulai": "", "selesai": "", "batas": "kelak"},
        "d": {"mulai": "2024-01-01", "selesai": "", "urutan": "9"},
    }.items():
        project.file(f"{NATION}/tahapan/{name}.md", stage(f"Tahap {name}", **front))
    html = project.build().read("tahapan.html")
    assert re.findall(r">Tahap (\w)</a>", html) == ["c", "a", "b", "d"]


def test_terms_are_listed_by_letter(project: Project) -> None:
    for term in ("TPS", "KPU", "kampanye", "DPT"):
        project.file(f"{NATION}/istilah/{term.lower()}.md", page(term))
    html = project.build().read("istilah.html")
    assert re.findall(r'<dt><a href="istilah/(\w+)\.html">', html) == [
        "dpt",
        "kampanye",
        "kpu",
        "tps",
    ]


def test_an_empty_section_has_no_page_unless_it_has_an_index(project: Project) -> None:
    project.build()
    assert not {"tahapan.html", "berita.html", "klarifikasi.html"} & project.files()
    project.file(f"{NATION}/klarifikasi/index.md", page("Klarifikasi")).build()
    assert "Belum ada klarifikasi." in project.read("klarifikasi.html")


# --- topics


def test_a_topic_lists_its_pages_of_every_type(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage("Masa tenang", tag="[Hak Pilih]"))
    project.file(f"{NATION}/klarifikasi/a.md", clarification("Faktanya", tag="[hak pilih, TPS]"))
    project.build()
    assert {name for name in project.files() if name.startswith("topik")} == {
        "topik.html",
        "topik/hak-pilih.html",
        "topik/tps.html",
    }
    html = project.read("topik/hak-pilih.html")
    assert "Masa tenang" in html
    assert "Faktanya" in html
    assert '<a href="topik/hak-pilih.html">' in project.read("topik.html")
    assert '<a href="../topik/tps.html">TPS</a>' in project.read("klarifikasi/a.html")


def test_a_topic_of_21_pages_has_two(project: Project) -> None:
    for number in range(21):
        text = news(f"Kabar {number:02}", "2024-01", tag="[uji]")
        project.file(f"{NATION}/berita/kabar-{number}.md", text)
    assert {"topik/uji.html", "topik/uji/hal-2.html"} <= project.build().files()


def test_without_tags_there_are_no_topics(project: Project) -> None:
    assert not any(name.startswith("topik") for name in project.build().files())


def test_a_tag_on_a_page_of_no_section_leads_somewhere(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor", tag="[aduan]")).build()
    assert project.report.problems == []
    linked = 'href="topik/aduan.html"' in project.read("lapor.html")
    assert linked == ("topik/aduan.html" in project.files())


@pytest.mark.parametrize("tag", ["???", "選挙", "-"])
def test_a_tag_has_an_address(tag: str, project: Project) -> None:
    project.file(f"{NATION}/berita/a.md", news("A", "2024", tag=f"['{tag}']")).build()
    assert project.report.problems or "topik/.html" not in project.files()


# --- menus and local news


def test_the_menu_shows_what_exists_in_the_mirror(project: Project) -> None:
    project.file("content/situs.yaml", SITUS + MENU)
    project.file(f"{NATION}/tahapan/a.md", stage()).file(f"{NATION}/lapor.md", page("Lapor"))
    project.file(f"{PROVINCE}/situs.yaml", "sembunyikan: [lapor.md]\n")
    project.file(f"{CITY}/berita/rapat.md", news("Rapat", "2024-02-01"))
    project.build("nasional", "31", "61", "61.71")
    assert project.report.problems == []
    menus = {}
    for code in ("nasional", "31", "61", "61.71"):
        menu = project.read("404.html", code).partition("<nav")[2].partition("</nav>")[0]
        menus[code] = re.findall(r'<li><a href="([^"]*)"', menu)
    bare = {code: [url.rpartition("/")[2] for url in urls] for code, urls in menus.items()}
    assert bare == {
        "nasional": ["tahapan.html", "lapor.html"],
        "31": ["tahapan.html", "lapor.html"],
        "61": ["tahapan.html"],
        "61.71": ["tahapan.html", "berita.html", "kabar-daerah.html"],
    }


def test_a_menu_that_names_no_page_is_reported_at_its_group(project: Project) -> None:
    project.file("content/situs.yaml", SITUS + MENU.replace("lapor.md", "laporr.md"))
    lines = SITUS.count("\n")
    assert project.problems("nasional", "61") == [f"content/situs.yaml:{lines + 4}:5 SG225"]


def test_local_news_has_a_list_only_where_there_is_any(project: Project) -> None:
    project.file(f"{NATION}/berita/a.md", news("Kabar pusat", "2024-02-01"))
    project.file(f"{PROVINCE}/berita/b.md", news("Kabar provinsi", "2024-02-02"))
    project.file(f"{CITY}/berita/c.md", news("Kabar kota", "2024-02-03"))
    project.build("nasional", "31", "61", "61.71")
    with_list = {
        code for code in ("nasional", "31", "61", "61.71")
        if "kabar-daerah.html" in project.files(code)
    }  # fmt: skip
    assert with_list == {"61", "61.71"}
    html = project.read("kabar-daerah.html", "61.71")
    assert html.index("Kabar kota") < html.index("Kabar provinsi")
    assert "Kabar pusat" not in html
    assert "<h1>Kabar Kota Pontianak</h1>" in html
    assert "Kabar kota" not in project.read("kabar-daerah.html", "61")
    everything = project.read("berita.html", "61.71")
    assert all(title in everything for title in ("Kabar kota", "Kabar provinsi", "Kabar pusat"))


def test_the_home_page_shows_five_of_the_newest(project: Project) -> None:
    for number in range(1, 8):
        text = clarification(f"Fakta {number}", nomor=f'"00{number}"')
        project.file(f"{NATION}/klarifikasi/k-{number}.md", text)
    twenty_one(project, PROVINCE).build("nasional", "61")
    assert re.findall(r">Fakta (\d)<", project.read("index.html")) == list("76543")
    html = project.read("index.html", "61")
    assert re.findall(r">Kabar (\d\d)<", html) == ["21", "20", "19", "18", "17"]
    assert "Kabar Kalimantan Barat" in html
    assert "kabar-daerah.html" not in project.read("index.html")


# --- neighbours and crumbs


def test_stages_lead_to_the_one_before_and_after(project: Project) -> None:
    for name, day in {"a": "2024-01-01", "b": "2024-02-01", "c": "2024-03-01"}.items():
        project.file(f"{NATION}/tahapan/{name}.md", stage(f"Tahap {name}", mulai=day, selesai=""))
    project.build()
    order = {
        name: re.findall(
            r">Tahap (\w)<", project.read(f"tahapan/{name}.html").partition('class="urutan"')[2]
        )
        for name in "abc"
    }
    assert order == {"a": ["a", "b"], "b": ["a", "b", "c"], "c": ["b", "c"]}


def test_a_stage_of_a_region_stands_between_those_of_the_nation(project: Project) -> None:
    for name, day in {"a": "2024-01-01", "c": "2024-03-01"}.items():
        project.file(f"{NATION}/tahapan/{name}.md", stage(f"Tahap {name}", mulai=day, selesai=""))
    project.file(f"{PROVINCE}/tahapan/b.md", stage("Tahap b", mulai="2024-02-01", selesai=""))
    project.build("nasional", "61", "31")

    def around(name: str, region: str) -> list[str]:
        html = project.read(f"tahapan/{name}.html", region)
        return re.findall(r">Tahap (\w)<", html.partition('class="urutan"')[2])

    assert around("a", "nasional") == around("a", "31") == ["a", "c"]
    assert around("a", "61") == ["a", "b"]
    assert around("b", "61") == ["a", "b", "c"]
    assert around("c", "61") == ["b", "c"]
    assert 'href="../tahapan/b.html"' in project.read("tahapan/a.html", "61")


def test_news_leads_from_old_to_new(project: Project) -> None:
    for name, day in {"a": "2024-01-01", "b": "2024-01", "c": "2024-03-01"}.items():
        project.file(f"{NATION}/berita/{name}.md", news(name, day))
    project.build()
    assert links(project.read("berita/a.html"), "prev") == ["../berita/b.html"]
    assert links(project.read("berita/a.html"), "next") == ["../berita/c.html"]
    assert links(project.read("berita/c.html"), "next") == []


def crumbs(project: Project, path: str) -> list[tuple[str, str]]:
    nav = project.read(path).partition('aria-label="Letak halaman"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]*)">([^<]*)</a>', nav)


def test_crumbs_lead_from_the_home_page_to_the_section(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage(tag="[uji]")).file(f"{NATION}/lapor.md", page())
    project.file(f"{NATION}/tahapan/putaran-dua/b.md", stage()).build()
    assert crumbs(project, "index.html") == []
    assert crumbs(project, "lapor.html") == [("index.html", "Beranda")]
    assert crumbs(project, "tahapan.html") == [("index.html", "Beranda")]
    assert crumbs(project, "tahapan/a.html") == [
        ("../index.html", "Beranda"),
        ("../tahapan.html", "Tahapan"),
    ]
    assert crumbs(project, "tahapan/putaran-dua/b.html") == [
        ("../../index.html", "Beranda"),
        ("../../tahapan.html", "Tahapan"),
    ]
    assert crumbs(project, "topik/uji.html") == [
        ("../index.html", "Beranda"),
        ("../topik.html", "Topik"),
    ]


# --- canonical addresses


def test_a_shared_page_has_its_original_on_the_national_site(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor")).file(f"{NATION}/tahapan/a.md", stage())
    project.build("nasional", "61.71")
    for code in ("nasional", "61.71"):
        assert canonical(project, "lapor.html", code) == "https://pemilu.example/lapor.html"
        assert canonical(project, "tahapan/a.html", code) == "https://pemilu.example/tahapan/a.html"
        assert canonical(project, "tahapan.html", code) == "https://pemilu.example/tahapan.html"


def test_a_page_of_a_region_has_its_original_on_the_regions_site(project: Project) -> None:
    project.file(f"{PROVINCE}/kantor.md", page("Kantor"))
    project.file(f"{PROVINCE}/berita/a.md", news("A", "2024")).build("61", "61.71")
    own = "https://kalimantan-barat.pemilu.example"
    for code in ("61", "61.71"):
        assert canonical(project, "kantor.html", code) == f"{own}/kantor.html"
        assert canonical(project, "berita.html", code) == f"{own}/berita.html"
        assert canonical(project, "kabar-daerah.html", code) == f"{own}/kabar-daerah.html"


def test_every_home_page_is_its_own_original(project: Project) -> None:
    project.build("nasional", "61", "61.71")
    assert {
        code: canonical(project, "index.html", code) for code in ("nasional", "61", "61.71")
    } == {
        "nasional": "https://pemilu.example/",
        "61": "https://kalimantan-barat.pemilu.example/",
        "61.71": "https://kota-pontianak.pemilu.example/",
    }


def test_a_page_with_a_supplement_keeps_its_original(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor"))
    project.file(f"{PROVINCE}/tambahan/lapor.md", page("Kalbar")).build("61")
    assert canonical(project, "lapor.html", "61") == "https://pemilu.example/lapor.html"


def test_a_further_page_of_a_list_is_its_own_original(project: Project) -> None:
    twenty_one(project).build("61")
    assert (
        canonical(project, "berita/hal-2.html", "61") == "https://pemilu.example/berita/hal-2.html"
    )


# --- registers of clarifications, corrections, institutions, mirrors

CORRECTED = "[{tanggal: 2024-02-11, perubahan: Sumber ditambah.}]"


def register(project: Project) -> Project:
    """Write three clarifications: two wrong, one misleading; one of them corrected twice."""
    twice = "[{tanggal: 2024-02-09, perubahan: Putusan diubah.}, " + CORRECTED[1:]
    folder = f"{NATION}/klarifikasi"
    project.file(f"{folder}/a.md", clarification("Fakta A", tag="[TPS, hoaks]", riwayat=twice))
    project.file(
        f"{folder}/b.md",
        clarification("Fakta B", nomor='"002"', tag="[hoaks]", putusan="menyesatkan"),
    )
    withdrawn = {"status": "ditarik", "riwayat": CORRECTED.replace("11", "12")}
    project.file(f"{folder}/c.md", clarification("Fakta C", nomor='"003"', **withdrawn))
    return project.build("nasional", "61")


def headed(html: str) -> list[str]:
    """Return headings and facts in the order of the page."""
    return re.findall(r"(?:<h2[^>]*>|>)((?:No\. \d+: )?Fakta \w|[^<>]+(?=</h2>))<", html)


def test_clarifications_are_listed_by_topic_the_newest_first(project: Project) -> None:
    html = register(project).read("klarifikasi-menurut-topik.html")
    assert headed(html) == [
        "hoaks", "Fakta B", "Fakta A", "TPS", "Fakta A", "Tanpa topik", "Fakta C"
    ]  # fmt: skip
    assert '<a href="#b-tps">TPS (1)</a>' in html
    assert 'id="b-tps"' in html
    assert "Klarifikasi ini sudah ditarik." in html


def test_clarifications_are_listed_by_verdict_in_the_order_of_verdicts(project: Project) -> None:
    html = register(project).read("klarifikasi-menurut-putusan.html")
    assert headed(html) == ["Salah", "Fakta C", "Fakta A", "Menyesatkan", "Fakta B"]


def test_the_three_orders_of_the_register_lead_to_each_other(project: Project) -> None:
    register(project)
    orders = [f"klarifikasi{name}.html" for name in ("", "-menurut-topik", "-menurut-putusan")]
    for path in orders:
        links = re.findall(
            r'<a href="(klarifikasi[^"/]*)"( aria-current="page")?', project.read(path)
        )
        assert {url for url, _ in links} >= set(orders), path
        assert (path, ' aria-current="page"') in links


def test_every_correction_is_listed_the_newest_first(project: Project) -> None:
    html = register(project).read("koreksi.html")
    assert headed(html) == ["No. 003: Fakta C", "No. 001: Fakta A", "No. 001: Fakta A"]
    assert html.index("Sumber ditambah.") < html.index("Putusan diubah.")
    assert 'href="koreksi.html"' in project.read("index.html")


def test_a_site_without_corrections_says_so(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification()).build()
    assert "Belum ada koreksi." in project.read("koreksi.html")


def test_a_site_without_clarifications_has_no_further_registers(project: Project) -> None:
    files = project.file(f"{NATION}/klarifikasi/index.md", page("Klarifikasi")).build().files()
    assert "klarifikasi.html" in files
    assert not [path for path in files if "menurut" in path or path == "koreksi.html"]
    assert "koreksi.html" not in project.read("index.html")


def test_institutions_that_are_cited_are_listed_with_their_address(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage("A")).file(f"{NATION}/tahapan/b.md", stage("B"))
    html = project.build().read("lembaga.html")
    assert "Komisi Pemilihan Umum" in html
    assert "Dikutip dalam 2 tulisan." in html
    assert '<a href="https://www.kpu.go.id">kpu.go.id</a>' in html
    assert "Koran Uji" not in html
    assert 'href="../lembaga.html"' in project.read("tahapan/a.html")


def test_a_source_of_one_region_is_listed_on_its_mirrors_alone(project: Project) -> None:
    source = "[{lembaga: koran, judul: x, tanggal: 2024, url: https://koran.example/}]"
    project.file(f"{NATION}/tahapan/a.md", stage("A"))
    project.file(f"{PROVINCE}/berita/a.md", news("A", "2024-01-01", sumber=source))
    project.build("nasional", "61.71")
    assert "Koran Uji" in project.read("lembaga.html", "61.71")
    assert "Koran Uji" not in project.read("lembaga.html")
    assert canonical(project, "lembaga.html", "61.71").startswith("https://kalimantan-barat.")


def test_only_the_nation_lists_all_mirrors_and_the_others_lead_there(project: Project) -> None:
    project.build("nasional", "61.71")
    html = project.read("daftar-situs.html")
    assert html.count('.pemilu.example/">') >= 552
    assert '<a href="https://kota-pontianak.pemilu.example/">Kota Pontianak</a>' in html
    assert "daftar-situs.html" not in project.files("61.71")
    assert '"https://pemilu.example/daftar-situs.html"' in project.read("index.html", "61.71")
    assert '"daftar-situs.html"' in project.read("index.html")
    assert "Dicerminkan dari" in project.read("index.html", "61.71")
    assert "Dicerminkan dari" not in project.read("index.html")


def test_mirrors_without_an_address_are_listed_by_name(project: Project) -> None:
    without = "".join(line for line in SITUS.splitlines(True) if "alamat" not in line)
    project.file("content/situs.yaml", without).build("nasional", "61.71")
    html = project.read("daftar-situs.html")
    assert "<li>Kota Pontianak" in html
    assert "Dicerminkan dari" not in project.read("index.html", "61.71")
    assert "qr.svg" not in project.files("61.71")
    assert "qr.svg" not in project.read("index.html", "61.71")

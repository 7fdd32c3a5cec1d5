"""What stands beside the pages: sitemap, feed, robots, the page for lost readers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import feedparser

from tests.project import SITUS, Project, clarification, page, stage

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
CITY = "content/61.71-kota-pontianak"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def sitemap(project: Project, region: str = "nasional") -> dict[str, str]:
    root = ET.fromstring(project.read("sitemap.xml", region))
    return {
        url.findtext(f"{SPACE}loc", ""): url.findtext(f"{SPACE}lastmod", "")
        for url in root.iter(f"{SPACE}url")
    }


def test_a_sitemap_lists_the_originals_of_its_mirror_only(project: Project) -> None:
    project.file(f"{NATION}/lapor.md", page("Lapor", diperbarui="2024-02-01"))
    project.file(f"{NATION}/tahapan/a.md", stage())
    project.file(f"{PROVINCE}/kantor.md", page("Kantor", tanggal="2024-01"))
    project.file(f"{CITY}/posko.md", page("Posko")).build("nasional", "31", "61", "61.71", "61.72")
    nation, province = "https://pemilu.example/", "https://kalimantan-barat.pemilu.example/"
    city = "https://kota-pontianak.pemilu.example/"
    assert sitemap(project) == {
        nation: "",
        f"{nation}cari.html": "",
        f"{nation}daftar-situs.html": "",
        f"{nation}lapor.html": "2024-02-01",
        f"{nation}lembaga.html": "",
        f"{nation}tahapan.html": "",
        f"{nation}tahapan/a.html": "",
    }
    assert sitemap(project, "61") == {
        province: "",
        f"{province}cari.html": "",
        f"{province}kantor.html": "2024-01",
    }
    assert sitemap(project, "61.71") == {
        city: "",
        f"{city}cari.html": "",
        f"{city}posko.html": "",
    }
    assert sitemap(project, "31") == {"https://dki-jakarta.pemilu.example/": ""}
    assert sitemap(project, "61.72") == {"https://kota-singkawang.pemilu.example/": ""}


def test_a_sitemap_agrees_with_the_canonical_links(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification())
    project.file(f"{PROVINCE}/berita/a.md", page("A", tanggal="2024")).build("nasional", "61")
    for code in ("nasional", "61"):
        own = {
            found
            for name in project.files(code)
            if name.endswith(".html") and name != "404.html"
            for found in re.findall(r'rel="canonical" href="([^"]*)"', project.read(name, code))
        }
        base = canonical_base(code)
        assert {url for url in own if url.startswith(base)} == set(sitemap(project, code))


def canonical_base(code: str) -> str:
    return "https://pemilu.example/" if code == "nasional" else "https://kalimantan-barat.pemilu"


def test_the_list_of_topics_is_in_the_national_sitemap(project: Project) -> None:
    project.file(f"{NATION}/berita/a.md", page("A", tanggal="2024", tag="[uji]")).build()
    assert "https://pemilu.example/topik.html" in sitemap(project)


def test_the_last_change_of_a_clarification_is_when_it_was_checked(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification()).build()
    assert sitemap(project)["https://pemilu.example/klarifikasi/a.html"] == "2024-02-10"


def test_robots_may_read_everything_and_find_the_sitemap(project: Project) -> None:
    project.build("nasional", "61")
    assert project.read("robots.txt") == (
        "User-agent: *\nAllow: /\nSitemap: https://pemilu.example/sitemap.xml\n"
    )
    assert "https://kalimantan-barat.pemilu.example/sitemap.xml" in project.read("robots.txt", "61")


def test_the_page_for_lost_readers_works_at_any_depth(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage())
    menu = "menu: [{judul: Tahapan, isi: [tahapan/index.md]}]\n"
    project.file("content/situs.yaml", SITUS + menu).build("61")
    html = project.read("404.html", "61")
    for address in re.findall(r'(?:href|src)="([^"#]+)"', html):
        assert address.startswith(("https://", "/"))
    assert 'href="/tahapan.html"' in html
    assert 'href="/index.html"' in html
    assert re.search(r'<link rel="stylesheet" href="/aset/dasar-\w+\.css">', html)
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html


def feed(project: Project, region: str = "nasional") -> feedparser.FeedParserDict:
    parsed = feedparser.parse(project.read("umpan.atom", region))
    assert not parsed.bozo
    return parsed


def test_the_feed_holds_clarifications_and_news_newest_first(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification("Faktanya"))
    project.file(f"{NATION}/berita/b.md", page("Rapat & dialog", tanggal="2024-02"))
    project.file(f"{PROVINCE}/berita/c.md", page("Dialog", tanggal="2024-02-11"))
    project.file(f"{NATION}/lapor.md", page("Lapor")).build("nasional", "61")
    assert [entry.title for entry in feed(project).entries] == ["Faktanya", "Rapat & dialog"]
    entries = feed(project, "61").entries
    assert [entry.title for entry in entries][:2] == ["Dialog", "Faktanya"]
    assert [entry.id for entry in entries] == [
        "https://kalimantan-barat.pemilu.example/berita/c.html",
        "https://pemilu.example/klarifikasi/a.html",
        "https://pemilu.example/berita/b.html",
    ]
    assert entries[1].link == "https://kalimantan-barat.pemilu.example/klarifikasi/a.html"
    assert entries[0].updated.startswith("2024-02-11")
    assert entries[2].published.startswith("2024-02-01")


def test_the_feed_has_name_address_and_author_of_the_mirror(project: Project) -> None:
    project.file(f"{CITY}/situs.yaml", "nama: Pemilu & Kita\nlembaga: Dinas & Kota\n")
    parsed = feed(project.build("61.71"), "61.71").feed
    assert parsed.title == "Pemilu & Kita Kota Pontianak"
    assert parsed.link == "https://kota-pontianak.pemilu.example/"
    assert parsed.author == "Dinas & Kota"
    assert parsed.language == "id"


def test_the_feed_holds_at_most_20_entries(project: Project) -> None:
    for number in range(1, 23):
        project.file(
            f"{NATION}/berita/k-{number}.md", page(f"K {number}", tanggal=f"2024-01-{number:02}")
        )
    titles = [entry.title for entry in feed(project.build()).entries]
    assert titles == [f"K {number}" for number in range(22, 2, -1)]


def test_an_empty_feed_is_a_feed(project: Project) -> None:
    parsed = feed(project.build())
    assert parsed.entries == []
    assert parsed.feed.updated.startswith("2024-02-12")


def test_outputs_do_not_change_from_one_build_to_the_next(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification()).build()
    before = {name: project.read(name) for name in ("umpan.atom", "sitemap.xml", "robots.txt")}
    project.build(output=project.folder / "lain")
    project.output = project.folder / "lain"
    assert {name: project.read(name) for name in before} == before

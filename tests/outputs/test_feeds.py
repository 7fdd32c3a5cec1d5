"""Feeds, reviews and texts that newsrooms, feed readers and chats take over."""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest

from tests.project import Project, clarification, page

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
ORIGIN = "https://pemilu.example/"
CHANGE = '[{tanggal: 2024-02-20, perubahan: "Sumber ditambah."}]'


def read(project: Project, path: str, region: str = "nasional") -> Any:
    return json.loads(project.read(path, region))


def test_the_json_feed_tells_what_the_atom_feed_tells(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification("Faktanya"))
    project.file(f"{NATION}/berita/b.md", page("Rapat & <dialog>", tanggal="2024-02"))
    project.build("nasional", "61")
    for folder in ("", "klarifikasi/", "berita/"):
        feed = read(project, f"{folder}umpan.json", "61")
        atom = feedparser.parse(project.read(f"{folder}umpan.atom", "61"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"].endswith(f"kalimantan-barat.pemilu.example/{folder}umpan.json")
        assert feed["title"] == atom.feed.title
        assert feed["authors"] == [{"name": atom.feed.author}]
        assert [(i["id"], i["url"], i["title"]) for i in feed["items"]] == [
            (entry.id, entry.link, entry.title) for entry in atom.entries
        ]
        assert not atom.bozo


def test_a_section_without_pages_has_no_feed(project: Project) -> None:
    project.file(f"{NATION}/berita/b.md", page("Rapat", tanggal="2024-02")).build()
    assert "berita/umpan.json" in project.files()
    assert "klarifikasi/umpan.json" not in project.files()
    assert "klarifikasi/klaim.json" not in project.files()


@pytest.mark.parametrize("text", ["Pa'", "A & B", 'Kata "kutip"', "<b>tebal</b>", "</script>"])
def test_hostile_names_are_text_in_every_feed(project: Project, text: str) -> None:
    quoted = json.dumps(text)
    project.file("content/61-kalimantan-barat/situs.yaml", f"nama: {quoted}\nlembaga: {quoted}\n")
    project.build("61")
    feed = read(project, "umpan.json", "61")
    assert feed["title"] == f"{text} Kalimantan Barat"
    assert feed["authors"] == [{"name": text}]


@pytest.mark.parametrize("status", ["ditarik", "digantikan"])
def test_what_is_withdrawn_stays_in_the_feeds_and_says_so(project: Project, status: str) -> None:
    path = f"{NATION}/klarifikasi/a.md"
    project.file(f"{NATION}/klarifikasi/b.md", clarification("Pengganti", nomor='"009"'))
    project.file(path, clarification("Faktanya")).build()
    before = {item["id"] for item in read(project, "umpan.json")["items"]}
    successor = {"digantikan_oleh": "klarifikasi/b.md"} if status == "digantikan" else {}
    project.file(path, clarification("Faktanya", status=status, riwayat=CHANGE, **successor))
    project.build()
    items = {item["id"]: item for item in read(project, "umpan.json")["items"]}
    assert items.keys() == before
    item = items[f"{ORIGIN}klarifikasi/a.html"]
    assert item["title"] == f"[{status.upper()}] Faktanya"
    assert item["date_modified"].startswith("2024-02-20")
    assert item["_klarifikasi"]["status"] == status
    element = reviews(project)[f"{ORIGIN}klarifikasi/a.html"]
    assert element["creativeWorkStatus"] == status
    assert "item" not in element
    assert "klarifikasi/a.txt" not in project.files()


def reviews(project: Project, region: str = "nasional") -> dict[str, Any]:
    feed = read(project, "klarifikasi/klaim.json", region)
    assert feed["@type"] == "DataFeed"
    return {element["@id"]: element for element in feed["dataFeedElement"]}


def test_a_review_stands_on_the_site_that_made_it_and_on_no_other(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification("Faktanya"))
    project.file(f"{PROVINCE}/klarifikasi/b.md", clarification("Di sini", nomor='"061"'))
    project.build("nasional", "61", "61.71")
    assert reviews(project).keys() == {f"{ORIGIN}klarifikasi/a.html"}
    own = "https://kalimantan-barat.pemilu.example/klarifikasi/b.html"
    assert reviews(project, "61").keys() == {own}
    assert "klarifikasi/klaim.json" not in project.files("61.71")


def test_a_review_says_claim_verdict_sources_and_corrections(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification(status="diperbarui", riwayat=CHANGE))
    project.build()
    review = reviews(project)[f"{ORIGIN}klarifikasi/a.html"]["item"]
    assert review["@type"] == "ClaimReview"
    assert review["url"] == f"{ORIGIN}klarifikasi/a.html"
    assert review["reviewRating"]["alternateName"] == "Salah"
    assert review["author"]["name"] == "Kementerian Uji"
    assert review["claimReviewed"]
    assert review["citation"]
    assert review["dateModified"] == "2024-02-20"
    assert review["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Sumber ditambah.",
            "datePublished": "2024-02-20",
        }
    ]


def test_the_text_for_chats_has_the_fact_first_and_at_most_700_characters(
    project: Project,
) -> None:
    long = "Kalimat ini panjang sekali dan menjelaskan duduk perkaranya. " * 3
    text = clarification("Faktanya").replace("Ringkasan.", long.strip())
    project.file(f"{NATION}/klarifikasi/a.md", text).build("nasional", "61.71")
    for code in ("nasional", "61.71"):
        text = project.read("klarifikasi/a.txt", code)
        assert text.startswith("Faktanya. ")
        assert text.endswith("pemilu.example/klarifikasi/a.html\n")
        assert "Putusan: Salah." in text
        assert len(text) <= 700


def test_the_page_links_to_its_text(project: Project) -> None:
    project.file(f"{NATION}/klarifikasi/a.md", clarification()).build()
    assert 'href="../klarifikasi/a.txt"' in project.read("klarifikasi/a.html")


def test_without_an_address_there_are_no_feeds(project: Project) -> None:
    project.file("content/situs.yaml", "nama: Pemilu\nlembaga: Kementerian\n")
    project.file(f"{NATION}/klarifikasi/a.md", clarification()).build("61")
    assert [name for name in project.files("61") if "umpan" in name or "klaim" in name] == []
    assert ".well-known/security.txt" not in project.files("61")
    assert "application/ld+json" not in project.read("index.html", "61")

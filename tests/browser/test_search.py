"""What a reader finds who types into the field of the search page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.served import served
from tests.project import Project, clarification, page, stage

pytestmark = pytest.mark.browser

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Three mirrors: the nation's, a province with texts of its own, and one without."""
    project = Project(tmp_path_factory.mktemp("cari") / "proyek")
    project.file(
        f"{NATION}/panduan/pindah.md",
        page("Pindah memilih", "Urus di KPU sebelum {{ fakta.jam_tutup }} lewat.\n"),
    )
    project.file(f"{NATION}/panduan/coblos.md", page("Mencoblos", "Buka kertasnya, lalu lipat.\n"))
    project.file(
        f"{NATION}/istilah/hoaks.md",
        page("Hoaks", "Kabar yang tidak benar.\n", alias="[berita bohong]"),
    )
    project.file(f"{NATION}/klarifikasi/a.md", clarification(klaim="Ada tinta zamrud di bilik"))
    project.file(f"{NATION}/tahapan/kampanye.md", stage("Kampanye", "Spanduk dipasang.\n"))
    project.file(
        f"{NATION}/kantor.md", page("Kantor", "Alamat delima di ibu kota.\n", boleh_ditimpa="ya")
    )
    project.build("nasional")
    project.file(f"{PROVINCE}/berita/sungai.md", page("Perahu ke TPS", tanggal="2024-02-01"))
    project.file(f"{PROVINCE}/tambahan/tahapan/kampanye.md", page("Tambahan", "Rapat di Sambas.\n"))
    project.file(f"{PROVINCE}/kantor.md", page("Kantor daerah", "Alamat kenanga.\n"))
    state = project.messages("61")[0].partition("menimpa: ")[2].split()[0]
    own = page("Kantor daerah", "Alamat kenanga.\n", menimpa=state)
    project.file(f"{PROVINCE}/kantor.md", own)
    project.build("nasional", "61", "31")
    assert not project.report.problems
    return project


@pytest.fixture
def open_search(site: Project, browser: Browser) -> Iterator[Open]:
    """Opens the search page of a mirror on a server; nothing may go wrong meanwhile."""
    complaints: list[str] = []
    closing: list[Callable[[], object]] = []

    def opened(code: str = "nasional", base: str = "/", query: str = "") -> Page:
        server = served(site.mirror(code), base)
        address = server.__enter__()
        closing.append(lambda: server.__exit__(None, None, None))
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
        closing.append(context.close)
        found = context.new_page()
        found.on(
            "console",
            lambda m: complaints.append(m.text) if "favicon" not in m.location["url"] else None,
        )
        found.on("pageerror", lambda error: complaints.append(str(error)))
        found.goto(f"{address}cari.html{query}")
        return found

    yield opened
    for close in reversed(closing):
        close()
    assert complaints == []


def ask(found: Page, words: str) -> list[str]:
    """Type words, wait for the answer, and return the titles that are found."""
    found.fill("#q", words)
    found.press("#q", "Enter")
    expect(found.locator("#kabar")).not_to_be_empty()
    found.wait_for_timeout(120)
    return found.locator("#hasil a").all_inner_texts()


def test_another_form_of_a_word_is_found(open_search: Open) -> None:
    found = open_search()
    assert ask(found, "pemilihan") == ["Pindah memilih"]
    assert ask(found, "dicoblos") == ["Mencoblos"]
    assert ask(found, "memasang spanduknya") == ["Kampanye"]


@pytest.mark.parametrize(
    "forms",
    [
        "pilih memilih dipilih pemilih pemilihan pilihan terpilih",
        "coblos mencoblos pencoblosan tercoblos dicoblos",
        "hitung menghitung penghitungan dihitung terhitung hitungan",
        "periksa memeriksa diperiksa pemeriksaan periksalah",
        "tetap menetapkan ditetapkan penetapan ketetapan",
        "lapor melapor melaporkan pelaporan laporan pelapor dilaporkan",
        "sebar menyebar menyebarkan penyebar disebarkan tersebar",
        "kirim mengirim dikirim pengiriman kiriman",
        "atur mengatur peraturan aturan pengaturan aturannya",
        "daftar mendaftar terdaftar pendaftaran didaftarkan daftarnya",
        "baik memperbaiki perbaikan kebaikan diperbaiki",
        "ganti mengganti menggantikan penggantian digantikan",
        "umum pengumuman mengumumkan diumumkan",
        "suara suaranya suaramu",
    ],
)
def test_all_forms_of_a_word_find_each_other(open_search: Open, site: Project, forms: str) -> None:
    found, words = open_search(), forms.split()
    found.route(
        "**/cari/nasional.json",
        lambda route: route.fulfill(
            json={"teks": {"kantor.html": forms}, "tambahan": {}, "sinonim": []}
        ),
    )
    for word in words:
        assert "Kantor" in ask(found, word)
        marks = found.locator("#hasil li", has_text=words[-1]).locator("p mark")
        assert set(marks.all_inner_texts()) == set(words), word


def test_another_word_for_the_same_is_found(open_search: Open) -> None:
    found = open_search()
    assert ask(found, "hoax") == ["Hoaks"]
    assert ask(found, "berita bohong") == ["Hoaks"]


def test_the_beginning_of_a_word_is_enough_while_typing(open_search: Open) -> None:
    found = open_search()
    found.focus("#q")
    found.keyboard.type("spand")
    expect(found.locator("#hasil a")).to_have_text(["Kampanye"])
    expect(found.locator("#hasil mark")).to_have_text(["Spanduk"])
    expect(found.locator("#kabar")).to_have_text("1 halaman.")


def test_a_page_of_a_region_is_found_on_its_mirror_only(open_search: Open) -> None:
    assert ask(open_search("61"), "perahu") == ["Perahu ke TPS"]
    assert ask(open_search("61"), "Sambas") == ["Kampanye"]
    assert ask(open_search("31"), "perahu") == []


def test_a_page_that_is_replaced_is_found_once_and_by_its_own_words(open_search: Open) -> None:
    province, capital = open_search("61"), open_search("31")
    assert ask(province, "kenanga") == ["Kantor daerah"]
    assert ask(province, "kantor") == ["Kantor daerah"]
    assert ask(province, "delima") == []
    assert ask(capital, "delima") == ["Kantor"]


def test_a_fact_is_quoted_as_the_mirror_has_it(open_search: Open) -> None:
    for code, hour in (("nasional", "13.00 waktu setempat"), ("61", "13.00 WIB")):
        found = open_search(code)
        assert ask(found, "lewat") == ["Pindah memilih"]
        assert hour in found.inner_text("#hasil")


def test_a_claim_is_found_and_never_quoted(open_search: Open) -> None:
    found = open_search()
    assert ask(found, "tinta zamrud") == ["Surat pemberitahuan diantar KPPS"]
    assert "zamrud" not in found.inner_text("#hasil")


def test_nothing_is_fetched_before_the_reader_turns_to_the_field(open_search: Open) -> None:
    found, fetched = open_search("61"), []
    # A browser fetches the icon of a site when it likes.
    found.on(
        "request",
        lambda r: "ikon-" in r.url or fetched.append(r.url.rpartition("cari/")[2]),
    )
    found.mouse.wheel(0, 900)
    found.wait_for_timeout(300)
    assert fetched == []
    found.focus("#q")
    found.wait_for_timeout(300)
    assert sorted(fetched) == ["daerah.json", "nasional.json"]
    ask(found, "perahu")
    assert len(fetched) == 2


def test_other_pages_load_no_script(site: Project) -> None:
    for path in site.files("61"):
        if path.endswith(".html") and path != "cari.html":
            assert "<script src" not in site.read(path, "61"), path


@pytest.mark.parametrize("base", ["/", "/a/b/"])
def test_a_search_has_an_address_that_can_be_shared_and_left(open_search: Open, base: str) -> None:
    found = open_search("61", base, "?q=perahu")
    expect(found.locator("#hasil a")).to_have_text(["Perahu ke TPS"])
    ask(found, "hoax")
    assert found.url.endswith(f"{base}cari.html?q=hoax")
    found.go_back()
    expect(found.locator("#q")).to_have_value("perahu")
    expect(found.locator("#hasil a")).to_have_text(["Perahu ke TPS"])
    found.click("#hasil a")
    expect(found.locator("h1")).to_have_text("Perahu ke TPS")
    assert found.url.endswith(f"{base}berita/sungai.html")


def test_what_was_typed_is_shown_as_text(open_search: Open) -> None:
    found = open_search(query="?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(found.locator("#kabar")).to_contain_text("Tidak ada halaman yang cocok")
    assert found.locator("main img").count() == 0


def test_a_keyboard_is_enough(open_search: Open) -> None:
    found = open_search()
    found.focus("#q")
    found.keyboard.type("hoaks")
    found.keyboard.press("Enter")
    expect(found.locator("#hasil a")).to_have_count(1)
    found.keyboard.press("Tab")
    found.keyboard.press("Tab")
    found.keyboard.press("Enter")
    expect(found.locator("h1")).to_have_text("Hoaks")


def test_an_emptied_field_brings_the_letters_back(open_search: Open) -> None:
    found = open_search()
    ask(found, "hoaks")
    expect(found.locator("#abjad")).to_be_hidden()
    found.fill("#q", "")
    expect(found.locator("#abjad")).to_be_visible()
    expect(found.locator("#hasil")).to_be_hidden()


def test_titles_are_searched_where_the_texts_cannot_be_had(open_search: Open) -> None:
    found = open_search()
    found.route("**/cari/*.json", lambda route: route.fulfill(body="bukan JSON"))
    assert ask(found, "kampanye") == ["Kampanye"]
    expect(found.locator("#kabar")).to_contain_text("Hanya judul dan ringkasan")


def test_from_disk_titles_are_searched_and_the_page_says_so(
    site: Project, browser: Browser
) -> None:
    context = browser.new_context()
    found = context.new_page()
    found.goto((site.mirror("61") / "cari.html").as_uri())
    assert ask(found, "perahu") == ["Perahu ke TPS"]
    expect(found.locator("#kabar")).to_contain_text("isi halaman perlu jaringan")
    context.close()


def test_without_scripts_every_page_is_listed_by_letter(site: Project, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    found = context.new_page()
    found.goto((site.mirror("61") / "cari.html").as_uri())
    expect(found.locator("form")).to_be_hidden()
    listed = {link.get_attribute("href") for link in found.locator("#abjad a").all()}
    own = {p for p in site.files("61") if p.endswith(".html")} - {"index.html", "404.html"}
    assert listed == own - GENERATED - lists_without_text(site)
    found.click("nav.huruf a:has-text('P')")
    assert found.url.endswith("#b-p")
    assert found.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


GENERATED = {
    "cari.html", "kabar-daerah.html", "koreksi.html", "lembaga.html",
    "klarifikasi-menurut-topik.html", "klarifikasi-menurut-putusan.html",
}  # fmt: skip
"""Lists that nobody writes; what they list is found."""


def lists_without_text(site: Project) -> set[str]:
    """Return the lists of sections that nobody wrote an introduction for."""
    names = {"berita", "istilah", "klarifikasi", "panduan", "tahapan"}
    written = {p.parent.name for p in Path(site.folder / NATION).glob("*/index.md")}
    return {f"{name}.html" for name in names - written}

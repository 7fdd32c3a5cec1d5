"""An edit changes the pages that show it, and a region's mistake stops that region alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.build import Order
from sitegen.plumbing.output_folder import MARKER
from tests.laws import real, whole
from tests.laws.real import FEW, changed, press, tree

MANIFEST = "manifest.json"


def edit(project: Path, path: str, change: Callable[[str], str]) -> None:
    """Change a file of the content; it must not stay the same."""
    file = project / "content" / path
    before = file.read_text("utf-8")
    after = change(before)
    assert before != after
    file.write_text(after, "utf-8")


def showing(files: Mapping[str, bytes], text: str) -> set[str]:
    """Return the files that hold `text`, and the manifests of their mirrors."""
    shown = {path for path, data in files.items() if text.encode() in data}
    return shown | {f"{path.partition('/')[0]}/{MANIFEST}" for path in shown}


def built(project: Path, name: str) -> dict[str, bytes]:
    """Build the few mirrors into a folder of their own and return their files."""
    report = press(project, project / name, FEW)
    assert (report.problems, report.mirrors) == ([], len(FEW))
    return tree(project / name)


def closing(hour: str) -> Callable[[str], str]:
    """Return the edit that sets the national closing time."""

    def change(text: str) -> str:
        before, name, after = text.partition("jam_tutup:")
        head, value, rest = after.partition('nilai: "')
        return before + name + head + value + hour + rest[rest.index('"') :]

    return change


def titled(title: str) -> Callable[[str], str]:
    """Return the edit that sets the title of a page."""

    def change(text: str) -> str:
        lines = text.split("\n")
        number = next(i for i, line in enumerate(lines) if line.startswith("judul:"))
        lines[number] = f"judul: {title}"
        return "\n".join(lines)

    return change


def with_card(files: set[str], page: str) -> set[str]:
    """Return `files` and the card of a page, which shows its title as a picture."""
    return files | {f"{path.partition('/')[0]}/kartu/{page}.png" for path in files}


def test_a_changed_fact_changes_the_pages_that_show_it_and_no_other(content: Path) -> None:
    edit(content, "nasional/fakta.yaml", closing("13.37"))
    before = built(content, "before")
    edit(content, "nasional/fakta.yaml", closing("14.41"))
    after = built(content, "after")
    expected = showing(before, "13.37")
    assert {"61.71-kota-pontianak/index.html", "nasional/pemungutan-suara.html"} <= expected
    assert len(expected) < len(before) / 8
    calendars = {path for path in before if path.endswith("/kalender.ics")}  # in UTC
    assert expected | calendars == changed(before, after)
    assert expected == showing(after, "14.41")


class Watched(dict[str, object]):
    """The facts of a mirror, which remember the names that partials asked for."""

    def __init__(self, facts: Mapping[str, object], asked: set[str]) -> None:
        super().__init__(facts)
        self.asked = asked

    def __getitem__(self, name: str) -> object:
        self.asked.add(name)
        return super().__getitem__(name)


def test_the_pages_that_show_a_fact_are_those_whose_slots_ask_for_it(content: Path) -> None:
    edit(content, "nasional/fakta.yaml", closing("13.37"))
    built_press = whole.watched(Order(content, None, FEW, real.AS_OF))
    templates = built_press.templates
    assert isinstance(templates, whole.WholePages)
    for code in FEW:
        site = built_press.sites[code]
        stamper = built_press.stamper(site)
        mirror = stamper.mirror
        asking, showing_it = set(), set()
        for path, plate in built_press.groups[built_press.group(site)].plates.items():
            asked: set[str] = set()
            facts = Watched(mirror.facts, asked)
            for slot in set(plate.slots):
                templates.fill(slot, replace(mirror, facts=facts))  # type: ignore[arg-type]
            asking |= {path} if "jam_tutup" in asked else set()
            showing_it |= {path} if b"13.37" in whole.stamped(stamper, plate) else set()
        assert asking == showing_it | {"kalender.ics"}, code  # which says it in UTC
        assert showing_it


def test_a_changed_title_changes_the_pages_that_show_it_and_no_other(content: Path) -> None:
    edit(content, "nasional/tahapan/masa-tenang.md", titled("Judul yang lama"))
    before = built(content, "before")
    edit(content, "nasional/tahapan/masa-tenang.md", titled("Judul yang baru"))
    after = built(content, "after")
    expected = showing(before, "Judul yang lama")
    assert {
        "nasional/index.html",
        "nasional/tahapan.html",
        "nasional/tahapan/masa-tenang.html",
        "nasional/tahapan/pemungutan-suara.html",
        "nasional/manifest.json",
    } <= expected
    assert "nasional/tahapan/kampanye.html" not in expected
    assert "nasional/umpan.atom" not in expected
    assert len(expected) < 12 * len(FEW)
    assert with_card(expected, "tahapan/masa-tenang") == changed(before, after)
    assert expected == showing(after, "Judul yang baru")


def test_a_changed_title_of_a_clarification_reaches_the_feed(content: Path) -> None:
    newest = max(
        (content / "content/nasional/klarifikasi").glob("*.md"),
        key=lambda path: [line for line in path.read_text().split("\n") if "nomor:" in line],
    )
    path = f"nasional/klarifikasi/{newest.name}"
    edit(content, path, titled("Fakta yang lama"))
    before = built(content, "before")
    edit(content, path, titled("Fakta yang baru"))
    after = built(content, "after")
    expected = showing(before, "Fakta yang lama")
    page = f"klarifikasi/{newest.stem}.html"
    shown = {page, "klarifikasi.html", "index.html", "umpan.atom", MANIFEST}
    assert {f"nasional/{path}" for path in shown} <= expected
    assert with_card(expected, f"klarifikasi/{newest.stem}") == changed(before, after)


def test_a_changed_body_changes_its_page_and_the_search_alone(content: Path) -> None:
    before = built(content, "before")
    edit(content, "nasional/tahapan/kampanye.md", lambda text: text + "\nSatu kalimat lagi.\n")
    own = ("tahapan/kampanye.html", "cari/nasional.json", MANIFEST)
    after = built(content, "after")
    folders = {path.partition("/")[0] for path in before}
    assert {f"{f}/{p}" for f in folders for p in own} == changed(before, after)


def test_what_one_region_writes_changes_its_mirrors_alone(content: Path) -> None:
    before = built(content, "before")
    news = "---\njudul: Kabar uji\nringkasan: Ringkas.\ntanggal: 2024-02-01\n---\n\nIsi.\n"
    (content / "content/61-kalimantan-barat/berita/kabar-uji.md").write_text(news)
    after = built(content, "after")
    expected = showing(after, "Kabar uji") | showing(after, "kabar-uji.html")
    assert expected == changed(before, after)
    assert {path.partition("/")[0] for path in expected} == {
        "61-kalimantan-barat",
        "61.02-kabupaten-mempawah",
        "61.71-kota-pontianak",
    }
    shown = {
        "berita.html",
        "kabar-daerah.html",
        "index.html",
        "umpan.atom",
        "berita/kabar-uji.html",
    }
    assert {f"61.71-kota-pontianak/{path}" for path in shown} <= expected


def test_building_over_an_older_output_equals_a_clean_build(content: Path, tmp_path: Path) -> None:
    output = tmp_path / "over"
    for change in EDITS:
        press(content, output, FEW)
        change(content)
    report = press(content, output, FEW)
    assert report.problems == []
    press(content, tmp_path / "clean", FEW)
    assert tree(tmp_path / "clean") == tree(output)


def _without_news(project: Path) -> None:
    shutil.rmtree(project / "content/61-kalimantan-barat/berita")
    (project / "content/61-kalimantan-barat/tambahan/tahapan/rekapitulasi.md").unlink()


def _renamed_page(project: Path) -> None:
    folder = project / "content/nasional/istilah"
    (folder / "hoaks.md").rename(folder / "kabar-bohong.md")
    for file in (project / "content").rglob("*.md"):
        file.write_text(file.read_text("utf-8").replace("hoaks.md", "kabar-bohong.md"), "utf-8")


EDITS: tuple[Callable[[Path], None], ...] = (
    lambda project: edit(project, "nasional/fakta.yaml", closing("14.41")),
    lambda project: edit(project, "nasional/tahapan/kampanye.md", titled("Kampanye")),
    _without_news,
    _renamed_page,
    lambda project: edit(project, "situs.yaml", lambda text: text.replace("#0b4f8a", "#123456")),
    lambda project: edit(project, "31-dki-jakarta/situs.yaml", lambda text: text + "nama: Uji\n"),
)
"""Edits of every sort, one after the other."""


MISTAKES = {
    "a page": ("berita/jmsi-dan-kpu-kalbar.md", lambda text: text.replace("judul:", "judl:")),
    "a fact": ("fakta.yaml", lambda _: "hari_pemungutan:\n  nilai: 2024-02-15\n"),
    "a setting": ("situs.yaml", lambda text: text + "kontak: salah\n"),
    "a broken link": ("berita/jmsi-dan-kpu-kalbar.md", lambda text: text + "\n[x](tak-ada.md)\n"),
}


def mirrors(output: Path) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield code and files of every mirror."""
    for folder in sorted(set(output.iterdir()) - {output / MARKER}):
        yield folder.name.split("-")[0], tree(folder)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_of_one_region_holds_back_its_mirrors_alone(content: Path, mistake: str) -> None:
    codes = [region.code for region in real.regions().below("61")]
    assert len(codes) == 15
    press(content, content / "output", (*codes, *FEW[:6], "73.71"))
    before = dict(mirrors(content / "output"))
    path, change = MISTAKES[mistake]
    file = content / "content/61-kalimantan-barat" / path
    file.write_text(change(file.read_text("utf-8") if file.is_file() else ""), "utf-8")
    edit(content, "situs.yaml", lambda text: text.replace("nama: Literasi", "nama: Uji Literasi"))
    report = press(content, content / "output", before)
    after = dict(mirrors(content / "output"))
    assert report.problems
    assert {p.place.path.split("/")[1] for p in report.problems} == {"61-kalimantan-barat"}
    assert (15, len(before) - 15) == (report.held, report.mirrors)
    assert {code for code in before if before[code] == after[code]} == set(codes)


def test_a_mistake_of_the_nation_holds_back_every_mirror(content: Path) -> None:
    press(content, content / "output", FEW)
    before = tree(content / "output")
    edit(content, "situs.yaml", lambda text: text.replace("nama: Literasi", "nama: Uji Literasi"))
    edit(content, "nasional/tentang.md", lambda text: text + "\n<b>tebal</b>\n")
    report = press(content, content / "output", FEW)
    assert (report.mirrors, report.held) == (0, len(FEW))
    assert before == tree(content / "output")


@pytest.mark.long
def test_of_the_whole_fleet_one_province_is_held_back(content: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    real.command(content, output)
    before = digests(output)
    edit(content, "situs.yaml", lambda text: text.replace("nama: Literasi", "nama: Uji Literasi"))
    edit(content, "61-kalimantan-barat/situs.yaml", lambda text: text + "warna: merah\n")
    report = press(content, output)
    after = digests(output)
    assert (report.held, report.mirrors) == (15, 538)
    kept = {name for name in before if before[name] == after[name]}
    assert {region.folder for region in real.regions().below("61")} == kept


def digests(output: Path) -> dict[str, str]:
    """Return one hash of each mirror by the name of its folder."""
    mirrors = (folder for folder in output.iterdir() if folder.name != MARKER)
    return {folder.name: real.digest(folder) for folder in mirrors}

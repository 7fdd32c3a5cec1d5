"""What may stand in `content/`, and what is refused before anyone looks inside."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.model.problem import Problem, SitegenError
from sitegen.model.region import Regions
from sitegen.plumbing import disk
from sitegen.steps.load import MAX_ASSET, MAX_TEXT, load
from tests.project import Project, page

REGIONS = Regions.parse(disk.package_text("regions.csv"))
NATION = "content/nasional"


def problems(project: Project) -> list[str]:
    """Load only, and return the problems in reading order."""
    found = sorted(load(project.folder, REGIONS)[1], key=Problem.sort_key)
    return [f"{p.place} {p.kind.code}" for p in found]


def loaded(project: Project) -> set[str]:
    tree, _ = load(project.folder, REGIONS)
    return {f"{source.layer} {source.inside}" for source in (*tree.sources, *tree.assets)}


def test_every_file_of_a_layer_is_read(project: Project) -> None:
    project.file(f"{NATION}/tahapan/masa-tenang.md", page())
    project.file(f"{NATION}/gambar/peta.png", b"png").file("content/README.md", "# Panduan")
    project.file("content/61.71-kota-pontianak/situs.yaml", "nama: x")
    assert problems(project) == []
    assert loaded(project) == {
        "nasional situs.yaml",
        "nasional lembaga.yaml",
        "nasional fakta.yaml",
        "nasional index.md",
        "nasional tahapan/masa-tenang.md",
        "nasional gambar/peta.png",
        "61.71 situs.yaml",
    }


@pytest.mark.parametrize(
    "folder",
    [
        "61-kalimantan-barat",
        "61-Kalimantan-Barat",
        "61-kalbar",
        "61-kalimantanbarat",
        "31-dki-jakarta",
        "31-jakarta",
        "31-daerah-khusus-ibukota-jakarta",
        "61.71-kota-pontianak",
        "35.06-kab-kediri",
        "35.06-kediri",
        "35.06-kabupaten-kediri",
        "21.72-kota-tanjungpinang",
        "21.72-kota-tanjung-pinang",
    ],
)
def test_a_folder_is_named_with_code_and_any_name_of_its_region(
    folder: str, project: Project
) -> None:
    project.file(f"content/{folder}/kantor.md", page())
    assert problems(project) == []


@pytest.mark.parametrize(
    ("folder", "example"),
    [
        ("kalimantan-barat", "61-kalimantan-barat"),
        ("kota-pontianak", "61.71-kota-pontianak"),
        ("99-atlantis", "61.71-kota-pontianak"),
        ("61.99-kota-pontianak", "61.71-kota-pontianak"),
        ("61_kalimantan_barat", "61-kalimantan-barat"),
        ("61", "61-kalimantan-barat"),
        ("61.7-kota-pontianak", "61.71-kota-pontianak"),
        ("6171-kota-pontianak", "61.71-kota-pontianak"),
    ],
)
def test_a_folder_that_is_no_region_is_reported_once_with_an_example(
    folder: str, example: str, project: Project
) -> None:
    project.file(f"content/{folder}/a.md", page()).file(f"content/{folder}/b.exe", "x")
    (problem,) = load(project.folder, REGIONS)[1]
    assert f"{problem.place} {problem.kind.code}" == f"content/{folder}:1:1 SG120"
    assert dict(problem.values)["example"] == example
    assert not any(entry.startswith(folder) for entry in loaded(project))


@pytest.mark.parametrize(
    ("folder", "example"),
    [
        ("61.71-kota-singkawang", "61.71-kota-pontianak"),
        ("35.06-kota-kediri", "35.06-kabupaten-kediri"),
        ("61-pontianak", "61-kalimantan-barat"),
    ],
)
def test_a_folder_with_the_name_of_another_region_is_refused(
    folder: str, example: str, project: Project
) -> None:
    project.file(f"content/{folder}/a.md", page())
    (problem,) = load(project.folder, REGIONS)[1]
    assert f"{problem.place} {problem.kind.code}" == f"content/{folder}:1:1 SG120"
    assert dict(problem.values)["example"] == example


def test_two_folders_of_one_region_are_refused(project: Project) -> None:
    project.file("content/61-kalbar/a.md", page())
    project.file("content/61-kalimantan-barat/a.md", page())
    assert problems(project) == ["content/61-kalimantan-barat:1:1 SG120"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.txt", "SG306"),
        ("a.html", "SG306"),
        ("a.md~", None),
        ("Thumbs.db", None),
        ("gambar/desktop.ini", None),
        ("A.MD", "SG303"),
        ("lembaga.yaml", "SG306"),
        ("tahapan/fakta.yaml", "SG306"),
        ("peta.png", "SG306"),
        ("gambar/peta.svg", "SG306"),
        ("gambar/peta.PNG", "SG306"),
        ("gambar/skrip.js", "SG306"),
        ("Masa Tenang.md", "SG303"),
        ("masa_tenang.md", "SG303"),
        ("MasaTenang.md", "SG303"),
        ("masa--tenang.md", "SG303"),
        ("-a.md", "SG303"),
        ("é.md", "SG306"),
        ("tahapan/Dua/a.md", "SG303"),
        ("a.b.md", "SG303"),
        (".md/a.txt", None),
        (".a.md", None),
        (".git/config", None),
        (".htaccess", "SG313"),
        ("gambar/.htaccess", "SG313"),
        (".well-known", "SG313"),
        ("robots.txt", "SG313"),
        ("_headers", "SG313"),
        ("sitemap.xml", "SG313"),
        ("gambar/peta.png/a.png", "SG303"),
    ],
)
def test_files_of_no_use_and_names_of_no_address_are_reported(
    path: str, code: str | None, project: Project
) -> None:
    project.file(f"{NATION}/{path}", page())
    assert problems(project) == ([f"{NATION}/{path}:1:1 {code}"] if code else [])


def test_links_are_never_followed(project: Project, tmp_path: Path) -> None:
    secret = tmp_path / "rahasia"
    secret.mkdir()
    (secret / "a.md").write_text(page("Rahasia"))
    folder = project.folder / NATION
    (folder / "luar.md").symlink_to(secret / "a.md")
    (folder / "panduan").symlink_to(secret)
    (folder / "putus.md").symlink_to("tidak-ada.md")
    (folder / "lingkar").symlink_to(".")
    assert problems(project) == [
        f"{NATION}/lingkar:1:1 SG307",
        f"{NATION}/luar.md:1:1 SG307",
        f"{NATION}/panduan:1:1 SG307",
        f"{NATION}/putus.md:1:1 SG307",
    ]
    assert not any("a.md" in entry for entry in loaded(project))


@pytest.mark.parametrize("name", ["pipa.md", "fakta.yaml", "gambar/a.png"])
def test_a_pipe_is_refused_without_waiting_for_it(name: str, project: Project) -> None:
    path = project.folder / "content/61-kalimantan-barat" / name
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert problems(project) == [f"content/61-kalimantan-barat/{name}:1:1 SG308"]


def test_a_socket_is_refused(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.folder / NATION)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("soket.md")
        assert problems(project) == [f"{NATION}/soket.md:1:1 SG308"]


@pytest.mark.parametrize("name", ["situs.yaml", "lembaga.yaml"])
def test_the_files_at_the_top_are_ordinary_files_too(name: str, project: Project) -> None:
    path = project.folder / "content" / name
    target = path.rename(project.folder / name)
    path.symlink_to(target)
    assert problems(project) == [f"content/{name}:1:1 SG307"]


@pytest.mark.parametrize("name", ["fakta.yaml", "index.md", "situs.yml", "61-kalimantan-barat"])
def test_nothing_at_the_top_is_passed_over_without_a_word(name: str, project: Project) -> None:
    if "-" in name:
        (project.folder / "content" / name).symlink_to(project.folder / NATION)
    else:
        project.file(f"content/{name}", "x")
    assert problems(project) != []


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"---\njudul: caf\xe9\n", "2:11 SG101"),
        (b"\xff\xfe-\x00", "1:1 SG102"),
        (b"\xfe\xff\x00-", "1:1 SG102"),
        (b"---\n\xc3", "2:1 SG101"),
        (b"---\r\n\r\n\xed\xa0\x80", "3:1 SG101"),
        ("---\njudul: Ēlok ".encode() + b"\x81", "2:13 SG101"),
    ],
)
def test_text_that_is_not_utf8_is_refused(data: bytes, found: str, project: Project) -> None:
    project.file(f"{NATION}/a.md", data)
    assert problems(project) == [f"{NATION}/a.md:{found}"]


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u00ad", "\u200b", "\u200e", "\u202e", "\u2066",
     "\ufdd0", "\ufeff", "\uffff", "\U000e0041"],
)  # fmt: skip
def test_an_invisible_character_is_refused_with_its_place(character: str, project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", f"Satu\n\nDua {character}tiga\n"))
    (problem,) = load(project.folder, REGIONS)[1]
    assert f"{problem.place} {problem.kind.code}" == f"{NATION}/a.md:8:5 SG103"
    assert dict(problem.values) == {"character": f"U+{ord(character):04X}"}


def test_every_line_with_an_invisible_character_is_named(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "a\u200bb\n\nc &#x202e;d\n"))
    assert problems(project) == [f"{NATION}/a.md:6:2 SG103", f"{NATION}/a.md:8:3 SG103"]
    project.file(f"{NATION}/a.md", "\u200b\n" * 1000)
    assert len(problems(project)) == 100


@pytest.mark.parametrize("character", ["\t", "\u00a0", "\u200d", "…", "ﷺ", "😀", "e\u0301"])
def test_other_characters_are_welcome(character: str, project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", f"Dua {character} tiga\n"))
    assert problems(project) == []


def test_a_file_may_have_a_size_and_no_more(project: Project) -> None:
    text = b"a" * 1023 + b"\n"
    lines = text * (MAX_TEXT // len(text))
    project.file(f"{NATION}/a.md", lines).file(f"{NATION}/b.md", lines + b"a")
    project.file(f"{NATION}/gambar/a.png", b"a" * MAX_ASSET)
    project.file(f"{NATION}/gambar/b.png", b"a" * (MAX_ASSET + 1))
    assert problems(project) == [
        f"{NATION}/b.md:1:1 SG105",
        f"{NATION}/gambar/b.png:1:1 SG105",
    ]


@pytest.mark.parametrize("data", [b"", b"<script>a()</script>", b" %PDF-1.7", b"PK\x03\x04"])
def test_a_file_that_is_only_called_a_pdf_is_refused(data: bytes, project: Project) -> None:
    project.file(f"{NATION}/gambar/a.pdf", data).file(f"{NATION}/gambar/b.pdf", b"%PDF-1.7\n")
    assert problems(project) == [f"{NATION}/gambar/a.pdf:1:1 SG232"]


def test_a_file_that_no_memory_could_hold_is_not_read(project: Project) -> None:
    for name in (f"{NATION}/a.md", f"{NATION}/gambar/b.png"):
        with (project.file(name, "").folder / name).open("wb") as file:
            file.truncate(1 << 40)
    assert problems(project) == [
        f"{NATION}/a.md:1:1 SG105",
        f"{NATION}/gambar/b.png:1:1 SG105",
    ]


def test_a_name_that_is_not_utf8_is_refused(project: Project) -> None:
    path = os.fsencode(project.folder / NATION) + b"/\xff.md"
    Path(os.fsdecode(path)).write_text(page())
    assert problems(project) == [f"{NATION}/\\xff.md:1:1 SG306"]


def test_a_project_without_content_cannot_be_built(tmp_path: Path) -> None:
    with pytest.raises(SitegenError) as caught:
        load(tmp_path, REGIONS)
    assert (caught.value.kind.code, caught.value.exit_code) == ("SG500", 2)


@pytest.fixture
def deep(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project with folders in folders in folders, taken down again one by one."""
    monkeypatch.chdir(project.folder / NATION)
    for _ in range(1200):
        Path("a").mkdir()
        os.chdir("a")
    Path("x.md").write_text(page())
    yield project
    Path("x.md").unlink()
    for _ in range(1200):
        os.chdir("..")
        Path("a").rmdir()


def test_a_deep_tree_is_refused_once(deep: Project) -> None:
    assert problems(deep) == [f"{NATION}/{'/'.join('a' * 11)}:1:1 SG309"]


def test_content_that_is_a_link_is_not_read(project: Project) -> None:
    (project.folder / "content").rename(project.folder / "asli")
    (project.folder / "content").symlink_to("asli")
    with pytest.raises(SitegenError) as caught:
        load(project.folder, REGIONS)
    assert (caught.value.kind.code, caught.value.exit_code) == ("SG307", 2)

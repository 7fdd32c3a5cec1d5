"""Any small tree of content: it never crashes, one process or two, and nothing gets out."""

from __future__ import annotations

import posixpath
import re
import string
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from sitegen.plumbing.output_folder import MARKER
from tests.laws.real import tree
from tests.project import PNG, SUMBER, Project, clarification, stage

REGIONS = ("nasional", "31", "61", "61.71")
FOLDERS = {
    "nasional": "nasional",
    "31": "31-dki-jakarta",
    "61": "61-kalimantan-barat",
    "61.71": "61.71-kota-pontianak",
}
PLACES = ("", "panduan/", "istilah/", "berita/", "klarifikasi/", "tahapan/", "lain/dalam/")

RIGHT_PIECES = (
    "## Bagian", "{{ fakta.jam_tutup }}", "{{ fakta.surat_suara }} surat suara", "KPU dan TPS",
    "::: surat-suara\n:::", '::: catatan judul="x"\nIsi\n:::', "> kutip",
    "| a | b |\n|---|---|\n| c | d |", "- a\n    - b\n\n    c", "```\n{{ x }} <b>\n```", "a\n:   b",
    "kata[^1]\n\n[^1]: catatan", "*[KPU]: Komisi", "1 &lt; 2 & 3 > 2", "**a** *b* `c`", "***",
)  # fmt: skip
WRONG_PIECES = (
    "#### Dalam", "# Satu", "{{ fakta.x }}", "lima surat suara", ":::", "::: tak-ada\n:::",
    "<script>x</script>", "<b>", "![](gambar/b.png)", "[x](javascript:a)", "[x](/a.md)", "&#64976;",
    "[x](tak-ada.md)", "[x](#tak-ada)", "![a](gambar/a.png)", "[x](../../../../a.md)", "[",
    "> kutip\n> > dalam", "\\\\",
)  # fmt: skip
RIGHT_LINES = (
    "tag: [pemilih, A & B]", "urutan: 3", "diperbarui: 2024-02-01", "boleh_ditimpa: ya",
    SUMBER.rstrip(),
)  # fmt: skip
WRONG_LINES = (
    "tanggal: 2024-13-01", "tag: ['', '']", "menimpa: sha256:0123456789abcdef", "tak_dikenal: x",
    "tipe: klarifikasi", "tipe: x", "draf: mungkin", "judul: lagi", "sumber: x", "- a",
    "draf: ya", "terbit: 2024-03-01",
)  # fmt: skip
RIGHT_SETTINGS = (
    "lembaga: Dinas <Kominfo> & 'x'\n", "warna:\n  aksen: '#123456'\n", "nama: Pa'\n",
    "alamat: https://daerah.go.id/a/b\n", "logo: gambar/a.png\n", "",
)  # fmt: skip
WRONG_SETTINGS = (
    "sembunyikan: [panduan/a.md, berita/a.md]\n", "pola_alamat: https://{slug}.x.id/\n", "a: b\n",
    "kontak: salah\n", "warna:\n  aksen: '#eeeeee'\n",
)  # fmt: skip
WRONG_FACTS = "hari_pemungutan:\n  nilai: 2024-02-15\n"

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=15)
plain = st.text("abc KPU<>&'\"#{}éऄ-:", min_size=1, max_size=12).filter(
    lambda text: text.strip() and "{{" not in text
)
FOR_SERVERS = {"_headers", "_server/nginx.conf", "_server/Caddyfile"}
OWN_SCRIPT = re.compile(
    rb'<script type="application/ld\+json">|<script src="aset/cari-\w+\.js" defer>'
)


def quoted(text: str) -> str:
    """Return `text` between YAML's single quotes, in one line."""
    return "'" + " ".join(text.replace("'", "''").split()) + "'"


@st.composite
def pages(draw: st.DrawFn, path: str, others: Sequence[str], *, right: bool) -> str:
    """Draw a page at `path` that links to `others`; unless it is `right`, anything may be in it."""
    pieces: list[st.SearchStrategy[str]] = [st.sampled_from(RIGHT_PIECES), plain.map(str.strip)]
    if others:
        here = posixpath.dirname(path)
        pieces.append(
            st.builds(
                lambda text, other: f"[{text}]({posixpath.relpath(other, here or '.')})",
                st.sampled_from(["teks", "KPU", "**a** & b"]),
                st.sampled_from(others),
            )
        )
    if not right:
        pieces += [st.sampled_from(WRONG_PIECES), words]
    body = "\n\n".join(draw(st.lists(st.one_of(pieces), max_size=5)))
    title = quoted(draw(plain if right else st.one_of(plain, words)))
    if path.startswith("tahapan/") and not path.endswith("index.md"):
        return stage(title, body + "\n", urutan=str(draw(st.integers(0, 9))))
    if path.startswith("klarifikasi/") and not path.endswith("index.md"):
        return clarification(title).replace("\n\nIsi.\n", f"\n\n{body}\n")
    lines = [f"judul: {title}", f"ringkasan: {title}"]
    lines += ["tanggal: 2024-02-01"] if path.startswith("berita/") else []
    choices = RIGHT_LINES if right else RIGHT_LINES + WRONG_LINES
    lines += draw(st.lists(st.sampled_from(choices), max_size=3, unique=True))
    text = "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"
    return text if right or draw(st.integers(0, 9)) else body


@st.composite
def contents(draw: st.DrawFn, *, right: bool) -> dict[str, str]:
    """Draw the files of a whole small tree in several layers, by path."""
    names = ["a", "b", "masa-tenang", "x1"] + ([] if right else ["index", "404", "topik", "hal-2"])
    paths = st.builds("{}{}.md".format, st.sampled_from(PLACES), st.sampled_from(names))
    national = draw(st.lists(paths, max_size=4, unique=True))
    files = {
        f"content/nasional/{path}": draw(pages(path, national, right=right)) for path in national
    }
    for layer in draw(st.lists(st.sampled_from(list(FOLDERS)[1:]), max_size=2, unique=True)):
        base = f"content/{FOLDERS[layer]}"
        for path in draw(st.lists(paths, max_size=2)):
            inside = f"berita/{layer.replace('.', '-')}-{path.replace('/', '-')}"
            files[f"{base}/{inside}"] = draw(pages(inside, national, right=right))
        if national and draw(st.booleans()):
            target = draw(st.sampled_from(national if right else [*national, "tak-ada.md"]))
            body = draw(pages("tambahan.md", (), right=right)).rpartition("---")[2]
            files[f"{base}/tambahan/{target}"] = f"---\njudul: Tambahan\n---\n{body}"
        if not right and draw(st.booleans()):
            target = draw(paths)
            files[f"{base}/{target}"] = draw(pages(target, national, right=False))
        if draw(st.booleans()):
            choices = RIGHT_SETTINGS if right else RIGHT_SETTINGS + WRONG_SETTINGS
            files[f"{base}/situs.yaml"] = draw(st.sampled_from(choices))
            files[f"{base}/fakta.yaml"] = "" if right or draw(st.booleans()) else WRONG_FACTS
    return files


def project_of(files: dict[str, str], folder: Path) -> Project:
    """Write a project."""
    project = Project(folder)
    for path, text in files.items():
        project.file(path, text)
    for layer in FOLDERS.values():
        project.file(f"content/{layer}/gambar/a.png", PNG)
    return project


def check(files: dict[str, str], *, jobs: int = 1) -> None:
    """Build a tree, and again with `jobs`; nothing may be raised, differ or get out."""
    with tempfile.TemporaryDirectory() as name:
        project = project_of(files, Path(name) / "proyek")
        sources = tree(project.folder)
        report = project.build(*REGIONS).report
        event(f"{report.mirrors} mirrors")
        assert report.mirrors + report.held == len(REGIONS)
        assert report.problems == sorted(report.problems, key=lambda problem: problem.sort_key())
        assert len(project.messages(*REGIONS)) == len(report.problems)
        first = tree(project.output)
        assert len({path.split("/")[0] for path in first}) == report.mirrors
        assert {path.split("/")[0] for path in first} <= set(FOLDERS.values())
        allowed = set(string.ascii_lowercase + string.digits + "-./")
        named = [path for path in first if path.partition("/")[2] not in FOR_SERVERS]
        assert [path for path in named if not set(path) <= allowed or ".." in path] == []
        scripts = {tag for data in first.values() for tag in re.findall(rb"<script[^>]*>", data)}
        assert {tag for tag in scripts if not OWN_SCRIPT.fullmatch(tag)} == set()
        assert sources == {
            path: data for path, data in tree(project.folder).items() if path in sources
        }
        assert {path.name for path in project.folder.iterdir()} <= {"content", "output", MARKER}
        assert [path.name for path in Path(name).iterdir()] == ["proyek"]
        if jobs > 1:
            again = project.build(*REGIONS, output=project.folder / "dua", jobs=jobs).report
            assert report.problems == again.problems
            assert first == tree(project.folder / "dua")


slow = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
LAYERED = {
    "content/nasional/panduan/a.md": "---\njudul: A\nringkasan: A.\n---\n\nKPU\n",
    "content/nasional/istilah/kpu.md": "---\njudul: KPU\nringkasan: A.\n---\n\n[A](kpu.md)\n",
    "content/61-kalimantan-barat/tambahan/panduan/a.md": "---\njudul: Tambahan\n---\n\nB\n",
    "content/61.71-kota-pontianak/berita/a.md": (
        "---\njudul: Kabar\nringkasan: A.\ntanggal: 2024-02\n---\n\n[A](../panduan/a.md)\n"
    ),
    "content/61.71-kota-pontianak/situs.yaml": "alamat: https://daerah.go.id/a/b\n",
    "content/31-dki-jakarta/situs.yaml": "lembaga: Dinas <Kominfo> & 'x'\n",
}


@settings(slow, max_examples=12)
@given(contents(right=False))
def test_no_small_tree_crashes_or_gets_out(files: dict[str, str]) -> None:
    check(files)


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@settings(slow, max_examples=6)
@given(contents(right=True))
@example({})
@example(LAYERED)
def test_a_small_tree_is_built_alike_by_one_process_and_by_two(files: dict[str, str]) -> None:
    check(files, jobs=2)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@settings(slow, max_examples=500)
@given(st.one_of(contents(right=True), contents(right=False)))
def test_none_of_many_small_trees_crashes_or_gets_out(files: dict[str, str]) -> None:
    check(files, jobs=2)


def over_and_clean(states: list[dict[str, str]]) -> None:
    """Build the states one after the other into one place, and the last one into a new one."""
    with tempfile.TemporaryDirectory() as name:
        output, clean = Path(name) / "output", Path(name) / "clean"
        for number, files in enumerate(states):
            project = project_of(files, Path(name) / str(number))
            project.build(*REGIONS, output=output)
        project.build(*REGIONS, output=clean)
        expected = tree(clean)
        folders = {path.split("/")[0] for path in expected}
        event(f"{len(folders)} mirrors")
        found = {path: data for path, data in tree(output).items() if path.split("/")[0] in folders}
        assert expected == found


@settings(slow, max_examples=4)
@given(st.tuples(contents(right=False), contents(right=True)))
@example(({}, LAYERED, {}, LAYERED))
def test_building_after_edits_equals_a_clean_build(states: tuple[dict[str, str], ...]) -> None:
    over_and_clean(list(states))


@pytest.mark.long
@settings(slow, max_examples=100)
@given(st.lists(st.one_of(contents(right=True), contents(right=False)), min_size=2, max_size=4))
def test_building_after_any_edits_equals_a_clean_build(states: list[dict[str, str]]) -> None:
    over_and_clean(states)

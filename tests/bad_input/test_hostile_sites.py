"""No writer's text runs script in a reader's browser, and no path leaves its folder."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sitegen.model.region import Regions
from sitegen.plumbing import disk
from sitegen.plumbing.output_folder import MARKER
from sitegen.steps.load import load
from sitegen.steps.validate import validate
from tests.project import BERANDA, FAKTA, LEMBAGA, SITUS, Project, clarification, page, stage

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
REGIONS = Regions.parse(disk.package_text("regions.csv"))
EVIL = """'\\"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"""
SCHEMES = {"", "https", "mailto", "tel"}


def quoted(text: str) -> str:
    """Return `text` as a YAML scalar."""
    return json.dumps(text)


def harm(html: str) -> list[str]:
    """Return every element and attribute that could run script or load from elsewhere."""
    found = []
    tree = LexborHTMLParser(html)
    for code in tree.css("svg[role=img]"):  # the program's own QR codes: one path, text as a name
        if [node.tag for node in code.css("*")] == ["svg", "path"]:
            code.decompose()
    for own in tree.css('script[type="application/ld+json"]'):
        json.loads(own.text())  # data that no browser runs; text that breaks out of it fails here
        own.decompose()
    for own in tree.css('form[role=search], script[src^="aset/cari-"]'):
        own.decompose()
    for node in tree.css("*"):
        if node.tag in ("script", "iframe", "object", "embed", "form", "svg", "base", "style"):
            found.append(node.tag)
        for name, value in node.attributes.items():
            scheme = urlsplit((value or "").strip()).scheme
            if name.startswith("on") or name in ("style", "srcdoc"):
                found.append(f"{node.tag} {name}")
            elif name in ("href", "src") and scheme not in SCHEMES:
                found.append(f"{node.tag} {name}={value}")
    return found


def test_harm_is_seen() -> None:
    html = "<p onclick=x><a href=javascript:x><img src=data:x style=a><script></script><base>"
    assert len(harm(html)) == 6


def test_text_in_any_field_stays_text(project: Project) -> None:
    # Without “{{”, which fields of one line refuse.
    evil = quoted(EVIL.replace("{{7*7}}", ""))
    project.file(
        "content/situs.yaml",
        f"nama: {evil}\nlembaga: {evil}\nalamat: https://pemilu.example/\n"
        "tautan: {izin: [a.example, pemilu.example]}\n"
        f"kontak: {{kantor: {evil}}}\nmedia_sosial: [{{nama: {evil}, url: https://a.example/}}]\n"
        f"menu: [{{judul: {evil}, isi: [klarifikasi/index.md]}}]\n",
    )
    project.file(
        "content/lembaga.yaml", LEMBAGA + f"jahat: {{nama: {evil}, peran: {evil}, resmi: ya}}\n"
    )
    rows = f"[{{nama: {evil}, warna: {evil}, memilih: {evil}}}]"
    facts = FAKTA.partition("surat_suara:")[0]
    source = f"sumber: [{{lembaga: jahat, judul: {evil}, tanggal: 2024, dimuat: {evil}}}]"
    facts += (
        f"surat_suara: {{jenis: daftar, kolom: [nama, warna, memilih], nilai: {rows}, "
        f"dasar: {evil}, {source}}}\n"
        f"teks: {{jenis: teks, nilai: {evil}, dasar: {evil}, {source}}}\n"
    )
    project.file(f"{NATION}/fakta.yaml", facts)
    source = source.replace("tanggal: 2024", "tanggal: 2024, url: https://a.example/")
    body = "Ada {{ fakta.teks }} dan\n\n::: surat-suara\n:::\n"
    project.file(f"{NATION}/a.md", f"---\njudul: {evil}\nringkasan: {evil}\n{source}\n---\n{body}")
    project.file(
        f"{NATION}/klarifikasi/a.md",
        clarification(
            evil, klaim="Pemilu ditunda", tag=f"[{evil}]", beredar=f"[{{di: {evil}, arsip: https://a.example/}}]",
            status="ditarik", riwayat=f"[{{tanggal: 2024-02-11, perubahan: {evil}}}]",
        ),
    )  # fmt: skip
    project.file(
        f"{NATION}/tahapan/a.md",
        stage(evil, mulai="", selesai="", batas=evil, kondisi=evil, dasar_hukum=f"[{evil}]"),
    )
    project.file(f"{NATION}/istilah/a.md", page(evil, kepanjangan=evil, alias=f"[{evil}]"))
    project.file(f"{NATION}/berita/a.md", page(evil, tanggal="2024", tempat=evil))
    project.file(f"{NATION}/panduan/a.md", page("A", langkah=f"[{{judul: {evil}}}]"))
    project.file(f"{PROVINCE}/tambahan/a.md", page(evil)).build("nasional", "61")
    assert project.report.problems == []
    for code in ("nasional", "61"):
        pages = [name for name in project.files(code) if name.endswith(".html")]
        assert len(pages) > 10
        assert {name: found for name in pages if (found := harm(project.read(name, code)))} == {}


SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](JAVASCRIPT&#58;alert(1))",
    "[x](javascript&colon;alert(1)//x.md)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![x" onerror="alert(1)](gambar/x.png)',
    '[x](a.md "a\\" onclick=\\"alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '<https://a.example/" onclick="alert(1)>',
    "`<script>`\n\n    <script>\n",
    '```" onclick=alert(1)\n<script>\n```',
    '*[x]: " onclick="alert(1)\n\nx',
    '[^x" onclick=a]\n\n[^x" onclick=a]: y',
    "## <svg onload=alert(1)>",
    "| <b onclick=x> |\n|---|\n| <script> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)</script>",
    "<<b>script>alert(1)</script>",
    '::: catatan judul="<script>alert(1)</script>"\nx\n:::',
    '::: catatan judul="&quot; onclick=&quot;x"\nx\n:::',
    "{{ fakta.jam_tutup }}<script>",
    "{{ ''.__class__ }}",
    "{% for x in range(9) %}{{ x }}{% endfor %}",
    "<!--><script>alert(1)</script>-->",
    '<sg-block data-n="0"><script></sg-block>',
    "\x02klzzwxh:0000\x03",
    "<a href=x style=a>",
]


def test_no_markdown_runs_script(project: Project) -> None:
    for number, body in enumerate(SCRIPTS):
        project.file(f"{NATION}/a-{number}.md", page("A", body + "\n"))
    refused = {problem.place.path for problem in project.build().report.problems}
    assert len(refused) > 15
    for path in refused:
        (project.folder / path).unlink()
    project.build()
    assert project.report.problems == []
    shown = [name for name in project.files() if name.startswith("a-")]
    assert len(shown) == len(SCRIPTS) - len(refused)
    assert {name: found for name in shown if (found := harm(project.read(name)))} == {}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/situs.yaml", SITUS + "logo: ../../../etc/passwd\n"),
        ("content/situs.yaml", SITUS + "logo: /etc/passwd\n"),
        ("content/situs.yaml", SITUS + "tema: ../../etc\n"),
        ("content/situs.yaml", SITUS + "menu: [{judul: a, isi: [../../etc/passwd]}]\n"),
        ("content/situs.yaml", SITUS + "sembunyikan: [../index.md]\n"),
        (f"{NATION}/a.md", page("A", "![x](../../../etc/passwd.png)\n")),
        (f"{NATION}/a.md", page("A", "[x](../61-kalimantan-barat/a.md)\n")),
        (f"{NATION}/index.md", page("A", pertanyaan="[{tanya: a, jawab: b, tautan: ../a.md}]")),
        (
            f"{NATION}/klarifikasi/a.md",
            clarification(
                status="digantikan",
                digantikan_oleh="../../etc/passwd",
                riwayat="[{tanggal: 2024-02-11, perubahan: x}]",
            ),
        ),
    ],
)
def test_no_path_leads_outside(path: str, text: str, project: Project) -> None:
    assert project.file(path, text).problems() != []
    assert not project.output.exists()


def test_every_file_of_a_mirror_lies_inside_it(project: Project) -> None:
    tags = '["../a", "../../b", "/etc/passwd", "a/b", "C:\\\\x", "..\\\\.c"]'
    project.file(f"{NATION}/berita/a.md", page("A", tanggal="2024", tag=tags)).build()
    inside = {path.resolve() for path in project.mirror().rglob("*")}
    assert all(path.is_relative_to(project.mirror().resolve()) for path in inside)
    assert {path.name for path in project.output.iterdir()} == {"nasional", MARKER}


RIGHT = {
    "content/situs.yaml": SITUS,
    "content/lembaga.yaml": LEMBAGA,
    f"{NATION}/fakta.yaml": FAKTA,
    f"{NATION}/index.md": BERANDA,
    f"{NATION}/tahapan/a.md": stage(body="## A\n\n::: catatan\nB {{ fakta.jam_tutup }}\n:::\n"),
    f"{NATION}/klarifikasi/a.md": clarification(),
    f"{PROVINCE}/tambahan/tahapan/a.md": page("K", "[x](../../klarifikasi/a.md) | *b*\n"),
    f"{PROVINCE}/situs.yaml": "nama: Kalbar\nwarna: {aksen: '#7a1010'}\n",
}
SNIPPETS = [
    "---\n", ":", "\n", "  ", "'", '"', "[", "]", "{", "}", "{{", "}}", ":::", "`", "*", "|", "#",
    "-", "!", "&", "<", "\t", "é", "ſ", "\u2028", "0", "ya", "\x00", "sumber",
]  # fmt: skip


def damaged(seed: int) -> dict[str, str]:
    """Return the right files with a few pieces deleted, doubled, moved or put in."""
    chance = random.Random(seed)
    files = dict(RIGHT)
    for _ in range(chance.randint(1, 5)):
        path = chance.choice(sorted(files))
        text = files[path]
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([0, 1, 5, 40]))
        new = chance.choice(["", text[start:end] * 2, chance.choice(SNIPPETS)])
        files[path] = text[:start] + new + text[end:]
    return files


def check_places(problems: list[object], folder: Path) -> None:
    for problem in problems:
        place = problem.place  # type: ignore[attr-defined]
        if place.path.startswith("content/") and (folder / place.path).is_file():
            text = (folder / place.path).read_text("utf-8")
            lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)
            assert 1 <= place.line <= len(lines) + 1
            assert place.column >= 1


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=60)
def test_a_damaged_project_is_read_with_problems_at_places_that_exist(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("rusak")
    project = Project(folder)
    for path, text in damaged(seed).items():
        project.file(path, text)
    tree, problems = load(folder, REGIONS)
    problems += validate(tree, REGIONS)[1]
    check_places(problems, folder)


@given(seed=st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=12)
def test_a_damaged_project_is_built_or_has_problems(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project = Project(tmp_path_factory.mktemp("rusak"))
    for path, text in damaged(seed).items():
        project.file(path, text)
    project.build("nasional", "61")
    check_places(list(project.report.problems), project.folder)
    assert project.report.problems or project.report.mirrors == 2

"""Markdown: what is refused and where, headings, blocks, terms, footnotes and tables."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model.linked_hosts import LinkedHosts
from sitegen.plumbing.markdown.converter import Converter
from sitegen.plumbing.markdown.rules import Rules
from tests.project import Project, page

NATION = "content/nasional"
CONVERTER = Converter()


def converted(text: str, terms: dict[str, str] | None = None, **options: str) -> str:
    """Return the HTML of `text` in a page `a.md` that knows one fact and one block."""
    html, problems = result(text, terms, **options)
    assert problems == []
    return html


def problems(text: str) -> list[str]:
    return result(text)[1]


def result(text: str, terms: dict[str, str] | None = None, **options: str) -> tuple[str, list[str]]:
    rules = Rules(
        facts={"jam_tutup": ("", "angka")},
        fact_mark=lambda name, form: f"[{name}.{form}]",
        directives={"catatan": frozenset({"jenis", "judul"}), "kontak": frozenset()},
        fill_directive=lambda name, arguments, body: (
            f"<aside {name} {sorted(arguments.items())}>{body}</aside>"
        ),
        terms=terms or {},
        hosts=LinkedHosts("content/situs.yaml", frozenset({"a.id", "f.id", "g.id", "x.id"})),
    )
    where = {"path": "a.md", "inside": "a.md", "url": "a.html"} | options
    done = CONVERTER.convert(text, rules, first_line=1, **where)  # type: ignore[arg-type]
    found = [f"{p.place.line}:{p.place.column} {p.kind.code}" for p in done.problems]
    return done.html, found


# --- raw HTML


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<b>tebal</b>", ["1:1 SG201", "1:9 SG201"]),
        ("Teks <br> lagi", ["1:6 SG201"]),
        ("<script>alert(1)</script>", ["1:1 SG201", "1:17 SG201"]),
        ("<img src=x onerror=alert(1)>", ["1:1 SG201"]),
        ("<!-- catatan -->", ["1:1 SG201"]),
        ("<!DOCTYPE html>", ["1:1 SG201"]),
        ("<?php x ?>", ["1:1 SG201"]),
        ("<![CDATA[x]]>", ["1:1 SG201"]),
        ("- satu\n- <b>", ["2:3 SG201"]),
        ("## <b>Judul", ["1:4 SG201"]),
        ("| a |\n|---|\n| <b> |", ["3:3 SG201"]),
        ("[<b>](a.md)", ["1:2 SG201"]),
        ("*<b>*", ["1:2 SG201"]),
        ("`<b>` lalu <i>", ["1:12 SG201"]),
        ("    <b>\n\n<i>", ["3:1 SG201"]),
        ("::: catatan\n<b>\n:::", ["2:1 SG201"]),
        ("<sg-block data-n=0></sg-block>", ["1:1 SG201", "1:20 SG201"]),
    ],
)
def test_html_is_refused_with_its_place(text: str, found: list[str]) -> None:
    assert problems(text) == found


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<!-- x -->", "<p>&lt;!-- x --&gt;</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
    ],
)
def test_html_is_shown_as_text(text: str, html: str) -> None:
    assert result(text)[0] == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("3 < 5 dan 5 > 3", "<p>3 &lt; 5 dan 5 &gt; 3</p>"),
        ("&lt;b&gt;", "<p>&lt;b&gt;</p>"),
        ("a & b &amp; c", "<p>a &amp; b &amp; c</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("    <b>", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("&copy; &#169; &eacute;", "<p>© © é</p>"),
        ("x<3", "<p>x&lt;3</p>"),
    ],
)
def test_signs_that_are_not_html_are_welcome(text: str, html: str) -> None:
    assert converted(text).strip() == html


@given(st.text(alphabet=st.sampled_from("<>/&;:\"'=()[]!`*_#-\n {}abonx1"), max_size=60))
@settings(deadline=None, max_examples=150)
def test_no_text_becomes_a_tag_that_is_not_allowed(text: str) -> None:
    html, _ = result(text)
    assert set(re.findall(r"<([a-z0-9-]+)", html)) <= {
        "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em",
        "strong", "sup", "br", "hr", "a", "img", "table", "thead", "tbody", "tr", "th", "td",
        "abbr", "dl", "dt", "dd", "sg-block",
    }  # fmt: skip
    assert not re.search(r"<[^>]*\son\w+=", html)
    assert "javascript:" not in html.lower()


# --- headings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Satu\n\n### Dua\n\n## Tiga", []),
        ("## Satu\n\n### Dua\n\n#### Tiga\n\n##### Empat\n\n###### Lima", []),
        ("# Satu", ["1:1 SG260"]),
        ("Teks\n\n# Satu\n\nTeks", ["3:1 SG260"]),
        ("### Satu", ["1:1 SG261"]),
        ("## Satu\n\n#### Dua", ["3:1 SG261"]),
        ("## Satu\n\n### Dua\n\n##### Tiga\n\n## Empat\n\n#### Lima", ["5:1 SG261", "9:1 SG261"]),
        ("::: catatan\n#### Satu\n:::", ["2:1 SG261"]),
        ("```\n# bukan judul\n```", []),
    ],
)
def test_headings_start_at_the_second_level_and_skip_none(text: str, found: list[str]) -> None:
    assert problems(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Teks\n\n#### **Tebal** sekali", ["3:1 SG261"]),
        ("Teks\n\nSatu\n====", ["3:1 SG260"]),
        ("Teks\n\n#### A & B", ["3:1 SG261"]),
        ("## Sama\n\n#### Sama", ["3:1 SG261"]),
    ],
)
def test_any_heading_is_found_in_its_line(text: str, found: list[str]) -> None:
    assert problems(text) == found


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("## Masa tenang", ["masa-tenang"]),
        ("## Sama\n\n## Sama\n\n## Sama", ["sama", "sama_1", "sama_2"]),
        ("## Apa itu *DPT*?", ["apa-itu-dpt"]),
        ("## Dasar `kode`", ["dasar-kode"]),
        ("## ???", ["bagian"]),
        ("## 選挙\n\n## !!!", ["bagian", "bagian_1"]),
        ("## A & B", ["a-b"]),
    ],
)
def test_a_heading_has_an_id_made_from_its_words(text: str, ids: list[str]) -> None:
    assert re.findall(r'<h\d id="([^"]*)"', converted(text)) == ids


def test_a_prefix_stands_before_every_heading_id() -> None:
    html = converted("## Satu\n\n### Dua", prefix="tambahan-61-")
    assert re.findall(r' id="([^"]*)"', html) == ["tambahan-61-satu", "tambahan-61-dua"]


# --- blocks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("::: tidak-ada\n:::", ["1:1 SG240"]),
        ("Teks\n\n::: tidak-ada\nx\n:::", ["3:1 SG240"]),
        ("::: catatan warna=merah\n:::", ["1:1 SG240"]),
        ('::: catatan warna="a" bentuk="b"\n:::', ["1:1 SG240", "1:1 SG240"]),
        ("::: catatan jenis=\n:::", ["1:1 SG240"]),
        ("::: catatan penting\n:::", ["1:1 SG240"]),
        ('::: catatan judul="tak ditutup\n:::', ["1:1 SG240"]),
        ("::: Catatan\n:::", ["1:1 SG240"]),
        (":::catatan\n:::", ["1:1 SG240", "2:1 SG241"]),
        (":::: catatan\n:::", ["1:1 SG240", "2:1 SG241"]),
        ("  ::: catatan\n  :::", ["1:1 SG240", "2:1 SG240"]),
        ("::: catatan\nTeks", ["1:1 SG241"]),
        ("::: catatan\n::: kontak\n:::", ["1:1 SG241"]),
        ("Teks\n:::", ["2:1 SG241"]),
        ("::: catatan\n:::\n:::", ["3:1 SG241"]),
        ("```\n::: tidak-ada\n```", []),
        ("~~~\n:::\n~~~", []),
        ("`::: tidak-ada`", []),
        ("::: catatan\n:::", []),
        (":::   catatan   \n:::  ", []),
        ('::: catatan jenis=penting judul="Dua kata"\n:::', []),
    ],
)
def test_a_wrong_block_is_reported_with_its_line(text: str, found: list[str]) -> None:
    assert problems(text) == found


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("::: kontak\n:::", "<aside kontak []></aside>"),
        ("::: catatan\nSatu.\n:::", "<aside catatan []><p>Satu.</p></aside>"),
        (
            "::: catatan\n\nSatu.\n\nDua.\n\n:::",
            "<aside catatan []><p>Satu.</p>\n<p>Dua.</p></aside>",
        ),
        (
            '::: catatan jenis=penting judul="Dua kata"\nx\n:::',
            "<aside catatan [('jenis', 'penting'), ('judul', 'Dua kata')]><p>x</p></aside>",
        ),
        ("Awal\n::: kontak\n:::\nAkhir", "<p>Awal</p>\n<aside kontak []></aside>\n<p>Akhir</p>"),
        (
            "::: catatan\nLuar\n::: catatan\nDalam\n:::\nLuar lagi\n:::\nSesudah",
            "<aside catatan []><p>Luar</p>\n<aside catatan []><p>Dalam</p></aside>\n"
            "<p>Luar lagi</p></aside>\n<p>Sesudah</p>",
        ),
        (
            "::: catatan\n- satu\n- dua\n:::\n\n1. tiga",
            "<aside catatan []><ul>\n<li>satu</li>\n<li>dua</li>\n</ul></aside>\n"
            "<ol>\n<li>tiga</li>\n</ol>",
        ),
        (
            "::: catatan\n:::\n::: kontak\n:::",
            "<aside catatan []></aside>\n<aside kontak []></aside>",
        ),
        (
            "- satu\n::: kontak\n:::\nTeks",
            "<ul>\n<li>satu</li>\n</ul>\n<aside kontak []></aside>\n<p>Teks</p>",
        ),
    ],
)
def test_a_block_holds_what_stands_between_its_lines(text: str, html: str) -> None:
    assert re.sub(r">\s+<", "><", converted(text)).strip() == re.sub(r">\s+<", "><", html)


blocks = st.lists(
    st.sampled_from(
        ["W", "W W", "- W\n- W", "1. W", "> W", "## W", "| W |\n|---|\n| W |", "W\n: W", "    W",
         "```\nW\n```", "**W**", "::: catatan\nW\n:::", "::: catatan\n\n- W\n\n:::",
         "::: catatan\n::: catatan\nW\n:::\n:::", "::: kontak\n:::", "W\n::: kontak\n:::\nW"]
    ),
    max_size=6,
)  # fmt: skip


@given(blocks, st.sampled_from(["\n", "\n\n"]))
@settings(deadline=None, max_examples=150)
def test_no_word_is_ever_lost(parts: list[str], between: str) -> None:
    count = iter(range(1000))
    text = re.sub("W", lambda _: f"kata{next(count)}x", between.join(parts))
    html, _ = result(text)
    for number in range(next(count)):
        assert f"kata{number}x" in html


@given(st.text(alphabet=st.sampled_from(":cat `~\n-ab[](){}<>#*"), max_size=60))
@settings(deadline=None, max_examples=150)
def test_any_text_is_converted_or_has_problems(text: str) -> None:
    result(text.replace("cat", "::: catatan\n"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```\n\n::: tidak-ada\n:::\n", ["3:1 SG240"]),
        ("``` satu dua tiga\n::: tidak-ada\n:::\n```\n", ["2:1 SG240"]),
        ("```\nkode\n ```\n\n::: tidak-ada\n:::\n\n```\n", []),
    ],
)
def test_what_looks_like_code_and_is_none_is_checked(text: str, found: list[str]) -> None:
    assert problems(text) == found


def test_html_that_runs_over_two_lines_has_its_place_too() -> None:
    assert problems("Teks\n\n<div\nclass=x>\n") == ["3:1 SG201"]


def test_a_code_fence_may_be_longer_than_those_inside() -> None:
    html = converted("````\n```\n::: tidak-ada\n```\n````")
    assert html.strip() == "<pre><code>```\n::: tidak-ada\n```\n</code></pre>"


# --- what only looks like Markdown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bawalah:\n- KTP-el", ["2:1 SG262"]),
        ("Langkahnya:\n1. antre", ["2:1 SG262"]),
        ("Daftar:\n| a |\n|---|\n| b |", ["2:1 SG262"]),
        ("• satu\n• dua", ["1:1 SG262"]),
        ("– satu", ["1:1 SG262"]),
        ("1) satu", ["1:1 SG262"]),
        ("-satu", ["1:1 SG262"]),
        ("Baca [ini] (https://kpu.go.id/)", ["1:10 SG262"]),
        ("Tutup { fakta.jam_tutup }", ["1:7 SG136"]),
        ("- satu\n- dua\n    - tiga", []),
        ("Teks\n\n- satu\n\n1. dua", []),
        ("*miring* dan **tebal**", []),
        ("-5 derajat", []),
        ("Rabu (lihat [ini](https://kpu.go.id/)) (itu)", []),
        ("```\nteks\n- x\n• y\n```", []),
    ],
)
def test_what_only_looks_like_markdown_is_reported(text: str, found: list[str]) -> None:
    assert problems(text) == found


@pytest.mark.parametrize("text", ["- satu\n  lanjut\n- dua", "1. satu\n   lanjut\n2. dua"])
def test_an_item_may_run_over_two_lines(text: str) -> None:
    assert problems(text) == []


# --- terms


TERMS = {"KPU": "istilah/kpu.html", "Masa tenang": "istilah/tenang.html", "TPS": "istilah/tps.html"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("KPU dan KPU", '<p><a href="istilah/kpu.html" class="istilah">KPU</a> dan KPU</p>'),
        ("kpu", "<p>kpu</p>"),
        (
            "Di masa tenang",
            '<p>Di <a href="istilah/tenang.html" class="istilah">masa tenang</a></p>',
        ),
        ("KPUD dan e-KPU", "<p>KPUD dan e-KPU</p>"),
        (
            "## KPU\n\nKPU",
            '<h2 id="kpu">KPU</h2>\n<p><a href="istilah/kpu.html" class="istilah">KPU</a></p>',
        ),
        ("[KPU](https://kpu.go.id)", '<p><a href="https://kpu.go.id">KPU</a></p>'),
        ("`KPU`", "<p><code>KPU</code></p>"),
        ("```\nKPU\n```", "<pre><code>KPU\n</code></pre>"),
        ("**KPU**", '<p><strong><a href="istilah/kpu.html" class="istilah">KPU</a></strong></p>'),
        (
            "KPU, TPS.",
            '<p><a href="istilah/kpu.html" class="istilah">KPU</a>, '
            '<a href="istilah/tps.html" class="istilah">TPS</a>.</p>',
        ),
        (
            "A *b* KPU *c* TPS d",
            '<p>A <em>b</em> <a href="istilah/kpu.html" class="istilah">KPU</a> <em>c</em> '
            '<a href="istilah/tps.html" class="istilah">TPS</a> d</p>',
        ),
    ],
)
def test_the_first_use_of_a_term_is_linked(text: str, html: str) -> None:
    found = converted(text, TERMS).strip()
    assert re.sub(r' class="istilah"', "", found) == re.sub(r' class="istilah"', "", html)


def test_a_term_is_linked_once_a_page_and_not_on_its_own(project: Project) -> None:
    project.file(
        f"{NATION}/istilah/kpu.md", page("KPU", "KPU ialah KPU. TPS juga.\n", alias="[Komisi]")
    )
    project.file(f"{NATION}/istilah/tps.md", page("TPS"))
    steps = '[{judul: KPU, isi: "KPU satu"}, {judul: dua, isi: "KPU dua"}]'
    project.file(f"{NATION}/panduan/a.md", page("A", "KPU tiga. Komisi empat.\n", langkah=steps))
    project.build()
    assert project.report.problems == []
    html = project.read("panduan/a.html")
    assert html.count('href="../istilah/kpu.html"') == 1
    assert re.search(r'<a[^>]*href="../istilah/kpu.html"[^>]*>KPU</a> satu', html)
    own = project.read("istilah/kpu.html")
    assert "istilah/kpu.html" not in own.partition("<h1>")[2].partition("Semua istilah")[0]
    assert 'href="../istilah/tps.html"' in own


def test_a_region_links_its_own_terms_and_those_above(project: Project) -> None:
    project.file(f"{NATION}/istilah/kpu.md", page("KPU")).file(
        f"{NATION}/a.md", page("A", "Apam KPU\n")
    )
    layer = "content/61-kalimantan-barat"
    project.file(f"{layer}/istilah/apam.md", page("Apam")).file(
        f"{layer}/b.md", page("B", "Apam KPU\n")
    )
    project.build("61")
    assert 'href="istilah/kpu.html"' in project.read("a.html", "61")
    assert 'href="istilah/apam.html"' not in project.read("a.html", "61")
    assert 'href="istilah/apam.html"' in project.read("b.html", "61")


def test_a_term_with_letters_of_another_alphabet_does_no_harm() -> None:
    result("Ada dısinformasi", {"Disinformasi": "istilah/d.html"})


# --- footnotes, tables and the rest


def test_a_footnote_is_linked_both_ways() -> None:
    html = converted("Teks[^a].\n\n[^a]: Catatan.")
    assert 'id="fnref:a"' in html
    assert 'href="#fn:a"' in html
    assert '<li id="fn:a">' in html
    assert 'href="#fnref:a"' in html
    assert 'title="Kembali ke catatan 1"' in html


def test_a_table_has_head_and_body() -> None:
    html = converted("| Nama | Warna |\n|---|---:|\n| DPD | merah |\n| DPR | kuning |")
    assert re.findall(r"<th[^>]*>(.*?)</th>", html) == ["Nama", "Warna"]
    assert re.findall(r"<td[^>]*>(.*?)</td>", html) == ["DPD", "merah", "DPR", "kuning"]
    assert "style=" not in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("---", "<hr>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("- a\n\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"),
        ("DPT\n: Daftar", "<dl>\n<dt>DPT</dt>\n<dd>Daftar</dd>\n</dl>"),
        ("*[KPU]: Komisi\n\nKPU", '<p><abbr title="Komisi">KPU</abbr></p>'),
        (r"\*bukan\*", "<p>*bukan*</p>"),
        ("**a** *b* ***c***", "<p><strong>a</strong> <em>b</em> <strong><em>c</em></strong></p>"),
        ("{: #id .kelas }", "<p>{: #id .kelas }</p>"),
        ("## A {#b}", '<h2 id="a-b">A {#b}</h2>'),
        ("", ""),
    ],
)
def test_the_markdown_writers_use(text: str, html: str) -> None:
    assert converted(text).strip() == html


@pytest.mark.parametrize("heading", ["Isi"])
def test_no_id_stands_twice_on_a_page(heading: str, project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", f"## {heading}\n")).build()
    ids = re.findall(r' id="([^"]*)"', project.read("a.html"))
    assert len(ids) == len(set(ids))


def test_headings_of_steps_have_ids_of_their_own(project: Project) -> None:
    steps = '[{judul: satu, isi: "## Catatan"}, {judul: dua, isi: "## Catatan\\n\\nDua"}]'
    project.file(f"{NATION}/panduan/a.md", page("A", "## Catatan\n", langkah=steps)).build()
    ids = re.findall(r' id="([^"]*)"', project.read("panduan/a.html"))
    assert len(ids) == len(set(ids))

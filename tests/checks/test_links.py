"""Every internal link and anchor leads somewhere, on every mirror that shows it."""

from __future__ import annotations

import pytest

from tests.project import PNG, Project, page, stage

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"


@pytest.fixture
def tree(project: Project) -> Project:
    """Pages at several depths, one with headings, and a picture."""
    project.file(f"{NATION}/lapor.md", page("Lapor", "## Kanal aduan\n\n## Kanal aduan\n"))
    project.file(f"{NATION}/tahapan/index.md", page("Tahapan", "## Kalender\n"))
    project.file(f"{NATION}/tahapan/masa-tenang.md", stage(body="## Larangan\n"))
    project.file(f"{NATION}/panduan/cek.md", page("Cek"))
    project.file(f"{NATION}/gambar/peta.png", PNG).file(f"{NATION}/gambar/isi.pdf", b"%PDF-1.7")
    return project


@pytest.mark.parametrize(
    ("path", "target", "href"),
    [
        ("a.md", "lapor.md", "lapor.html"),
        ("a.md", "./lapor.md", "lapor.html"),
        ("a.md", "lapor.md#kanal-aduan", "lapor.html#kanal-aduan"),
        ("a.md", "lapor.md#kanal-aduan_1", "lapor.html#kanal-aduan_1"),
        ("a.md", "index.md", "index.html"),
        ("a.md", "tahapan/index.md", "tahapan.html"),
        ("a.md", "tahapan/index.md#kalender", "tahapan.html#kalender"),
        ("a.md", "tahapan/masa-tenang.md#larangan", "tahapan/masa-tenang.html#larangan"),
        ("a.md", "panduan/index.md", "panduan.html"),
        ("a.md", "panduan/../lapor.md", "lapor.html"),
        ("a.md", "gambar/isi.pdf", "gambar/isi.pdf"),
        ("a.md", "a.md", "a.html"),
        ("a.md", "#bagian-ini", "#bagian-ini"),
        ("a.md", "a.md#bagian-ini", "a.html#bagian-ini"),
        ("panduan/b.md", "cek.md", "../panduan/cek.html"),
        ("panduan/b.md", "../lapor.md", "../lapor.html"),
        ("panduan/b.md", "../index.md", "../index.html"),
        ("panduan/b.md", "index.md", "../panduan.html"),
        ("panduan/b.md", "../tahapan/masa-tenang.md", "../tahapan/masa-tenang.html"),
        ("panduan/index.md", "cek.md", "panduan/cek.html"),
        ("panduan/index.md", "../lapor.md", "lapor.html"),
        ("tahapan/dua/b.md", "../masa-tenang.md", "../../tahapan/masa-tenang.html"),
    ],
)
def test_a_link_is_written_as_the_path_of_its_file(
    path: str, target: str, href: str, tree: Project
) -> None:
    body = f"## Bagian ini\n\n[tautan]({target})\n"
    text = stage(body=body) if path.startswith("tahapan/dua") else page("A", body)
    tree.file(f"{NATION}/{path}", text).build()
    assert tree.report.problems == []
    url = "panduan.html" if path == "panduan/index.md" else path.removesuffix(".md") + ".html"
    assert f'<a href="{href}">tautan</a>' in tree.read(url)


def test_a_supplement_links_from_where_its_file_stands(tree: Project) -> None:
    body = "[a](../../lapor.md) [b](../../tahapan/masa-tenang.md) ![Peta](../../gambar/peta.png)\n"
    tree.file(f"{PROVINCE}/tambahan/tahapan/masa-tenang.md", page("Kalbar", body)).build("61")
    assert tree.report.problems == []
    html = tree.read("tahapan/masa-tenang.html", "61")
    assert '<a href="../lapor.html">a</a>' in html
    assert '<a href="../tahapan/masa-tenang.html">b</a>' in html
    assert 'src="../gambar/peta.png"' in html


BROKEN = [
    ("[x](tidak-ada.md)\n", "6:5"),
    ("[x](tahapan/tidak-ada.md)\n", "6:5"),
    ("[x](../lapor.md)\n", "6:5"),
    ("[x](../../../etc/passwd)\n", "6:5"),
    ("[x](lapor.html)\n", "6:5"),
    ("[x](lapor)\n", "6:5"),
    ("[x](tahapan/)\n", "6:5"),
    ("[x](/lapor.md)\n", "6:5"),
    ("[x](Lapor.md)\n", "6:5"),
    ("[x](lapor.md#tidak-ada)\n", "6:5"),
    ("[x](#tidak-ada)\n", "6:4"),
    ("[x](gambar/tidak-ada.png)\n", "6:5"),
    ("![x](gambar/tidak-ada.png)\n", "6:6"),
    ("![x](lapor.md.png)\n", "6:6"),
    ("Teks.\n\n- satu\n- dan [x](tidak-ada.md)\n", "9:11"),
    ("| a |\n|---|\n| [x](tidak-ada.md) |\n", "8:7"),
    ("::: catatan\n[x](tidak-ada.md)\n:::\n", "7:5"),
    ("[x][1]\n\n[1]: tidak-ada.md\n", "8:6"),
    ("[x](tidak-ada.md 'Judul')\n", "6:5"),
    ("Teks[^1].\n\n[^1]: [x](tidak-ada.md)\n", "8:11"),
]


def test_a_broken_link_is_reported_with_its_place(tree: Project) -> None:
    for number, (body, _) in enumerate(BROKEN, 10):
        tree.file(f"{NATION}/a-{number}.md", page("A", body))
    assert tree.problems() == [
        f"{NATION}/a-{number}.md:{found} SG225" for number, (_, found) in enumerate(BROKEN, 10)
    ]


def test_the_same_broken_link_twice_has_two_places(tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", "[x](t.md) [y](t.md)\n\n[z](t.md)\n"))
    assert tree.problems() == [f"{NATION}/a.md:{place} SG225" for place in ("6:5", "6:15", "8:5")]


def test_a_path_inside_a_longer_one_is_not_its_place(tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", "[x](panduan/cek.md) dan [y](cek.md)\n"))
    assert tree.problems() == [f"{NATION}/a.md:6:29 SG225"]


def test_a_missing_anchor_gets_a_list_of_those_there(tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", "[x](lapor.md#kanal)\n")).build()
    (problem,) = tree.report.problems
    values = dict(problem.values)
    assert (values["target"], values["anchor"]) == ("lapor.md", "kanal")
    assert "#kanal-aduan, #kanal-aduan_1" in values["known"]


def test_a_link_to_a_page_that_has_problems_of_its_own_is_not_called_broken(tree: Project) -> None:
    tree.file(f"{NATION}/b.md", page("B", rahasia="x"))
    tree.file(f"{NATION}/a.md", page("A", "[x](b.md)\n"))
    assert tree.problems() == [f"{NATION}/b.md:4:1 SG117"]


def test_a_link_to_a_page_whose_text_has_problems_is_not_called_broken(tree: Project) -> None:
    tree.file(f"{NATION}/b.md", page("B", "<b>\n"))
    tree.file(f"{NATION}/a.md", page("A", "[x](b.md#bagian)\n"))
    assert tree.problems() == [f"{NATION}/b.md:6:1 SG201"]


def test_a_link_into_a_supplement_is_broken_where_there_is_none(tree: Project) -> None:
    tree.file(f"{PROVINCE}/tambahan/lapor.md", page("Kalbar", "## Posko\n"))
    tree.file(f"{PROVINCE}/a.md", page("A", "[x](lapor.md#tambahan-61-posko)\n"))
    assert tree.problems("61") == []
    tree.file(f"{NATION}/b.md", page("B", "[x](lapor.md#tambahan-61-posko)\n"))
    assert tree.problems("nasional", "61") == [f"{NATION}/b.md:6:5 SG225"]


def test_a_link_in_the_front_matter_is_checked_too(tree: Project) -> None:
    steps = '[{judul: Buka, isi: "[x](../tidak-ada.md)"}]'
    tree.file(f"{NATION}/panduan/a.md", page("A", langkah=steps))
    assert [problem.rpartition(" ")[2] for problem in tree.problems()] == ["SG225"]
    tree.file(f"{NATION}/panduan/a.md", page("A", langkah=steps.replace("tidak-ada", "lapor")))
    assert tree.problems() == []
    assert '<a href="../lapor.html">x</a>' in tree.read("panduan/a.html")


@pytest.mark.parametrize(
    "target",
    [
        "https://kpu.go.id/",
        "https://kpu.go.id/a?b=c&d=e#f",
        "mailto:humas@kpu.go.id",
        "tel:+62211500",
    ],
)
def test_other_addresses_stay_as_they_are(target: str, tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", f"[x]({target})\n")).build()
    assert tree.report.problems == []
    assert f'<a href="{target.replace("&", "&amp;")}">x</a>' in tree.read("a.html")


HARMFUL = [
    ("javascript:alert(1)", "SG220"),
    ("JaVaScRiPt:alert(1)", "SG220"),
    ("data:text/html,x", "SG220"),
    ("vbscript:x", "SG220"),
    ("file:///etc/passwd", "SG220"),
    ("ftp://kpu.go.id/", "SG220"),
    ("whatsapp://send", "SG220"),
    ("//kpu.go.id/", "SG222"),
    ("///kpu.go.id/", "SG222"),
    ("/tentang.html", "SG225"),
    (r"\\kpu.go.id", "SG222"),
    ("&#106;avascript:alert(1)", "SG220"),
    ("javascript&colon;alert(1)", "SG220"),
    ("?q=1", "SG225"),
]


def test_an_address_that_could_harm_is_refused(tree: Project) -> None:
    for number, (target, _) in enumerate(HARMFUL, 10):
        tree.file(f"{NATION}/a-{number}-1.md", page("A", f"[x]({target})\n"))
        tree.file(f"{NATION}/a-{number}-2.md", page("A", f"[x][1]\n\n[1]: {target}\n"))
        tree.file(f"{NATION}/a-{number}-3.md", page("A", f"![x]({target})\n"))
    found = [(p.place.path.partition("/a-")[2], p.kind.code) for p in tree.build().report.problems]
    assert found == [
        (f"{number}-{form}.md", "SG231" if form == 3 else code)
        for number, (_, code) in enumerate(HARMFUL, 10)
        for form in (1, 2, 3)
    ]


def test_an_autolink_is_held_to_the_same_rules(tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", "<https://kpu.go.id/>\n")).build()
    assert tree.report.problems == []
    assert '<a href="https://kpu.go.id/">https://kpu.go.id/</a>' in tree.read("a.html")
    tree.file(f"{NATION}/a.md", page("A", "<ftp://kpu.go.id/>\n"))
    assert tree.problems() == [f"{NATION}/a.md:6:2 SG220"]


def test_an_address_of_a_mailbox_may_stand_in_angle_brackets(tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", "<humas@kpu.go.id>\n"))
    assert tree.problems() == []


def test_an_insecure_address_is_reported(tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", "[x](http://kpu.go.id/)\n"))
    assert tree.problems() == [f"{NATION}/a.md:6:5 SG226"]


def test_an_insecure_address_is_a_warning(tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", "[x](http://kpu.go.id/)\n\n::: catatan\nY.\n:::\n"))
    assert tree.problems() == [f"{NATION}/a.md:6:5 SG226"]
    assert not tree.report.failed
    assert '<aside class="catatan">' in tree.read("a.html")


@pytest.mark.parametrize("target", ["https:kpu.go.id", "https:/kpu.go.id", "https://", "kpu.go.id"])
def test_an_address_without_a_host_is_refused(target: str, tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", f"[x]({target})\n"))
    assert [problem.rpartition(" ")[2] for problem in tree.problems()] == ["SG222"]


def test_a_picture_stands_on_the_mirror_itself(tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", "![Peta](https://lain.example/peta.png)\n"))
    assert tree.problems() != []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("![](gambar/peta.png)\n", ["6:1 SG230"]),
        ("![ ](gambar/peta.png)\n", ["6:1 SG230"]),
        ("![Peta Kalimantan](gambar/peta.png)\n", []),
    ],
)
def test_a_picture_has_a_description(body: str, found: list[str], tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", body))
    assert tree.problems() == [f"{NATION}/a.md:{problem}" for problem in found]


def test_a_picture_without_description_has_a_place_of_its_own(tree: Project) -> None:
    body = "Teks ![Peta](gambar/peta.png) dan ![](gambar/peta.png)\n"
    tree.file(f"{NATION}/a.md", page("A", body))
    assert tree.problems() == [f"{NATION}/a.md:6:35 SG230"]


def test_a_link_to_nothing_is_reported(tree: Project) -> None:
    tree.file(f"{NATION}/a.md", page("A", "[x]()\n"))
    assert tree.problems() != []

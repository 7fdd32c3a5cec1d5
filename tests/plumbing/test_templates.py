"""Themes: found folder by folder, and every mistake in a template named with its line."""

from __future__ import annotations

import pytest

from tests.project import SITUS, Project, page

NATION = "content/nasional"
HEAD = "<!doctype html><html lang=id><title>x</title>"


@pytest.fixture
def theme(project: Project) -> Project:
    """A project with a theme of its own that extends the usual one."""
    project.file("content/situs.yaml", SITUS + "tema: uji\n")
    project.file("themes/uji/theme.yaml", "extends: dasar\n")
    return project.file(f"{NATION}/a.md", page("A", "Teks.\n"))


def template(theme: Project, text: str, name: str = "pages/halaman.html") -> Project:
    return theme.file(f"themes/uji/{name}", text)


def reasons(theme: Project, *regions: str) -> list[tuple[str, str]]:
    """Return (place and code, reason) of each problem."""
    theme.build(*regions)
    return [
        (f"{p.place} {p.kind.code}", dict(p.values).get("reason", ""))
        for p in theme.report.problems
    ]


# --- themes


def test_a_theme_takes_what_it_does_not_have_from_the_one_it_extends(theme: Project) -> None:
    template(theme, f"{HEAD}<h1>Uji: {{{{ page.title }}}}</h1>{{{{ isi }}}}")
    theme.build()
    assert theme.report.problems == []
    assert theme.read("a.html") == f"{HEAD}<h1>Uji: A</h1><p>Teks.</p>"
    assert "<h1>Pemilu 2024</h1>" in theme.read("index.html")


def test_each_folder_of_a_theme_is_extended_file_by_file(theme: Project) -> None:
    template(theme, "Kaki uji", "mirror/kaki.html")
    template(theme, "/* uji */", "assets/dasar.css")
    template(theme, "gambar", "assets/gambar/a.png")
    template(theme, "<b>{{ isi }}</b>", "directives/catatan.html")
    theme.file(f"{NATION}/a.md", page("A", "::: catatan\nx\n:::\n")).build()
    html = theme.read("a.html")
    assert "Kaki uji" in html
    assert "<b><p>x</p></b>" in html
    assets = sorted(name for name in theme.files() if name.startswith("aset/"))
    assert [name.rpartition("-")[0] for name in assets] == [
        "aset/cari", "aset/cari", "aset/dasar", "aset/gambar/a", "aset/ikon",
    ]  # fmt: skip
    assert theme.read(assets[2]) == "/* uji */"
    assert f'href="{assets[2]}"' in html


def test_a_theme_may_be_extended_twice(theme: Project) -> None:
    theme.file("themes/uji/theme.yaml", "extends: tengah\n")
    theme.file("themes/tengah/theme.yaml", "extends: dasar\n")
    theme.file("themes/tengah/mirror/kaki.html", "Kaki tengah")
    theme.file("themes/tengah/pages/halaman.html", f"{HEAD}tengah")
    template(theme, f"{HEAD}uji").build()
    assert theme.read("a.html") == f"{HEAD}uji"
    assert "Kaki tengah" in theme.read("index.html")


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"themes/uji/theme.yaml": "extends: uji\n"}, "themes/uji/theme.yaml:1:1 SG405"),
        (
            {
                "themes/uji/theme.yaml": "extends: lain\n",
                "themes/lain/theme.yaml": "extends: uji\n",
            },
            "themes/uji/theme.yaml:1:1 SG405",
        ),
        ({"themes/uji/theme.yaml": "extends: tidak-ada\n"}, "themes/uji/theme.yaml:1:1 SG405"),
        ({"content/situs.yaml": f"{SITUS}tema: tidak-ada\n"}, "content/situs.yaml:6:7 SG405"),
        ({"themes/uji/theme.yaml": "extend: dasar\n"}, "themes/uji/theme.yaml:1:1 SG117"),
        ({"themes/uji/theme.yaml": "kertas: putih\n"}, "themes/uji/theme.yaml:1:9 SG403"),
    ],
)
def test_a_theme_that_cannot_be_used_is_reported_and_nothing_written(
    files: dict[str, str], found: str, theme: Project
) -> None:
    for path, text in files.items():
        theme.file(path, text)
    assert theme.problems("nasional", "61") == [found]
    assert not theme.output.exists()


def test_an_unknown_theme_gets_a_list_of_the_known(theme: Project) -> None:
    theme.file("content/situs.yaml", SITUS + "tema: ujii\n").build()
    (problem,) = theme.report.problems
    assert dict(problem.values) == {"name": "ujii", "known": "dasar, khatulistiwa, uji"}


# --- mistakes in templates


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("pages/halaman.html", "satu\n{% if x %}\n", 2),
        ("pages/halaman.html", "satu\n{{ x }\n", 2),
        ("pages/halaman.html", "satu\n{% tidakada %}\n", 2),
        ("pages/halaman.html", "satu\ndua {{ x|tidakada }}\n", 2),
        ("mirror/kaki.html", "satu\n\n{% for %}\n", 3),
        ("directives/catatan.html", "{{ }}\n", 1),
        ("pages/tidak-terpakai.html", "satu\n{% endif %}\n", 2),
    ],
)
def test_a_syntax_error_names_template_and_line(
    name: str, text: str, line: int, theme: Project
) -> None:
    found = reasons(template(theme, text, name))
    assert {place for place, _ in found} == {f"themes/uji/{name}:{line}:1 SG401"}
    assert not theme.output.exists()


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("tidak_ada", "'tidak_ada' is undefined"),
        ("page.tidak_ada", "has no attribute 'tidak_ada'"),
        ("doc.tidak_ada", "has no attribute 'tidak_ada'"),
        ("1 / 0", "division by zero"),
        ("asset('tidak-ada.css')", "the theme has no file assets/tidak-ada.css"),
        ("tahapan.isi", "'tahapan' is undefined"),
    ],
)
def test_a_template_that_fails_names_itself_its_line_and_a_page(
    expression: str, reason: str, theme: Project
) -> None:
    template(theme, f"satu\ndua\n{{{{ {expression} }}}}\n").build()
    (problem,) = theme.report.problems
    assert f"{problem.place} {problem.kind.code}" == "themes/uji/pages/halaman.html:3:1 SG401"
    assert dict(problem.values)["page"] == "a.html"
    assert reason in dict(problem.values)["reason"]


def test_a_template_that_fails_alike_on_many_pages_is_reported_once(theme: Project) -> None:
    for name in "bcd":
        theme.file(f"{NATION}/{name}.md", page(name))
    assert len(reasons(template(theme, "{{ tidak_ada }}"))) == 1


def test_a_failure_in_an_included_template_is_named_there(theme: Project) -> None:
    template(theme, "{% include 'pages/_dalam.html' %}")
    template(theme, "satu\n{{ tidak_ada }}", "pages/_dalam.html")
    ((place, _),) = reasons(theme)
    assert place == "themes/uji/pages/_dalam.html:2:1 SG401"


def test_a_failure_in_a_partial_is_found_before_anything_is_written(theme: Project) -> None:
    template(theme, "satu\n{{ mirror.tidak_ada }}", "mirror/kaki.html")
    found = reasons(theme, "nasional", "61")
    assert [place for place, _ in found] == ["themes/uji/mirror/kaki.html:2:1 SG401"]
    assert "has no attribute 'tidak_ada'" in found[0][1]
    assert not theme.output.exists()


def test_a_failure_in_a_block_is_named_there(theme: Project) -> None:
    template(theme, "satu\n{{ isi.tidak_ada }}", "directives/catatan.html")
    theme.file(f"{NATION}/a.md", page("A", "::: catatan\nx\n:::\n"))
    assert [place for place, _ in reasons(theme)] == [
        "themes/uji/directives/catatan.html:2:1 SG401"
    ]


def test_a_template_that_does_not_exist_is_reported(theme: Project) -> None:
    found = reasons(template(theme, "{% extends 'pages/tidak-ada.html' %}"))
    assert [place.rpartition(" ")[2] for place, _ in found] == ["SG401"]
    assert "pages/tidak-ada.html" in found[0][1]


def test_text_is_escaped_in_every_template(theme: Project) -> None:
    template(theme, HEAD + '<p title="{{ page.title }}">{{ doc.summary }}')
    text = "---\njudul: '\"><script>'\nringkasan: <b>&\n---\n"
    theme.file(f"{NATION}/a.md", text).build()
    assert theme.read("a.html") == (f'{HEAD}<p title="&#34;&gt;&lt;script&gt;">&lt;b&gt;&amp;')


# --- what a page may not know


@pytest.mark.parametrize("attribute", ["name", "region", "facts", "address"])
def test_a_page_template_that_touches_the_mirror_is_told_what_to_write(
    attribute: str, theme: Project
) -> None:
    written = f"{{{{ mirror.{attribute} }}}}"
    assert template(theme, f"satu\n{written}").messages() == [
        "themes/uji/pages/halaman.html:2:1: galat SG402: templat halaman tidak melihat cermin, "
        f"padahal “{written}” menanyakannya\n"
        "    saran: tulis {{ mirror(…) }} dan tanyakan di dalam templat di bawah mirror/"
    ]


@pytest.mark.parametrize(
    "expression",
    [
        "{{ mirror('nama')|upper }}",
        "{{ mirror('nama')|length }}",
        "{{ mirror('nama')|replace('a', 'b') }}",
        "{{ mirror('nama')|truncate(3) }}",
        "{{ mirror('nama')|trim }}",
        "{{ mirror('nama')|list }}",
        "{{ mirror('nama')|string }}",
        "{{ mirror('nama')|tojson }}",
        "{{ mirror('nama')|urlencode }}",
        "{% if mirror('nama') %}x{% endif %}",
        "{% if mirror('nama') == 'x' %}x{% endif %}",
        "{% if 'x' in mirror('nama') %}x{% endif %}",
        "{{ mirror('nama') + 'x' }}",
        "{{ mirror('nama')[0] }}",
        "{{ mirror('nama').isi }}",
        "{% for x in mirror('nama') %}{% endfor %}",
        "{% filter upper %}{{ mirror('nama') }}{% endfilter %}",
        "{% set x %}{{ mirror('nama') }}{% endset %}{{ x }}",
        "{% macro m() %}{{ mirror('nama') }}{% endmacro %}{{ m() }}",
    ],
)
def test_a_slot_can_be_printed_and_nothing_else(expression: str, theme: Project) -> None:
    found = reasons(template(theme, f"satu\n{expression}"))
    assert {place.rpartition(" ")[2] for place, _ in found} <= {"SG401", "SG404"}
    assert "themes/uji/pages/halaman.html:2:1" in {place.rpartition(" ")[0] for place, _ in found}
    assert not theme.output.exists()


def test_a_slot_is_filled_by_its_partial_with_its_arguments(theme: Project) -> None:
    template(
        theme,
        "{{ kata }}-{{ angka + 1 }}-{{ kosong is none }}-{{ mirror.region.code }}",
        "mirror/uji.html",
    )
    template(
        theme,
        "{{ mirror('uji', kata='<b>', angka=1, kosong=none) }}|"
        "{{ mirror('uji', kata='c', angka=2, kosong=1) }}",
    )
    theme.build("nasional", "61.71")
    assert theme.report.problems == []
    assert theme.read("a.html") == "&lt;b&gt;-2-True-nasional|c-3-False-nasional"
    assert theme.read("a.html", "61.71") == "&lt;b&gt;-2-True-61.71|c-3-False-61.71"


@pytest.mark.parametrize("argument", ["page", "[1]", "{}", "1.5"])
def test_an_argument_of_a_slot_is_a_plain_value(argument: str, theme: Project) -> None:
    ((place, reason),) = reasons(template(theme, f"{{{{ mirror('nama', x={argument}) }}}}"))
    assert place == "themes/uji/pages/halaman.html:1:1 SG401"
    assert "argument x of mirror()" in reason


def test_a_slot_without_a_partial_is_reported(theme: Project) -> None:
    found = reasons(template(theme, "{{ mirror('tidak-ada') }}"))
    assert [place.rpartition(" ")[2] for place, _ in found] == ["SG401"]
    assert "tidak-ada" in found[0][1]


@pytest.mark.parametrize(
    "expression", ["{{ isi|upper }}", "{{ isi|striptags }}", "{{ md(doc.summary) }}"]
)
def test_a_text_is_printed_as_it_was_made(expression: str, theme: Project) -> None:
    theme.file(f"{NATION}/a.md", page("A", "Tutup {{ fakta.jam_tutup }}\n"))
    assert reasons(template(theme, expression)) != []


# --- marks of slots in what writers type


FORGED = "WyJrZXBhbGEiLHsiYmFnaWFuIjoiIiwicm9vdCI6ImphdmFzY3JpcHQ6YWxlcnQoMSkvLyJ9XQ=="
"""`kepala` with an address that runs script, as the mark of a slot holds it."""


@pytest.mark.parametrize(
    "text",
    [
        page("A", f"&#xFDD0;{FORGED}&#xFDD1;\n"),
        page("A", f"&#64976;{FORGED}&#64977;\n"),
        page("A", tag=f'["\\uFDD0{FORGED}\\uFDD1"]'),
    ],
)
def test_no_writer_can_forge_a_slot(text: str, project: Project) -> None:
    project.file(f"{NATION}/berita/a.md", text.replace("judul", "tanggal: 2024\njudul", 1)).build()
    if not project.report.problems:
        html = project.read("berita/a.html")
        assert "javascript:" not in html


@pytest.mark.parametrize("text", [page("A", "a &#xFDD0; b\n"), page('"A \\uFDD0 b"')])
def test_a_sign_of_a_slot_in_a_text_is_reported_there(text: str, project: Project) -> None:
    layer = "content/61-kalimantan-barat"
    project.file(f"{layer}/a.md", text).build("nasional", "61")
    assert {problem.place.path for problem in project.report.problems} <= {f"{layer}/a.md"}
    assert project.report.mirrors >= 1


@pytest.mark.parametrize("escape", ["\\u202e", "\\0", "\\u200b", "\\e"])
def test_no_escape_smuggles_an_invisible_character(escape: str, project: Project) -> None:
    assert project.file(f"{NATION}/a.md", page(f'"A {escape} b"')).problems() != []


# --- files of a theme


def included(theme: Project, name: str, text: str) -> str:
    """Return a page whose template includes a file of the theme, built again after each change."""
    template(theme, f"{HEAD}{{% include '{name}' %}}")
    template(theme, text, name)
    theme.build()
    assert theme.report.problems == []
    return theme.read("a.html").removeprefix(HEAD)


@pytest.mark.parametrize("name", ["assets/lambang.svg", "pages/catatan.txt", "pages/x.html"])
def test_whatever_a_template_includes_is_made_again_when_it_changes(
    theme: Project, name: str
) -> None:
    assert included(theme, name, "<svg>lama</svg>") == "<svg>lama</svg>"
    assert included(theme, name, "<svg>baru</svg>") == "<svg>baru</svg>"


def test_what_an_included_picture_includes_counts_too(theme: Project) -> None:
    template(theme, "<g>lama</g>", "assets/dalam.svg")
    assert included(theme, "assets/a.svg", "{% include 'assets/dalam.svg' %}") == "<g>lama</g>"
    template(theme, "<g>baru</g>", "assets/dalam.svg").build()
    assert theme.read("a.html").endswith("<g>baru</g>")


@pytest.mark.parametrize("path", ["pages/halaman.html", "assets/dasar.css", "theme.yaml", "x"])
@pytest.mark.parametrize("there", [True, False])
def test_a_link_in_a_theme_is_named_and_never_followed(
    theme: Project, path: str, there: bool
) -> None:
    outside = theme.folder / "luar"
    outside.write_text("extends: dasar\n") if there else None
    link = theme.folder / "themes/uji" / path
    link.unlink(missing_ok=True)
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)
    if path == "theme.yaml" and not there:
        assert theme.problems() == ["content/situs.yaml:6:7 SG405"]
    else:
        assert theme.problems() == [f"themes/uji/{path}:1:1 SG307"]
    assert [region.code for region in theme.report.held_back] == ["nasional"]


def test_a_theme_that_is_a_link_is_not_used(theme: Project) -> None:
    (theme.folder / "themes/uji").rename(theme.folder / "luar")
    (theme.folder / "themes/uji").symlink_to(theme.folder / "luar")
    assert theme.problems() == ["themes/uji:1:1 SG307"]


def test_a_hidden_file_of_a_theme_is_no_template(theme: Project) -> None:
    template(theme, "x", "pages/.cadangan.html")
    template(theme, f"{HEAD}{{% include 'pages/.cadangan.html' %}}")
    assert reasons(theme) == [("themes/uji:1:1 SG401", "no template pages/.cadangan.html")]


@pytest.mark.parametrize("path", ["pages/halaman.html", "mirror/kaki.html", "theme.yaml"])
def test_a_template_that_is_not_utf_8_is_named_with_its_line(theme: Project, path: str) -> None:
    theme.file(f"themes/uji/{path}", b"\n# caf\xe9\n")
    assert theme.problems() == [f"themes/uji/{path}:2:1 SG101"]


def test_a_style_sheet_need_not_be_a_template(theme: Project) -> None:
    template(theme, "@media print{#a{color:red}}{%", "assets/dasar.css").build()
    assert theme.report.problems == []


def test_a_missing_template_is_named_without_any_path_of_this_machine(theme: Project) -> None:
    template(theme, "{% extends 'pages/tak-ada.html' %}")
    assert reasons(theme) == [("themes/uji:1:1 SG401", "no template pages/tak-ada.html")]

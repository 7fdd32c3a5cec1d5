"""Themes: what would let a writer's text run is refused at its place, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.model.problem import Place
from sitegen.model.theme import Theme
from sitegen.plumbing import locale
from sitegen.plumbing.memo import Memo
from sitegen.plumbing.templates import Templates
from sitegen.steps.load_theme import load_theme
from tests.project import SITUS, Project, page

PARTIALS = {
    "mirror/nama.html": "{{ mirror.name }}",
    "mirror/tebal.html": "<b>{{ mirror.name }}</b>",
    "mirror/umum.html": "{% set akar = mirror.base if root is none else root %}{{ akar }}",
    "pages/_rupa.html": "{% set kelas = {'a': 'b'} %}"
    "{% macro cap(f) %}<b>{{ f }}</b>{% endmacro %}",
    "pages/base.html": "<!doctype html><html lang=id><head>"
    "<title>{% block judul %}{% endblock %}</title></head>"
    "<body{% block lembar %}{% endblock %}>{% block isi %}{% endblock %}</body></html>",
}


def lint(text: str, name: str = "pages/uji.html", **more: str) -> list[str]:
    """Return what is wrong with a template among some others, as it is shown, without hints."""
    files = {**PARTIALS, **more, name: text}
    theme = Theme("uji", ("themes/uji",), (), {}, {n: (t, n) for n, t in files.items()})
    found = Templates(theme, Memo()).problems()
    return [locale.shown(problem).partition("\n")[0] for problem in found]


def sentence(at: str, words: str, name: str = "pages/uji.html") -> str:
    return f"{name}:{at}: galat SG402: {words}"


def unescaped(what: str) -> str:
    return f"“{what}” mencetak teks tanpa mengamankannya"


def as_a_name(what: str) -> str:
    return f"“{what}” berada di tempat nama tag atau atribut"


def not_quoted(attribute: str) -> str:
    return f"nilai “{attribute}” dicetak tanpa tanda kutip di sekelilingnya"


def in_a_comment(what: str) -> str:
    return f"“{what}” dicetak di dalam komentar HTML"


def in_a_script(what: str) -> str:
    return f"“{what}” dicetak di dalam <script>"


def inline(what: str) -> str:
    return f"peramban disuruh mengabaikan {what} di dalam halaman"


def no_element(name: str) -> str:
    return f"<{name}> tidak punya tempat di halaman yang tidak memuat apa pun dari luar"


def not_an_address(what: str, attribute: str = "href") -> str:
    return f"“{what}” di “{attribute}” tidak lewat |tautan"


def bad_address(what: str) -> str:
    return f"“{what}” bukan alamat yang boleh dituju halaman"


def elsewhere(what: str) -> str:
    return f"“{what}” akan dimuat dari server lain"


def html_in(where: str, what: str) -> str:
    return f"“{what}” adalah HTML dan berada di dalam {where}"


def uneven(what: str) -> str:
    return f"“{what}” dan penutupnya berada di tempat HTML yang berbeda"


def unfinished(where: str) -> str:
    return f"templat berakhir di dalam {where}"


BAD = [
    # --- text without escaping
    ("{{ x|safe }}", "1:6", unescaped("|safe")),
    ("satu\n  {{ x | safe }}", "2:10", unescaped("|safe")),
    ("{{ Markup(x) }}", "1:4", unescaped("Markup")),
    ("{% autoescape false %}{{ x }}{% endautoescape %}", "1:4", unescaped("autoescape")),
    ("{% autoescape true %}{{ x }}{% endautoescape %}", "1:4", unescaped("autoescape")),
    ("<p {{ {'a': x}|xmlattr }}>", "1:16", unescaped("|xmlattr")),
    ("{{ x|urlize }}", "1:6", unescaped("|urlize")),
    ("{{ x|map('safe')|join }}", "1:10", unescaped("'safe'")),
    ("{{ lipsum() }}", "1:4", unescaped("lipsum")),
    ("{% set y = x|safe %}{{ y }}", "1:14", unescaped("|safe")),
    ("{% filter safe %}{{ x }}{% endfilter %}", "1:11", unescaped("|safe")),
    # --- names
    ("<p {{ x }}>", "1:4", as_a_name("{{ x }}")),
    ("<{{ x }}>", "1:2", as_a_name("{{ x }}")),
    ("<h{{ x }}>", "1:3", as_a_name("{{ x }}")),
    ("</h{{ x }}>", "1:4", as_a_name("{{ x }}")),
    ("<p data-{{ x }}='a'>", "1:9", as_a_name("{{ x }}")),
    ("<p class='a'{{ x }}>", "1:13", as_a_name("{{ x }}")),
    ("<p{% if y %} {{ x }}{% endif %}>", "1:14", as_a_name("{{ x }}")),
    ("<meta http-equiv='{{ x }}' content='a'>", "1:19", as_a_name("{{ x }}")),
    # --- attributes without quotes
    ("<p class={{ x }}>", "1:10", not_quoted("class")),
    ("<p class= {{ x }}>", "1:11", not_quoted("class")),
    ("<p class=a{{ x }}>", "1:11", not_quoted("class")),
    ("<a\n href={{ x|tautan }}>", "2:7", not_quoted("href")),
    ("<p title={% if y %}{{ x }}{% endif %}>", "1:20", not_quoted("title")),
    # --- comments
    ("<!-- {{ x }} -->", "1:6", in_a_comment("{{ x }}")),
    ("<!-- a {% if y %}b{% endif %}{{ x }} -->", "1:30", in_a_comment("{{ x }}")),
    ("<!-- a > {{ x }} -->", "1:10", in_a_comment("{{ x }}")),
    ("<!doctype {{ x }}>", "1:11", in_a_comment("{{ x }}")),
    # --- script and style
    ("<script type='application/json'>{{ x }}</script>", "1:33", in_a_script("{{ x }}")),
    (
        '<script type="application/ld+json">{"a": "{{ x }}"}</script>',
        "1:43",
        in_a_script("{{ x }}"),
    ),
    (
        "<script type='application/json'>{{ x|upper }}</script>",
        "1:33",
        in_a_script("{{ x|upper }}"),
    ),
    ("<script>{{ x|tojson }}</script>", "1:9", in_a_script("{{ x|tojson }}")),
    ("<SCRIPT>{{ x|tojson }}</SCRIPT>", "1:9", in_a_script("{{ x|tojson }}")),
    ("<script type=module>{{ x|tojson }}</script>", "1:21", in_a_script("{{ x|tojson }}")),
    ("<script>alert(1)</script>", "1:9", inline("<script>")),
    ("<script>\n  let a = 1;\n</script>", "2:3", inline("<script>")),
    ("<style>p{color:red}</style>", "1:2", inline("<style>")),
    ("<p style='color:red'>", "1:4", inline("style=")),
    ("<p STYLE='color:red'>", "1:4", inline("style=")),
    ("<p onclick='a()'>", "1:4", inline("onclick=")),
    ("<body/onload='a()'>", "1:7", inline("onload=")),
    ("<p srcdoc='<b>'>", "1:4", inline("srcdoc=")),
    # --- elements
    ("<iframe src='a.html'></iframe>", "1:2", no_element("iframe")),
    ("<object></object>", "1:2", no_element("object")),
    ("<embed>", "1:2", no_element("embed")),
    ("<base>", "1:2", no_element("base")),
    ("<meta http-equiv=refresh content='0'>", "1:18", no_element("meta http-equiv=refresh")),
    (
        "<meta http-equiv='re&#102;resh' content='0'>",
        "1:19",
        no_element("meta http-equiv=refresh"),
    ),
    (
        "<svg><a><set attributeName='href' to='{{ x }}'/></a></svg>",
        "1:29",
        no_element("set attributeName=href"),
    ),
    # --- of two attributes of one name, browsers take the first
    ("<script type='' type='application/json'>a()</script>", "1:41", inline("<script>")),
    ("<script type type='application/json'>a()</script>", "1:38", inline("<script>")),
    ("<script type=module type='application/json'>a()</script>", "1:45", inline("<script>")),
    (
        "<link rel=stylesheet rel=canonical href='https://a.example/b'>",
        "1:42",
        elsewhere("https://a.example/b"),
    ),
    # --- addresses
    ("<a href='{{ x }}'>", "1:10", not_an_address("{{ x }}")),
    ("<a href='{{ page.root }}{{ x }}'>", "1:25", not_an_address("{{ x }}")),
    ("<a href='{{ x|alamat }}'>", "1:10", not_an_address("{{ x|alamat }}")),
    ("<a href='{{ x|e }}'>", "1:10", not_an_address("{{ x|e }}")),
    ("<a href='a{{ x }}'>", "1:11", not_an_address("{{ x }}")),
    ("<a href='https://{{ x }}/'>", "1:18", not_an_address("{{ x }}")),
    ("<a href='/{{ x }}'>", "1:11", not_an_address("{{ x }}")),
    ("<img src='{{ x }}'>", "1:11", not_an_address("{{ x }}", "src")),
    ("<img srcset='a.png 1x, {{ x }} 2x'>", "1:24", not_an_address("{{ x }}", "srcset")),
    ("<form action='{{ x }}'>", "1:15", not_an_address("{{ x }}", "action")),
    ("<button formaction='{{ x }}'>", "1:21", not_an_address("{{ x }}", "formaction")),
    ("<video poster='{{ x }}'>", "1:16", not_an_address("{{ x }}", "poster")),
    ("<a href='{% if y %}{{ x }}{% endif %}'>", "1:20", not_an_address("{{ x }}")),
    ("<a href='{{ x|tautan if y else z }}'>", "1:10", not_an_address("{{ x|tautan if y else z }}")),
    ("{% set akar = x %}<a href='{{ akar }}'>", "1:28", not_an_address("{{ akar }}")),
    ("<a href='javascript:a()'>", "1:10", bad_address("javascript:a()")),
    ("<a href='&#106;avascript:a()'>", "1:10", bad_address("&#106;avascript:a()")),
    ("<a href='java\tscript:{{ x }}'>", "1:10", bad_address("java\tscript:…")),
    ("<a href='data:text/html,a'>", "1:10", bad_address("data:text/html,a")),
    ("<a href='//situs.example/'>", "1:10", bad_address("//situs.example/")),
    ("<a href='{{ page.root }}:a'>", "1:10", bad_address("…:a")),
    ("<img src='https://situs.example/a.png'>", "1:11", elsewhere("https://situs.example/a.png")),
    ("<script src='https://a.example/b.js'></script>", "1:14", elsewhere("https://a.example/b.js")),
    ("<link rel=stylesheet href='https://a.example/b'>", "1:28", elsewhere("https://a.example/b")),
    ("<form action='https://a.example/'>", "1:15", elsewhere("https://a.example/")),
    # --- HTML where only text can stand
    ("<p title='{{ isi }}'>", "1:11", html_in("title='…'", "{{ isi }}")),
    ('<p title="{{ mirror("tebal") }}">', "1:11", html_in('title="…"', '{{ mirror("tebal") }}')),
    ('<p title="{{ mirror(x) }}">', "1:11", html_in('title="…"', "{{ mirror(x) }}")),
    ("<p title='{{ md(x) }}'>", "1:11", html_in("title='…'", "{{ md(x) }}")),
    ("<title>{{ isi }}</title>", "1:8", html_in("<title>", "{{ isi }}")),
    ("<p title='{{ x|tojson }}'>", "1:11", html_in("title='…'", "{{ x|tojson }}")),
    (
        "{% from 'pages/_rupa.html' import cap %}<p title='{{ cap(x) }}'>",
        "1:51",
        html_in("title='…'", "{{ cap(x) }}"),
    ),
    (
        "{% for t, h in tambahan %}<p title='{{ h }}'>{% endfor %}",
        "1:37",
        html_in("title='…'", "{{ h }}"),
    ),
    (
        "{% set y = isi %}<p title='{{ y }}'>",
        "1:28",
        html_in("title='…'", "{{ y }}"),
    ),
    (
        "<p title='{% include 'pages/_rupa.html' %}'>",
        "1:11",
        html_in("title='…'", "{% include 'pages/_rupa.html' %}"),
    ),
    (
        "{% set n = namespace(y='') %}{% set n.y = isi %}<p title='{{ n.y }}'>",
        "1:59",
        html_in("title='…'", "{{ n.y }}"),
    ),
    (
        "<p title='{{ tambahan[0][1] }}'>",
        "1:11",
        html_in("title='…'", "{{ tambahan[0][1] }}"),
    ),
    # --- macros, whose arguments are taken for text
    (
        "{% macro m(a) %}<p title='{{ a }}'>{% endmacro %}{{ m(isi) }}",
        "1:50",
        html_in("m(…)", "{{ m(isi) }}"),
    ),
    (
        "{% macro m(a) %}{{ a }}{% endmacro %}{% set b = m(a=md(x)) %}",
        "1:38",
        html_in("m(…)", "{% set b = m(a=md(x)) %}"),
    ),
    (
        "{% import 'pages/_rupa.html' as rupa %}{{ rupa.cap(isi) }}",
        "1:40",
        html_in("rupa(…)", "{{ rupa.cap(isi) }}"),
    ),
    (
        "{% macro m(a=isi) %}<p title='{{ a }}'>{% endmacro %}",
        "1:1",
        html_in("m(…)", "{% macro m(a=isi) %}"),
    ),
    (
        "{% macro m(root) %}<a href='{{ root }}'>{% endmacro %}",
        "1:29",
        not_an_address("{{ root }}"),
    ),
    # --- blocks and branches
    ("{% if y %}<p title='{% endif %}a'>", "1:1", uneven("{% if y %}")),
    ("{% for y in x %}<!--{% endfor %}", "1:1", uneven("{% for y in x %}")),
    ("<p{% if y %} class={% endif %}>", "1:3", uneven("{% if y %}")),
    ("{% block a %}<p {% endblock %}>", "1:1", uneven("{% block a %}")),
    ("{% macro m() %}<p {% endmacro %}", "1:1", uneven("{% macro m() %}")),
    ("<p{% if y %} a='b'{% endif %}c>", "1:30", uneven("<p")),
    ("<p title='{{ x }}", "1:17", unfinished("title='…'")),
    ("<!-- a", "1:6", unfinished("<!-- … -->")),
    ("<title>a", "1:8", unfinished("<title>")),
    ("{% extends x %}", "1:1", "“{% extends x %}” menghitung nama templat"),
    # --- blocks of the template that it extends
    (
        "{% extends 'pages/base.html' %}{% block lembar %} {{ x }}{% endblock %}",
        "1:51",
        as_a_name("{{ x }}"),
    ),
    (
        "{% extends 'pages/base.html' %}{% block lembar %}>{% endblock %}",
        "1:32",
        uneven("{% block lembar %}"),
    ),
    (
        "{% extends 'pages/base.html' %}\n{% block judul %}{{ isi }}{% endblock %}",
        "2:18",
        html_in("<title>", "{{ isi }}"),
    ),
    # --- slots
    (
        "{{ mirror('umum', root='javascript:') }}",
        "1:1",
        "argumen root pada “{{ mirror('umum', root='javascript:') }}” bukan jalan ke akar situs",
    ),
    (
        "{{ mirror['name'] }}",
        "1:1",
        "templat halaman tidak melihat cermin, padahal “{{ mirror['name'] }}” menanyakannya",
    ),
    (
        "{% if mirror.name %}{% endif %}",
        "1:1",
        "templat halaman tidak melihat cermin, padahal “{% if mirror.name %}” menanyakannya",
    ),
]


@pytest.mark.parametrize(("text", "at", "words"), BAD)
def test_what_could_run_a_writers_text_is_refused_at_its_place(
    text: str, at: str, words: str
) -> None:
    assert sentence(at, words) in lint(text)
    assert {problem.split(":")[1] for problem in lint(text)} == {at.split(":", maxsplit=1)[0]}


@pytest.mark.parametrize(
    ("name", "text", "at", "words"),
    [
        ("mirror/a.json", '{"a": {{ mirror.name }}}', "1:7", "“{{ mirror.name }}” dicetak ke dalam berkas JSON tanpa |tojson"),  # noqa: E501
        ("mirror/warna.css", "a{color:{{ warna }}}", "1:9", "“{{ warna }}” dicetak ke dalam lembar gaya"),  # noqa: E501
        ("mirror/a.txt", "{{ mirror.name|safe }}", "1:16", unescaped("|safe")),
        ("mirror/a.html", "<a href='{{ mirror.name }}'>", "1:10", not_an_address("{{ mirror.name }}")),  # noqa: E501
        ("mirror/a.svg", "<svg onload='a()'></svg>", "1:6", inline("onload=")),
        ("directives/a.html", "<p title={{ x }}>", "1:10", not_quoted("title")),
        ("assets/a.css", "a{}\n@import 'b.css';", "2:1", elsewhere("@import 'b.css'")),
        ("assets/a.css", "a{b:url(https://c.example/)}", "1:5", elsewhere("https://c.example/")),
        ("assets/a.css", "a{b:url( '//c.example/d' )}", "1:5", elsewhere("//c.example/d")),
        ("assets/a.css", "a{b:\\75 rl(https://c.example/)}", "1:5", elsewhere("https://c.example/")),
        ("assets/a.css", "a{b:image-set('https://c.example/d' 1x)}", "1:5", elsewhere("https://c.example/d")),
        ("assets/a.css", "/* a */@IMPORT url(b.css);", "1:8", elsewhere("@IMPORT url(b.css)")),
        ("gaya.css", "a{b:url(http://c.example/)}", "1:5", elsewhere("http://c.example/")),
    ],
)  # fmt: skip
def test_every_file_of_a_theme_is_looked_at(name: str, text: str, at: str, words: str) -> None:
    assert lint(text, name) == [sentence(at, words, name)]


GOOD = [
    "{{ x }}",
    "<p>{{ x }}</p>",
    "<p class='{{ x }}' title=\"{{ y }}\">",
    "<p class=a id=b>{{ x }}",
    "<p class='a{% if y %} {{ x }}{% endif %}'>",
    "<p{% if y %} class='{{ x }}'{% endif %}>",
    "<p{% if y %} hidden{% endif %}{% if z %} id='a'{% endif %} title='b'>",
    "<input{% if y %} disabled{% else %} required{% endif %}>",
    "{% if y %}<p class='a'>{% else %}<p>{% endif %}{{ x }}",
    "a < b {{ x }} & c",
    "1 <{# 2 #} 3",
    "<a href='{{ page.root }}{{ x|tautan }}'>",
    "<a href='{{ page.root }}a/{{ x }}.html'>",
    "<a href='#{{ x }}'>",
    "<a href='a.html?b={{ x }}&c={{ y }}'>",
    "<a href='mailto:{{ x }}'>{{ x }}</a>",
    "<a href='https://wa.me/?text={{ x|urlencode }}'>",
    "<a href='https://creativecommons.org/licenses/by/4.0/'>",
    "<link rel='license' href='https://creativecommons.org/licenses/by/4.0/'>",
    '<link rel="stylesheet" href="{{ page.root }}{{ asset(\'a.css\') }}">',
    "<script src=\"{{ page.root }}{{ asset('a.js') }}\" defer></script>",
    "<a href='{{ x|tautan if y else page.root }}'>",
    "<img srcset='{{ page.root }}{{ x|tautan }} {{ w }}w, a-2.png 2x' src='a.png'>",
    "<img srcset='{% for s in x %}{{ s|tautan }} {{ w }}w, {% endfor %}a.png 1x'>",
    "{% set akar = page.root %}<a href='{{ akar }}{{ x|tautan }}'>",
    "<script type='application/ld+json'>{{ data }}</script>",
    '<script type="application/json" id=a>{{ x|tojson }}</script>',
    "<script type='application/json' type=module>{{ x|tojson }}</script>",
    "<title>{{ x }} · {{ mirror('nama') }}</title>",
    "<meta content='{{ mirror(\"nama\") }}'>",
    "<textarea>{{ x }} <b></textarea>",
    "{{ isi }}<div>{{ md(x) }}{{ mirror('tebal') }}</div>",
    "<p title='{{ isi_lain }}{{ \"a\" if isi }}'>",
    "<!-- catatan -->{{ x }}",
    "<!-->{{ x }}",
    "{# {{ x|safe }} #}",
    "{% raw %}<p class={{ x }}>{% endraw %}",
    '{% for y in x %}<li class="{{ loop.index }}">{{ y }}{% else %}-{% endfor %}',
    "{% from 'pages/_rupa.html' import kelas, cap %}<p class='{{ kelas[x] }}'>{{ cap(x) }}",
    "{% extends 'pages/base.html' %}\n{% block lembar %} class=\"{{ x }}\"{% endblock %}",
    "{% extends 'pages/base.html' %}{% block judul %}{{ super() }} {{ x }}{% endblock %}",
    "{% extends 'pages/base.html' %}{% block isi %}<p>{{ isi }}</p>{% endblock %}",
    "{% include 'pages/_rupa.html' %}",
    "{% macro m(a) %}<p title='{{ a }}'>{% endmacro %}{{ m(x) }}{{ m(isi|striptags) }}",
    "<p title='{{ tambahan|length }}'>{% for t, h in tambahan %}<b title='{{ t }}'>{{ h }}</b>{% endfor %}",  # noqa: E501
    "<p title='safe Markup {{ x }}'>autoescape</p>",
    "{{ mirror('umum', root=none if y else page.root) }}",
    "<svg viewBox='0 0 1 1'><path d='{{ x }}'/></svg>",
    "<button type='button' aria-pressed=\"{{ 'true' if y else 'false' }}\">{{ x }}</button>",
    "satu\r\n<p\r\n title='{{ x }}'>\r\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_not_refused(text: str) -> None:
    assert lint(text) == []


def test_a_style_sheet_that_loads_from_its_own_folder_is_right() -> None:
    text = "/* @import url(https://a.example/) */a{b:url(c.png)}d{e:url('data:image/png;base64,')}"
    assert lint(text, "assets/a.css") == []


@pytest.mark.parametrize("name", ["dasar", "khatulistiwa"])
def test_nothing_is_wrong_with_the_themes_that_come_along(name: str) -> None:
    theme, problems = load_theme(name, Path(__file__).parents[3], Place("content/situs.yaml"))
    assert problems == []
    assert theme is not None
    assert Templates(theme, Memo()).problems() == ()


def test_places_are_counted_in_the_file_as_it_is(project: Project) -> None:
    project.file("content/situs.yaml", SITUS + "tema: uji\n")
    project.file("themes/uji/theme.yaml", "extends: dasar\n")
    project.file("content/nasional/a.md", page("A"))
    text = "{%- if x -%}\n\n  <p>ä</p>\n  {% endif %}\n<b>x</b>  {{ page.title|safe }}\n"
    project.file("themes/uji/pages/_lain.html", text)
    assert project.messages("nasional", "61") == [
        "themes/uji/pages/_lain.html:5:25: galat SG402: “|safe” mencetak teks tanpa "
        "mengamankannya\n    saran: buang saja: HTML milik halaman sendiri tercetak "
        "sebagai HTML tanpa itu"
    ]
    assert not project.output.exists()

"""A template reads what it is given, always escaped, and never without end."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from jinja2 import DictLoader, StrictUndefined
from jinja2.exceptions import TemplateError, UndefinedError

from sitegen.plumbing.template_sandbox import Sandbox, address
from tests.project import SITUS, Project, page

BIG = "{% set ns = namespace(x='ab') %}"
COSTLY = [
    "{{ 'a' * 10**9 }}",
    "{{ 10**9 * 'a' }}",
    "{{ [1] * 10**9 }}",
    "{{ 10**(10**9) }}",
    "{{ 'a'|center(10**9) }}",
    "{{ 'a'|center(1000000000) }}",
    "{{ 'a'.center(10**9) }}",
    "{{ 'a'.ljust(10**9) }}",
    "{{ 'a'.zfill(10**9) }}",
    "{{ 'a\tb'.expandtabs(tabsize=10**9) }}",
    "{{ 'a'.encode().ljust(10**9)|length }}",
    "{{ 'a'.encode() * 10**9 }}",
    "{{ (1).to_bytes(10**9, 'big') }}",
    "{{ ('a' * 10**6).translate({97: 'b' * 10**6}) }}",
    "{{ 'a\tb'.expandtabs(10**9) }}",
    "{{ 'a\nb'|indent(10**9) }}",
    "{{ '%0999999999d' % 1 }}",
    "{{ '%0999999999d'|format(1) }}",
    "{{ '%*d'|format(999999999, 1) }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ '{:>{w}}'.format(1, w=999999999) }}",
    "{{ [1]|batch(10**9, 'a')|list }}",
    "{{ [1]|slice(10**9)|list }}",
    "{{ {'a': 1}|tojson(indent=10**9) }}",
    "{% for a in range(10**9) %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% set x = range(9999)|list %}{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}",
    BIG + "{% for a in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    BIG + "{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    BIG + "{% for a in range(99) %}{% set ns.x = ns.x|replace('a', ns.x) %}{% endfor %}",
    BIG + "{% for a in range(99) %}{% set ns.x = ns.x.replace('a', ns.x) %}{% endfor %}",
    BIG + "{% for a in range(99) %}{% set ns.x = ns.x|join(ns.x) %}{% endfor %}",
    BIG + "{% for a in range(99) %}{% set ns.x = ns.x.join(ns.x) %}{% endfor %}",
    "{% set ns = namespace(x=9) %}{% for a in range(99) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
]


def rendered(text: str, **values: object) -> str:
    environment = Sandbox(
        loader=DictLoader({"a": text}), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("a").render(values)


@pytest.mark.parametrize("text", COSTLY)
def test_what_would_never_end_or_fill_memory_ends_at_once(text: str) -> None:
    begun = time.process_time()
    with pytest.raises((TemplateError, OverflowError)):
        rendered(text)
    assert time.process_time() - begun < 10


@dataclass(frozen=True)
class Thing:
    names: tuple[str, ...] = ("a",)


@pytest.mark.parametrize(
    "text",
    [
        "{{ x.__class__ }}",
        "{{ x|attr('__class__') }}",
        "{{ x.__init__.__globals__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ '{0.__class__}'.format(x) }}",
        "{{ ['__class__']|map(attribute='__class__')|join }}",
        "{{ d.update({'a': 1}) }}",
        "{{ d.clear() }}",
        "{{ l.append(1) }}",
        "{{ l.sort() }}",
        "{{ self.__init__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ x|safe }}",
        "{{ ['<b>']|map('safe')|join }}",
        "{{ lipsum() }}",
    ],
)
def test_no_template_reaches_out_or_changes_what_it_was_given(text: str) -> None:
    values = {"x": Thing(), "d": {"b": 2}, "l": [3]}
    with pytest.raises((TemplateError, UndefinedError)):
        rendered(text, **values)
    assert values == {"x": Thing(), "d": {"b": 2}, "l": [3]}


@pytest.mark.parametrize(
    "text",
    [
        "{{ ('a'|e)|indent(x, true) }}",
        "{{ ('a'|e)|indent(width=x, first=true) }}",
        "{% filter indent(x, true) %}a{% endfilter %}",
        "{{ ['a'|e]|map('indent', x, true)|join }}",
    ],
)
def test_no_text_is_printed_as_an_indentation_which_jinja_does_not_escape(text: str) -> None:
    with pytest.raises(TemplateError, match="indent takes a number"):
        rendered(text, x="<script>")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{ 'ab' * 3 }}{{ 2 ** 8 }}{{ 'a' + 'b' }}{{ '%05.1f' % 1.25 }}", "ababab256ab001.2"),
        ("{{ ['a', '<']|join(', ') }}{{ 'aba'|replace('a', '<') }}", "a, &lt;&lt;b&lt;"),
        ("{% for a in 'xyz' %}{{ loop.index }}/{{ loop.length }}{{ loop.last }} {% endfor %}",
         "1/3False 2/3False 3/3True "),
        ("{{ 'a' ~ 1 ~ '<' }}{{ '%s'|format('<') }}{{ 'a'|center(5) }}.", "a1&lt;&lt;  a  ."),
        ("{{ x.names|join }}{% for a, b in {'c': 1}.items() %}{{ a }}{{ b }}{% endfor %}", "ac1"),
        ("{{ 'a\nb'|indent(2) }}{{ 'a'|indent(2, true) }}", "a\n  b  a"),
        ("{% for a in [] %}{% else %}kosong{% endfor %}", "kosong"),
        ("{% for a in [1, [2]] recursive %}{{ a if a is number else loop(a) }}{% endfor %}", "12"),
    ],
)  # fmt: skip
def test_the_usual_works_as_in_jinja(text: str, result: str) -> None:
    assert rendered(text, x=Thing()) == result


@pytest.mark.parametrize("ending", ["html", "svg", "txt", "xml.j2", "jinja", "css", "json"])
def test_text_is_escaped_whatever_a_file_is_called(ending: str, project: Project) -> None:
    project.file("content/situs.yaml", SITUS + "tema: uji\n")
    project.file("themes/uji/theme.yaml", "extends: dasar\n")
    project.file(f"themes/uji/pages/dalam.{ending}", "{{ page.title }}|{{ tidak_ada }}")
    project.file("themes/uji/pages/halaman.html", f"{{% include 'pages/dalam.{ending}' %}}")
    project.file("content/nasional/a.md", page("A <b>")).build()
    reasons = [dict(p.values).get("reason", p.kind.message) for p in project.report.problems]
    assert "'tidak_ada' is undefined" in reasons
    project.file(f"themes/uji/pages/dalam.{ending}", "{{ page.title|tojson if 0 else page.title }}")
    project.build()
    if ending not in ("css", "json"):  # the lint has its say there
        assert project.read("a.html") == "A &lt;b&gt;"


@pytest.mark.parametrize(
    ("files", "place", "reason"),
    [
        ({"halaman": "a\n{% include 'pages/halaman.html' %}"}, "halaman.html:2:1", "without end"),
        ({"halaman": "{% include 'pages/b.html' %}", "b": "\n{% include 'pages/halaman.html' %}"},
         "", "without end"),
        ({"halaman": "\n\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"},
         "halaman.html:3:1", "without end"),
        ({"halaman": "\n{{ 'a' * 10**9 }}"}, "halaman.html:2:1", "more than a million signs"),
        ({"halaman": "\n{{ page.title|tautan }}"}, "halaman.html:2:1", "is not an address"),
        ({"halaman": "{% for a in [1] %}" * 30 + "{% endfor %}" * 30}, "", "nested too deeply"),
        ({"halaman": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}"}, "halaman.html:1:1", "nested"),
    ],
)  # fmt: skip
def test_a_template_that_does_not_end_is_a_problem_with_its_line_and_page(
    files: dict[str, str], place: str, reason: str, project: Project
) -> None:
    project.file("content/situs.yaml", SITUS + "tema: uji\n")
    project.file("themes/uji/theme.yaml", "extends: dasar\n")
    for name, text in files.items():
        project.file(f"themes/uji/pages/{name}.html", text)
    project.file("content/nasional/a.md", page("A b")).build()
    found = {(str(p.place), dict(p.values).get("reason", "")) for p in project.report.problems}
    assert {p.kind.code for p in project.report.problems} == {"SG401"}
    folder = "themes/uji/pages/" if place else "themes/uji"
    assert any(p.startswith(folder + place) and reason in r for p, r in found), found
    assert not project.output.exists()


@pytest.mark.parametrize(
    "text",
    [
        "", "a.html", "../a/b.html", "#b", "?a=b:c", "a.html?b#c", "https://kpu.go.id",
        "https://kpu.go.id/a?b=c#d", "mailto:a@b.go.id", "tel:+6221", "webcal://a.example/k.ics",
        "topik/pemilih-muda.html", "https://kpu.go.id:8443/a:b", "HTTPS://KPU.go.id/",
    ],
)  # fmt: skip
def test_an_address_may_be_printed(text: str) -> None:
    assert address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "javascript:a()", "JaVaScRiPt:a()", " javascript:a()", "java\tscript:a()", "data:a",
        "vbscript:a", "blob:a", "file:///a", "//a.example", "/\\a.example", "\\\\a.example", "/a",
        "https:a", "https:/a", "https://kpu.go.id@a.example/", "https://kpu.go.id\\@a.example/",
        "https://a\n.example", "a:b", "a\x00b", "a\u202eb", "mailto:", "https://", "a b",
    ],
)  # fmt: skip
def test_an_address_that_leads_astray_is_refused(text: str) -> None:
    with pytest.raises(TemplateError, match="not an address"):
        address(text)

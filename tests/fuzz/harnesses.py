"""What is fuzzed: each harness takes bytes, and raises when a promise is broken."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateError

from sitegen.model.linked_hosts import LinkedHosts
from sitegen.model.problem import Problem
from sitegen.model.source import Source
from sitegen.model.theme import Theme
from sitegen.plumbing import locale, sanitize
from sitegen.plumbing.markdown.converter import Converter
from sitegen.plumbing.markdown.rules import Rules
from sitegen.plumbing.memo import Memo
from sitegen.plumbing.template_sandbox import Sandbox, address
from sitegen.plumbing.templates import Templates
from sitegen.steps.validate import read_document
from tests.bad_input.judge import harm

PATH = "content/nasional/a.md"
LARGEST = 4096
"""Bytes: longer inputs find the limits of the machine, not of the program."""
FORBIDDEN = frozenset("\0\ufdd0\ufdd1\r")
"""What `load` refuses or changes before anyone else sees a text."""


def text_of(data: bytes) -> str:
    """Return text as `load` hands it on."""
    text = data[:LARGEST].decode("utf-8", "ignore")
    return "".join(c for c in text if c not in FORBIDDEN and (c >= " " or c in "\n\t"))


def inside(problems: list[Problem], text: str, first: int = 1) -> None:
    """Every problem has a sentence, and its place lies in the text."""
    lines = text.split("\n")
    for problem in problems:
        assert locale.shown(problem), problem
        line = problem.place.line - first
        assert 0 <= line < max(len(lines), 1), (problem.place, len(lines))
        assert 1 <= problem.place.column <= len(lines[line]) + 1, problem.place


def front_matter(data: bytes) -> None:
    """A page's front matter is typed or refused, at a place in the file."""
    text = text_of(data)
    kinds = ("halaman", "tahapan", "klarifikasi", "berita", "istilah", "panduan")
    name = f"{kinds[len(data) % len(kinds)]}/a.md"
    document, problems = read_document(Source(PATH, "nasional", name, text))
    assert document is not None or problems
    inside(problems, text)


@cache
def converter() -> Converter:
    """Return the converter, made once."""
    return Converter()


def convert(text: str) -> tuple[str, list[Problem]]:
    """Return the HTML of a body, and what is wrong with it."""
    rules = Rules(
        facts={"jam_tutup": ("", "angka")},
        fact_mark=lambda name, form: f"[{name}.{form}]",
        directives={"catatan": frozenset({"jenis", "judul"}), "kontak": frozenset()},
        fill_directive=lambda *given: f"<blockquote>{given[2]}</blockquote>",
        terms={"TPS": "istilah/tps.html"},
        hosts=LinkedHosts("content/situs.yaml", frozenset({"a.example"})),
    )
    done = converter().convert(text, rules, path=PATH, first_line=1, inside="a.md", url="a.html")
    return done.html, done.problems


def markdown(data: bytes) -> None:
    """A body becomes HTML that holds nothing but what writers may write, problems or not."""
    text = text_of(data)
    html, problems = convert(text)
    inside(problems, text)
    left = ["<sg-block>"] if problems else []  # directives are not filled then
    assert [found for found in harm(html) if found not in left] == [], html
    assert sanitize.clean(sanitize.clean(html)) == sanitize.clean(html)


def template(data: bytes) -> None:
    """The lint of themes takes any text; what it lets through holds no tags but its own.

    A template that passes is rendered with values full of tags and quotes: they must not become
    elements, nor attributes.
    """
    text = text_of(data)
    files = {"pages/uji.html": text, "mirror/nama.html": "{{ mirror.name }}"}
    theme = Theme("uji", ("themes/uji",), (), {}, {n: (t, n) for n, t in files.items()})
    problems = Templates(theme, Memo()).problems()
    inside(list(problems), text)
    if problems or "mirror" in text:
        return
    environment = Sandbox(autoescape=True, undefined=StrictUndefined)
    try:
        made = environment.from_string(text)
        evil = made.render(dict.fromkeys(NAMES, EVIL))
        meek = made.render(dict.fromkeys(NAMES, MEEK))
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError):
        return
    except (RecursionError, SyntaxError, MemoryError):
        return
    if EVIL_SIGN in evil:
        assert skeleton(evil) == skeleton(meek), (evil, meek)


NAMES = ("x", "y", "page", "doc", "isi_lain")
EVIL_SIGN = "qzq"
EVIL = f"{EVIL_SIGN}'\"><img src=x onerror=a()>--> onclick=b() javascript:c()"
MEEK = EVIL_SIGN.ljust(len(EVIL), "a")


def skeleton(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements of a page and the names of their attributes."""
    import html5lib

    root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return [(str(e.tag), tuple(sorted(map(str, e.attrib)))) for e in root.iter()]


def urls(data: bytes) -> None:
    """What `|tautan` prints is relative or of a known scheme, as other readers of URLs see it."""
    text = data[:LARGEST].decode("utf-8", "ignore")
    try:
        printed = address(text)
    except TemplateError:
        return
    assert printed == text
    assert harm(f'<a href="{text.replace("&", "&amp;").replace(chr(34), "&#34;")}">') == []
    try:
        parts = urlsplit(text)
    except ValueError:
        return
    assert parts.scheme in ("", "https", "http", "mailto", "tel", "webcal"), text
    assert bool(parts.netloc) == (parts.scheme in ("https", "http", "webcal")), text
    assert parts.username is None, text


HARNESSES: dict[str, Callable[[bytes], None]] = {
    "front_matter": front_matter,
    "markdown": markdown,
    "template": template,
    "urls": urls,
}
SEEDS = Path(__file__).parent / "seeds"

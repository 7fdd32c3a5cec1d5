"""The guarded inline step gives what the stock one of Python-Markdown gives, attempt by attempt."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.treeprocessors import InlineProcessor as StockInline
from markdown.util import AtomicString

from sitegen.model.page import Slot
from sitegen.plumbing.inline_guard import NEEDS, SPECIAL, GuardedInline

REPOSITORY = Path(__file__).resolve().parents[2]
EXTENSIONS = ("abbr", "def_list", "fenced_code", "footnotes", "tables", "sane_lists", "toc")


class Facts(InlineProcessor):
    """Puts a slot's mark in the place of a fact, as the converter does."""

    def handleMatch(self, m: Any, data: str) -> Any:  # noqa: ARG002, N802
        return Slot("fakta", (("nama", m[1]),)).mark, m.start(0), m.end(0)


class RawHtml(InlineProcessor):
    """Lets HTML stand as text, as the converter does."""

    def handleMatch(self, m: Any, data: str) -> Any:  # noqa: ARG002, N802
        return m[0], m.start(0), m.end(0)


class Counting:
    """An inline step that counts how often it tried a pattern."""

    tried = 0

    def _InlineProcessor__applyPattern(self, *arguments: Any) -> Any:  # noqa: N802
        self.tried += 1
        return StockInline._InlineProcessor__applyPattern(self, *arguments)  # type: ignore[attr-defined]


class CountingStock(Counting, StockInline):
    """The stock step."""


class CountingGuarded(Counting, GuardedInline):
    """Ours."""


def converter(step: type[StockInline]) -> Any:
    """Return a Markdown converter like the real one, with `step` as its inline step."""
    md: Any = markdown.Markdown(extensions=list(EXTENSIONS), output_format="html")
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.register(Facts(r"\{\{\s*(.*?)\s*\}\}", md), "facts", 185)
    md.inlinePatterns.register(RawHtml(r"</?[a-zA-Z][^<>]*>|<!--|<[!?][^<>]*>", md), "raw_html", 90)
    md.treeprocessors.register(step(md), "inline", 20)
    return md


STOCK, GUARDED = converter(CountingStock), converter(CountingGuarded)


def both(text: str) -> tuple[str, str]:
    """Return what the stock and the guarded step make of `text`."""
    return STOCK.reset().convert(text), GUARDED.reset().convert(text)


def corpus() -> ModuleType:
    """Return the module that makes the benchmarks' pages."""
    path = REPOSITORY / "tests" / "benchmarks" / "corpus.py"
    spec = importlib.util.spec_from_file_location("guard_corpus", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def written() -> Iterator[tuple[str, str]]:
    """Yield path and body of every page of the real content."""
    for path in sorted((REPOSITORY / "content").rglob("*.md")):
        yield path.relative_to(REPOSITORY).as_posix(), path.read_text("utf-8")


def test_every_real_page_comes_out_the_same() -> None:
    pages = dict(written())
    assert len(pages) > 80
    assert [path for path, text in pages.items() if len(set(both(text))) > 1] == []


def test_sixty_made_up_pages_come_out_the_same() -> None:
    pages = [page.body for page in corpus().make_pages(60)]
    assert len(pages) == 60
    assert [text for text in pages if len(set(both(text))) > 1] == []


def test_the_guard_saves_most_attempts() -> None:
    stock, guarded = inline_of(STOCK), inline_of(GUARDED)
    stock.tried = guarded.tried = 0
    for page in corpus().make_pages(20):
        both(page.body)
    assert 0 < guarded.tried < stock.tried / 5


def inline_of(md: Any) -> Any:
    """Return the inline step of a converter."""
    return md.treeprocessors["inline"]


SPANS = (
    "kata", "KPU", "*miring*", "**tebal**", "***keduanya***", "_garis_", "__dua__", "a_b_c",
    "2*3*4", "`kode`", "``a`b``", "`", "\\*", "\\`", "\\[", "\\", "[teks](https://a.id)",
    '[t](b.md "judul")', "[t](<a b>)", "[t](a(b)c)", "[rujuk][1]", "[rujuk][]", "[1]", "[x",
    "x]", "![a](g/a.png)", "![a][1]", "![1]", "!", "<https://a.id>", "<a@b.id>", "a@b.id",
    "https://a.id", "&amp;", "&#38;", "&#xFDD0;", "&", "&kosong", "<b>", "</b>", "<!-- x -->",
    "<", ">", "a < b", "{{ fakta.jam }}", "{{fakta}}", "{{", "}}", "{", "kata[^1]", "[^tak]",
    "HTML", "  \n", "\n", " ", "é", "ऄ", "\xa0", "***", "**", "*", "_", "~~x~~", "^", "|",
    "a:b", "::",
)  # fmt: skip
ENDS = (
    "[1]: https://a.id 'judul'", "[rujuk]: b.md", "[^1]: Catatan *kaki*.", "*[HTML]: Bahasa `x`",
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Draw a document from a small grammar of Markdown."""
    spans = st.lists(st.one_of(st.sampled_from(SPANS), st.text(max_size=3)), max_size=8)
    line = st.one_of(spans.map("".join), spans.map(" ".join)).map(lambda text: text.strip("\n"))
    block = st.one_of(
        line,
        st.builds("{} {}".format, st.sampled_from(["#", "##", "###", ">", "-", "1.", "+"]), line),
        st.lists(line, min_size=2, max_size=3).map(
            lambda lines: "\n".join(f"- {x}" for x in lines)
        ),
        st.builds("| {} | {} |\n|---|---|\n| {} | b |".format, line, line, line),
        st.builds("{}\n:   {}".format, line, line),
        st.builds("```\n{}\n```".format, line),
        st.builds("    {}".format, line),
        st.builds("{}\n===".format, line),
        st.sampled_from(ENDS),
    )
    return "\n\n".join(draw(st.lists(block, max_size=6)))


def test_patterns_are_tried_in_the_order_of_their_priority() -> None:
    md = converter(GuardedInline)
    md.convert("kata *kata*")
    names = {id(md.inlinePatterns[name]): name for name in NEEDS if name in md.inlinePatterns}
    tried = [names[id(pattern)] for pattern, *_ in inline_of(md)._guards]
    assert tried[:3] == ["backtick", "facts", "escape"]
    assert tried.index("raw_html") < tried.index("em_strong")


@settings(max_examples=300, deadline=None)
@given(documents())
@example("{{*miring*{{ fakta.jam }}")
@example("[a](https://a.id/{{ fakta.jam }})")
@example("kata  \nkata")
@example('[a](b "c\n  \nd")')
@example("\u0002klzzwxh:0000\u0003 `a`")
def test_any_document_comes_out_the_same(text: str) -> None:
    stock, guarded = both(text)
    assert stock == guarded


@pytest.mark.long
@settings(max_examples=5000, deadline=None)
@given(documents())
def test_any_of_many_documents_comes_out_the_same(text: str) -> None:
    stock, guarded = both(text)
    assert stock == guarded


@settings(max_examples=100, deadline=None)
@given(documents())
@example("{{*miring*{{ fakta.jam }}")
@example("~~x~~")
@example("kata biasa")
def test_a_pattern_that_is_not_known_is_always_tried(text: str) -> None:
    results = []
    for step in (StockInline, GuardedInline):
        md = converter(step)
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"(~~)(.*?)~~", "del"), "coret", 65)
        results.append(md.convert(text))
    assert results[0] == results[1]
    assert ("<del>" in results[0]) == ("<del>" in results[1])


def test_text_that_is_finished_is_left_alone() -> None:
    element = ET.Element("p")
    element.text = AtomicString("*a* `b`")
    assert inline_of(GUARDED).run(element).text == "*a* `b`"


def test_every_pattern_of_the_real_converter_is_known() -> None:
    names = {item.name for item in GUARDED.inlinePatterns._priority}
    assert names - set(NEEDS) == set()


@pytest.mark.parametrize("need", sorted({need for needs in NEEDS.values() for need in needs}))
def test_whatever_a_pattern_needs_is_looked_for(need: str) -> None:
    assert SPECIAL.search(f"kata{need}kata")


def test_no_text_without_a_sign_that_is_needed_ever_matches() -> None:
    texts = [text for _, page in written() for text in re.split(r"\s+", page)]
    for item in GUARDED.inlinePatterns._priority:
        pattern = GUARDED.inlinePatterns[item.name].getCompiledRegExp()
        for text in (*texts, *SPANS, *(a + b for a, b in pairwise(SPANS))):
            if not any(need in text for need in NEEDS[item.name]):
                assert not pattern.search(text), (item.name, text)

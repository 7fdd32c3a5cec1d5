"""The guarded converter gives what it gives with every part of Python-Markdown as it comes."""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor
from markdown.core import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.inlinepatterns import (
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor as StockInline
from markdown.util import AtomicString

from sitegen.model.linked_hosts import LinkedHosts
from sitegen.model.page import Slot
from sitegen.plumbing.markdown import converter
from sitegen.plumbing.markdown.converter import Converted, Converter
from sitegen.plumbing.markdown.guards import blocks, inline
from sitegen.plumbing.markdown.rules import Rules

REPOSITORY = Path(__file__).resolve().parents[2]
TEXTS = Path(__file__).parent / "texts"
RULES = Rules(
    facts={"jam": ("", "angka")},
    fact_mark=lambda name, form: Slot("fakta", (("bentuk", form), ("nama", name))).mark,
    directives={"catatan": frozenset({"jenis"})},
    fill_directive=lambda name, arguments, body: (
        f"<aside>{name} {sorted(arguments)} {body}</aside>"
    ),
    terms={},
    hosts=LinkedHosts("content/situs.yaml"),
)


def stock() -> Converter:
    """Return the converter with every part of Python-Markdown as it comes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converter, "guard", lambda _md: None)
        return Converter()


STOCK, GUARDED = stock(), Converter()


def both(text: str) -> tuple[tuple[str, Converted], tuple[str, Converted]]:
    """Return what the stock and the guarded converter make of `text`, before and after cleaning."""
    return made(STOCK, text), made(GUARDED, text)


def made(by: Converter, text: str) -> tuple[str, Converted]:
    """Return the HTML of Python-Markdown, and all that the converter returns."""
    serialized: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converter.sanitize, "clean", lambda html: serialized.append(html) or html)
        by.convert(text, RULES, path="a.md", first_line=1, inside="a.md", url="a.html")
    done = by.convert(text, RULES, path="a.md", first_line=1, inside="a.md", url="a.html")
    return "".join(serialized), done


def differing(texts: dict[str, str]) -> list[str]:
    """Return the names of the texts that come out differently."""
    return [name for name, text in texts.items() if len(set(map(repr, both(text)))) > 1]


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
    assert differing(pages) == []


def test_sixty_made_up_pages_come_out_the_same() -> None:
    pages = {page.slug: page.body for page in corpus().make_pages(60)}
    assert len(pages) == 60
    assert differing(pages) == []


def test_the_texts_of_python_markdown_s_own_tests_come_out_the_same() -> None:
    texts = json.loads((TEXTS / "python-markdown" / "texts.json").read_text("utf-8"))
    assert len(texts) > 800
    assert differing(texts) == []


def test_the_examples_of_commonmark_come_out_the_same() -> None:
    examples = json.loads((TEXTS / "commonmark" / "spec.json").read_text("utf-8"))
    texts = {str(each["example"]): each["markdown"] for each in examples}
    assert len(texts) > 600
    assert differing(texts) == []


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (StockInline, "_InlineProcessor__applyPattern"),
        (ReferenceInlineProcessor, "handleMatch"),
        (HashHeaderProcessor, "test"),
        (TocTreeprocessor, "build_toc_div"),
    ],
)
def test_the_guards_save_most_attempts(
    part: type, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = {STOCK: 0, GUARDED: 0}
    method = getattr(part, name)
    for by in attempts:

        def counting(*arguments: Any, by: Converter = by) -> Any:
            attempts[by] += 1
            return method(*arguments)

        monkeypatch.setattr(part, name, counting)
        for page in corpus().make_pages(20):
            by.convert(page.body, RULES, path="a.md", first_line=1, inside="a.md", url="a.html")
    assert attempts[GUARDED] < attempts[STOCK] / 4


SPANS = (
    "kata", "KPU", "*miring*", "**tebal**", "***keduanya***", "_garis_", "__dua__", "a_b_c",
    "2*3*4", "`kode`", "``a`b``", "`", "\\*", "\\`", "\\[", "\\", "[teks](https://a.id)",
    '[t](b.md "judul")', "[t](<a b>)", "[t](a(b)c)", "[rujuk][1]", "[rujuk][]", "[1]", "[x",
    "x]", "![a](g/a.png)", "![a][1]", "![1]", "!", "<https://a.id>", "<a@b.id>", "a@b.id",
    "https://a.id", "&amp;", "&#38;", "&#xFDD0;", "&", "&kosong", "<b>", "</b>", "<!-- x -->",
    "<", ">", "a < b", "{{ fakta.jam }}", "{{fakta}}", "{{", "}}", "{", "kata[^1]", "[^tak]",
    "HTML", "  \n", "\n", " ", "é", "ऄ", "\xa0", "***", "**", "*", "_", "~~x~~", "^", "|",
    "a:b", "::", "“kata”", "\t", "\r", "###", "~~~", ">", "::: catatan", ":::", "{ fakta.jam }",
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
        st.builds("::: catatan\n{}\n:::".format, line),
        st.builds("{}\n{}".format, line, line),
        st.builds("    {}".format, line),
        st.builds("{}\n===".format, line),
        st.sampled_from(ENDS),
    )
    return "\n\n".join(draw(st.lists(block, max_size=6)))


@settings(max_examples=300, deadline=None)
@given(documents())
@example("{{*miring*{{ fakta.jam }}")
@example("[a](https://a.id/{{ fakta.jam }})")
@example("kata  \nkata")
@example("kata\n\n    ")
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
    for by in (stock(), Converter()):
        pattern = SimpleTagInlineProcessor(r"(~~)(.*?)~~", "del")
        by._md.inlinePatterns.register(pattern, "coret", 65)
        results.append(made(by, text))
    assert results[0] == results[1]


class Shouted(BlockProcessor):
    """Takes a block in capitals."""

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002
        return block.isupper()

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        ET.SubElement(parent, "h2").text = blocks.pop(0)


@pytest.mark.parametrize("text", ["AWAS", "AWAS\n\nkata", "- AWAS", "kata"])
def test_a_block_processor_that_is_not_known_is_always_asked(text: str) -> None:
    results = []
    for by in (stock(), Converter()):
        by._md.parser.blockprocessors.register(Shouted(by._md.parser), "lantang", 200)
        results.append(made(by, text))
    assert results[0] == results[1]
    assert ("<h2" in results[0][0]) == ("AWAS" in text)


def test_text_that_is_finished_is_left_alone() -> None:
    root = ET.Element("div")
    ET.SubElement(root, "p").text = AtomicString("*a* `b`")
    assert GUARDED._md.treeprocessors["inline"].run(root)[0].text == "*a* `b`"


def named(registry: Any) -> dict[str, Any]:
    """Return the parts of a registry by name, in the order of their priority."""
    return {
        item.name: registry[item.name] for item in sorted(registry._priority, key=lambda i: -i[1])
    }


PATTERNS, PROCESSORS = named(STOCK._md.inlinePatterns), named(STOCK._md.parser.blockprocessors)


def test_every_part_of_the_real_converter_is_known() -> None:
    assert set(PATTERNS) == set(inline.NEEDS)
    assert set(PROCESSORS) - {"paragraph"} == set(blocks.NEEDS)
    assert set(PATTERNS) >= inline.REFERENCES


@pytest.mark.parametrize(
    "need", sorted({need for needs in inline.NEEDS.values() for need in needs})
)
def test_whatever_a_pattern_needs_is_looked_for(need: str) -> None:
    assert inline.SPECIAL.search(f"kata{need}kata")


@pytest.mark.parametrize("name", inline.NEEDS)
def test_no_text_without_a_sign_that_is_needed_ever_matches(name: str) -> None:
    texts = [text for _, page in written() for text in re.split(r"\s+", page)]
    pattern = PATTERNS[name].getCompiledRegExp()
    for text in (*texts, *SPANS, *(a + b for a, b in pairwise(SPANS))):
        if not any(need in text for need in inline.NEEDS[name]):
            assert not pattern.search(text), text


STARTS = ("", " ", "   ", "    ", "\n", "kata\n", "kata\n ", "kata\n   ", "kata\n    ", "\n\n")
SIGNS = (
    "# a", "## a ##", "===", "---", "- - -", "* * *", "_ _ _", "***", "- a", "* a", "+ a", "1. a",
    "12.  a", "1) a", "> a", ">a", ": a", ":a", "[a]: b", "[^1]: b", "*[A]: b", "*[A] : b",
    "| a | b |\n|---|---|", "a | b\n--- | ---", "a\n===", "a\n---", "|a|\n|-|", "kata", "٣. a",
)  # fmt: skip


@pytest.mark.parametrize("name", blocks.NEEDS)
def test_no_block_without_a_sign_that_is_needed_is_ever_taken(name: str) -> None:
    pages = [block for _, page in written() for block in page.split("\n\n")]
    made_up = [
        start + sign + end for start in STARTS for sign in SIGNS for end in ("", "\n", "\nb")
    ]
    taken = 0
    for block in (*pages, *STARTS, *made_up, blocks.BLOCK_OPEN + "0", blocks.BLOCK_CLOSE):
        parent = ET.Element("div")
        ET.SubElement(ET.SubElement(parent, "ul"), "li").text = "a"
        if not PROCESSORS[name].test(parent, block):
            continue
        if any(need in f"\n{block}\n" for need in blocks.NEEDS[name]):
            taken += 1
        else:
            assert PROCESSORS[name].run(parent, [block, "kata"]) is False, block
    assert taken


STOOD_FOR: dict[Callable[..., Any], str] = {
    BlockParser.parseBlocks: "1737e188f149",
    FencedBlockPreprocessor.run: "5ff582f6af84",
    LinkInlineProcessor.getLink: "fa42883beb88",
    LinkInlineProcessor.getText: "7d0978a16aae",
    Markdown.is_block_level: "dc551fffd52a",
    NormalizeWhitespace.run: "a99bc2f9e0d8",
    ReferenceInlineProcessor.handleMatch: "a030528fb967",
    StockInline._InlineProcessor__handleInline: "fe27babc114a",  # type: ignore[attr-defined]
    StockInline._InlineProcessor__processPlaceholders: "3f4a6088e773",  # type: ignore[attr-defined]
    StockInline.run: "f6c93631f287",
    TocTreeprocessor.run: "75af906d7e4c",
}
"""Stock code that a guard stands for or relies on, and the digest of its text."""


@pytest.mark.parametrize("stock_code", STOOD_FOR, ids=lambda code: code.__qualname__)
def test_python_markdown_has_not_changed_where_a_guard_stands_for_it(
    stock_code: Callable[..., Any],
) -> None:
    digest = hashlib.sha256(inspect.getsource(stock_code).encode()).hexdigest()[:12]
    assert digest == STOOD_FOR[stock_code], "read what changed, then write the new digest here"

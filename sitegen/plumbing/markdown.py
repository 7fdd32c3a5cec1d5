"""Markdown to HTML with Python-Markdown: no raw HTML, our facts, directives and links.

The converter knows nothing of sites. It turns relative links into addresses and reports
every link, heading, fact and directive it met, with the line it stands in, so that steps
can check them. Rendered text passes `sanitize.clean`; only then are directives filled.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from sitegen.model.document import Heading, Link, url_of
from sitegen.model.page import CLOSE, MARK, OPEN, root_of
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.region import slugify
from sitegen.plumbing import sanitize
from sitegen.plumbing.inline_guard import GuardedInline

RAW_HTML = Kind(
    "SG201",
    N_("HTML such as “{tag}” is not allowed in a page"),
    N_("use Markdown; write < as &lt; when you mean the sign"),
)
BAD_SCHEME = Kind(
    "SG220", N_("the address “{target}” is not allowed"), N_("use https://, mailto: or tel:")
)
INSECURE = Kind(
    "SG226",
    N_("the address “{target}” is not secure"),
    N_("write https:// if the site offers it"),
)
NOT_A_SOURCE_PATH = Kind(
    "SG225",
    N_("“{target}” is not a path to a page or picture"),
    N_("write the path of its file, for example ../panduan/cek-terdaftar.md"),
)
NO_ALTERNATIVE = Kind(
    "SG230", N_("the picture has no description"), N_("write it between the brackets: ![…](…)")
)
UNKNOWN_FACT = Kind("SG136", N_("there is no fact “{name}”"), N_("known facts: {known}"))
UNKNOWN_FORM = Kind("SG136", N_("fact “{name}” has no form “{form}”"), N_("write one of: {known}"))
NOT_A_FACT = Kind(
    "SG136", N_("“{text}” is not the name of a fact"), N_("write {{{{ fakta.jam_tutup }}}}")
)
FACT_IN_ADDRESS = Kind(
    "SG137", N_("a fact cannot stand inside an address or title"), N_("use it in the text")
)
UNKNOWN_DIRECTIVE = Kind("SG240", N_("there is no block “{name}”"), N_("known blocks: {known}"))
UNKNOWN_ARGUMENT = Kind(
    "SG240", N_("block “{name}” has no argument “{argument}”"), N_("known: {known}")
)
BAD_DIRECTIVE = Kind(
    "SG240", N_("this line is not understood"), N_('write ::: name key="value", and ::: to close')
)
UNCLOSED_DIRECTIVE = Kind(
    "SG241", N_("block “{name}” is not closed"), N_("add a line ::: where it ends")
)
STRAY_CLOSE = Kind("SG241", N_("“:::” closes nothing"), N_("remove the line"))
FIRST_LEVEL = Kind(
    "SG260", N_("the text has a first-level heading “# …”"), N_("start at ##; the title is “judul”")
)
LEVEL_JUMP = Kind(
    "SG261", N_("heading “{text}” skips a level"), N_("use {marks} here, one level at a time")
)

BLOCK_OPEN, BLOCK_CLOSE = "\ufdd2", "\ufdd3"
EXTENSIONS = ("abbr", "def_list", "fenced_code", "footnotes", "tables", "sane_lists")
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".pdf")

_fence = re.compile(r"^:::(?:[ \t]+(\S.*?))?[ \t]*$")
_opening = re.compile(r"([a-z][a-z0-9-]*)((?:\s+[a-z_]+=(?:\"[^\"]*\"|[^\s\"]+))*)\s*")
_argument = re.compile(r"([a-z_]+)=(?:\"([^\"]*)\"|([^\s\"]+))")
_code_fence = re.compile(r"^(`{3,}|~{3,})")
_fact_name = re.compile(r"fakta\.([a-z_][a-z0-9_]*)(?:\.([a-z]+))?")
_block = re.compile(r'<sg-block data-n="(\d+)">((?:(?!<sg-block).)*?)</sg-block>', re.DOTALL)
_mark_in_tag = re.compile(f"<[^<>]*{OPEN}")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the texts of one layer may use."""

    facts: Mapping[str, tuple[str, ...]]
    """Forms of each fact by name."""
    fact_mark: Callable[[str, str], str]
    """Gives the slot mark of (fact, form)."""
    directives: Mapping[str, frozenset[str]]
    """Arguments of each directive by name."""
    fill_directive: Callable[[str, Mapping[str, str], Markup], str]
    """Renders a directive: name, arguments, HTML of its body."""
    terms: Mapping[str, str]
    """Glossary: spelling → address within the mirror of the term's page."""


@dataclass(slots=True)
class Converted:
    """HTML and what was found on the way."""

    html: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    problems: list[Problem]


@dataclass(slots=True)
class _Run:
    """State of one conversion, reachable from the extensions as `md.run`."""

    rules: Rules
    path: str
    first_line: int
    inside: str
    url: str
    own_url: str
    prefix: str
    linked: set[str]
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    blocks: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def locate(self, snippet: str) -> Place:
        """Return the place of the next use of `snippet` in the source.

        Python-Markdown drops positions, so the nth report of a snippet is its nth use.
        """
        wanted = self.seen[snippet] = self.seen.get(snippet, 0) + 1
        place = Place(self.path, self.first_line)
        for number, line in enumerate(self.lines):
            start = -1
            while (start := line.find(snippet, start + 1)) >= 0:
                place = Place(self.path, self.first_line + number, start + 1)
                wanted -= 1
                if not wanted:
                    return place
        return place

    def note(self, kind: Kind, snippet: str, **values: object) -> None:
        self.problems.append(kind.at(self.locate(snippet), **values))


class _Directives(Preprocessor):
    """Turns `::: name` and `:::` lines outside code into block marks, or problems."""

    def run(self, lines: list[str]) -> list[str]:
        run: _Run = self.md.run  # type: ignore[attr-defined]
        self.check(run)
        out: list[str] = []
        for line in lines:
            match = _fence.match(line)
            if match is None:
                out.append(line)
            elif match[1] is None:
                out += ["", BLOCK_CLOSE, ""]
            else:
                opening = _opening.fullmatch(match[1])
                arguments = {
                    name: quoted or bare
                    for name, quoted, bare in _argument.findall(opening[2] if opening else "")
                }
                out += ["", f"{BLOCK_OPEN}{len(run.blocks)}", ""]
                run.blocks.append((opening[1] if opening else "", arguments))
        return out

    def check(self, run: _Run) -> None:
        """Report every directive line that is wrong, by reading the source itself."""
        opened: list[tuple[str, Place]] = []
        code = ""
        for number, line in enumerate(run.lines):
            fence = _code_fence.match(line)
            if code or fence:
                if not code and fence:
                    code = fence[1]
                elif code and line.strip() == code:
                    code = ""
                continue
            place = Place(run.path, run.first_line + number)
            match = _fence.match(line)
            if match is None:
                if line.lstrip().startswith(":::"):
                    run.problems.append(BAD_DIRECTIVE.at(place))
            elif match[1] is not None:
                opened.append((self.check_opening(run, match[1], place), place))
            elif opened:
                opened.pop()
            else:
                run.problems.append(STRAY_CLOSE.at(place))
        run.problems += [UNCLOSED_DIRECTIVE.at(place, name=name) for name, place in opened]

    def check_opening(self, run: _Run, text: str, place: Place) -> str:
        known = run.rules.directives
        opening = _opening.fullmatch(text)
        if opening is None:
            run.problems.append(BAD_DIRECTIVE.at(place))
            return text
        name = opening[1]
        if name not in known:
            names = ", ".join(sorted(known))
            run.problems.append(UNKNOWN_DIRECTIVE.at(place, name=name, known=names))
            return name
        for argument, _, _ in _argument.findall(opening[2]):
            if argument not in known[name]:
                names = ", ".join(sorted(known[name])) or "-"
                run.problems.append(
                    UNKNOWN_ARGUMENT.at(place, name=name, argument=argument, known=names)
                )
        return name


class _Blocks(BlockProcessor):
    """Wraps what stands between two block marks in `<sg-block>`."""

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002
        return block.lstrip("\n").startswith((BLOCK_OPEN, BLOCK_CLOSE))

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        opening = blocks.pop(0).strip()
        if opening.startswith(BLOCK_CLOSE):
            return
        inner: list[str] = []
        depth = 1
        while blocks:
            block = blocks.pop(0)
            mark = block.lstrip("\n")
            depth += mark.startswith(BLOCK_OPEN) - mark.startswith(BLOCK_CLOSE)
            if not depth:
                break
            inner.append(block)
        element = ET.SubElement(parent, "sg-block", {"data-n": opening[1:]})
        self.parser.parseBlocks(element, inner)


class _Facts(InlineProcessor):
    """`{{ fakta.name }}` and `{{ fakta.name.form }}` become slot marks."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        run: _Run = self.md.run  # type: ignore[attr-defined]
        known = run.rules.facts
        name = _fact_name.fullmatch(m[1])
        if name is None:
            run.note(NOT_A_FACT, m[0], text=m[1])
        elif name[1] not in known:
            run.note(UNKNOWN_FACT, m[0], name=name[1], known=", ".join(sorted(known)))
        elif (name[2] or "") not in known[name[1]]:
            forms = ", ".join(f".{form}" for form in known[name[1]] if form) or "-"
            run.note(UNKNOWN_FORM, m[0], name=name[1], form=name[2], known=forms)
        else:
            return run.rules.fact_mark(name[1], name[2] or ""), m.start(0), m.end(0)
        return "", m.start(0), m.end(0)


class _RawHtml(InlineProcessor):
    """HTML in a text is a problem; what is shown is the text itself."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        run: _Run = self.md.run  # type: ignore[attr-defined]
        run.note(RAW_HTML, m[0], tag=m[0][:40])
        return m[0], m.start(0), m.end(0)


class _Links(Treeprocessor):
    """Checks and rewrites every link and picture; links the first use of each term."""

    def run(self, root: ET.Element) -> None:
        run: _Run = self.md.run  # type: ignore[attr-defined]
        for element in root.iter():
            if element.tag == "a" and element.get("class") not in {
                "footnote-ref",
                "footnote-backref",
            }:
                element.set("href", self.address(run, element.get("href", "")))
            elif element.tag == "img":
                if not (element.get("alt") or "").strip():
                    run.note(NO_ALTERNATIVE, "![")
                element.set("src", self.address(run, element.get("src", "")))
            if element.tag in {"a", "sup"} and element.get("class"):
                del element.attrib["class"]
        if run.rules.terms:
            _link_terms(root, run)

    def address(self, run: _Run, target: str) -> str:
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", target.lower())
        shown = target.strip(OPEN + CLOSE)[:80]
        if target.startswith(("//", "/", "\\")) or "\\" in target:
            run.note(NOT_A_SOURCE_PATH, target, target=shown)
            return ""
        if scheme:
            if scheme[1] not in sanitize.SCHEMES or target.startswith(("https:h", "https:/h")):
                run.note(BAD_SCHEME, target, target=shown)
                return ""
            if scheme[1] == "http":
                run.note(INSECURE, target, target=shown)
            return target
        return self.internal(run, target, shown)

    def internal(self, run: _Run, target: str, shown: str) -> str:
        path, hash_sign, anchor = target.partition("#")
        if not path:
            run.links.append(Link(run.inside, anchor, run.locate(f"({target}")))
            return target
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(run.inside), path))
        if inside.startswith("..") or not path.endswith((".md", *PICTURES)):
            run.note(NOT_A_SOURCE_PATH, target, target=shown)
            return ""
        run.links.append(Link(inside, anchor, run.locate(target)))
        url = url_of(inside) if inside.endswith(".md") else inside
        return root_of(run.url) + url + hash_sign + anchor


NO_TERMS_IN = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "kbd"})


def _link_terms(root: ET.Element, run: _Run) -> None:
    """Link the first use of each glossary term in running text."""
    spellings = sorted(run.rules.terms, key=len, reverse=True)
    pattern = _terms_pattern(tuple(spellings))
    _link_in(root, pattern, run)


_patterns: dict[tuple[str, ...], re.Pattern[str]] = {}


def _terms_pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    if spellings not in _patterns:
        choices = "|".join(
            re.escape(s) if s.isupper() or s[1:] != s[1:].lower() else f"(?i:{re.escape(s)})"
            for s in spellings
        )
        _patterns[spellings] = re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])")
    return _patterns[spellings]


def _link_in(element: ET.Element, pattern: re.Pattern[str], run: _Run) -> None:
    if element.tag in NO_TERMS_IN:
        return
    children = list(element)
    position = 0
    for pieces in _pieces(element.text, pattern, run):
        element.text, links = pieces
        for link in links:
            element.insert(position, link)
            position += 1
    for child in children:
        _link_in(child, pattern, run)
        position = list(element).index(child) + 1
        for text, links in _pieces(child.tail, pattern, run):
            child.tail = text
            for link in links:
                element.insert(position, link)
                position += 1


def _pieces(
    text: str | None, pattern: re.Pattern[str], run: _Run
) -> list[tuple[str, list[ET.Element]]]:
    """Return the text before the first new term and the links, each with the text after it."""
    if not text or not pattern.search(text):
        return []
    before, start = "", 0
    links: list[ET.Element] = []
    lower = {spelling.lower(): spelling for spelling in run.rules.terms}
    for match in pattern.finditer(text):
        spelling = match[0] if match[0] in run.rules.terms else lower[match[0].lower()]
        url = run.rules.terms[spelling]
        if url in run.linked or url == run.own_url:
            continue
        run.linked.add(url)
        link = ET.Element("a", {"href": root_of(run.url) + url, "class": "istilah"})
        link.text = match[0]
        if links:
            links[-1].tail = text[start : match.start()]
        else:
            before = text[: match.start()]
        links.append(link)
        start = match.end()
    if not links:
        return []
    links[-1].tail = text[start:]
    return [(before, links)]


class Converter:
    """A reusable Python-Markdown instance with our extensions; one per process."""

    def __init__(self) -> None:
        """Register the extensions once; conversions share nothing else."""
        toc = TocExtension(slugify=self._slug, marker="")
        self._md: Any = markdown.Markdown(
            extensions=[*EXTENSIONS, toc],
            extension_configs={"footnotes": {"BACKLINK_TITLE": "Kembali ke catatan {}"}},
            output_format="html",
        )
        self._md.preprocessors.deregister("html_block")
        self._md.inlinePatterns.deregister("html")
        self._md.preprocessors.register(_Directives(self._md), "directives", 15)
        self._md.parser.blockprocessors.register(_Blocks(self._md.parser), "directives", 95)
        self._md.inlinePatterns.register(_Facts(r"\{\{\s*(.*?)\s*\}\}", self._md), "facts", 185)
        self._md.inlinePatterns.register(
            _RawHtml(r"</?[a-zA-Z][^<>]*>|<!--|<[!?][^<>]*>", self._md), "raw_html", 90
        )
        self._md.treeprocessors.register(GuardedInline(self._md), "inline", 20)
        self._md.treeprocessors.register(_Links(self._md), "sg_links", 4)
        self._prefix = ""

    def _slug(self, text: str, separator: str) -> str:  # noqa: ARG002 - toc's interface
        return self._prefix + (slugify(MARK.sub("", text)) or "bagian")

    def convert(
        self,
        text: str,
        rules: Rules,
        *,
        path: str,
        first_line: int,
        inside: str,
        url: str,
        own_url: str = "",
        prefix: str = "",
        linked: set[str] | None = None,
    ) -> Converted:
        """Render Markdown.

        Args:
            text: the Markdown.
            rules: facts, directives and terms it may use.
            path: the file, for problems.
            first_line: line of the file at which `text` starts.
            inside: path of the file in its layer; relative links start there.
            url: address of the page that shows the text; links are written from there.
            own_url: address of a glossary term's own page, which is not linked to itself.
            prefix: put before heading ids, for texts that share a page with another.
            linked: terms linked already on the page; added to.

        Returns:
            Safe HTML with slot marks, headings, internal links, and all problems.
        """
        run = _Run(
            rules, path, first_line, inside, url, own_url, prefix,
            linked if linked is not None else set(), text.split("\n"),
        )  # fmt: skip
        self._md.reset()
        self._md.run = run
        self._prefix = prefix
        html = sanitize.clean(self._md.convert(text))
        if _mark_in_tag.search(html):
            run.problems.append(FACT_IN_ADDRESS.at(Place(path, first_line)))
        headings = self._headings(run)
        while not run.problems and _block.search(html):
            html = _block.sub(lambda m: self._fill(run, m), html)
        return Converted(html, headings, tuple(run.links), run.problems)

    def _fill(self, run: _Run, match: re.Match[str]) -> str:
        name, arguments = run.blocks[int(match[1])]
        return run.rules.fill_directive(name, arguments, Markup(match[2].strip()))

    def _headings(self, run: _Run) -> tuple[Heading, ...]:
        found: list[Heading] = []
        pending = list(getattr(self._md, "toc_tokens", []))
        level = 1
        while pending:
            token = pending.pop(0)
            pending[:0] = token["children"]
            text = MARK.sub("", token["name"])
            if token["level"] == 1:
                run.problems.append(FIRST_LEVEL.at(_line_of(run, "#", text)))
            elif token["level"] > level + 1:
                marks = "#" * (level + 1)
                run.problems.append(LEVEL_JUMP.at(_line_of(run, "#", text), text=text, marks=marks))
            level = token["level"]
            found.append(Heading(token["id"], token["level"], text))
        return tuple(found)


def _line_of(run: _Run, start: str, text: str) -> Place:
    for number, line in enumerate(run.lines):
        if line.startswith(start) and line.strip("# ").startswith(text[:20]):
            return Place(run.path, run.first_line + number)
    return Place(run.path, run.first_line)

"""Markdown to safe HTML with slot marks: the one place that puts the extensions together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension

from sitegen.model.characters import INVISIBLE_CHARACTER
from sitegen.model.document import Heading, Link
from sitegen.model.page import MARK, OPEN
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.region import slugify
from sitegen.plumbing import sanitize
from sitegen.plumbing.markdown import directives, inline, limits
from sitegen.plumbing.markdown.guards import guard
from sitegen.plumbing.markdown.inline import NOT_A_FACT
from sitegen.plumbing.markdown.links import Links
from sitegen.plumbing.markdown.places import Places
from sitegen.plumbing.markdown.rules import Rules, Run
from sitegen.plumbing.markdown.slips import Slips

TAKEN_OUT = Kind(
    "SG299",
    N_("“{lost}” was taken out of this page as unsafe, and nobody told you where it stands"),
    N_("this is a mistake of sitegen, not yours: send this line and the page to its makers"),
)
FACT_IN_ADDRESS = Kind(
    "SG137", N_("a fact cannot stand inside an address or title"), N_("use it in the text")
)
FIRST_LEVEL = Kind(
    "SG260", N_("the text has a first-level heading “# …”"), N_("start at ##; the title is “judul”")
)
LEVEL_JUMP = Kind(
    "SG261", N_("heading “{text}” skips a level"), N_("use {marks} here, one level at a time")
)

TANGLED = Kind(
    "SG250",
    N_("parts of the text are nested too deeply in each other"),
    N_("use fewer levels, and leave empty lines between the parts"),
)
OF_THE_THEME, OF_THE_THEME_TOO = frozenset({"isi"}), ("b-", "tambahan-", "langkah-", "fn")
"""Ids that page templates and supplements use; a heading of that name gets another."""

_fact_in_address = re.compile(r"(?<=\]\()[^)\n]*\{\{|(?<=\]: )[^\n]*\{\{")
_mark_in_tag = re.compile(f"<[^<>]*{OPEN}")
_code = re.compile(r"<code>.*?</code>", re.DOTALL)


@dataclass(slots=True)
class Converted:
    """HTML and what was found on the way."""

    html: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    problems: list[Problem]


class Converter:
    """A reusable Python-Markdown instance with our extensions; one per process."""

    def __init__(self) -> None:
        """Register the extensions once; conversions share nothing else."""
        self._md: Any = markdown.Markdown(
            extensions=[  # by name, each would be looked up among all installed packages
                AbbrExtension(),
                DefListExtension(),
                FencedCodeExtension(),
                FootnoteExtension(BACKLINK_TITLE="Kembali ke catatan {}"),
                TableExtension(),
                SaneListExtension(),
                TocExtension(slugify=self._slug, marker=""),
            ],
            output_format="html",
        )
        self._md.preprocessors.deregister("html_block")
        self._md.inlinePatterns.deregister("html")
        self._md.inlinePatterns.register(inline.Mail(inline.MAIL, self._md), "automail", 110)
        self._md.preprocessors.register(Slips(self._md), "slips", 16)
        self._md.preprocessors.register(directives.DirectiveLines(self._md), "directives", 15)
        self._md.parser.blockprocessors.register(
            directives.DirectiveBlocks(self._md.parser), "directives", 95
        )
        self._md.inlinePatterns.register(inline.Facts(inline.FACT, self._md), "facts", 185)
        self._md.inlinePatterns.register(inline.RawHtml(inline.HTML, self._md), "raw_html", 90)
        self._md.treeprocessors.register(limits.Paragraphs(self._md), "limits", 21)
        self._md.treeprocessors.register(Links(self._md), "sg_links", 4)
        guard(self._md)
        self._prefix = ""

    def _slug(self, text: str, separator: str) -> str:  # noqa: ARG002 - toc's interface
        slug = slugify(MARK.sub("", text)) or "bagian"
        taken = not self._prefix and (slug in OF_THE_THEME or slug.startswith(OF_THE_THEME_TOO))
        return f"{self._prefix}{'bagian-' if taken else ''}{slug}"

    def convert(
        self,
        text: str,
        rules: Rules,
        *,
        path: str,
        first_line: int,
        first_column: int = 1,
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
            first_column: column of that line at which it starts.
            inside: path of the file in its layer; relative links start there.
            url: address of the page that shows the text; links are written from there.
            own_url: address of a glossary term's own page, which is not linked to itself.
            prefix: put before heading ids, for texts that share a page with another.
            linked: terms linked already on the page; added to.

        Returns:
            Safe HTML with slot marks, headings, internal links, and all problems; a text
            that exceeds a limit has no HTML.
        """
        if exceeded := limits.exceeded(text, path, first_line):
            return Converted("", (), (), exceeded)
        run = Run(
            rules, path, first_line, inside, url, own_url, prefix,
            linked if linked is not None else set(), Places(text, path, first_line, first_column),
        )  # fmt: skip
        self._md.reset()
        self._md.run = run
        self._prefix = prefix
        try:
            made = self._md.convert(text)
        except limits.TooCostlyError as error:
            return Converted("", (), (), run.problems + error.args[0])
        except RecursionError:
            self.__init__()  # type: ignore[misc] # its parts were left in the middle of a text
            return Converted("", (), (), [TANGLED.at(Place(path, first_line))])
        html = sanitize.clean(made)
        self._check_marks(html, run)
        headings = self._headings(run)
        if not any(problem.blocks for problem in run.problems):
            self._check_nothing_lost(made, html, run)
            html = directives.fill(html, run)
        return Converted(html, headings, tuple(run.links), run.problems)

    def _check_nothing_lost(self, made: str, html: str, run: Run) -> None:
        """Note what the second layer took out though the first let it pass."""
        if lost := sanitize.taken_out(made, html):
            run.problems.append(TAKEN_OUT.at(Place(run.path, run.first_line), lost=lost[:80]))

    def _check_marks(self, html: str, run: Run) -> None:
        """Note marks in the wrong place, marks nobody issued, and facts that stayed text."""
        if OPEN in html and _mark_in_tag.search(html):
            run.problems.append(FACT_IN_ADDRESS.at(run.places.of(_fact_in_address)))
        if any(found[0] not in run.issued for found in MARK.finditer(html)):
            place = Place(run.path, run.first_line)
            run.problems.append(INVISIBLE_CHARACTER.at(place, character="U+FDD0"))
        if "{{" in html and "{{" in _code.sub("", html):
            run.note(NOT_A_FACT, "{{", text="{{ …")

    def _headings(self, run: Run) -> tuple[Heading, ...]:
        found: list[Heading] = []
        pending = list(getattr(self._md, "toc_tokens", []))
        level = 1
        while pending:
            token = pending.pop(0)
            pending[:0] = token["children"]
            text = token["name"]
            place = run.places.of_heading(token["level"], text)
            if token["level"] == 1:
                run.problems.append(FIRST_LEVEL.at(place))
            elif token["level"] > level + 1:
                marks = "#" * (level + 1)
                run.problems.append(LEVEL_JUMP.at(place, text=text, marks=marks))
            level = token["level"]
            found.append(Heading(token["id"], token["level"], text))
        return tuple(found)

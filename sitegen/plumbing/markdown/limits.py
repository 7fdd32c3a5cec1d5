"""What a text may cost: Python-Markdown takes time that grows with the square of some signs.

Signs that work on whole pages are counted before Markdown runs; those that work within a
paragraph, once its paragraphs are known. Each count reads the text once. The limits lie far
above what people write, and so low that a page at all of them is converted in seconds; what
gets past them meets the time of a page (`plumbing.workers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from xml.etree import ElementTree as ET

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.plumbing.markdown.rules import Run

_DIVIDE = N_("divide it into several pages")

HEADINGS = Kind(
    "SG250", N_("the text has {count} headings and rules; at most {limit} are allowed"), _DIVIDE
)
FOOTNOTES = Kind(
    "SG250", N_("the text has {count} footnote signs “[^”; at most {limit} are allowed"), _DIVIDE
)
ABBREVIATIONS = Kind(
    "SG250", N_("the text explains {count} abbreviations; at most {limit} are allowed"), _DIVIDE
)
REFERENCES = Kind(
    "SG250",
    N_("the text has {count} lines “[…]: …” with addresses; at most {limit} are allowed"),
    _DIVIDE,
)
BLOCKS = Kind("SG250", N_("the text has {count} lines “:::”; at most {limit} are allowed"), _DIVIDE)
CELLS = Kind("SG250", N_("the tables have {count} signs “|”; at most {limit} are allowed"), _DIVIDE)
TAGS = Kind(
    "SG250",
    N_("the text has {count} signs “<”; at most {limit} are allowed"),
    N_("write &lt; when you mean the sign; HTML is not allowed"),
)
TOO_DEEP = Kind(
    "SG250",
    N_("lists, quotes or blocks are nested {count} deep; at most {limit} levels are allowed"),
    N_("use fewer levels"),
)
TOO_LONG = Kind(
    "SG250",
    N_("a paragraph has {count} characters; at most {limit} are allowed"),
    N_("leave empty lines between its parts"),
)
NOT_CLOSED = Kind(
    "SG250",
    N_("a paragraph has {count} signs “{sign}” that are not closed; at most {limit} are allowed"),
    N_("remove them, or close each one"),
)
EMPHASIS = Kind(
    "SG250",
    N_("a paragraph has {count} groups of “*” and “_”; at most {limit} are allowed"),
    N_("use less bold and italic type, or divide the paragraph"),
)

MAX_DEPTH, MAX_PARAGRAPH, MAX_OPEN, MAX_EMPHASIS = 12, 20_000, 100, 500

_LIMITS = (
    (HEADINGS, "\n", r"^[ \t>]*(?:#|(?:[-=*_][ \t]*)+$)", 500),
    (FOOTNOTES, "[^", r"\[\^", 600),
    (ABBREVIATIONS, "*[", r"^[ \t]*\*\[", 300),
    (REFERENCES, "]:", r"\]:", 1_000),
    (BLOCKS, ":::", r"^:::", 500),
    (CELLS, "|", r"\|", 20_000),
    (TAGS, "<", "<", 2_000),
)
"""What is counted: the sign that stands in, or after, each; what it looks like; how many
there may be. Where the sign is rare, which is quickly told, nothing else is looked for."""

_start = re.compile(r"^[ \t>*+:.\d-]{13,}", re.MULTILINE)
"""The signs before a line's text, where they could be more than `MAX_DEPTH` levels."""
_level = re.compile(r">|(?:[-*+:]|\d+\.)(?=\s|$)")
_rule = re.compile(r"[ \t>]*(?:([-*])[ \t]*)(?:\1[ \t]*)+$")
_group = re.compile(r"[*_]+")
_ends = {"[": "]", "(": ")", "{{": "}}"}
_signs = {sign: re.compile(f"{re.escape(sign)}|{re.escape(end)}") for sign, end in _ends.items()}


class TooCostlyError(Exception):
    """Some paragraphs would take too long; its argument is the list of problems."""


def exceeded(text: str, path: str, first_line: int) -> list[Problem]:
    """Return the limits of a page that `text` exceeds, each where it does.

    Args:
        text: the Markdown.
        path: the file.
        first_line: line of the file at which `text` starts.
    """
    found = []
    for kind, sign, pattern, limit in _LIMITS:
        if text.count(sign) < limit:
            continue
        matches = list(re.finditer(pattern, text, re.MULTILINE))
        if len(matches) > limit:
            line = first_line + text.count("\n", 0, matches[limit].start())
            found.append(kind.at(Place(path, line), limit=limit, count=len(matches)))
    for start, depth in chain(_levels(text), _blocks(text)):
        if depth > MAX_DEPTH:
            line = first_line + text.count("\n", 0, start)
            return [*found, TOO_DEEP.at(Place(path, line), count=depth, limit=MAX_DEPTH)]
    return found


def _levels(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a line starts that is deep in lists and quotes, and how deep it is."""
    for start in _start.finditer(text):
        signs = start[0].expandtabs(4)
        levels = len(_level.findall(signs))
        if levels and not _rule.fullmatch(text, start.start(), _end_of_line(text, start.end())):
            yield start.start(), levels + (len(signs) - len(signs.lstrip(" "))) // 4


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each block `::: name` opens, and how many are open then."""
    depth = 0
    if text.count(":::") > MAX_DEPTH:
        for line in re.finditer(r"^:::(.*)$", text, re.MULTILINE):
            depth = depth + 1 if line[1].strip() else max(0, depth - 1)
            yield line.start(), depth


class Paragraphs(Treeprocessor):
    """Refuses paragraphs in which the search for inline signs would take too long."""

    def run(self, root: ET.Element) -> None:
        """Look at each text that inline patterns will be tried on.

        Raises:
            TooCostlyError: when a limit is exceeded.
        """
        run: Run = self.md.run  # type: ignore[attr-defined]
        found = []
        for element in root.iter():
            for text in (element.text, element.tail):
                if text and len(text) > MAX_OPEN and not isinstance(text, AtomicString):
                    place = None
                    for kind, values in _costly(text):
                        place = place or run.places.of(text.strip().partition("\n")[0][:60])
                        found.append(kind.at(place, **values))
        if found:
            raise TooCostlyError(found)


def _costly(text: str) -> Iterator[tuple[Kind, dict[str, object]]]:
    if len(text) > MAX_PARAGRAPH:
        yield TOO_LONG, {"count": len(text), "limit": MAX_PARAGRAPH}
    for sign in _ends:
        if text.count(sign) > MAX_OPEN and (count := _most_open(text, sign)) > MAX_OPEN:
            yield NOT_CLOSED, {"count": count, "sign": sign, "limit": MAX_OPEN}
    if text.count("*") + text.count("_") > MAX_EMPHASIS:
        groups = len(_group.findall(text))
        if groups > MAX_EMPHASIS:
            yield EMPHASIS, {"count": groups, "limit": MAX_EMPHASIS}


def _most_open(text: str, sign: str) -> int:
    """Return how many of `sign` are open at the same time, at the most."""
    most = depth = 0
    for found in _signs[sign].findall(text):
        depth = depth + 1 if found == sign else max(0, depth - 1)
        most = max(most, depth)
    return most

"""Where in its source something stands: Python-Markdown drops positions."""

from __future__ import annotations

import re
from functools import cached_property
from html import unescape

from sitegen.model.problem import Place

_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_TICKS = re.compile(r"`+")
_SEEN = re.compile(r"\S")
_HEADING = re.compile(
    r"^(?:[ >]|[-*+:][ ]|\d+\.[ ])*(?:(?P<marks>#{1,6})(?P<text>[^\n]*)"
    r"|(?P<above>[^\n]*\S[^\n]*)\n[ >]*(?P<line>=+|-+)[ ]*$)",
    re.MULTILINE,
)
_IN_A_PATH = re.compile(r"[\w/.%-]{2}")
"""What joins the end of a path to what stands beside it."""


class Places:
    """Finds the places of what is reported; the nth report of a thing is its nth use."""

    def __init__(self, text: str, path: str, first_line: int, first_column: int = 1) -> None:
        """Look in `text`, which starts at this line and column of the file `path`."""
        self._text, self._path, self._first_line = text, path, first_line
        self._first_column = first_column
        self._seen: dict[object, int] = {}

    @cached_property
    def _prose(self) -> str:
        """The text with blanks in place of code, in which nothing is reported."""
        if "`" not in self._text and "~~~" not in self._text:
            return self._text
        paragraphs = _without_fences(self._text).split("\n\n")
        return "\n\n".join(map(_without_code_spans, paragraphs))

    @cached_property
    def _lines(self) -> dict[str, list[int]]:
        """The numbers of the lines that read alike."""
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self._text.split("\n")):
            found.setdefault(line.rstrip(), []).append(number)
        return found

    def of(self, snippet: str | re.Pattern[str]) -> Place:
        """Return the place of the next use of `snippet`, alone and not in a longer path."""
        last = self._seen.get(snippet, -1)
        texts = (self._prose, self._text)
        found = next((at for t in texts if (at := _find(snippet, t, last + 1)) >= 0), last)
        if found < 0:
            return Place(self._path, self._first_line)
        self._seen[snippet] = found
        return self._at(found)

    def of_line(self, line: str) -> Place:
        """Return the place of the next source line that reads `line`."""
        wanted = self._seen["line", line] = self._seen.get(("line", line), 0) + 1
        numbers = self._lines.get(line.rstrip())
        number = numbers[min(wanted, len(numbers)) - 1] if numbers else 0
        return Place(self._path, self._first_line + number)

    def of_heading(self, level: int, text: str) -> Place:
        """Return the place of the next heading of this level, if possible one that reads `text`.

        Args:
            level: 1 to 6.
            text: its text as HTML without tags.
        """
        found = [
            heading
            for heading in _HEADING.finditer(self._prose, self._seen.get(_HEADING, -1) + 1)
            if _level(heading) == level
        ]
        words = _letters(unescape(text))
        same = [h for h in found if _letters(h["text"] or h["above"] or "") == words]
        if not found:
            return Place(self._path, self._first_line)
        start = (same or found)[0].start()
        self._seen[_HEADING] = start
        return Place(self._path, self._at(start).line)

    def _at(self, position: int) -> Place:
        line = self._first_line + self._text.count("\n", 0, position)
        column = position - self._text.rfind("\n", 0, position)
        if line == self._first_line:
            column += self._first_column - 1
        return Place(self._path, line, column)


def _without_fences(text: str) -> str:
    """Blank out fenced code (CommonMark 4.5), position by position."""
    lines, fence = [], ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        inside = bool(fence) or found is not None
        if fence:
            ends = found is not None and found[1].startswith(fence) and not found[2].strip()
            fence = "" if ends else fence
        elif found:
            fence = found[1]
        lines.append(" " * len(line) if inside else line)
    return "\n".join(lines)


def _without_code_spans(text: str) -> str:
    """Blank out `code` between as many backticks as opened it (CommonMark 6.1)."""
    runs = list(_TICKS.finditer(text))
    closing: dict[int, int] = {}
    last: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = len(runs[number][0])
        closing[number] = last.get(length, -1)
        last[length] = number
    parts, end, number = [], 0, 0
    while number < len(runs):
        if (close := closing[number]) > 0:
            parts += [text[end : runs[number].start()]]
            end = runs[close].end()
            parts += [_SEEN.sub(" ", text[runs[number].start() : end])]
            number = close
        number += 1
    return "".join([*parts, text[end:]])


def _find(snippet: str | re.Pattern[str], text: str, start: int) -> int:
    """Return where `snippet` stands next, words not in a longer path; -1 when nowhere."""
    if isinstance(snippet, re.Pattern):
        match = snippet.search(text, start)
        return match.start() if match else -1
    found = text.find(snippet, start)  # for thousands of links, ten times as fast as `re`
    while found >= 0 and _is_in_a_path(text, found, found + len(snippet)):
        found = text.find(snippet, found + 1)
    return found


def _is_in_a_path(text: str, start: int, end: int) -> bool:
    return any(
        _IN_A_PATH.fullmatch(text, at, at + 2) is not None for at in (start - 1, end - 1) if at >= 0
    )


def _level(heading: re.Match[str]) -> int:
    if heading["marks"]:
        return len(heading["marks"])
    return 1 if heading["line"].startswith("=") else 2


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))

"""YAML as plain text with positions, read from the parser's events.

Every scalar stays the text a writer typed: YAML's own types turn the region code `11.10`
into a number, `no` into False and `13:30` into 810. Anchors, tags, duplicate keys and deep
nesting are refused; the events are consumed in a loop, so no input can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from sitegen.model.characters import INVISIBLE_CHARACTER, invisible
from sitegen.model.problem import N_, Kind, Place, Problem

NOT_UNDERSTOOD = Kind(
    "SG111",
    N_("this line, or the one above it, is not understood"),
    N_('write “key: value” lines; put text that starts with a sign between quotes: "…"'),
)
SECOND_COLON = Kind(
    "SG111",
    N_("the text after the first “: ” holds another “: ”"),
    N_('put the whole text between quotes, for example judul: "Hoaks: apa itu?"'),
)
NO_COLON = Kind("SG111", N_("a “: ” is missing in this line or above it"), N_("write “key: value”"))
NO_SPACE = Kind(
    "SG111", N_("a space is missing after the “:”"), N_("write “key: value”, with the space")
)
OPEN_QUOTE = Kind("SG111", N_("a quote is opened and not closed"), N_('add the missing quote: "…"'))
BAD_INDENT = Kind(
    "SG111",
    N_("the line starts too far to the left or to the right"),
    N_("let it start below the first letter of the lines it belongs to"),
)
TAB = Kind("SG111", N_("the line is indented with a tab"), N_("replace the tab by spaces"))
DUPLICATE_KEY = Kind(
    "SG112", N_("“{key}” stands twice; first in line {first}"), N_("keep one of the two")
)
ANCHOR = Kind(
    "SG113",
    N_("a text may not start with “&” or “*”"),
    N_('put the text between quotes: "…"'),
)
LOST_TEXT = Kind(
    "SG111",
    N_("the text after “#” would be lost"),
    N_('put the whole text between quotes, or the remark on a line of its own: "… #Pemilu"'),
)
TAG = Kind(
    "SG114",
    N_("“!” tags are not allowed"),
    N_('remove “{tag}”, or put the whole text between quotes: "…"'),
)
TOO_DEEP = Kind(
    "SG115", N_("lists and groups are nested too deeply or too many"), N_("simplify this part")
)
NOT_A_MAPPING = Kind(
    "SG116", N_("“key: value” lines are expected here"), N_("write for example: judul: Masa tenang")
)
SECOND_DOCUMENT = Kind("SG116", N_("a second “---” is not allowed here"), N_("remove the line"))

AFTER_QUOTE = Kind(
    "SG111",
    N_("text stands after the closing quote"),
    N_("put the whole text between one pair of quotes; inside it write ” instead"),
)
OPEN_BRACKET = Kind(
    "SG111", N_("a “[” or “{{” is opened and not closed"), N_("add the missing “]” or “}}”")
)
SPECIAL_START = Kind(
    "SG111",
    N_("a text may not start with this sign"),
    N_('put the whole text between quotes: "…"'),
)

SYNTAX = (
    ("mapping values are not allowed", SECOND_COLON),
    ("quoted scalar", OPEN_QUOTE),
    ("could not find expected ':'", NO_COLON),
    ("an alias", ANCHOR),
    ("an anchor", ANCHOR),
    ("flow ", OPEN_BRACKET),
    ("cannot start any token", SPECIAL_START),
    ("block mapping", BAD_INDENT),
    ("block collection", BAD_INDENT),
)
"""What libyaml says, and the kind of problem that says it to a writer."""

MAX_DEPTH = 6
MAX_NODES = 2_000
"""In front matter; a settings file may hold ten times as many."""
MAX_NODES_OF_A_FILE = 20_000

KEY = "@key"
"""Last part of the location of a key, beside that of its value."""

Location: TypeAlias = tuple[str | int, ...]
Marks: TypeAlias = dict[Location, tuple[int, int]]

try:
    LOADER: Any = yaml.CSafeLoader
except AttributeError:  # PyYAML built without libyaml: same events, slower
    LOADER = yaml.SafeLoader


_glued = re.compile(r"\s*(?:- )?[a-z_]+:(?=[^\s:/])")
"""A key whose value follows without a space."""


def _hidden(rest: str, *, after: str) -> bool:
    """Tell whether the rest of a line is text that YAML takes for a remark."""
    return rest.lstrip().startswith("#") and bool(after or re.match(r"\s*#\w", rest))


@dataclass(slots=True)
class YamlText:
    """A YAML text as nested dicts, lists and str, with the place of each value."""

    value: Any = None
    """A dict, or None when there were problems or nothing."""
    marks: Marks = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Refused(Exception):
    """Reading cannot go on; the problem is noted."""


def read(
    text: str, path: str, first_line: int = 1, max_nodes: int = MAX_NODES_OF_A_FILE
) -> YamlText:
    """Read one YAML mapping.

    Args:
        text: the YAML.
        path: the file's path, for problems.
        first_line: line of the file at which `text` starts.
        max_nodes: how many keys, values and collections it may hold.

    Returns:
        The mapping, or the problems that prevented it; an empty text gives `{}`.
    """
    reader = _Reader(path, first_line, max_nodes)
    reader.lines = text.split("\n")
    try:
        reader.consume(yaml.parse(text, Loader=LOADER))
    except yaml.YAMLError as error:
        reader.note_syntax_error(error, text)
    except _Refused:
        pass
    if reader.result.problems:
        reader.result.value = None
    elif reader.result.value is None:
        reader.result.value = {}
    return reader.result


class _Reader:
    """Builds the value from the events, keeping a stack of open collections."""

    def __init__(self, path: str, first_line: int, max_nodes: int) -> None:
        self.max_nodes = max_nodes
        self.path = path
        self.offset = first_line
        self.lines: list[str] = []
        self.result = YamlText()
        self.stack: list[tuple[Any, Location]] = []
        self.key: list[str | None] = []
        self.nodes = 0
        self.documents = 0

    def place(self, mark: Any) -> Place:
        return Place(self.path, mark.line + self.offset, mark.column + 1)

    def refuse(self, kind: Kind, mark: Any, **values: object) -> None:
        self.result.problems.append(kind.at(self.place(mark), **values))
        raise _Refused

    def consume(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    self.refuse(SECOND_DOCUMENT, event.start_mark)
            elif isinstance(event, yaml.NodeEvent):
                self.node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
                self.key.pop()

    def node(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self.refuse(ANCHOR, event.start_mark)
        if event.tag is not None:
            self.refuse(TAG, event.start_mark, tag=event.tag)
        self.nodes += 1
        if self.nodes > self.max_nodes or len(self.stack) >= MAX_DEPTH:
            self.refuse(TOO_DEEP, event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            if found := invisible(event.value):  # written as an escape such as "\u202e"
                self.refuse(INVISIBLE_CHARACTER, event.start_mark, character=found[1])
            self.note_lost_text(event)
            self.scalar(event)
        else:
            self.open(event, {} if isinstance(event, yaml.MappingStartEvent) else [])

    def note_lost_text(self, event: Any) -> None:
        """Refuse ` #` after a text without quotes: YAML drops what follows in silence."""
        end = event.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if not event.style and _hidden(rest, after=event.value):
            place = Place(self.path, end.line + self.offset, end.column + 1)
            self.result.problems.append(LOST_TEXT.at(place))

    def scalar(self, event: Any) -> None:
        if self.stack and isinstance(self.stack[-1][0], dict) and self.key[-1] is None:
            self.note_key(event)
        else:
            self.add(event, event.value)

    def note_key(self, event: Any) -> None:
        mapping, location = self.stack[-1]
        here = (*location, event.value, KEY)
        if event.value in mapping:
            first = self.result.marks[here][0]
            kind = DUPLICATE_KEY.at(self.place(event.start_mark), key=event.value, first=first)
            self.result.problems.append(kind)
        place = self.place(event.start_mark)
        self.result.marks[here] = (place.line, place.column)
        self.key[-1] = event.value

    def open(self, event: Any, collection: Any) -> None:
        if self.stack and isinstance(self.stack[-1][0], dict) and self.key[-1] is None:
            self.refuse(SPECIAL_START, event.start_mark)
        location = self.add(event, collection)
        self.stack.append((collection, location))
        self.key.append(None)

    def add(self, event: Any, value: Any) -> Location:
        """Put `value` where the open collection expects one; return its location."""
        location: Location = ()
        if not self.stack:
            if not isinstance(value, dict):
                if value == "":
                    return location
                glued = isinstance(value, str) and _glued.match(value)
                self.refuse(NO_SPACE if glued else NOT_A_MAPPING, event.start_mark)
            self.result.value = value
        else:
            parent, above = self.stack[-1]
            if isinstance(parent, dict):
                key = str(self.key[-1])
                parent[key] = value
                location = (*above, key)
                self.key[-1] = None
            else:
                location = (*above, len(parent))
                parent.append(value)
        place = self.place(event.start_mark)
        self.result.marks[location] = (place.line, place.column)
        return location

    def note_syntax_error(self, error: yaml.YAMLError, text: str) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line if mark else 0
        lines = text.splitlines()
        if mark and line < len(lines) and "\t" in lines[line][: mark.column + 1]:
            self.result.problems.append(TAB.at(self.place(mark)))
            return
        place = self.place(mark) if mark else Place(self.path, self.offset)
        said = " ".join(
            filter(None, (getattr(error, "context", ""), getattr(error, "problem", "")))
        )
        kind = next((kind for words, kind in SYNTAX if words in said), NOT_UNDERSTOOD)
        for number in (line - 1, line):
            glued = _glued.match(lines[number]) if 0 <= number < len(lines) else None
            if glued and kind in (SECOND_COLON, NO_COLON, BAD_INDENT):
                here = Place(self.path, number + self.offset, glued.end() + 1)
                self.result.problems.append(NO_SPACE.at(here))
                return
        if kind in (OPEN_QUOTE, OPEN_BRACKET) and getattr(error, "context_mark", None):
            place = self.place(error.context_mark)  # type: ignore[attr-defined]
        before = lines[line][: mark.column] if mark and line < len(lines) else ""
        if kind is BAD_INDENT and (link := re.search(r"(?<=:)\s+\[[^]]*\]\s*$", before)):
            kind = SPECIAL_START
            column = before.index("[", link.start()) + 1
            place = Place(self.path, place.line, column)
        elif kind is BAD_INDENT and re.search(r"""(["']).*\1\s*$""", before):
            kind = AFTER_QUOTE
        elif kind is SECOND_COLON and ": " not in before:
            kind = BAD_INDENT
        self.result.problems.append(kind.at(place))

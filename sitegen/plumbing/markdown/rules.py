"""What the texts of one layer may use, and the state of one conversion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from sitegen.model.document import Link
from sitegen.model.problem import Kind, Place, Problem


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
class Run:
    """State of one conversion, which the extensions find as `md.run`."""

    rules: Rules
    path: str
    first_line: int
    inside: str
    url: str
    own_url: str
    prefix: str
    linked: set[str]
    text: str
    problems: list[Problem] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    issued: set[str] = field(default_factory=set)
    """Marks that facts of this text left; any other is a forgery."""
    blocks: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The lines of the source."""
        return self.text.split("\n")

    def locate(self, snippet: str) -> Place:
        """Return the place of the next use of `snippet` in the source.

        Python-Markdown drops positions, so the nth report of a snippet is its nth use.
        """
        start = self.seen.get(snippet, -1)
        found = self.text.find(snippet, start + 1) if "\n" not in snippet else -1
        if found < 0:
            found = start
        if found < 0:
            return Place(self.path, self.first_line)
        self.seen[snippet] = found
        line = self.first_line + self.text.count("\n", 0, found)
        return Place(self.path, line, found - self.text.rfind("\n", 0, found))

    def locate_line(self, line: str) -> Place:
        """Return the place of the next source line that reads `line`."""
        wanted = self.seen["\n" + line] = self.seen.get("\n" + line, 0) + 1
        numbers = [n for n, text in enumerate(self.lines) if text.rstrip() == line.rstrip()]
        number = numbers[min(wanted, len(numbers)) - 1] if numbers else 0
        return Place(self.path, self.first_line + number)

    def note(self, kind: Kind, snippet: str, **values: object) -> None:
        """Add a problem at the next use of `snippet`."""
        self.problems.append(kind.at(self.locate(snippet), **values))

"""What the texts of one layer may use, and the state of one conversion."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from sitegen.model.document import Link
from sitegen.model.linked_hosts import LinkedHosts
from sitegen.model.problem import Kind, Problem
from sitegen.plumbing.markdown.places import Places


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
    hosts: LinkedHosts
    """The other sites that may be linked."""


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
    places: Places
    problems: list[Problem] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    issued: set[str] = field(default_factory=set)
    """Marks that facts of this text left; any other is a forgery."""
    blocks: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def note(self, kind: Kind, snippet: str | re.Pattern[str], **values: object) -> None:
        """Add a problem at the next use of `snippet`."""
        self.problems.append(kind.at(self.places.of(snippet), **values))

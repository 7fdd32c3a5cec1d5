"""What a build was asked for, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Self, TypeVar

from sitegen.model.problem import N_, Problem
from sitegen.model.region import Region

Value = TypeVar("Value")

WORDS = {
    "documents": N_("document"),
    "bodies": N_("text"),
    "pictures": N_("picture"),
    "plates": N_("page"),
    "fills": N_("mirror"),
    "files": N_("file"),
    "theme": N_("theme"),
    "text": N_("text"),
    "layer": N_("layer"),
    "facts": N_("facts"),
    "terms": N_("terms"),
    "list": N_("list"),
    "neighbours": N_("neighbours"),
    "place": N_("title or place"),
    "as-of": N_("day"),
    "institutions": N_("institutions"),
    "slots": N_("slots"),
    "settings": N_("settings"),
    "pages": N_("pages of the mirror"),
    "drawing": N_("type of the drawing"),
}
"""How things and their inputs are called when `--why` speaks of them."""
DAILY = " @"
"""What ends the name of that half of a mirror's fills which a new day changes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to build."""

    project: Path
    """Folder that holds `content/` (and maybe `themes/`)."""
    output: Path | None
    """Folder for the mirrors; None to check only."""
    regions: tuple[str, ...] = ()
    """Codes of the mirrors to build; empty for all."""
    as_of: date | None = None
    drafts: bool = False
    jobs: int = 1
    seconds: float | None = 10
    """Time of the processor that one text or picture may take. None sets no limit: for a process
    with threads, from which no other may be forked, and whose user waits and can end it."""
    verify: bool = False
    """Whether to read every file of every mirror again, and mend what someone changed."""
    zip: bool = False
    """Whether each mirror is to be packed into a ZIP file beside it."""
    durable: bool = True
    """Whether to wait until everything is on the disk, as whoever publishes must."""
    follow: Callable[[Iterable[Any], int], Iterable[Any]] = lambda items, _total: items
    """Passes the finished mirrors on, to show progress; gets them and their number."""


@dataclass(frozen=True, slots=True)
class Written:
    """What writing one mirror did."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    size: int = 0
    """Bytes of all files of the mirror."""

    def __add__(self, other: Written) -> Written:
        """Add up two mirrors."""
        return Written(
            self.written + other.written,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
            self.size + other.size,
        )


@dataclass(frozen=True, slots=True)
class Redone:
    """A thing that was made again, and why."""

    shelf: str
    """What sort of thing it is: `documents`, `bodies`, `plates`, `fills` …"""
    name: str
    inputs: tuple[str, ...]
    """Names of the inputs that changed; none when it was not known before."""


@dataclass(slots=True)
class Report:
    """What a build did."""

    as_of: date | None = None
    problems: list[Problem] = field(default_factory=list)
    mirrors: int = 0
    held_back: list[Region] = field(default_factory=list)
    """Regions whose mirrors keep their last good output because of problems."""
    elsewhere: list[Problem] = field(default_factory=list)
    """Those of `problems` that concern none of the mirrors that were asked for."""
    whole: bool = True
    """Whether all mirrors were asked for."""
    packed: int = 0
    """ZIP files written."""
    plates: int = 0
    """Distinct pages."""
    stamped: int = 0
    """Pages of all mirrors."""
    done: Written = field(default_factory=Written)
    redone: list[Redone] = field(default_factory=list)
    """What was made again, in the order of the recipe."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Wall time of each step."""

    def take(self, result: tuple[Value, list[Problem]]) -> Value:
        """Keep the problems of a step and return its value."""
        value, problems = result
        self.problems += problems
        return value

    def count(self, done: Written) -> None:
        """Add up one mirror."""
        self.mirrors += 1
        self.done += done

    def lasting(self) -> Report:
        """Return what holds for as long as the inputs are the same: not what was written."""
        return replace(
            self, problems=list(self.problems), mirrors=0, done=Written(), redone=[], seconds={}
        )

    def sorted(self) -> Self:
        """Put the problems in reading order, each once."""
        self.problems = sorted(dict.fromkeys(self.problems), key=Problem.sort_key)
        return self

    @property
    def concerning(self) -> list[Problem]:
        """The problems that concern the mirrors that were asked for."""
        elsewhere = set(self.elsewhere)
        return [problem for problem in self.problems if problem not in elsewhere]

    @property
    def held(self) -> int:
        """How many mirrors keep their last good output."""
        return len(self.held_back)

    @property
    def failed(self) -> bool:
        """Whether a mirror that was asked for was held back.

        Where all were asked for, a mistake that belongs to no mirror counts as well.
        """
        return bool(self.held_back) or (self.whole and any(p.blocks for p in self.problems))

"""A mistake by a writer, as a value: what is wrong, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


def N_(message: str) -> str:  # noqa: N802 - the gettext convention
    """Mark `message` for the translation catalogue; it is translated when it is shown."""
    return message


class Severity(StrEnum):
    """What a problem does to the build."""

    ERROR = "error"
    """Holds back every mirror that shows the layer it stands in."""
    WARNING = "warning"
    """Is reported and holds nothing back."""
    NOTE = "note"
    """Is told, but asks for nothing: cron need not send a letter about it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of problem, declared beside the code that finds it."""

    code: str
    """Stable code such as `SG117`."""
    message: str
    """English sentence with `{name}` fields; shown through gettext."""
    hint: str = ""
    """What to type or do instead; same form as `message`."""
    severity: Severity = Severity.ERROR

    @property
    def blocks(self) -> bool:
        """Whether such a problem holds back the mirrors below its layer."""
        return self.severity is Severity.ERROR

    def at(self, place: Place, **values: object) -> Problem:
        """Return this kind of problem at `place`, its fields filled from `values`."""
        return Problem(place, self, tuple((name, str(value)) for name, value in values.items()))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a source file; lines and columns count from 1."""

    path: str
    """Path from the project's root, with `/`."""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Return `path:line:column`."""
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake at a place. Sorted by place, shown all together, never raised."""

    place: Place
    kind: Kind
    values: tuple[tuple[str, str], ...] = field(default=())

    @property
    def blocks(self) -> bool:
        """Whether the problem holds back the mirrors below its layer."""
        return self.kind.blocks

    def sort_key(self) -> tuple[Place, str, tuple[tuple[str, str], ...]]:
        """Return the key that puts problems in reading order."""
        return self.place, self.kind.code, self.values


class SitegenError(Exception):
    """The outside world failed (disk, arguments); shown in one line, without a traceback."""

    def __init__(self, kind: Kind, exit_code: int, **values: object) -> None:
        """Remember what to show and the exit code of the process."""
        super().__init__(kind.message.format(**values))
        self.kind = kind
        self.exit_code = exit_code
        self.values = tuple((name, str(value)) for name, value in values.items())

    def __reduce__(self) -> tuple[object, ...]:
        """Let the exception travel between processes."""
        return _again, (type(self), self.kind, self.exit_code, dict(self.values))


def _again(
    kind_of_error: type[SitegenError], kind: Kind, code: int, values: dict[str, str]
) -> SitegenError:
    return kind_of_error(kind, code, **values)

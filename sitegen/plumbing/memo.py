"""What earlier builds made, by the digests of everything it was made from.

A *thing* (a document, a plate) has a name and inputs. It is taken from the memo when every
input is the same, and made again otherwise; nothing is ever trusted for its date. Losing
the memo costs time and nothing else, so that anything wrong with it means to begin anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import sqlite3
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sitegen.model.problem import N_, Kind, Place, Problem, Severity
from sitegen.model.report import Redone
from sitegen.plumbing import disk
from sitegen.plumbing.seal import Seal

DROPPED = Kind(
    "SG504",
    N_("what earlier builds remembered cannot be used ({reason}); everything is made anew"),
    N_("nothing needs to be done"),
    Severity.WARNING,
)
OLDER = Kind(
    "SG504",
    N_("sitegen or a library has changed since the last build; everything is made anew"),
    N_("nothing needs to be done"),
    Severity.NOTE,
)
NO_MEMO = Kind(
    "SG504",
    N_("nothing can be remembered for the next build: {reason}"),
    N_("let this user write to {folder}, and it will be faster"),
    Severity.WARNING,
)

FOLDER, FILE = ".sitegen", "memo.sqlite3"
LIMIT = 1 << 30
"""Bytes; a memo that has grown larger is begun anew."""
TABLE = """CREATE TABLE thing
    (shelf TEXT, name TEXT, inputs TEXT, value BLOB, PRIMARY KEY (shelf, name)) WITHOUT ROWID"""
ROW = "INSERT OR REPLACE INTO thing VALUES (?, ?, ?, ?)"

Inputs = Mapping[str, str]
"""Digest (or the value itself, when it is short) of everything a thing is made from."""
Item = TypeVar("Item")
Value = TypeVar("Value")


@dataclass(slots=True)
class _Row:
    inputs: Inputs
    sealed: bytes | None
    value: Any = None


def digest(*parts: object) -> str:
    """Return a digest of the text of `parts`, which must not depend on hash order."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


@dataclass(slots=True)
class Memo:
    """The things of one project, loaded shelf by shelf; `save` writes what is new."""

    version: str = ""
    problems: list[Problem] = field(default_factory=list)
    """At most one: that the memo was dropped, or cannot be kept."""
    redone: list[Redone] = field(default_factory=list)
    _file: Path | None = None
    _seal: Seal | None = None
    _shelves: dict[str, dict[str, _Row]] = field(default_factory=dict)
    _fresh: dict[tuple[str, str], None] = field(default_factory=dict)
    _seen: dict[str, set[str]] = field(default_factory=dict)
    _spoilt: bool = False
    """Whether the file must be begun anew."""

    @classmethod
    def open(cls, project: Path, version: str, name: str = FILE) -> Memo:
        """Open the memo of a project; one that cannot be used is begun anew, with a warning.

        Args:
            project: folder that holds `content/`.
            version: digest of the program itself; things of another version are dropped.
            name: file within `.sitegen/`.
        """
        memo = cls(version)
        file = project / FOLDER / name
        try:
            memo._seal = Seal.of_user()
            disk.refuse_link(file.parent)
            memo._file = file
        except OSError as error:
            memo._unkept(error)
        return memo

    def begin(self) -> None:
        """Forget what was redone and seen: another build begins with the same memo."""
        self.redone.clear()
        self._seen.clear()

    def told(self) -> list[Problem]:
        """Return what is wrong with the memo, once."""
        problems, self.problems = self.problems, []
        return problems

    def each(
        self,
        shelf: str,
        items: Sequence[Item],
        about: Callable[[Item], tuple[str, Inputs]],
        make: Callable[[Sequence[Item]], Iterable[Value]],
    ) -> list[Value]:
        """Return the value of each item, making only those whose inputs have changed.

        Args:
            shelf: what sort of things they are.
            items: what the values are made from.
            about: gives the name and inputs of an item.
            make: gives the values of those that must be made, in their order.
        """
        known = [about(item) for item in items]
        values: dict[str, Any] = {}
        missing = []
        for item, (name, inputs) in zip(items, known, strict=True):
            found, value = self.recall(shelf, name, inputs)
            if found:
                values[name] = value
            else:
                missing.append((item, name, inputs))
        made = make([item for item, _, _ in missing]) if missing else ()
        for (_, name, inputs), value in zip(missing, made, strict=True):
            values[name] = value
            if not isinstance(value, Problem):  # a failure is tried again
                self.keep(shelf, name, inputs, value)
        return [values[name] for name, _ in known]

    def recall(self, shelf: str, name: str, inputs: Inputs) -> tuple[bool, Any]:
        """Return whether a thing is known as made from `inputs`, and its value."""
        self._seen.setdefault(shelf, set()).add(name)
        row = self._shelf(shelf).get(name)
        if row is None:
            self.redone.append(Redone(shelf, name, ()))
            return False, None
        if row.inputs != inputs:
            names = [key for key in inputs if row.inputs.get(key) != inputs[key]]
            self.redone.append(Redone(shelf, name, tuple(names) or tuple(row.inputs)))
            return False, None
        return self._value(shelf, name, row)

    def last(self, shelf: str, name: str) -> Any:
        """Return the last value of a thing, whatever it was made from; None when unknown."""
        row = self._shelf(shelf).get(name)
        return None if row is None else self._value(shelf, name, row)[1]

    def keep(self, shelf: str, name: str, inputs: Inputs, value: object) -> None:
        """Remember a thing."""
        self._shelf(shelf)[name] = _Row(inputs, None, value)
        self._fresh[shelf, name] = None

    def save(self, *, whole: bool = False) -> None:
        """Write what is new; after a `whole` build, forget what it did not ask for."""
        gone = [
            (shelf, name)
            for shelf, rows in self._shelves.items()
            for name in (rows.keys() - self._seen.get(shelf, set()) if whole else ())
        ]
        if self._file is None or not (self._fresh or gone):
            return
        for shelf, name in gone:
            del self._shelves[shelf][name]
            self._fresh.pop((shelf, name), None)
        try:
            self._file.parent.mkdir(exist_ok=True)
            if self._spoilt:
                for suffix in ("", "-journal", "-wal", "-shm"):
                    Path(f"{self._file}{suffix}").unlink(missing_ok=True)
                self._spoilt = False
            ignore = self._file.with_name(".gitignore")
            with _Database(self._file, self.version) as database:
                if not ignore.exists():  # other builds wait meanwhile
                    disk.replace(str(ignore), b"*\n")
                database.executemany("DELETE FROM thing WHERE shelf = ? AND name = ?", gone)
                database.executemany(ROW, [self._written(*key) for key in self._fresh])
            self._fresh.clear()
        except (OSError, sqlite3.Error, ValueError) as error:
            self._unkept(error)

    def _unkept(self, error: Exception) -> None:
        """Say once that nothing can be remembered, which costs time and nothing else."""
        self._file = None
        reason = str(getattr(error, "strerror", None) or error)
        folder = str(getattr(error, "filename", None) or FOLDER)
        if not self.problems:
            self.problems.append(NO_MEMO.at(Place(FOLDER), reason=reason, folder=folder))

    def _written(self, shelf: str, name: str) -> tuple[str, str, str, bytes]:
        row = self._shelves[shelf][name]
        inputs = json.dumps(row.inputs)
        assert self._seal is not None
        data = pickle.dumps(row.value, pickle.HIGHEST_PROTOCOL)
        return shelf, name, inputs, self._seal.sealed(data, self._about(shelf, name, inputs))

    def _about(self, shelf: str, name: str, inputs: str) -> str:
        return "\0".join((self.version, shelf, name, inputs))

    def _shelf(self, shelf: str) -> dict[str, _Row]:
        if shelf not in self._shelves:
            self._shelves[shelf] = {}
            if self._file is not None and not self._spoilt and os.path.lexists(self._file):
                try:
                    self._shelves[shelf] = self._read(self._file, shelf)
                except OtherVersionError:
                    self._drop(OLDER)
                except (sqlite3.Error, ValueError, OSError) as error:
                    if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_BUSY:
                        self._drop(DROPPED, reason=error)
        return self._shelves[shelf]

    def _read(self, file: Path, shelf: str) -> dict[str, _Row]:
        found = file.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > LIMIT:
            raise ValueError("not a file of ours")
        with _Database(file, self.version, "BEGIN") as database:
            rows = database.execute(
                "SELECT name, inputs, value FROM thing WHERE shelf = ?", (shelf,)
            ).fetchall()
        return {name: _Row(_inputs(text), _bytes(sealed)) for name, text, sealed in rows}

    def _value(self, shelf: str, name: str, row: _Row) -> tuple[bool, Any]:
        if row.sealed is not None:
            assert self._seal is not None
            about = self._about(shelf, name, json.dumps(row.inputs))
            try:
                row.value = pickle.loads(self._seal.opened(row.sealed, about))
            except Exception as error:  # whatever a damaged record does, it is dropped
                self._drop(DROPPED, reason=error)
                return False, None
            row.sealed = None
        return True, row.value

    def _drop(self, kind: Kind, **values: object) -> None:
        """Begin anew, and say so once; the file goes when there is something to write."""
        file = self._file  # none when nothing could be kept
        self._spoilt = True
        for shelf, rows in self._shelves.items():
            for name in [name for name, row in rows.items() if row.sealed is not None]:
                del rows[name]
            self._fresh |= dict.fromkeys((shelf, name) for name in rows)
        if not self.problems:
            place = Place(f"{FOLDER}/{file.name if file is not None else FILE}")
            self.problems.append(kind.at(place, **values))


def _inputs(text: object) -> Inputs:
    """Return the inputs of a row; raises ValueError when they are something else."""
    inputs = json.loads(str(text))
    if not isinstance(inputs, dict):
        raise ValueError("a row is damaged")
    return inputs


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise ValueError("a row is damaged")
    return value


class OtherVersionError(ValueError):
    """Another version of the program wrote the memo."""


class _Database:
    """A connection for one transaction; nothing stays open, so that processes may fork."""

    def __init__(self, file: Path, version: str, begin: str = "BEGIN IMMEDIATE") -> None:
        self._file, self._number, self._begin = file, _number(version), begin

    def __enter__(self) -> sqlite3.Connection:
        self._connection = sqlite3.connect(self._file, timeout=5, isolation_level=None)
        run = self._connection.execute
        try:
            # What a power cut damages is found by its seal; waiting for the disk buys nothing.
            run("PRAGMA synchronous = OFF")
            run(self._begin)
            found = run("PRAGMA user_version").fetchone()[0]
            if not found:
                run(TABLE)
                run(f"PRAGMA user_version = {self._number}")
            elif found != self._number:
                raise OtherVersionError
            elif run("SELECT sql FROM sqlite_master").fetchall() != [(TABLE,)]:
                raise ValueError("it holds other tables")
        except BaseException:
            self._connection.close()
            raise
        return self._connection

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if self._connection.in_transaction:  # a full disk has ended it by itself
                self._connection.execute("COMMIT" if kind is None else "ROLLBACK")
        finally:
            self._connection.close()


def _number(version: str) -> int:
    """Return what fits SQLite's field for the version of an application."""
    return int(hashlib.sha256(version.encode()).hexdigest()[:7], 16) + 1

"""Every kind of problem, found where it is declared, with its example from `data/examples/`."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from sitegen.model.problem import Kind
from sitegen.plumbing import disk

PACKAGE = __name__.partition(".")[0]
FOLDER = "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """What a writer typed, and what would have been right."""

    path: str = ""
    """The file, from the project's root; empty when the mistake is in no file."""
    wrong: str = ""
    """What stands in it, or a command; empty when its name is the mistake."""
    right: str = ""
    right_path: str = ""
    """The file's right name or place, where that is the mistake."""
    part: str = ""
    """`data` when lines among the others of the file are shown, `text` when lines of a page's text
    are, empty for the whole file."""
    region: str = ""
    """Code of the region whose mirror shows the mistake, where the path does not tell."""
    encoding: str = "utf-8"
    """How the wrong file is saved, where that is the mistake."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Other files that must be there for the mistake to be one."""
    unproved: str = ""
    """Why no test can type this: the mistake is not in what a writer types."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of problem under the name it is declared by."""

    name: str
    """Module and name inside the package, such as `schema.typed.MISSING`."""
    kind: Kind
    example: Example | None


def entries() -> list[Entry]:
    """Return every kind that any module declares, sorted by code, module and place in it."""
    found = (entry for module in modules() for entry in _declared(module))
    return sorted(found, key=lambda entry: (entry.kind.code, entry.name.rpartition(".")[0]))


def modules() -> Iterable[ModuleType]:
    """Import every module of the package, and yield those that this installation can run."""
    for found in pkgutil.walk_packages(importlib.import_module(PACKAGE).__path__, f"{PACKAGE}."):
        try:
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith(PACKAGE):
                raise  # what is missing otherwise is an extra, such as the preview's


def examples(module: str) -> dict[str, Example]:
    """Return the examples for a module of the package by the names of its kinds."""
    path = disk.package_folder(FOLDER) / f"{module}.toml"
    if not path.exists():
        return {}
    text = path.read_text("utf-8")
    return {name: Example(**values) for name, values in tomllib.loads(text).items()}


def _declared(module: ModuleType) -> Iterable[Entry]:
    """Yield the kinds that a module makes itself, not those it imports."""
    source = Path(str(module.__file__)).read_text("utf-8")
    made = set(re.findall(r"^([A-Z0-9_]+)(?:: Kind)? = Kind\(", source, re.MULTILINE))
    inside = module.__name__.partition(".")[2]
    known = examples(inside)
    for name, value in vars(module).items():
        if isinstance(value, Kind) and name in made:
            yield Entry(f"{inside}.{name}", value, known.get(name))

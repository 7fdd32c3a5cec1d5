"""Files as new writers hand them in, a mistake in each: what is said, and what they type instead.

    python -m tests.bad_input.mistakes > tests/bad_input/keliru.md

writes the list anew; read every sentence aloud before you commit it: would somebody who has
never programmed know what to do? The files stand in `keliru/` under their paths in `content/`.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

import click

from sitegen.build import Order, Report, build
from sitegen.formats import text
from sitegen.model.source import Source
from sitegen.plumbing import locale
from tests.laws.real import AS_OF, REPOSITORY, copy_content

HERE = Path(__file__).parent
FOLDER, FILE = HERE / "keliru", HERE / "keliru.md"
FRESH = "sha256:…"
"""Stands for the digest of the national page of the same path, which changes with that page."""
REGIONS = ("nasional", "21", "31", "35.71", "61", "61.01", "61.02", "61.71", "61.72")
HEAD = """\
# What new writers are told

Each file in `keliru/` is a page of `content/`, or one like it, with a mistake that people make. All
are put into the real content at once, and this is said. When each writer has typed what stands for
her in `keliru.toml`, nothing is said. `mistakes.py` writes this page, `test_keliru.py` proves it.
"""


@dataclass(frozen=True)
class Mistake:
    """One file, and what its writer types, or does with it, once she has been told."""

    path: str
    wrong: str = ""
    right: str = ""
    to: str | None = None
    encoding: str = "utf-8"

    def put(self, content: Path) -> None:
        """Put the file into `content`, in place of the one it was made from."""
        if self.to:
            (content / self.to).unlink(missing_ok=True)
        target = content / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        written = (FOLDER / self.path).read_bytes().decode("utf-8")
        target.write_bytes(written.encode(self.encoding))

    def mend(self, content: Path) -> None:
        """Do what the writer is told."""
        written = (content / self.path).read_bytes().decode(self.encoding)
        (content / self.path).unlink()
        if self.to == "":
            return
        if self.wrong:
            assert written.count(self.wrong) == 1, self.path
            written = written.replace(self.wrong, self.right.replace(FRESH, self._digest(content)))
        target = content / (self.to or self.path)
        if not any((content / self.path).parent.iterdir()) and target.parent.name not in self.path:
            (content / self.path).parent.rmdir()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(written, "utf-8")

    def _digest(self, content: Path) -> str:
        inside = self.path.partition("/")[2]
        national = content / "nasional" / inside
        return Source("", "", "", national.read_text("utf-8")).digest if national.exists() else ""


MISTAKES = tuple(
    Mistake(**entry)
    for entry in tomllib.loads((HERE / "keliru.toml").read_text("utf-8"))["mistake"]
)


def project(folder: Path) -> Path:
    """Make a project of the real content with every mistake in it."""
    copy_content(folder)
    shutil.copytree(REPOSITORY / "themes", folder / "themes")
    for mistake in MISTAKES:
        mistake.put(folder / "content")
    return folder


def check(folder: Path) -> Report:
    """Check the mirrors that show the files."""
    return build(Order(folder, None, REGIONS, AS_OF, jobs=1))


def told(report: Report, folder: Path) -> str:
    """Return all that is said, as `sitegen check` prints it."""
    return re.sub("sha256:[0-9a-f]{16}", FRESH, click.unstyle(text.write(report, folder))) + "\n"


def main() -> None:
    """Print the list as the program answers now."""
    locale.install("id")
    with tempfile.TemporaryDirectory() as name:
        folder = project(Path(name) / "proyek")
        print(f"{HEAD}\n~~~~\n{told(check(folder), folder)}~~~~")


if __name__ == "__main__":
    main()

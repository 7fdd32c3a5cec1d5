"""What every program under comparison must be able to do.

Each `<name>_site.py` holds one subclass: it writes the corpus as a project of its program, and says
with which command the program builds it.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import measure
from corpus import CLOSING, SECTIONS, TAGS, Page
from measure import Command

REPOSITORY = Path(__file__).resolve().parents[2]

ASSETS = REPOSITORY / "themes" / "dasar" / "assets"
"""What sitegen's theme gives every mirror beside its pages; sites of the others get the same."""

ADDRESS = "https://uji.example/"
"""Address of the national mirror, which is the one that every program builds."""

SITE = {
    "judul": "Uji Indonesia",
    "nama": "Indonesia",
    "lembaga": "Uji",
    "zona": "WIB",
    "alamat": ADDRESS.rstrip("/"),
    "bagian": [
        {"path": path, "title": title, "summary": summary}
        for path, (title, summary) in SECTIONS.items()
    ],
    "tag": sorted(TAGS),
    "fakta": {"jam_tutup": f"{CLOSING} WIB"},
    "bulan": (
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
    ).split(),
}
"""What the templates of a program show of the site as a whole."""

FACT_HTML = f'<span class="fakta">{CLOSING} WIB</span>'
"""The fact as text, for programs whose pages know no variables."""


@dataclass(frozen=True)
class Generator(ABC):
    """A program that builds one site: `program` is what to start."""

    program: Path

    name: ClassVar[str]
    """What the reports call it."""

    memory: ClassVar[str] = "everything again"
    """What it does on a rebuild, for the reports."""

    @abstractmethod
    def write_project(self, project: Path, pages: Sequence[Page]) -> None:
        """Write `pages` as a project in the new folder `project`."""

    @abstractmethod
    def write_page(self, project: Path, page: Page) -> None:
        """Write the source of one page, over an earlier one if need be."""

    @abstractmethod
    def page_file(self, project: Path, page: Page) -> Path:
        """Return where the source of `page` lies."""

    @abstractmethod
    def build(self, project: Path, output: Path, *, again: bool) -> Command:
        """Return the command that builds `project` into `output`.

        Unless `again`, nothing is remembered from an earlier build or for a later one where the
        program leaves a choice.
        """

    def version(self) -> str:
        """Return the program's version."""
        printed = measure.run(Command((str(self.program), "--version"), Path.cwd(), {})).output
        found = re.search(r"\d+(\.\d+)+", printed)
        return found[0] if found else "of unknown version"


def write_matter(path: Path, matter: Mapping[str, object], body: str) -> None:
    """Write a Markdown file with front matter; JSON is the YAML that needs no writer of its own."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in matter.items()]
    path.write_text("\n".join(["---", *lines, "---", "", body]), encoding="utf-8")

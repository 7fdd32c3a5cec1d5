"""What is answered to each row of bad input, as `table.md` has it.

    python -m tests.bad_input.table > tests/bad_input/table.md

writes it anew; read every sentence aloud before you commit it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sitegen.model.problem import Problem
from sitegen.plumbing import locale
from tests.bad_input.rows import ROWS
from tests.project import Project

FILE = Path(__file__).with_name("table.md")
HEAD = """\
# What is said to bad input

A project with nothing wrong is built after each of these mistakes: nothing is written, and this is
said. `table.py` writes this page, `rows.py` holds the mistakes, `test_rows.py` proves the answers.

| mistake | place | what is said | what to do |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Answer:
    """What is said about one mistake: cells of the table."""

    place: str
    sentence: str
    hint: str

    @classmethod
    def of(cls, problem: Problem) -> Answer:
        """Describe a problem in Indonesian."""
        severity = locale.gettext(locale.SEVERITIES[problem.kind.severity])
        sentence = f"{severity} {problem.kind.code}: {locale.message_of(problem)}"
        return cls(f"`{problem.place}`", _cell(sentence), _cell(locale.hint_of(problem)))


def answers(problems: Iterable[Problem]) -> list[Answer]:
    """Return what is said of `problems`."""
    return [Answer.of(problem) for problem in problems]


def read() -> dict[str, list[Answer]]:
    """Return the table: the answers to each row by its name."""
    found: dict[str, list[Answer]] = {}
    name = ""
    for line in FILE.read_text("utf-8").splitlines():
        cells = line.removeprefix("| ").removesuffix(" |").split(" | ")
        if line.startswith("| ") and cells[0] != "mistake":
            name = cells[0].strip() or name
            found.setdefault(name, []).append(Answer(*(cell.strip() for cell in cells[1:])))
    return found


def _cell(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;")


def main() -> None:
    """Print the table as the program answers now."""
    locale.install("id")
    print(HEAD, end="")
    for row in ROWS:
        with tempfile.TemporaryDirectory() as name:
            project = Project(Path(name) / "proyek")
            row.put(project.folder)
            found = answers(project.build(row.region or "nasional").report.problems)
        for number, answer in enumerate(found):
            cells = ("" if number else row.name, answer.place, answer.sentence, answer.hint)
            print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()

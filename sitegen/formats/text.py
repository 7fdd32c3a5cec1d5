"""For people: place, sentence, source line with a caret, hint."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.model.problem import Problem, Severity
from sitegen.model.report import Report
from sitegen.plumbing import locale
from sitegen.plumbing.excerpt import Lines, excerpt, lines_of, printable

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def write(report: Report, project: Path) -> str:
    """Return the problems with the lines of the project's files they are about."""
    line_of = lines_of(project)
    return "\n".join(shown(problem, line_of) for problem in report.concerning)


def shown(problem: Problem, line_of: Lines) -> str:
    """Return a problem as several lines, coloured; click takes colours off where none are shown.

    Args:
        problem: what to show.
        line_of: reads the source line of a place.
    """
    colour = COLOURS[problem.kind.severity]
    name = click.style(locale.name_of(problem), fg=colour, bold=True)
    place = click.style(printable(str(problem.place)), bold=True)
    lines = [f"{place}: {name}: {printable(locale.message_of(problem))}"]
    source, caret = excerpt(line_of(problem.place), problem.place.column)
    if source:
        number = str(problem.place.line)
        lines.append(click.style(f"    {number} | ", dim=True) + source)
        lines.append(click.style(f"    {' ' * len(number)} | ", dim=True))
        lines[-1] += click.style(caret, fg=colour, bold=True)
    if hint := locale.called_hint(locale.hint_of(problem)):
        lines.append(f"    {printable(hint)}")
    return "\n".join(lines)

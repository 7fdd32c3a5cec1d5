"""Workflow commands, which GitHub shows beside the changed lines of a pull request.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
and `actions/toolkit`, packages/core/src/command.ts, for what is escaped.
"""

from __future__ import annotations

from pathlib import Path

from sitegen.model.problem import Problem, Severity
from sitegen.model.report import Report
from sitegen.plumbing import locale

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = IN_TEXT | str.maketrans({":": "%3A", ",": "%2C"})


def write(report: Report, project: Path) -> str:  # noqa: ARG001
    """Return one command a line for each problem."""
    return "\n".join(map(_command, report.concerning))


def _command(problem: Problem) -> str:
    place = problem.place
    properties = {
        "file": place.path,
        "line": str(place.line),
        "col": str(place.column),
        "title": locale.name_of(problem),
    }
    stated = ",".join(f"{key}={value.translate(IN_PROPERTY)}" for key, value in properties.items())
    hint = locale.called_hint(locale.hint_of(problem))
    message = "\n".join(filter(None, (locale.message_of(problem), hint)))
    return f"::{LEVELS[problem.kind.severity]} {stated}::{message.translate(IN_TEXT)}"

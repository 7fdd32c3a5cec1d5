"""One JSON object that will keep its form; `version` changes when it cannot.

    {"version": 1, "language": "id", "day": "2024-02-12",
     "errors": 1, "warnings": 0, "notes": 0, "held_back": ["61.71"],
     "problems": [{"code": "SG117", "severity": "error", "path": "content/…", "line": 3,
                   "column": 1, "message": "…", "hint": "…"}]}

`message` and `hint` are in the language of `--bahasa`; `code` is what programs go by.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sitegen.model.problem import Problem, Severity
from sitegen.model.report import Report
from sitegen.plumbing import locale

VERSION = 1


def write(report: Report, project: Path) -> str:  # noqa: ARG001
    """Return the report's problems, and which mirrors they hold back."""
    found = report.concerning
    count = {
        f"{severity}s": sum(problem.kind.severity is severity for problem in found)
        for severity in Severity
    }
    value = {
        "version": VERSION,
        "language": locale.installed(),
        "day": str(report.as_of) if report.as_of else None,
        **count,
        "held_back": [region.code for region in report.held_back],
        "problems": [_problem(problem) for problem in found],
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.kind.code,
        "severity": problem.kind.severity.value,
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": locale.message_of(problem),
        "hint": locale.hint_of(problem),
    }

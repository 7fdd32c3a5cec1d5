"""SARIF 2.1.0, which code hosts and editors read (OASIS standard, 27 March 2020)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sitegen import __version__
from sitegen.model.problem import Kind, Problem, Severity
from sitegen.model.report import Report
from sitegen.plumbing import locale

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
"""What paths are relative to; whoever reads the file knows where the project lies (3.14.14)."""
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
"""Section 3.27.10."""


def write(report: Report, project: Path) -> str:  # noqa: ARG001
    """Return the report's problems as a SARIF log of one run."""
    found = report.concerning
    codes = sorted({problem.kind.code for problem in found})
    language = locale.installed()
    driver = {
        "name": "sitegen",
        "version": __version__,
        "language": language,
        "rules": [_rule(code, (p.kind for p in found if p.kind.code == code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes.index(problem.kind.code)) for problem in found],
    }
    return json.dumps(
        {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
    )


def _rule(code: str, kinds: Iterable[Kind]) -> dict[str, Any]:
    """Return what a code means; one that has several sentences helps with each of them."""
    several = sorted(set(kinds), key=lambda kind: kind.message)
    words = (locale.unfilled(text) for kind in several for text in (kind.message, kind.hint))
    return {
        "id": code,
        "shortDescription": {"text": locale.unfilled(several[0].message)},
        "help": {"text": "\n".join(dict.fromkeys(filter(None, words)))},
        "defaultConfiguration": {"level": LEVELS[several[0].severity]},
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    hint = locale.called_hint(locale.hint_of(problem))
    message = "\n".join(filter(None, (locale.message_of(problem), hint)))
    place = problem.place
    return {
        "ruleId": problem.kind.code,
        "ruleIndex": rule,
        "level": LEVELS[problem.kind.severity],
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(place.path), "uriBaseId": ROOT},
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
    }

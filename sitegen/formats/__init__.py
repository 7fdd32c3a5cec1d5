"""The forms in which problems are shown: one file per form; the folder is the registry."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.model.report import Report

TEXT = "text"
FORMATS = (TEXT, "json", "github", "sarif")


def write(name: str, report: Report, project: Path) -> str:
    """Return the problems of a report that concern the mirrors that were asked for.

    Args:
        name: one of `FORMATS`.
        report: what a build found.
        project: folder from which the paths of problems start.

    Returns:
        A text without a newline at its end, in the language of the command.
    """
    form: Callable[[Report, Path], str] = import_module(f"{__name__}.{name}").write
    return form(report, project)

"""What the bar of the preview says, as values for JSON; every word comes from here."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sitegen.model.problem import N_, SitegenError
from sitegen.model.region import Region, Regions
from sitegen.plumbing import indonesian, locale
from sitegen.plumbing.locale import gettext as _
from sitegen.preview.mirrors import State

PACKAGE = Path(__file__).resolve().parents[1]

LABELS = {
    "preview": N_("Preview"),
    "switch": N_("Type a name or code to open this page on another mirror"),
    "unknown": N_("No mirror, or more than one, is called so. Choose one from the list."),
    "hide": N_("Hide"),
    "offline": N_("The preview has stopped"),
}
HELD = N_("This mirror is held back. You see its last good pages.")
NEVER_BUILT = N_("This mirror could not be built yet. Its pages appear by themselves.")
FAILED = N_("The build ended unexpectedly. You see the last good pages.")


def bar(regions: Regions) -> dict[str, Any]:
    """Return what stays the same in the bar: its labels, and code and name of every mirror."""
    return {
        "labels": {name: _(label) for name, label in LABELS.items()},
        "mirrors": [[region.code, region.usual_name] for region in regions],
    }


def news(region: Region, state: State, *, drafts: bool) -> dict[str, Any]:
    """Return what the bar shows of a mirror now."""
    heading = _heading(state)
    return {
        "version": state.version,
        "mirror": f"{region.usual_name} ({region.code})",
        "day": _("State of {day}").format(day=indonesian.day(state.as_of)) if state.as_of else "",
        "drafts": _("Drafts shown") if drafts else _("Drafts hidden"),
        "heading": heading,
        "summary": summary(state) if state.problems or state.failure else "",
        "problems": [*_failure(state), *_problems(state)],
    }


def summary(state: State) -> str:
    """Return how many problems there are, such as `1 galat, 2 peringatan`."""
    if state.failure is not None:
        return _("build failed")
    errors = sum(problem.blocks for problem in state.problems)
    return _("{errors} errors, {warnings} warnings").format(
        errors=errors, warnings=len(state.problems) - errors
    )


def _heading(state: State) -> str:
    if state.failure is not None and state.version:
        return _(FAILED)
    if state.held:
        return _(HELD) if state.version else _(NEVER_BUILT)
    return ""


def _problems(state: State) -> Iterable[dict[str, Any]]:
    """Yield the problems, those that hold the mirror back first."""
    for problem in sorted(state.problems, key=lambda problem: not problem.blocks):
        hint = locale.hint_of(problem)
        yield {
            "severity": problem.kind.severity.value,
            "name": f"{_(locale.SEVERITIES[problem.kind.severity])} {problem.kind.code}",
            "place": str(problem.place),
            "message": locale.message_of(problem),
            "hint": f"{_(locale.HINT)}: {hint}" if hint else "",
        }


def _failure(state: State) -> Iterable[dict[str, Any]]:
    error = state.failure
    if error is not None:
        message, place = _reason(error)
        yield {"severity": "error", "name": "", "place": place, "message": message, "hint": ""}


def _reason(error: Exception) -> tuple[str, str]:
    """Return what to say about a failed build, and the place in our code if it is our mistake."""
    if isinstance(error, SitegenError):
        return locale.failure(error.kind, error.values), ""
    if isinstance(error, OSError):
        text = _("SG503: the disk or system refused: {reason}")
        return text.format(reason=f"{error.strerror}: {error.filename}"), ""
    message = _("A mistake in sitegen itself, not in your text: {error}")
    shown = message.format(error=f"{type(error).__name__}: {error}".rstrip(": "))
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(PACKAGE):
            return shown, f"{file.relative_to(PACKAGE.parent).as_posix()}:{frame.lineno}"
    return shown, ""

"""The day of the newest commit, from git."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.plumbing.git import GitMissingError, git

JAKARTA = ZoneInfo("Asia/Jakarta")


def newest(project: Path) -> date | None:
    """Return the day (in Jakarta) of the newest commit, or None.

    Any commit counts, whatever it changes: a clone without history knows no other, and one
    commit must mean one day. None where there is no git, or no repository that holds the
    content.
    """
    if not _git(project, "rev-parse", "--verify", "--quiet", "HEAD:./content"):
        return None
    seconds = _git(project, "show", "--no-patch", "--format=%ct", "HEAD")
    return day_of(int(seconds)) if seconds.isdigit() else None


def _git(project: Path, *arguments: str) -> str:
    """Return what git answers; `""` when it cannot."""
    try:
        return (git(project, *arguments) or b"").decode("utf-8", "replace").strip()
    except GitMissingError:
        return ""


def day_of(seconds: int) -> date:
    """Return the day in Jakarta at a Unix time, as `SOURCE_DATE_EPOCH` gives it."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(JAKARTA).date()

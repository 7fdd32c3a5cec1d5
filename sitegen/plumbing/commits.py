"""The day of the newest commit, from git."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

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
    command = ["git", "-C", str(project), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def day_of(seconds: int) -> date:
    """Return the day in Jakarta at a Unix time, as `SOURCE_DATE_EPOCH` gives it."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(JAKARTA).date()

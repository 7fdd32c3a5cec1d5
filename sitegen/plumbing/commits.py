"""The day of the newest commit, from git."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")


def newest(project: Path) -> date | None:
    """Return the day (in Jakarta) of the newest commit to content or themes, or None.

    None where there is no git, no repository or no such commit.
    """
    command = ["git", "-C", str(project), "log", "-1", "--format=%ct", "--", "content", "themes"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    seconds = done.stdout.strip()
    return day_of(int(seconds)) if seconds.isdigit() else None


def day_of(seconds: int) -> date:
    """Return the day in Jakarta at a Unix time, as `SOURCE_DATE_EPOCH` gives it."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(JAKARTA).date()

"""git, asked so that the repository that is looked at cannot steer it.

A repository may name programs to run (`core.fsmonitor`, filters, hooks, drivers of diff) and
objects to see in place of others; all of that is switched off. What the user's own
configuration says of repositories to trust (`safe.directory`) holds.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

OFF = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.attributesFile": os.devnull,
    "log.showSignature": "false",
    "protocol.allow": "never",
}
KEPT = frozenset(
    {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"}
)
"""Variables that tell where the user's own configuration lies, and where to stop searching."""
SET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}
SECONDS = 60

_filter = re.compile(r"filter\..*\.(?:clean|process|required)", re.IGNORECASE | re.DOTALL)


class GitMissingError(Exception):
    """There is no git on this machine."""


def git(project: Path, *arguments: str, filters: bool = False) -> bytes | None:
    """Return what git prints; None when it cannot answer.

    Args:
        project: a folder in the repository.
        arguments: the command and its arguments; what a user typed stands after
            `--end-of-options`.
        filters: whether the command reads files of the working tree, so that filters, which
            are programs too, must be switched off by name.

    Raises:
        GitMissingError: when there is no git.
    """
    off = OFF | (_filters_off(project) if filters else {})
    try:
        done = subprocess.run(
            ["git", "-C", str(project), *arguments],
            env=_environment(off),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise GitMissingError from error
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _environment(off: dict[str, str]) -> dict[str, str]:
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in KEPT
    }
    numbered = {"GIT_CONFIG_COUNT": str(len(off))}
    for number, (name, value) in enumerate(off.items()):
        numbered |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return own | SET | numbered


def _filters_off(project: Path) -> dict[str, str]:
    listed = git(project, "config", "--name-only", "-z", "--list") or b""
    names = {name for name in map(os.fsdecode, listed.split(b"\0")) if _filter.fullmatch(name)}
    return {name: "false" if name.lower().endswith(".required") else "" for name in sorted(names)}

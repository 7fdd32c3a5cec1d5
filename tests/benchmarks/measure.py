"""Run a program and measure it.

Times are seconds, memory is bytes. Processor time and memory come from the kernel's own account
of a finished process (`wait4`), which includes every descendant that was waited for.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

BYTES_PER_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""The kernel counts `ru_maxrss` in KiB, on macOS in bytes."""


class RunError(Exception):
    """A measured program ended with an error; the text holds its last lines."""


@dataclass(frozen=True)
class Command:
    """A program to run: its arguments, the folder it runs in, additions to its environment."""

    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Cost:
    """What a run cost.

    `wall` and `cpu` in seconds; `peak` is the resident memory in bytes of the largest single
    process; `output` is what it printed. Of several runs together: elapsed time, processor time
    added up, the largest peak.
    """

    wall: float
    cpu: float
    peak: int
    output: str


def run(command: Command) -> Cost:
    """Run one program to its end and return what it cost."""
    environment = {**_environment(), **command.environment}
    with tempfile.TemporaryFile() as sink:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        sink.seek(0)
        output = sink.read().decode("utf-8", "replace")
    if process.returncode != 0:
        tail = "\n".join(output.splitlines()[-20:])
        raise RunError(f"{' '.join(command.arguments)}: exit {process.returncode}\n{tail}")
    return Cost(wall, *_account(usage), output)


def run_many(commands: Sequence[Command], at_once: int) -> Cost:
    """Run `commands`, `at_once` of them at any moment, and return what they cost together."""
    start = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        costs = list(pool.map(run, commands))
    return Cost(
        wall=time.perf_counter() - start,
        cpu=sum(cost.cpu for cost in costs),
        peak=max(cost.peak for cost in costs),
        output="".join(cost.output for cost in costs),
    )


def settle() -> None:
    """Let the disk finish what was written before, so that it is not timed with what follows."""
    os.sync()


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _environment() -> dict[str, str]:
    """Return the environment without what would slow Python's start or change its output."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPROFILEIMPORTTIME")
    }


def _account(usage: resource.struct_rusage) -> tuple[float, int]:
    """Return processor seconds and peak bytes from the kernel's account."""
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * BYTES_PER_RSS_UNIT

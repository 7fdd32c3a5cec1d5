"""Tables of costs and spreads, and the machine they were measured on, as text for a terminal.

Seconds are wall time unless a column says otherwise; memory is MiB of the largest single process.
A ratio is taken within each run and then summed up, so that a slow minute touches both sides.
"""

from __future__ import annotations

import platform
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import measure
from generator import Generator
from measure import Cost

MIB = 1024 * 1024


@dataclass(frozen=True)
class Machine:
    """What the figures depend on: the machine, and the versions of the programs."""

    cores: int
    processor: str
    system: str
    python: str
    programs: Mapping[str, str]

    @classmethod
    def this(cls, generators: Iterable[Generator]) -> Machine:
        """Describe the machine the benchmark runs on."""
        return cls(
            cores=measure.cores(),
            processor=processor(),
            system=f"{platform.system()} {platform.machine()}",
            python=platform.python_version(),
            programs={one.name: one.version() for one in generators if one.name != "sitegen"},
        )

    def text(self) -> str:
        """Return the description in two lines."""
        programs = [f"{name} {version}" for name, version in self.programs.items()]
        return (
            f"{self.cores} cores, {self.processor}, {self.system}\n"
            f"{', '.join([f'Python {self.python}', *programs])}"
        )


def head() -> str:
    """Return the heading of a table of costs."""
    return f"  {'':<34}{'wall s, median (min-max)':>26}{'CPU s':>10}{'peak MiB':>10}"


def row(name: str, costs: Sequence[Cost], scale: float = 1) -> str:
    """Return one row of a table of costs; times are multiplied by `scale`."""
    wall = spread([cost.wall * scale for cost in costs], 2)
    cpu = statistics.median(cost.cpu for cost in costs) * scale
    peak = max(cost.peak for cost in costs) / MIB
    return f"  {name:<34}{wall:>26}{cpu:>10.1f}{peak:>10.0f}"


def ratio_row(name: str, values: Sequence[float]) -> str:
    """Return one row of a table of ratios."""
    return f"  {name:<64}{spread(values, 2):>20} x"


def spread(values: Sequence[float], digits: int) -> str:
    """Return median, least and greatest of `values`."""
    return (
        f"{statistics.median(values):.{digits}f} "
        f"({min(values):.{digits}f}-{max(values):.{digits}f})"
    )


def left_out(missing: Sequence[str]) -> str:
    """Return a line that names the programs that are not installed, or nothing."""
    return f"not installed, left out: {', '.join(missing)}" if missing else ""


def indent(output: str) -> str:
    """Return `output` set in by two spaces."""
    return "\n".join(f"  {line}".rstrip() for line in output.strip().splitlines())


def processor() -> str:
    """Return the processor's name where the system tells it."""
    facts = Path("/proc/cpuinfo")
    if facts.is_file():
        for line in facts.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or "unknown processor"

"""The figures of a benchmark run, and the table that shows them.

Seconds are wall time unless a column says otherwise; memory is MiB of the largest single process.
A ratio is taken within each run and then summed up, so that a slow minute touches both sides.
"""

from __future__ import annotations

import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import measure
from measure import Command, Cost, Tally

MIB = 1024 * 1024

FAIR = 0.15
"""How far the HTML of both programs may differ, as a share, before the comparison is doubtful."""


@dataclass(frozen=True)
class Machine:
    """What the figures depend on beside the programs themselves."""

    cores: int
    processor: str
    system: str
    python: str
    hugo: str

    @classmethod
    def this(cls, hugo: Path) -> Machine:
        """Describe the machine the benchmark runs on."""
        version = measure.run(Command((str(hugo), "version"), Path.cwd(), {})).output
        return cls(
            cores=measure.cores(),
            processor=processor(),
            system=f"{platform.system()} {platform.machine()}",
            python=platform.python_version(),
            hugo=version.split()[1].split("-")[0].lstrip("v"),
        )


@dataclass(frozen=True)
class FleetRound:
    """One run over the fleet; the two Hugo costs are for the smaller number of mirrors."""

    sitegen: Cost
    copy: Cost
    hugo_together: Cost
    hugo_one_by_one: Cost


@dataclass(frozen=True)
class SingleRound:
    """One run over one site."""

    sitegen: Cost
    hugo: Cost


@dataclass(frozen=True)
class Comparison:
    """What both programs wrote for the same mirror."""

    mirror: str
    sitegen: Tally
    hugo: Tally

    @property
    def files_differ(self) -> float:
        """Return by which share Hugo's number of HTML files differs from sitegen's."""
        return self.hugo.html_files / self.sitegen.html_files - 1

    @property
    def bytes_differ(self) -> float:
        """Return by which share Hugo's HTML bytes differ from sitegen's."""
        return self.hugo.html_size / self.sitegen.html_size - 1

    @property
    def is_fair(self) -> bool:
        """Return whether both wrote about the same HTML."""
        return abs(self.files_differ) <= FAIR and abs(self.bytes_differ) <= FAIR


@dataclass(frozen=True)
class Results:
    """Everything that was measured."""

    machine: Machine
    pages: int
    single_pages: int
    mirrors: int
    hugo_mirrors: int
    fleet: Sequence[FleetRound]
    fleet_tree: Tally
    single: Sequence[SingleRound]
    comparisons: Sequence[Comparison]

    @property
    def scale(self) -> float:
        """Return the factor from Hugo's mirrors to the whole fleet."""
        return self.mirrors / self.hugo_mirrors


def ratios(results: Results) -> dict[str, list[float]]:
    """Return every ratio of every run; above 1 the first named program took longer."""
    rounds = results.fleet
    found = {
        "hugo fleet / sitegen fleet": [
            _better_hugo(turn).wall * results.scale / turn.sitegen.wall for turn in rounds
        ],
        "sitegen fleet / cp -r": [turn.sitegen.wall / turn.copy.wall for turn in rounds],
    }
    if results.single:
        found["sitegen site / hugo site"] = [
            turn.sitegen.wall / turn.hugo.wall for turn in results.single
        ]
    return found


def text(results: Results) -> str:
    """Return the whole report as text for a terminal."""
    blocks = [
        _machine_block(results.machine),
        _fleet_block(results),
        _single_block(results) if results.single else "",
        _ratio_block(results),
        _fairness_block(results.comparisons),
        f"what sitegen printed in fleet run 1\n{_indent(results.fleet[0].sitegen.output)}",
    ]
    return "\n\n".join(block for block in blocks if block)


def _machine_block(machine: Machine) -> str:
    """Return what the figures depend on."""
    return (
        f"{machine.cores} cores, {machine.processor}, {machine.system}\n"
        f"Python {machine.python}, Hugo {machine.hugo}; all builds cold"
    )


def _fleet_block(results: Results) -> str:
    """Return the table of the fleet."""
    rounds = results.fleet
    tree, few = results.fleet_tree, results.hugo_mirrors
    better = [_better_hugo(turn) for turn in rounds]
    together = [turn.hugo_together for turn in rounds]
    one_by_one = [turn.hugo_one_by_one for turn in rounds]
    at_once = f"{results.machine.cores} at a time"
    return "\n".join(
        [
            f"fleet: {results.mirrors} mirrors of {results.pages} pages, "
            f"{tree.files:,} files, {tree.size / 1e9:.2f} GB, {len(rounds)} runs",
            _head(),
            _row("sitegen build", [turn.sitegen for turn in rounds]),
            _row("cp -r of that tree", [turn.copy for turn in rounds]),
            _row(f"hugo, {few} mirrors, {at_once}", together),
            _row(f"hugo, {few} mirrors, 1 at a time", one_by_one),
            _row(f"hugo, better x {results.mirrors}/{few}", better, results.scale),
        ]
    )


def _single_block(results: Results) -> str:
    """Return the table of one site."""
    return "\n".join(
        [
            f"one site: {results.single_pages} pages, {len(results.single)} runs in turn",
            _head(),
            _row("sitegen build --region nasional", [turn.sitegen for turn in results.single]),
            _row("hugo", [turn.hugo for turn in results.single]),
        ]
    )


def _ratio_block(results: Results) -> str:
    """Return the ratios: median of the runs, least and greatest."""
    rows = [f"  {name:<34}{spread(values, 2)} x" for name, values in ratios(results).items()]
    return "\n".join(["ratios of wall time", *rows])


def _fairness_block(comparisons: Iterable[Comparison]) -> str:
    """Return what both programs wrote, side by side."""
    rows = []
    for pair in comparisons:
        rows += [
            f"  {pair.mirror}: {'about the same HTML' if pair.is_fair else 'HTML TOO DIFFERENT'}",
            f"    HTML files {pair.sitegen.html_files:>12,} {pair.hugo.html_files:>12,}"
            f" {pair.files_differ:>+8.1%}",
            f"    HTML bytes {pair.sitegen.html_size:>12,} {pair.hugo.html_size:>12,}"
            f" {pair.bytes_differ:>+8.1%}",
            f"    all files  {pair.sitegen.files:>12,} {pair.hugo.files:>12,}",
            f"    all bytes  {pair.sitegen.size:>12,} {pair.hugo.size:>12,}",
        ]
    return "\n".join(["the same work? (sitegen, hugo)", *rows])


def _head() -> str:
    """Return the heading of a table of costs."""
    return f"  {'':<34}{'wall s, median (min-max)':>26}{'CPU s':>10}{'peak MiB':>10}"


def _row(name: str, costs: Sequence[Cost], scale: float = 1) -> str:
    """Return one row of a table of costs; times are multiplied by `scale`."""
    wall = spread([cost.wall * scale for cost in costs], 2)
    cpu = statistics.median(cost.cpu for cost in costs) * scale
    peak = max(cost.peak for cost in costs) / MIB
    return f"  {name:<34}{wall:>26}{cpu:>10.1f}{peak:>10.0f}"


def spread(values: Sequence[float], digits: int) -> str:
    """Return median, least and greatest of `values`."""
    return (
        f"{statistics.median(values):.{digits}f} "
        f"({min(values):.{digits}f}-{max(values):.{digits}f})"
    )


def _better_hugo(turn: FleetRound) -> Cost:
    """Return the quicker of the two ways in which Hugo built its mirrors."""
    return min(turn.hugo_together, turn.hugo_one_by_one, key=lambda cost: cost.wall)


def processor() -> str:
    """Return the processor's name where the system tells it."""
    facts = Path("/proc/cpuinfo")
    if facts.is_file():
        for line in facts.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or "unknown processor"


def _indent(output: str) -> str:
    """Return `output` set in by two spaces."""
    return "\n".join(f"  {line}".rstrip() for line in output.strip().splitlines())

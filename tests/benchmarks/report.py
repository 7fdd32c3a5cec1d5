"""The figures of a run of `fleet.py`, and the table that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from measure import Cost
from table import Machine, head, indent, ratio_row, row
from trees import Tally

FAIR = 0.15
"""How far the HTML of both programs may differ, as a share, before the comparison is doubtful."""


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
        f"{results.machine.text()}; all builds cold",
        _fleet_block(results),
        _single_block(results) if results.single else "",
        _ratio_block(results),
        _fairness_block(results.comparisons),
        f"what sitegen printed in fleet run 1\n{indent(results.fleet[0].sitegen.output)}",
    ]
    return "\n\n".join(block for block in blocks if block)


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
            head(),
            row("sitegen build", [turn.sitegen for turn in rounds]),
            row("cp -r of that tree", [turn.copy for turn in rounds]),
            row(f"hugo, {few} mirrors, {at_once}", together),
            row(f"hugo, {few} mirrors, 1 at a time", one_by_one),
            row(f"hugo, better x {results.mirrors}/{few}", better, results.scale),
        ]
    )


def _single_block(results: Results) -> str:
    """Return the table of one site."""
    return "\n".join(
        [
            f"one site: {results.single_pages} pages, {len(results.single)} runs in turn",
            head(),
            row("sitegen build --region nasional", [turn.sitegen for turn in results.single]),
            row("hugo", [turn.hugo for turn in results.single]),
        ]
    )


def _ratio_block(results: Results) -> str:
    """Return the ratios: median of the runs, least and greatest."""
    rows = [ratio_row(name, values) for name, values in ratios(results).items()]
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


def _better_hugo(turn: FleetRound) -> Cost:
    """Return the quicker of the two ways in which Hugo built its mirrors."""
    return min(turn.hugo_together, turn.hugo_one_by_one, key=lambda cost: cost.wall)

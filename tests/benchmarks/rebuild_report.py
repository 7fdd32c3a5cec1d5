"""The figures of a run of `rebuild.py`, and the tables that show them."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from edits import EDITS, NOTHING, PEER_EDITS, TITLE
from hugo_site import Hugo
from measure import Cost
from sitegen_site import MIRRORS, Sitegen
from table import Machine, head, left_out, ratio_row, row

GOALS = {NOTHING.name: 1, TITLE.name: 4}
"""How many times as long as Hugo, with one site, sitegen may take with all mirrors."""

SHOWN = 5
"""How many differences of a tree are shown."""


@dataclass(frozen=True)
class Sample:
    """One rebuild.

    `differences` are those between the tree and that of a clean build, `changed` is the number of
    files that the edit changes in clean builds; both are None where no clean build was made.
    """

    contender: str
    edit: str
    number: int
    cost: Cost
    differences: Sequence[str] | None = None
    changed: int | None = None


@dataclass(frozen=True)
class Part:
    """The rebuilds of one site, or of the fleet; `first` holds the builds before them."""

    title: str
    first: Mapping[str, Cost]
    samples: Sequence[Sample]

    @property
    def wrong(self) -> list[Sample]:
        """Return the rebuilds that left a tree unlike that of a clean build."""
        return [sample for sample in self.samples if sample.differences]

    def costs(self, contender: str, edit: str) -> list[Cost]:
        """Return what a program's rebuilds after an edit cost, round by round."""
        return [
            sample.cost
            for sample in self.samples
            if (sample.contender, sample.edit) == (contender, edit)
        ]

    def named(self, program: str) -> str | None:
        """Return the contender that is `program`, or starts with its name."""
        return next((name for name in self.first if name.split(",")[0] == program), None)


@dataclass(frozen=True)
class Results:
    """Everything that was measured.

    `missing` names the programs that are not installed, `memory` says what a rebuild is to the
    others.
    """

    machine: Machine
    missing: Sequence[str]
    memory: Mapping[str, str]
    parts: Sequence[Part]


def ratios(results: Results) -> dict[str, dict[str, list[float]]]:
    """Return for each part and edit how many times as long as Hugo the others took, each round."""
    return {part.title: dict(_part_ratios(part)) for part in results.parts}


def text(results: Results) -> str:
    """Return the whole report as text for a terminal."""
    blocks = [
        results.machine.text(),
        left_out(results.missing),
        "\n".join(["a rebuild", *(f"  {name}: {it}" for name, it in results.memory.items())]),
        *(block for part in results.parts for block in (_table(part), _verdict(part))),
        *(_ratio_block(part) for part in results.parts),
        *(_goal_block(part) for part in results.parts),
    ]
    return "\n\n".join(block for block in blocks if block)


def _part_ratios(part: Part) -> Iterator[tuple[str, list[float]]]:
    """Yield the ratios of one part; above 1 the first named program took longer."""
    hugo = part.named(Hugo.name)
    if hugo is None:
        return
    for edit in PEER_EDITS:
        theirs = part.costs(hugo, edit.name)
        for name in part.first:
            if name != hugo:
                costs = zip(part.costs(name, edit.name), theirs, strict=True)
                yield (
                    f"{edit.name}: {name} / {hugo}",
                    [ours.wall / other.wall for ours, other in costs],
                )


def _table(part: Part) -> str:
    """Return the table of one part: for each edit a row for each program."""
    rounds = max(sample.number for sample in part.samples)
    rows = [f"{part.title}, {rounds} rounds", head()]
    rows += [row(f"from nothing: {name}", [cost]) for name, cost in part.first.items()]
    for edit in EDITS:
        rows.append(f"  {edit.name}")
        for name in part.first:
            costs = part.costs(name, edit.name)
            rows += [row(f"  {name}", costs)] if costs else []
    return "\n".join(rows)


def _verdict(part: Part) -> str:
    """Return whether the trees were those of clean builds."""
    compared = [sample for sample in part.samples if sample.differences is not None]
    if not compared:
        return ""
    same = len(compared) - len(part.wrong)
    lines = [f"the same files and bytes as a clean build: {same} of {len(compared)} rebuilds"]
    for sample in part.wrong:
        found = sample.differences or ()
        lines.append(f"  round {sample.number}, {sample.edit}: {len(found)} FILES DIFFER")
        lines += [f"    {line}" for line in found[:SHOWN]]
    lines.append("files that an edit changes, manifest.json among them")
    for edit in EDITS:
        counts = {s.changed for s in compared if s.edit == edit.name and s.changed is not None}
        lines.append(f"  {edit.name:<34}{' or '.join(f'{n:,}' for n in sorted(counts))}")
    return "\n".join(lines)


def _ratio_block(part: Part) -> str:
    """Return the ratios: median of the rounds, least and greatest."""
    rows = [ratio_row(name, values) for name, values in _part_ratios(part)]
    return "\n".join([f"ratios of wall time, {part.title}", *rows]) if rows else ""


def _goal_block(part: Part) -> str:
    """Return how the fleet stands to its goals."""
    fleet, hugo = part.named(Sitegen.name), part.named(Hugo.name)
    if fleet is None or hugo is None or fleet == Sitegen.name:
        return ""
    rows = [f"goals: all {MIRRORS} mirrors with sitegen, beside one site with Hugo"]
    found = dict(_part_ratios(part))
    for edit, goal in GOALS.items():
        values = found[f"{edit}: {fleet} / {hugo}"]
        reached = "reached" if statistics.median(values) <= goal else "MISSED"
        rows.append(f"{ratio_row(edit, values)}, goal at most {goal}: {reached}")
    return "\n".join(rows)

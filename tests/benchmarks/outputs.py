"""Time what each output of a site costs: the real content with all of them, and with all but one.

    python tests/benchmarks/outputs.py [--mirrors 553] [--runs 3] [--keep DIR] [--json FILE]

Every build is cold, and in a process of its own. Nothing is asserted: the exit code is 0 when
everything was built, 1 when a build failed. README.md says how to read it.
"""

from __future__ import annotations

import argparse
import json
import pkgutil
import shutil
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import measure
import table
import trees
from generator import REPOSITORY
from measure import Command, Cost
from sitegen_site import MIRRORS
from workspace import add_options, positive, say, workspace

ALL, PACKED = "all", "zip"
"""What every output is weighed against; and the packing that `--zip` adds to it."""
WITHOUT = """
import sys
import sitegen.outputs as room
left_out, *arguments = sys.argv[1:]
kept = tuple(e for e in room.outputs() if e.__module__.rpartition(".")[2] != left_out)
room.outputs = lambda: kept
from sitegen.cli import cli
cli(arguments)
"""
"""A program that builds like `sitegen` and leaves one output out."""


@dataclass(frozen=True)
class Figures:
    """What the builds with or without one output cost, and what they left."""

    costs: Sequence[Cost]
    files: int
    size: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    options = _options(arguments)
    sys.path.insert(0, str(REPOSITORY))
    figures: dict[str, Figures] = {}
    try:
        with workspace(options.keep) as work:
            build(work, ALL, 1, "warm")
            names = [ALL, *outputs(), PACKED]
            costs: dict[str, list[Cost]] = {name: [] for name in names}
            for number in range(options.runs):
                for name in names:
                    say(f"run {number + 1} of {options.runs}: {name}")
                    run = f"{number}-{name}"
                    costs[name].append(build(work, name, options.mirrors, run))
                    tree = trees.count(work / run / "output")
                    figures[name] = Figures(costs[name], tree.files, tree.size)
                    if options.keep is None:
                        shutil.rmtree(work / run)
    except measure.RunError as failure:
        print(f"failed to build: {failure}", file=sys.stderr)
        return 1
    print(text(figures, options.mirrors))
    if options.json:
        found = {name: asdict(one) for name, one in figures.items()}
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def outputs() -> list[str]:
    """Return the names of all outputs."""
    from sitegen import outputs as room

    modules = [module.name for module in pkgutil.iter_modules(room.__path__)]
    emitting = {emit.__module__.rpartition(".")[2] for emit in room.outputs()}
    return sorted(emitting.intersection(modules))


def build(work: Path, name: str, mirrors: int, run: str) -> Cost:
    """Build the real content from nothing without the output `name`."""
    project = work / run
    shutil.copytree(REPOSITORY / "content", project / "content")
    asked = [] if mirrors >= MIRRORS else [f"--region={code}" for code in codes(mirrors)]
    packed = ["--zip"] if name == PACKED else []
    arguments = ("build", "--output", str(project / "output"), *asked, *packed, "--quiet")
    environment = {
        "PYTHONPATH": str(REPOSITORY),
        "SOURCE_DATE_EPOCH": "1707757199",
        "XDG_CACHE_HOME": str(project / "cache"),
    }
    measure.settle()
    started = (sys.executable, "-c", WITHOUT, name, *arguments)
    return measure.run(Command(started, project, environment))


def codes(number: int) -> list[str]:
    """Return the codes of the first regions: the nation, and provinces with all they hold."""
    from sitegen.model.region import Regions
    from sitegen.plumbing import disk

    return [region.code for region in Regions.parse(disk.package_text("regions.csv"))][:number]


def text(figures: Mapping[str, Figures], mirrors: int) -> str:
    """Return the table."""
    whole = figures[ALL]
    lines = [
        f"{mirrors} mirrors of the real content, cold; {ALL}: {whole.files} files, "
        f"{whole.size / 1e6:.1f} MB",
        table.head(),
        *(table.row(_title(name), one.costs) for name, one in figures.items()),
        "",
        f"  {'processor time, and what it leaves':<40}{'all / without':>20}{'files':>9}{'MB':>8}",
    ]
    for name, one in figures.items():
        if name == ALL:
            continue
        pairs = zip(whole.costs, one.costs, strict=True)
        ratios = [b.cpu / a.cpu if name == PACKED else a.cpu / b.cpu for a, b in pairs]
        files, size = abs(whole.files - one.files), abs(whole.size - one.size) / 1e6
        shown = f"{statistics.median(ratios):.3f} ({min(ratios):.3f}-{max(ratios):.3f})"
        lines.append(f"  {name:<37}{shown:>23}{files:>9}{size:>8.1f}")
    return "\n".join(lines)


def _title(name: str) -> str:
    return {ALL: "all outputs", PACKED: "all, and packed (--zip)"}.get(name, f"without {name}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time what each output of a site costs.")
    parser.add_argument("--mirrors", type=positive, default=MIRRORS, help="how many mirrors")
    add_options(parser, runs=3)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

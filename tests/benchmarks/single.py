"""Time one site built from nothing: sitegen, and the other programs that are installed.

    python tests/benchmarks/single.py [--sizes 300,1000,5000] [--runs 3] [--peers hugo,eleventy]
                                      [--eleventy PATH] … [--keep DIR] [--json FILE]

All build the same corpus, in turn, each time from a new copy of the project into a new folder.
Nothing is asserted: the exit code is 0 when everything was built, 1 when a build failed, 2 when
the machine lacks something. README.md says how to read it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import corpus
import measure
import peers
import single_report
import trees
import workspace
from generator import Generator
from measure import Cost
from peers import Field
from single_report import Results, Size
from table import Machine
from workspace import say

WARM_PAGES = 4
"""Pages of the site that every program builds first, so that it is in memory when it is timed."""


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    sizes: tuple[int, ...]
    runs: int
    field: Field
    keep: Path | None
    json: Path | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    options = _options(arguments)
    try:
        with workspace.workspace(options.keep) as work:
            files = 2 * sum(options.sizes) * (options.runs + 1) * len(options.field.runners)
            lacking = workspace.lacking_space(work, files)
            if lacking:
                print(lacking, file=sys.stderr)
                return 2
            results = _run(work, options)
    except measure.RunError as failure:
        print(f"failed to build: {failure}", file=sys.stderr)
        return 1
    print(single_report.text(results))
    if options.json:
        document = {**asdict(results), "ratios": single_report.ratios(results)}
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


def _run(work: Path, options: Options) -> Results:
    """Do every step in order and return all figures."""
    say("warm-up")
    _size(work / "warm-up", WARM_PAGES, options.field.runners, 1)
    sizes = [
        _size(work / str(pages), pages, options.field.runners, options.runs)
        for pages in dict.fromkeys(options.sizes)
    ]
    return Results(Machine.this(options.field.runners), options.field.missing, sizes)


def _size(folder: Path, pages: int, runners: Sequence[Generator], runs: int) -> Size:
    """Build a site of `pages` pages with each program, `runs` times in turn."""
    made = corpus.make_pages(pages)
    for runner in runners:
        runner.write_project(folder / runner.name, made)
    costs: dict[str, list[Cost]] = {runner.name: [] for runner in runners}
    for number in range(runs):
        for runner in runners:
            say(f"{pages} pages, run {number + 1} of {runs}: {runner.name}")
            costs[runner.name].append(_build(folder, runner, number))
    written = {one.name: trees.count(_output(folder, one, 0)) for one in runners}
    return Size(pages, costs, written)


def _build(folder: Path, runner: Generator, number: int) -> Cost:
    """Build a new copy of a project into a new folder."""
    project = folder / f"run-{number}" / runner.name
    shutil.copytree(folder / runner.name, project)
    command = runner.build(project, _output(folder, runner, number), again=False)
    measure.settle()
    return measure.run(command)


def _output(folder: Path, runner: Generator, number: int) -> Path:
    """Return the folder a run writes to."""
    return folder / f"run-{number}" / f"{runner.name}-output"


def _options(arguments: Sequence[str] | None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time one site built from nothing.")
    parser.add_argument(
        "--sizes",
        type=workspace.sizes,
        default=(300, 1000, 5000),
        help="pages of the sites [default: 300,1000,5000]",
    )
    peers.add_options(parser)
    workspace.add_options(parser, runs=3)
    given = parser.parse_args(arguments)
    field = peers.find(vars(given))
    return Options(given.sizes, given.runs, field, given.keep, given.json)


if __name__ == "__main__":
    sys.exit(main())

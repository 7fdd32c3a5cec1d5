"""Time rebuilds: nothing changed, or a page, a template or a fact was edited.

    python tests/benchmarks/rebuild.py [--sizes 300] [--pages 300] [--no-fleet] [--runs 5]
                                       [--verify {none,site,all}] [--peers hugo,eleventy]
                                       [--eleventy PATH] … [--keep DIR] [--json FILE]

One site of each size in `--sizes` with every program, and all 553 mirrors of `--pages` pages with
sitegen, beside one such site with Hugo. Each build is a new process that finds what the last one
left. No time is asserted: the exit code is 0 when everything was built, 1 when a build failed or
left a tree that differs from that of a clean build, 2 when the machine lacks something. README.md
says how to read it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import corpus
import edits
import measure
import peers
import rebuild_report
import sitegen_site
import trees
import workspace
from edits import Edit, Subject
from generator import Generator
from hugo_site import Hugo
from measure import Cost
from peers import Field
from rebuild_report import Part, Results, Sample
from sitegen_site import MIRRORS, Sitegen
from table import Machine
from workspace import say


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    sizes: tuple[int, ...]
    pages: int
    fleet: bool
    runs: int
    verify: str
    field: Field
    keep: Path | None
    json: Path | None


@dataclass(frozen=True)
class Contender:
    """A program with its project; in the first `verified` rounds its trees are compared."""

    name: str
    subject: Subject
    output: Path
    edits: Sequence[Edit]
    verified: int = 0

    def build(self) -> Cost:
        """Build the project as it is now, with what the last build left."""
        command = self.subject.generator.build(self.subject.project, self.output, again=True)
        measure.settle()
        return measure.run(command)

    def sample(self, edit: Edit, number: int) -> Sample:
        """Make one edit and build; afterwards compare the tree with that of a clean build."""
        say(f"round {number}: {edit.name}: {self.name}")
        edit.apply(self.subject, number)
        cost = self.build()
        if number > self.verified:
            return Sample(self.name, edit.name, number, cost)
        step = (number - 1) * len(edits.EDITS) + edits.EDITS.index(edit) + 1
        clean = self.build_clean(step)
        found = trees.differences(self.output, clean)
        changed = len(trees.differences(self._clean(step - 1), clean))
        return Sample(self.name, edit.name, number, cost, found, changed)

    def build_clean(self, step: int) -> Path:
        """Build a copy of the sources into a new folder, which stays, and return that folder."""
        output = self._clean(step)
        project = output.with_name("project")
        sitegen_site.copy_sources(self.subject.project, project)
        measure.run(self.subject.generator.build(project, output, again=False))
        return output

    def _clean(self, step: int) -> Path:
        """Return the folder of the clean build after the edit `step`, from 1; 0 is before it."""
        return self.output.parent / f"clean-{step}" / "output"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    options = _options(arguments)
    try:
        with workspace.workspace(options.keep) as work:
            lacking = workspace.lacking_space(work, _files(options))
            if lacking:
                print(lacking, file=sys.stderr)
                return 2
            results = _run(work, options)
    except measure.RunError as failure:
        print(f"failed to build: {failure}", file=sys.stderr)
        return 1
    print(rebuild_report.text(results))
    if options.json:
        document = {**asdict(results), "ratios": rebuild_report.ratios(results)}
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 1 if any(part.wrong for part in results.parts) else 0


def _run(work: Path, options: Options) -> Results:
    """Do every step in order and return all figures."""
    runners, runs = options.field.runners, options.runs
    parts = []
    for pages in dict.fromkeys(options.sizes):
        say(f"one site of {pages} pages")
        verified = 0 if options.verify == "none" else runs
        folder = work / f"site-{pages}"
        racers = [_contender(folder, runner, pages, runner.name, verified) for runner in runners]
        parts.append(_part(f"one site of {pages} pages", [racers], runs))
    if options.fleet:
        say(f"{MIRRORS} mirrors of {options.pages} pages")
        folder = work / "fleet"
        title = f"fleet of {MIRRORS} mirrors of {options.pages} pages"
        parts.append(_part(title, _fleet(folder, options), runs))
    memory = {runner.name: runner.memory for runner in runners}
    return Results(Machine.this(runners), options.field.missing, memory, parts)


def _fleet(folder: Path, options: Options) -> list[list[Contender]]:
    """Return Hugo with one site, then sitegen with the fleet.

    Hugo's rounds come first, all of them: replacing a fleet's files leaves a disk that is slow
    for a while, and Hugo's figures must not suffer from it.
    """
    pages = options.pages
    verified = 1 if options.verify == "all" else 0
    fleet = Sitegen(Path(sys.executable), options=())
    return [
        *(
            [_contender(folder, runner, pages, f"{runner.name}, one site", 0)]
            for runner in options.field.runners
            if isinstance(runner, Hugo)
        ),
        [_contender(folder, fleet, pages, f"{fleet.name}, {MIRRORS} mirrors", verified)],
    ]


def _contender(
    folder: Path, generator: Generator, pages: int, name: str, verified: int
) -> Contender:
    """Write a project of `pages` pages; sitegen's gets a theme that can be edited."""
    made = corpus.make_pages(pages)
    home = folder / generator.name
    contender = Contender(
        name=name,
        subject=Subject(generator, home / "project", made[edits.EDITED]),
        output=home / "output",
        edits=edits.PEER_EDITS,
    )
    generator.write_project(contender.subject.project, made)
    if not isinstance(generator, Sitegen):
        return contender
    sitegen_site.copy_theme(contender.subject.project)
    return replace(contender, edits=edits.EDITS, verified=verified)


def _part(title: str, groups: Iterable[Sequence[Contender]], runs: int) -> Part:
    """Build from nothing, then make every edit in every round; within a group in turn."""
    first: dict[str, Cost] = {}
    samples: list[Sample] = []
    for group in groups:
        for one in group:
            say(f"from nothing: {one.name}")
            first[one.name] = one.build()
            if one.verified:
                one.build_clean(0)
        samples += [
            one.sample(edit, number)
            for number in range(1, runs + 1)
            for edit in edits.EDITS
            for one in group
            if edit in one.edits
        ]
    return Part(title, first, samples)


def _files(options: Options) -> int:
    """Return how many files the run will write, about."""
    clean = {"none": (0, 0), "site": (options.runs, 0), "all": (options.runs, 1)}[options.verify]
    site, fleet = (3 + rounds * len(edits.EDITS) for rounds in clean)
    files = 2 * sum(options.sizes) * (site + len(options.field.runners))
    return files + (options.pages * MIRRORS * fleet if options.fleet else 0)


def _options(arguments: Sequence[str] | None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time rebuilds.")
    parser.add_argument(
        "--sizes", type=workspace.sizes, default=(300,), help="pages of single sites [default: 300]"
    )
    parser.add_argument(
        "--pages", type=workspace.positive, default=300, help="pages of a mirror of the fleet"
    )
    parser.add_argument(
        "--fleet", action=argparse.BooleanOptionalAction, default=True, help="build all mirrors"
    )
    parser.add_argument(
        "--verify",
        choices=("none", "site", "all"),
        default="site",
        help="compare with clean builds: never, the single sites, the fleet's first round too",
    )
    peers.add_options(parser)
    workspace.add_options(parser, runs=5)
    given = parser.parse_args(arguments)
    if min(*given.sizes, given.pages) < edits.FEWEST_PAGES:
        parser.error(f"at least {edits.FEWEST_PAGES} pages")
    return Options(
        sizes=given.sizes,
        pages=given.pages,
        fleet=given.fleet,
        runs=given.runs,
        verify=given.verify,
        field=peers.find(vars(given)),
        keep=given.keep,
        json=given.json,
    )


if __name__ == "__main__":
    sys.exit(main())

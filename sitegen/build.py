"""One build: claim the output folder, and follow the recipe unless nothing has changed.

What costs time to import is imported when there is something to do.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sitegen.inputs import program_version, read
from sitegen.model.ledger import folders_of
from sitegen.model.problem import N_
from sitegen.model.region import Regions
from sitegen.model.report import WORDS, Order, Report, Written
from sitegen.plumbing.memo import Memo, digest
from sitegen.plumbing.output_folder import OutputFolder, claimed
from sitegen.steps.write import stamps_of

__all__ = ["Order", "Report", "build"]

BUILDS = "builds"


def build(order: Order, memo: Memo | None = None) -> Report:
    """Build the mirrors that `order` asks for.

    Args:
        order: what to build.
        memo: what earlier builds made; by default what the project keeps of them.

    Raises:
        SitegenError: when there is no content, the output folder cannot be ours, or
            another build is writing to it.
        OSError: when the disk refuses; every mirror is its last release or its next one.
    """
    if memo is None:
        memo = Memo.open(order.project, program_version())
    else:
        memo.begin()
    with _claimed(order, memo.version) as out:
        start = time.perf_counter()
        given = read(order)
        made_from = digest(memo.version, given.inputs)
        name = digest(order.regions, order.drafts)
        found, last = memo.recall(BUILDS, name, given.inputs)
        report = _standing(last, order, made_from, out, given.regions) if found else None
        loading = {N_("load"): time.perf_counter() - start}
        if report is None:
            from sitegen.plumbing.workers import OVER_BUDGET
            from sitegen.recipe import follow

            report = follow(order, given, made_from, memo, out)
            if not any(problem.kind in OVER_BUDGET for problem in report.problems):
                memo.keep(BUILDS, name, given.inputs, report.lasting())
            if out is not None:  # a check writes nothing at all
                memo.save(whole=not order.regions)
            report.redone = [thing for thing in memo.redone if thing.shelf in WORDS]
        if out is not None and order.zip:
            report.packed = sum(_pack(out, order, report, given.regions))
        report.seconds = loading | report.seconds
        report.problems += memo.told()
        return report


def _pack(out: OutputFolder, order: Order, report: Report, regions: Regions) -> Iterable[bool]:
    """Pack every mirror that was not held back."""
    from sitegen.plumbing import workers
    from sitegen.steps.pack import pack

    held = {region.code for region in report.held_back}
    codes = dict.fromkeys(order.regions or [region.code for region in regions])
    folders = [out.live(regions[code].folder) for code in codes if code not in held]
    return workers.each(pack, None, folders, order.jobs, 4)


@contextmanager
def _claimed(order: Order, version: str) -> Iterator[OutputFolder | None]:
    if order.output is None:
        yield None
    else:
        with claimed(order.output, order.project, version) as out:
            yield out


def _standing(
    last: Report, order: Order, made_from: str, out: OutputFolder | None, regions: Regions
) -> Report | None:
    """Return the report of a build with the same inputs, if all it made still stands."""
    report = last.lasting()
    if out is None:
        return report
    if order.verify:
        return None
    ledger = out.ledger()
    folders = {name: folders_of(parts) for name, parts in ledger.groups.items()}
    held = {region.code for region in report.held_back}
    for code in dict.fromkeys(order.regions or [region.code for region in regions]):
        if code in held:
            continue
        release = ledger.releases.get(code)
        if release is None or release.made_from != made_from:
            return None
        live = out.live(regions[code].folder)
        if stamps_of(live, (*folders[release.group], *release.beside)) != release.folders:
            return None
        report.count(Written(0, release.files, 0, release.size))
    return report

"""What a build did, in words."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.problem import Severity
from sitegen.model.report import DAILY, WORDS, Report
from sitegen.plumbing.locale import gettext as _

SHOWN_NAMES, SHOWN_REASONS = 4, 12


def reasons(report: Report) -> Iterator[str]:
    """Yield a line for each thing that was made again, or one for many of the same reason."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for thing in report.redone:
        same = found.setdefault((thing.shelf, thing.inputs), {})
        same[thing.name.removesuffix(DAILY)] = thing.name.partition(" ")[0]
    if not found:
        yield _("Nothing has changed since the last build.") + "\n"
    for (shelf, inputs), names in found.items():
        changed = ", ".join(_(WORDS[name]) for name in inputs) or _("new")
        if len(names) > SHOWN_REASONS:
            yield f"{len(names)} × {_(WORDS[shelf])}: {changed}\n"
        else:
            yield from (
                f"{_(WORDS[shelf])} {name}: {changed}\n" for name in dict.fromkeys(names.values())
            )


def held(report: Report) -> str:
    """Name the mirrors that keep their last good files, a few by name."""
    if not report.held:
        return ""
    names = [f"{region.usual_name} ({region.code})" for region in report.held_back]
    shown = ", ".join(names[:SHOWN_NAMES])
    more = len(names) - SHOWN_NAMES
    return _("Held back: {names}").format(names=shown) + (
        _(" and {more} more").format(more=more) if more > 0 else ""
    )


def made(report: Report) -> str:
    """Say what a build did: mirrors, pages, files, problems, and how long each step took."""
    done = report.done
    lines = [
        _("{mirrors} mirrors, state of {as_of}"),
        _("{plates} distinct pages, {rendered} of them made anew; {stamped} pages on all mirrors"),
        _("{written} files written, {unchanged} unchanged, {removed} removed, {size} MB"),
        *([_("{packed} ZIP files written")] if report.packed else []),
        _("{problems} problems, {held} mirrors held back"),
        _("{total} s: {steps}"),
    ]
    steps = " · ".join(f"{_(name)} {taken:.2f}" for name, taken in report.seconds.items())
    return "\n".join(lines).format(
        mirrors=report.mirrors,
        as_of=report.as_of,
        plates=report.plates,
        rendered=sum(thing.shelf == "plates" for thing in report.redone),
        stamped=report.stamped,
        written=done.written,
        unchanged=done.unchanged,
        removed=done.removed,
        size=round(done.size / 1e6, 1),
        problems=sum(problem.kind.severity is not Severity.NOTE for problem in report.concerning),
        held=report.held,
        packed=report.packed,
        total=f"{sum(report.seconds.values()):.2f}",
        steps=steps,
    )

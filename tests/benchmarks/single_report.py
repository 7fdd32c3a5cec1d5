"""The figures of a run of `single.py`, and the tables that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hugo_site import Hugo
from measure import Cost
from report import FAIR
from table import Machine, head, left_out, ratio_row, row
from trees import Tally


@dataclass(frozen=True)
class Size:
    """A site of some size: what each program's runs cost, and what it wrote."""

    pages: int
    costs: Mapping[str, Sequence[Cost]]
    written: Mapping[str, Tally]


@dataclass(frozen=True)
class Results:
    """Everything that was measured; `missing` names the programs that are not installed."""

    machine: Machine
    missing: Sequence[str]
    sizes: Sequence[Size]


def ratios(results: Results) -> dict[str, list[float]]:
    """Return how many times longer than Hugo each program took in each run, for each size."""
    return {
        f"{size.pages} pages: {name} / {Hugo.name}": [
            cost.wall / hugo.wall for cost, hugo in zip(costs, size.costs[Hugo.name], strict=True)
        ]
        for size in results.sizes
        if Hugo.name in size.costs
        for name, costs in size.costs.items()
        if name != Hugo.name
    }


def text(results: Results) -> str:
    """Return the whole report as text for a terminal."""
    blocks = [
        f"{results.machine.text()}; all builds cold",
        left_out(results.missing),
        *(_size_block(size) for size in results.sizes),
        _ratio_block(results),
        *(_fairness_block(size) for size in results.sizes),
    ]
    return "\n\n".join(block for block in blocks if block)


def _size_block(size: Size) -> str:
    """Return the table of one size."""
    runs = len(next(iter(size.costs.values())))
    rows = [row(name, costs) for name, costs in size.costs.items()]
    return "\n".join([f"one site: {size.pages} pages, {runs} runs in turn", head(), *rows])


def _ratio_block(results: Results) -> str:
    """Return the ratios: median of the runs, least and greatest."""
    rows = [ratio_row(name, values) for name, values in ratios(results).items()]
    return "\n".join(["ratios of wall time", *rows]) if rows else ""


def _fairness_block(size: Size) -> str:
    """Return what each program wrote, and how far that is from what Hugo wrote."""
    hugo = size.written.get(Hugo.name)
    heading = f"{'HTML files':>12}{'HTML bytes':>14}{'all files':>12}{'all bytes':>14}"
    rows = [f"the same work? {size.pages} pages", f"  {'':<12}{heading}  HTML beside {Hugo.name}'s"]
    for name, tally in size.written.items():
        rows.append(
            f"  {name:<12}{tally.html_files:>12,}{tally.html_size:>14,}"
            f"{tally.files:>12,}{tally.size:>14,}  {_beside(tally, hugo)}".rstrip()
        )
    return "\n".join(rows)


def _beside(tally: Tally, hugo: Tally | None) -> str:
    """Return by which shares the HTML differs from Hugo's, and whether that is too much."""
    if hugo is None or tally is hugo:
        return ""
    files = tally.html_files / hugo.html_files - 1
    size = tally.html_size / hugo.html_size - 1
    doubt = "" if max(abs(files), abs(size)) <= FAIR else " TOO DIFFERENT"
    return f"files {files:+.1%}, bytes {size:+.1%}{doubt}"

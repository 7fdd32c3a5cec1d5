"""The recipe: load, validate, resolve, plan, render, check, stamp and write."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sitegen.checks import contrast, counts, links
from sitegen.model.library import Library
from sitegen.model.page import Plate
from sitegen.model.problem import Problem
from sitegen.model.region import NATION, Regions
from sitegen.model.site import Site
from sitegen.model.theme import Theme
from sitegen.outputs import outputs
from sitegen.outputs.view import OutputView
from sitegen.plumbing import commits, disk, workers
from sitegen.plumbing.templates import Templates
from sitegen.steps.load import load, load_theme
from sitegen.steps.plan import Plan, plan
from sitegen.steps.render import Rendered, render
from sitegen.steps.resolve import held_back, resolve
from sitegen.steps.stamp import Stamper, address_of, mirror_of, palette_of
from sitegen.steps.validate import validate
from sitegen.steps.write import Written, write_mirror

DEFAULT_THEME = "dasar"
Group = tuple[tuple[str, ...], str]
"""The layers of an edition, and the code of the region that owns it (else `""`)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to build."""

    project: Path
    """Folder that holds `content/` (and maybe `themes/`)."""
    output: Path | None
    """Folder for the mirrors; None to check only."""
    regions: tuple[str, ...] = ()
    """Codes of the mirrors to build; empty for all."""
    as_of: date | None = None
    drafts: bool = False
    jobs: int = 1
    follow: Any = None
    """Called as `follow(results, total)` around the mirrors, to show progress."""


@dataclass(slots=True)
class Report:
    """What a build did."""

    as_of: date | None = None
    problems: list[Problem] = field(default_factory=list)
    mirrors: int = 0
    held: int = 0
    """Mirrors that keep their last good output because of problems."""
    plates: int = 0
    """Distinct pages rendered."""
    stamped: int = 0
    """Pages stamped, over all mirrors."""
    done: Written = field(default_factory=Written)
    seconds: dict[str, float] = field(default_factory=dict)
    """Wall time of each step."""

    @property
    def failed(self) -> bool:
        """Whether anything was held back."""
        return any(problem.blocks for problem in self.problems)


def build(order: Order) -> Report:
    """Build the mirrors that `order` asks for; the whole recipe on one screen."""
    report, clock = Report(), _Clock()
    regions = Regions.parse(disk.package_text("regions.csv"))

    tree, found = load(order.project, regions)
    report.problems += found
    clock.tick(report, "load")

    library, found = validate(tree, regions)
    report.problems += found
    theme, found = load_theme(_theme_name(library), order.project)
    report.problems += found
    clock.tick(report, "validate")

    as_of = report.as_of = order.as_of or default_day(order.project, library)
    sites, found = resolve(library, regions, as_of, drafts=order.drafts)
    report.problems += found
    if theme is None:
        return _finished(report)
    addresses = {code: address_of(site) for code, site in sites.items()}
    clock.tick(report, "resolve")

    wanted = [sites[code] for code in order.regions or sites]
    plans, found = _plans(wanted, sites, addresses, as_of)
    report.problems += found
    pages = list({page.key: page for p in plans.values() for page in p.pages}.values())
    clock.tick(report, "plan")

    templates = Templates(theme, order.project)
    report.problems += templates.problems()
    rendered, found = render(pages, sites, library.institutions, templates, order.jobs)
    report.problems += found
    report.plates = len(rendered.plates)
    clock.tick(report, "render")

    report.problems += _checked(plans.values(), sites, library, theme, rendered)
    clock.tick(report, "check")

    held = held_back(report.problems, library, regions)
    good = [site for site in wanted if site.region.code not in held]
    report.held = len(wanted) - len(good)
    if order.output is not None and good:
        press = _Press(order.output, sites, plans, rendered, templates, addresses, as_of)
        press.emit(good)
        batch = max(1, min(8, len(good) // (4 * order.jobs)))
        codes = [site.region.code for site in good]
        results: Iterable[tuple[int, Written]] = workers.each(
            _stamp_and_write, press, codes, order.jobs, batch
        )
        for pages_stamped, done in order.follow(results, len(good)) if order.follow else results:
            report.mirrors += 1
            report.stamped += pages_stamped
            report.done += done
        clock.tick(report, "stamp and write")
    return _finished(report)


def default_day(project: Path, library: Library) -> date:
    """Return the day whose state is shown when none is asked for; never today.

    `SOURCE_DATE_EPOCH`, else the day of the newest commit, else the newest day in the content.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return commits.day_of(int(epoch))
    return commits.newest(project) or max(_days(library), default=date(1970, 1, 1))


def _days(library: Library) -> Iterable[date]:
    for document in library.documents:
        for name in ("updated", "published", "checked", "last_day", "date"):
            value = getattr(document.fields, name, None)
            if isinstance(value, date):
                yield value
            elif isinstance(value, str) and len(value) == len("2024-02-14"):
                yield date.fromisoformat(value)


def _theme_name(library: Library) -> str:
    setting = library.settings[NATION].get("tema")
    return str(setting.value) if setting else DEFAULT_THEME


def _plans(
    wanted: Sequence[Site], sites: Mapping[str, Site], addresses: Mapping[str, str], as_of: date
) -> tuple[dict[tuple[str, ...], Plan], list[Problem]]:
    menu = sites[NATION].settings.get("menu")
    plans: dict[tuple[str, ...], Plan] = {}
    problems: dict[Problem, None] = {}
    for site in wanted:
        codes = site.edition.codes
        if codes not in plans:
            plans[codes], found = plan(site.edition, addresses, menu, as_of)
            problems |= dict.fromkeys(found)
    return plans, list(problems)


def _checked(
    plans: Iterable[Plan],
    sites: Mapping[str, Site],
    library: Library,
    theme: Theme,
    rendered: Rendered,
) -> list[Problem]:
    found: dict[Problem, None] = {}
    for p in plans:
        broken = links.check(p.edition, p.pages, library, rendered.bodies, rendered.anchors)
        found |= dict.fromkeys(broken)
    found |= dict.fromkeys(contrast.check(library.settings, theme))
    found |= dict.fromkeys(counts.check(sites, library.documents))
    return list(found)


@dataclass(slots=True)
class _Press:
    """Everything a worker needs to stamp and write any mirror."""

    output: Path
    sites: Mapping[str, Site]
    plans: Mapping[tuple[str, ...], Plan]
    rendered: Rendered
    templates: Templates
    addresses: Mapping[str, str]
    as_of: date
    extras: dict[Group, tuple[tuple[str, Plate], ...]] = field(default_factory=dict)
    """Outputs beside the pages, by group of sites."""

    def emit(self, sites: Sequence[Site]) -> None:
        """Make the plates of the outputs that `sites` need."""
        for site in sites:
            group = self.group(site)
            if group not in self.extras:
                view = self.view(site, group)
                self.extras[group] = tuple(
                    (path, self.templates.plate(text, path))
                    for emit in outputs()
                    for path, text in emit(view)
                )

    def group(self, site: Site) -> Group:
        """Return what decides the outputs of a site: its edition, and whether it owns it."""
        codes = site.edition.codes
        return codes, site.region.code if site.region.code == codes[0] else ""

    def view(self, site: Site, group: Group) -> OutputView:
        return OutputView(
            self.plans[site.edition.codes].pages,
            group[1],
            site.edition.documents,
            self.rendered.bodies,
            self.as_of,
            self.addresses,
            bool(self.addresses[site.region.code]),
        )

    def files(self, site: Site) -> Iterable[tuple[str, bytes]]:
        """Yield every file of a mirror."""
        p = self.plans[site.edition.codes]
        palette = palette_of(site, self.templates.theme)
        style = self.palette_file(palette)
        mirror = mirror_of(
            site, p.menu, self.addresses, style[0], self.as_of, local_news=p.local_news
        )
        stamper = Stamper(self.templates, mirror)
        for page in p.pages:
            yield page.url, stamper.stamp(self.rendered.plates[page.key])
        for path, plate in self.extras[self.group(site)]:
            yield path, stamper.stamp(plate)
        if style[0]:
            yield style
        for asset in (*self.templates.theme.assets, *site.edition.assets.values()):
            yield asset.inside, asset.data

    def palette_file(self, palette: Mapping[str, str] | None) -> tuple[str, bytes]:
        """Return path and bytes of a region's colour sheet; `("", b"")` for the theme's own."""
        if palette is None:
            return "", b""
        return self.templates.palette(palette)


def _stamp_and_write(press: _Press, code: str) -> tuple[int, Written]:
    site = press.sites[code]
    assert press.output is not None
    folder = press.output / site.region.folder
    done = write_mirror(folder, code, press.as_of.isoformat(), press.files(site))
    return len(press.plans[site.edition.codes].pages), done


def _finished(report: Report) -> Report:
    report.problems = sorted(dict.fromkeys(report.problems), key=Problem.sort_key)
    return report


class _Clock:
    """Measures the steps; what it measures reaches no output."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def tick(self, report: Report, step: str) -> None:
        now = time.perf_counter()
        report.seconds[step] = now - self._last
        self._last = now

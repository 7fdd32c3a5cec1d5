"""The recipe: load, validate, resolve, plan, render, check, stamp and write."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self, TypeVar

from sitegen.as_of import default_day
from sitegen.checks import contrast, counts, links, logo, zones
from sitegen.model.library import Library
from sitegen.model.problem import N_, Problem
from sitegen.model.region import NATION, Region, Regions
from sitegen.model.site import Site
from sitegen.model.theme import Theme
from sitegen.plumbing import disk
from sitegen.plumbing.templates import Templates
from sitegen.press import Press
from sitegen.steps.load import load
from sitegen.steps.load_theme import load_theme
from sitegen.steps.plan import Plan, plan
from sitegen.steps.render import Rendered, render
from sitegen.steps.resolve import concerning, held_back, resolve
from sitegen.steps.stamp import address_of
from sitegen.steps.validate import validate
from sitegen.steps.write import Written

DEFAULT_THEME = "dasar"
Value = TypeVar("Value")


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
    follow: Callable[[Iterable[Any], int], Iterable[Any]] = lambda items, _total: items
    """Passes the finished mirrors on, to show progress; gets them and their number."""


@dataclass(slots=True)
class Report:
    """What a build did."""

    as_of: date | None = None
    problems: list[Problem] = field(default_factory=list)
    mirrors: int = 0
    held_back: list[Region] = field(default_factory=list)
    """Regions whose mirrors keep their last good output because of problems."""
    elsewhere: list[Problem] = field(default_factory=list)
    """Those of `problems` that concern none of the mirrors that were asked for."""
    whole: bool = True
    """Whether all mirrors were asked for."""
    plates: int = 0
    """Distinct pages rendered."""
    stamped: int = 0
    """Pages stamped, over all mirrors."""
    done: Written = field(default_factory=Written)
    seconds: dict[str, float] = field(default_factory=dict)
    """Wall time of each step."""

    def take(self, result: tuple[Value, list[Problem]]) -> Value:
        """Keep the problems of a step and return its value."""
        value, problems = result
        self.problems += problems
        return value

    def count(self, done: tuple[int, Written] | Problem) -> None:
        """Add up one mirror."""
        if isinstance(done, Problem):
            self.problems.append(done)
        else:
            self.mirrors += 1
            self.stamped += done[0]
            self.done += done[1]

    def sorted(self) -> Self:
        """Put the problems in reading order, each once."""
        self.problems = sorted(dict.fromkeys(self.problems), key=Problem.sort_key)
        return self

    @property
    def held(self) -> int:
        """How many mirrors keep their last good output."""
        return len(self.held_back)

    @property
    def failed(self) -> bool:
        """Whether a mirror that was asked for was held back.

        Where all were asked for, a mistake that belongs to no mirror counts as well.
        """
        return bool(self.held_back) or (self.whole and any(p.blocks for p in self.problems))


def build(order: Order) -> Report:
    """Build the mirrors that `order` asks for: the whole recipe, one step a paragraph.

    Problems of every step are collected; a step works on with what is good. Only mirrors
    above which nothing is wrong are stamped and written.
    """
    report, clock = Report(whole=not order.regions), _Clock()
    regions = Regions.parse(disk.package_text("regions.csv"))

    tree = report.take(load(order.project, regions))
    clock.tick(report, N_("load"))

    library = report.take(validate(tree, regions))
    theme = report.take(load_theme(_theme_name(library), order.project))
    clock.tick(report, N_("validate"))

    as_of = report.as_of = order.as_of or default_day(order.project, library)
    sites = report.take(resolve(library, regions, as_of, drafts=order.drafts))
    addresses = {code: address_of(site) for code, site in sites.items()}
    clock.tick(report, N_("resolve"))

    wanted = [sites[code] for code in order.regions or sites]
    editions = {site.edition.codes: site.edition for site in wanted}
    menu = sites[NATION].settings.get("menu")
    plans = report.take(plan(editions.values(), addresses, menu, as_of))
    pages = list({page.key: page for p in plans.values() for page in p.pages}.values())
    clock.tick(report, N_("plan"))

    if theme is None:
        report.held_back = [site.region for site in wanted]
        return report.sorted()
    templates = Templates(theme, order.project)
    report.problems += templates.problems()
    rendered = report.take(render(pages, sites, library.institutions, templates, order.jobs))
    report.plates = len(rendered.plates)
    clock.tick(report, N_("render"))

    press = Press(sites, plans, rendered, templates, addresses, as_of, order.output)
    report.problems += _checked(plans.values(), sites, library, theme, rendered)
    report.problems += press.proof(wanted, order.jobs)
    held = held_back(report.problems, library, regions)
    good = [site for site in wanted if site.region.code not in held]
    report.held_back = [site.region for site in wanted if site.region.code in held]
    clock.tick(report, N_("check"))

    if order.output is not None:
        for done in order.follow(press.run(good, order.jobs), len(good)):
            report.count(done)
        clock.tick(report, N_("stamp and write"))
    if order.regions:
        concerned = {region.code for site in wanted for region in site.chain}
        ours = concerning(report.problems, concerned, library, regions)
        report.elsewhere = [problem for problem in report.problems if problem not in ours]
    return report.sorted()


def _theme_name(library: Library) -> str:
    setting = library.settings[NATION].get("tema")
    return str(setting.value) if setting else DEFAULT_THEME


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
    found |= dict.fromkeys(zones.check(sites, library.documents))
    found |= dict.fromkeys(logo.check(sites))
    return list(found)


class _Clock:
    """Measures the steps; what it measures reaches no output."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def tick(self, report: Report, step: str) -> None:
        now = time.perf_counter()
        report.seconds[step] = now - self._last
        self._last = now

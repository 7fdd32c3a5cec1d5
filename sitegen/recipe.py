"""The recipe: load, validate, resolve, plan, render, check, stamp and write.

The same steps run every time. What a step makes is remembered with the digests of what it
was made from (`plumbing.memo`), and made again only when one of them changes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace

from sitegen.as_of import newest_day
from sitegen.checks import contrast, counts, links, logo, same_address, same_number, weight, zones
from sitegen.inputs import Given
from sitegen.model.ledger import Ledger
from sitegen.model.library import Library
from sitegen.model.problem import N_, Place, Problem
from sitegen.model.region import NATION
from sitegen.model.report import Order, Report
from sitegen.model.site import Setting, Site
from sitegen.model.theme import Theme
from sitegen.plumbing.memo import Memo
from sitegen.plumbing.output_folder import OutputFolder
from sitegen.plumbing.templates import Templates
from sitegen.press import Press
from sitegen.steps.load_theme import load_faces, load_theme
from sitegen.steps.plan import Plan, plan
from sitegen.steps.prepare_pictures import prepare_pictures
from sitegen.steps.render import Rendered, render
from sitegen.steps.resolve import concerning, held_back, resolve
from sitegen.steps.stamp import address_of, theme_of
from sitegen.steps.validate import validate
from sitegen.steps.write import publish

DEFAULT_THEME = "dasar"


def follow(
    order: Order, given: Given, made_from: str, memo: Memo, out: OutputFolder | None
) -> Report:
    """Build the mirrors that `order` asks for: the whole recipe, one step a paragraph.

    Problems of every step are collected; a step works on with what is good. Only mirrors
    above which nothing is wrong are stamped and written.

    Args:
        order: what to build.
        given: all that it is made from.
        made_from: digest of that.
        memo: what earlier builds made.
        out: the claimed output folder; None to check only.
    """
    report, clock = Report(problems=list(given.problems), whole=not order.regions), _Clock()
    regions = given.regions

    library = report.take(validate(given.tree, regions, memo))
    library = report.take(prepare_pictures(library, order.jobs, memo, order.seconds))
    chosen = _theme(library)
    theme = report.take(load_theme(str(chosen.value), order.project, chosen.place))
    clock.tick(report, N_("validate"))

    as_of = report.as_of = given.day or newest_day(library)
    sites = report.take(resolve(library, regions, as_of, drafts=order.drafts))
    addresses = {code: address_of(site) for code, site in sites.items()}
    report.problems += same_address.check(sites, addresses)
    clock.tick(report, N_("resolve"))

    wanted = [sites[code] for code in dict.fromkeys(order.regions or sites)]
    editions = {site.edition.codes: site.edition for site in wanted}
    menu = sites[NATION].settings.get("menu")
    layouts = theme.layouts if theme is not None else frozenset()
    plans = report.take(
        plan(
            editions.values(),
            addresses,
            menu,
            as_of,
            regions=regions,
            templates=layouts,
            failed=library.failed,
        )
    )
    pages = list({page.key: page for p in plans.values() for page in p.all_pages}.values())
    clock.tick(report, N_("plan"))

    if theme is None:
        report.held_back = [site.region for site in wanted]
        return report.sorted()
    faces = report.take(load_faces(library.settings, theme, order.project))
    templates = Templates(theme, memo)
    report.problems += templates.problems()
    rendered = report.take(
        render(
            pages,
            sites,
            library.institutions,
            templates,
            jobs=order.jobs,
            memo=memo,
            seconds=order.seconds,
        )
    )
    report.plates = len(rendered.plates)
    clock.tick(report, N_("render"))

    press = Press(sites, plans, rendered, templates, addresses, as_of, faces)
    themes = {code: theme_of(site, theme, faces) for code, site in sites.items()}
    report.problems += _checked(plans.values(), sites, library, themes, rendered)
    report.problems += press.prepare(wanted, order.jobs, memo)
    report.problems += weight.check(press.weights(memo), f"themes/{theme.name}")
    templates.keep(memo)
    held = held_back(report.problems, library, regions)
    good = [site.region.code for site in wanted if site.region.code not in held]
    report.held_back = [site.region for site in wanted if site.region.code in held]
    report.stamped = sum(len(plans[sites[code].edition.codes].pages_of(code)) for code in good)
    clock.tick(report, N_("check"))

    if out is not None:
        press.out, press.ledger = out, out.ledger()
        if order.verify:
            press.ledger = press.ledger.without(site.region.code for site in wanted)
        _write(press, good, order, report, made_from)
        clock.tick(report, N_("stamp and write"))
    if order.regions:
        concerned = {region.code for site in wanted for region in site.chain}
        ours = set(concerning(report.problems, concerned, library, regions))
        report.elsewhere = [problem for problem in report.problems if problem not in ours]
    return report.sorted()


def _write(press: Press, good: list[str], order: Order, report: Report, made_from: str) -> None:
    """Stage every mirror that is not right as it stands, publish all, and note it down."""
    out = press.out
    assert out is not None
    releases = dict(press.ledger.releases)
    left = [code for code in good if not press.is_right(code)]
    for code in set(good) - set(left):
        report.count(press.unchanged(code))
        releases[code] = replace(releases[code], made_from=made_from)
    staged = []
    with closing(press.stage(left, order.jobs)) as stages:  # its workers end before the claim
        for mirror in order.follow(stages, len(left)):
            staged.append(mirror)
            report.count(mirror.done)
    publish(out, staged, durable=order.durable)
    releases |= {mirror.code: press.release(mirror, made_from) for mirror in staged}
    groups = {shared.name: shared.parts for shared in press.groups.values()}
    out.keep(Ledger(releases, {**press.ledger.groups, **groups}))


def _theme(library: Library) -> Setting:
    """Return the theme of all sites, and where it is chosen."""
    standard = Setting(DEFAULT_THEME, NATION, Place("content/situs.yaml"))
    return library.settings[NATION].get("tema", standard)


def _checked(
    plans: Iterable[Plan],
    sites: Mapping[str, Site],
    library: Library,
    themes: Mapping[str, Theme],
    rendered: Rendered,
) -> list[Problem]:
    found: dict[Problem, None] = {}
    for p in plans:
        broken = links.check(p.edition, p.pages, library, rendered.bodies, rendered.anchors)
        found |= dict.fromkeys(broken)
    found |= dict.fromkeys(contrast.check(library.settings, themes))
    found |= dict.fromkeys(counts.check(sites, library.documents))
    found |= dict.fromkeys(zones.check(sites, library.documents))
    found |= dict.fromkeys(logo.check(sites))
    found |= dict.fromkeys(same_number.check(library.documents))
    return list(found)


class _Clock:
    """Measures the steps; what it measures reaches no output."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def tick(self, report: Report, step: str) -> None:
        now = time.perf_counter()
        report.seconds[step] = now - self._last
        self._last = now

"""From plates to mirrors: what every mirror is made of, and the stamping of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sitegen.model.page import Plate
from sitegen.model.problem import Problem
from sitegen.model.site import Site
from sitegen.outputs import outputs
from sitegen.outputs.view import OutputView
from sitegen.plumbing import workers
from sitegen.plumbing.templates import TemplateFailedError, Templates
from sitegen.steps.plan import Plan
from sitegen.steps.render import Rendered
from sitegen.steps.stamp import Stamper, mirror_of, palette_of
from sitegen.steps.write import Written, write_mirror

Group = tuple[tuple[str, ...], str, bool]
"""The layers of an edition, the code of the region that owns it (else `""`), and whether
the mirror has an address: what decides the outputs of a site."""


@dataclass(slots=True)
class Press:
    """Everything a process needs to stamp any mirror; worker processes inherit it."""

    sites: Mapping[str, Site]
    plans: Mapping[tuple[str, ...], Plan]
    rendered: Rendered
    templates: Templates
    addresses: Mapping[str, str]
    as_of: date
    output: Path | None = None
    extras: dict[Group, tuple[tuple[str, Plate], ...]] = field(default_factory=dict)
    """Outputs beside the pages, by group of sites."""

    def proof(self, sites: Sequence[Site], jobs: int) -> list[Problem]:
        """Prepare the outputs of `sites` and fill every slot of every mirror once.

        Returns:
            What is wrong with partials, found before anything is written.
        """
        problems: dict[Problem, None] = {}
        for site in sites:
            group = self.group(site)
            if group not in self.extras:
                try:
                    self.extras[group] = tuple(self.emit(site, group))
                except TemplateFailedError as error:
                    self.extras[group] = ()
                    problems[error.problem] = None
        codes = [site.region.code for site in sites]
        for problem in workers.each(_proof, self, codes, jobs, batch=16):
            if problem is not None:
                problems[problem] = None
        return list(problems)

    def group(self, site: Site) -> Group:
        """Return what decides the outputs of a site: its edition, and whether it owns it."""
        codes, code = site.edition.codes, site.region.code
        return codes, code if code == codes[0] else "", bool(self.addresses[code])

    def emit(self, site: Site, group: Group) -> Iterator[tuple[str, Plate]]:
        """Yield path and plate of every output of a group of sites."""
        view = OutputView(
            self.plans[site.edition.codes].pages,
            group[1],
            site.edition.documents,
            self.as_of,
            self.addresses,
            group[2],
        )
        for emit in outputs():
            for path, text in emit(view):
                yield path, self.templates.plate(text, path)

    def plates(self, site: Site) -> Iterator[tuple[str, Plate]]:
        """Yield path and plate of every page and output of a site."""
        for page in self.plans[site.edition.codes].pages:
            if page.key in self.rendered.plates:
                yield page.url, self.rendered.plates[page.key]
        yield from self.extras[self.group(site)]

    def style(self, site: Site) -> tuple[str, bytes]:
        """Return path and bytes of a region's colour sheet; `("", b"")` for the theme's own."""
        colours = palette_of(site, self.templates.theme)
        return ("", b"") if colours is None else self.templates.palette(colours)

    def stamper(self, site: Site) -> Stamper:
        """Return a stamper with every slot of the site filled.

        Raises:
            TemplateFailedError: when a partial fails for this mirror.
        """
        p = self.plans[site.edition.codes]
        path, _ = self.style(site)
        mirror = mirror_of(
            site,
            menu=p.menu,
            addresses=self.addresses,
            palette=path,
            as_of=self.as_of,
            pages=frozenset(page.url for page in p.pages),
        )
        stamper = Stamper(self.templates, mirror)
        stamper.prepare(plate for _, plate in self.plates(site))
        return stamper

    def files(self, site: Site) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of every file of a mirror."""
        stamper = self.stamper(site)
        for path, plate in self.plates(site):
            yield path, stamper.stamp(plate)
        if (style := self.style(site))[0]:
            yield style
        for asset in (*self.templates.theme.assets, *site.edition.assets.values()):
            yield asset.inside, asset.data

    def run(self, sites: Sequence[Site], jobs: int) -> Iterator[tuple[int, Written] | Problem]:
        """Stamp and write the mirrors of `sites`.

        Yields:
            Pages stamped and what was written, for each mirror; or the problem that kept it
            as it was.
        """
        batch = max(1, min(8, len(sites) // (4 * jobs)))
        codes = [site.region.code for site in sites]
        yield from workers.each(_stamp_and_write, self, codes, jobs, batch)


def _proof(press: Press, code: str) -> Problem | None:
    try:
        press.stamper(press.sites[code])
    except TemplateFailedError as error:
        return error.problem
    return None


def _stamp_and_write(press: Press, code: str) -> tuple[int, Written] | Problem:
    site = press.sites[code]
    assert press.output is not None
    folder = press.output / site.region.folder
    try:
        done = write_mirror(folder, code, press.as_of.isoformat(), press.files(site))
    except TemplateFailedError as error:
        return error.problem
    return len(press.plans[site.edition.codes].pages), done

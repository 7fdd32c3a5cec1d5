"""From plates to mirrors: what every mirror is made of, and the making of their files."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from sitegen.checks.weight import Weight, weigh
from sitegen.model.ledger import Ledger, Release, folders_of
from sitegen.model.page import Page, Plate
from sitegen.model.problem import Problem
from sitegen.model.region import NATION
from sitegen.model.report import Written
from sitegen.model.shared import Group, Half, Shared, name_of
from sitegen.model.site import Site
from sitegen.model.theme import Theme
from sitegen.outputs import outputs
from sitegen.outputs.view import Make, OutputView
from sitegen.plumbing import workers
from sitegen.plumbing.memo import Inputs, Memo, digest
from sitegen.plumbing.output_folder import OutputFolder
from sitegen.plumbing.templates import MIRROR_FOLDER, TemplateFailedError, Templates
from sitegen.steps.plan import Plan
from sitegen.steps.render import Rendered
from sitegen.steps.stamp import Fills, Stamper, logo_size, mirror_of, palette_of, stamp
from sitegen.steps.write import Staged, Wanted, examine, stage, stamps_of

FILLS, FILES, WEIGHTS = "fills", "files", "weights"
PALETTE = ""
"""What stands for the path of a mirror's colour sheet among its fills; no mark is empty."""


@dataclass
class Press:
    """Everything a process needs to make any mirror; worker processes inherit it."""

    sites: Mapping[str, Site]
    plans: Mapping[tuple[str, ...], Plan]
    rendered: Rendered
    templates: Templates
    addresses: Mapping[str, str]
    as_of: date
    faces: Mapping[str, Theme] = field(default_factory=dict)
    """Themes that regions have chosen, by name."""
    groups: dict[Group, Shared] = field(default_factory=dict)
    fills: dict[str, Fills] = field(default_factory=dict)
    """What each mirror puts into its slots, by region code."""
    last: dict[Half, tuple[str, Fills]] = field(default_factory=dict)
    """What it was before, and the digest of what it was made from."""
    out: OutputFolder | None = None
    ledger: Ledger = field(default_factory=Ledger)
    _facts: dict[int, str] = field(default_factory=dict)
    _folders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _changed: dict[tuple[str, str, frozenset[str]], frozenset[str]] = field(default_factory=dict)

    def prepare(self, sites: Sequence[Site], jobs: int, memo: Memo) -> list[Problem]:
        """Prepare the outputs of `sites` and fill every slot of every mirror once.

        Returns:
            What is wrong with partials, found before anything is written.
        """
        problems: dict[Problem, None] = {}
        for site in sites:
            group = self.group(site)
            if group not in self.groups:
                plates: dict[str, Plate] = {}
                files: dict[str, bytes] = {}
                try:
                    for path, content in self.emit(site, group, memo):
                        if isinstance(content, bytes):
                            files[path] = content
                        else:
                            plates[path] = self.templates.plate(content, path)
                except TemplateFailedError as error:
                    problems[error.problem] = None
                self.groups[group] = self.shared(site, plates, files)
        halves = [(site.region.code, daily) for site in sites for daily in (False, True)]
        last = {half: memo.last(FILLS, name_of(half)) for half in halves}
        self.last = {half: made for half, made in last.items() if isinstance(made, tuple)}

        def fill(missing: Sequence[Half]) -> Iterator[tuple[str, Fills] | Problem]:
            self.templates.compile(MIRROR_FOLDER)
            yield from workers.each(_fill, self, missing, jobs, batch=32)

        filled = iter(memo.each(FILLS, halves, self.made_from, fill))
        for site, lasting, daily in zip(sites, filled, filled, strict=True):
            if isinstance(lasting, Problem) or isinstance(daily, Problem):
                problems |= {half: None for half in (lasting, daily) if isinstance(half, Problem)}
            else:
                self.fills[site.region.code] = {**lasting[1], **daily[1]}
        return list(problems)

    def weights(self, memo: Memo) -> list[tuple[Page, Weight]]:
        """Weigh every page once, on the mirror whose slots hold most."""
        heaviest: dict[Group, str] = {}
        for code, fills in self.fills.items():
            group = self.group(self.sites[code])
            size = sum(map(len, fills.values()))
            if size > sum(map(len, self.fills.get(heaviest.get(group, ""), {}).values())):
                heaviest[group] = code
        where = {
            page.key: (page, group)
            for group in reversed(heaviest)
            for page in self.pages_of(self.sites[heaviest[group]])
            if page.key in self.rendered.plates
            and self.groups[group].plates.get(page.url) is self.rendered.plates[page.key]
        }
        styles = digest(sorted(self.templates.theme.asset_urls.items()))
        basis = {group: digest_of(self.fills[code]) for group, code in heaviest.items()}

        def about(item: tuple[Page, Group]) -> tuple[str, Inputs]:
            page, group = item
            inputs = {"plates": self.rendered.digests[page.key], "fills": basis[group]}
            return f"{page.url} {digest(page.key)[:16]}", inputs | {"theme": styles}

        def make(items: Sequence[tuple[Page, Group]]) -> Iterator[Weight]:
            for page, group in items:
                code = heaviest[group]
                html = stamp(self.rendered.plates[page.key], self.fills[code])
                path, style = self.style(self.sites[code])
                yield weigh(page.url, html, {**self.groups[group].assets, path: style})

        items = list(where.values())
        weights = memo.each(WEIGHTS, items, about, make)
        return [(page, weight) for (page, _), weight in zip(items, weights, strict=True)]

    def group(self, site: Site) -> Group:
        """Return what decides the outputs of a site: its edition, and whether it owns it."""
        codes, code = site.edition.codes, site.region.code
        return codes, code if code == codes[0] else "", bool(self.addresses[code])

    def pages_of(self, site: Site) -> tuple[Page, ...]:
        """Return the pages of a site."""
        return self.plans[site.edition.codes].pages_of(site.region.code)

    def emit(self, site: Site, group: Group, memo: Memo) -> Iterator[tuple[str, str | bytes]]:
        """Yield path and content of every output of a group of sites."""
        view = OutputView(
            self.pages_of(site),
            group[1],
            site.edition.documents,
            self.as_of,
            self.addresses,
            group[2],
            self.agencies,
            site.edition,
            self.sites[NATION].edition.documents,
            partial(_kept, memo),
        )
        for emit in outputs():
            yield from emit(view)

    @cached_property
    def agencies(self) -> Mapping[str, str]:
        """Return the agency that answers for each region's pages, by the region's code."""
        named = {code: site.settings.get("lembaga") for code, site in self.sites.items()}
        return {code: str(setting.value) for code, setting in named.items() if setting}

    def shared(self, site: Site, extras: Mapping[str, Plate], files: dict[str, bytes]) -> Shared:
        """Return what all mirrors of the group of `site` are made from."""
        pages = self.pages_of(site)
        rendered = self.rendered
        good = [page for page in pages if page.key in rendered.plates]
        plates = {page.url: rendered.plates[page.key] for page in good}
        parts = {page.url: rendered.digests[page.key] for page in good}
        assets = {
            asset.inside: asset.data
            for asset in (*self.templates.theme.assets, *site.edition.assets.values())
        } | files
        once = len(parts) + len(extras) + len(assets)
        parts |= {path: plate.digest for path, plate in extras.items()}
        parts |= {path: hashlib.sha256(data).hexdigest() for path, data in assets.items()}
        plates |= extras
        assert len(parts) == once, "two files of a mirror have one path"
        marks = frozenset(mark for plate in plates.values() for mark in plate.marks)
        daily = frozenset(filter(self.templates.may_show_day, marks))
        return Shared(
            plates,
            assets,
            parts,
            digest(sorted(parts.items())),
            marks - daily,
            daily,
            folders_of(parts),
        )

    def made_from(self, half: Half) -> tuple[str, Inputs]:
        """Return the name of one half of a mirror's fills and what they are made from."""
        code, daily = half
        site = self.sites[code]
        shared, plan = self.groups[self.group(site)], self.plans[site.edition.codes]
        settings = {key: setting.value for key, setting in sorted(site.settings.items())}
        day = {"as-of": self.as_of.isoformat()} if daily else {}
        return name_of(half), {
            "slots": digest(sorted(shared.marks(daily))),
            "settings": digest(
                settings,
                [self.addresses[r.code] for r in site.chain],
                palette_of(site, self.templates.theme, self.faces),
                logo_size(site),
            ),
            "facts": self.facts_of(site),
            "pages": plan.digest,
            **day,
            "theme": self.templates.digest(MIRROR_FOLDER),
        }

    def facts_of(self, site: Site) -> str:
        """Return a digest of what a site shows of its facts; most sites share them."""
        key = id(site.facts)
        if key not in self._facts:
            self._facts[key] = digest(
                [(f.name, f.kind, f.value, f.basis, f.local) for f in site.facts.values()]
            )
        return self._facts[key]

    def style(self, site: Site) -> tuple[str, bytes]:
        """Return path and bytes of a region's colour sheet; `("", b"")` for the theme's own."""
        colours = palette_of(site, self.templates.theme, self.faces)
        return ("", b"") if colours is None else self.templates.palette(colours)

    def stamper(self, site: Site) -> Stamper:
        """Return what fills slots for the mirror of `site`."""
        p = self.plans[site.edition.codes]
        path, _ = self.style(site)
        mirror = mirror_of(
            site,
            menu=p.menu,
            addresses=self.addresses,
            palette=path,
            as_of=self.as_of,
            pages=p.urls | {page.url for page in self.pages_of(site)},
        )
        return Stamper(self.templates, mirror)

    def paths(self, site: Site) -> list[str]:
        """Return the path of every file of a mirror."""
        style = self.style(site)[0]
        return [*self.groups[self.group(site)].parts, *([style] if style else ())]

    def files(
        self, site: Site, changed: frozenset[str] | None = None
    ) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of every file of a mirror, or of those in `changed`."""
        shared, fills = self.groups[self.group(site)], self.fills[site.region.code]
        for path, plate in shared.plates.items():
            if changed is None or path in changed:
                yield path, stamp(plate, fills)
        for path, data in shared.assets.items():
            if changed is None or path in changed:
                yield path, data
        if (style := self.style(site))[0]:
            yield style

    def changed(self, code: str) -> frozenset[str] | None:
        """Return the files of a mirror that may differ from its last release; None for all."""
        release = self.ledger.releases.get(code)
        old = self.ledger.groups.get(release.group) if release else None
        if release is None or old is None:
            return None
        marks: frozenset[str] = frozenset()
        if release.fills != digest_of(self.fills[code]):
            halves = [self.last.get((code, daily), ("", {}))[1] for daily in (False, True)]
            before = {**halves[0], **halves[1]}
            if release.fills != digest_of(before):
                return None
            fills = self.fills[code]
            marks = frozenset(mark for mark in fills if fills[mark] != before.get(mark))
        shared = self.groups[self.group(self.sites[code])]
        key = (release.group, shared.name, marks)
        if key not in self._changed:
            self._changed[key] = frozenset(
                path
                for path, part in shared.parts.items()
                if old.get(path) != part
                or (path in shared.plates and not marks.isdisjoint(shared.plates[path].marks))
            )
        return self._changed[key]

    def is_right(self, code: str) -> bool:
        """Tell whether the last release of a mirror is what a build would make, unread."""
        assert self.out is not None
        site = self.sites[code]
        release, shared = self.ledger.releases.get(code), self.groups[self.group(site)]
        return (
            release is not None
            and release.group == shared.name
            and release.fills == digest_of(self.fills[code])
            and release.as_of == self.as_of.isoformat()
            and release.folders == self.stamps(site, release.beside)
        )

    def stamps(self, site: Site, beside: Iterable[str]) -> str:
        """Return when the folders of a mirror last changed: its own, and those `beside`."""
        assert self.out is not None
        folders = self.groups[self.group(site)].folders
        return stamps_of(self.out.live(site.region.folder), (*folders, *beside))

    def watched(self, code: str) -> tuple[str, ...]:
        """Return the folders of a mirror as the last build left them."""
        release = self.ledger.releases.get(code)
        parts = self.ledger.groups.get(release.group) if release else None
        if release is None or parts is None:
            return self.groups[self.group(self.sites[code])].folders
        if release.group not in self._folders:
            self._folders[release.group] = folders_of(parts)
        return (*self._folders[release.group], *release.beside)

    def unchanged(self, code: str) -> Written:
        """Return what building a mirror did that is right as it stands."""
        release = self.ledger.releases[code]
        return Written(0, release.files, 0, release.size)

    def stage(self, codes: Sequence[str], jobs: int) -> Generator[Staged, None, None]:
        """Make the next release of each mirror beside its last one.

        Raises:
            OSError: when the disk refuses.
            SitegenError: when a folder in the way is not ours.
        """
        batch = max(1, min(8, len(codes) // (4 * jobs)))
        yield from workers.each(_stage, self, codes, jobs, batch)

    def release(self, staged: Staged, made_from: str) -> Release:
        """Return the ledger's row of a mirror that has been published."""
        site = self.sites[staged.code]
        shared = self.groups[self.group(site)]
        further = folders_of([self.style(site)[0], *staged.foreign])
        beside = tuple(folder for folder in further if folder not in shared.folders)
        return Release(
            made_from=made_from,
            group=shared.name,
            fills=digest_of(self.fills[staged.code]),
            as_of=self.as_of.isoformat(),
            manifest=staged.manifest,
            folders=self.stamps(site, beside),
            files=staged.done.written + staged.done.unchanged,
            size=staged.done.size,
            foreign=staged.foreign,
            beside=beside,
            spare=staged.spare,
            stale=staged.stale,
        )


def _kept(memo: Memo, path: str, inputs: Inputs, make: Make) -> bytes:
    """Return a file that takes long to make, made anew only if its inputs have changed."""
    found, data = memo.recall(FILES, path, inputs)
    if not found:
        data = make()
        memo.keep(FILES, path, inputs, data)
    return bytes(data)


def digest_of(fills: Fills) -> str:
    """Return a digest of what a mirror puts into its slots."""
    return digest(sorted(fills.items()))


def _fill(press: Press, half: Half) -> tuple[str, Fills] | Problem:
    """Fill slots of one mirror; what nothing has changed for is taken from before."""
    code, daily = half
    site = press.sites[code]
    _, inputs = press.made_from(half)
    basis = digest({name: value for name, value in inputs.items() if name != "slots"})
    last_basis, last = press.last.get(half, ("", {}))
    known = last if last_basis == basis else {}
    marks = sorted(press.groups[press.group(site)].marks(daily))
    try:
        stamper = press.stamper(site)
        fills = {mark: known[mark] if mark in known else stamper.fill(mark) for mark in marks}
        if not daily:
            fills[PALETTE] = stamper.mirror.palette.encode()
    except TemplateFailedError as error:
        return error.problem
    return basis, fills


def _stage(press: Press, code: str) -> Staged:
    assert press.out is not None
    site, release = press.sites[code], press.ledger.releases.get(code)
    folder, inside = site.region.folder, press.watched(code)
    before = examine(press.out.live(folder), release, inside)
    changed = press.changed(code) if before.known else None
    wanted = Wanted(code, folder, press.as_of.isoformat(), press.paths(site))
    return stage(press.out, wanted, before, release, press.files(site, changed))

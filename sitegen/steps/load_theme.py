"""Step 1, for themes: find the folders of a theme and read its assets."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.region import NATION
from sitegen.model.source import Asset
from sitegen.model.theme import Theme
from sitegen.plumbing import disk
from sitegen.schema.theme import ThemeSettings, read_theme

NO_THEME = Kind("SG405", N_("there is no theme “{name}”"), N_("themes: {known}"))
THEME_LOOP = Kind("SG405", N_("theme “{name}” extends itself"), N_("correct “extends”"))


def load_theme(name: str, project: Path) -> tuple[Theme | None, list[Problem]]:
    """Read the theme `name` and those it extends.

    Returns:
        The theme with its assets under hashed names, or None and what is wrong.
    """
    places = disk.theme_folders(project)
    chain: list[Path] = []
    settings: list[ThemeSettings] = []
    wanted: str | None = name
    while wanted is not None:
        folder = next((p / wanted for p in places if (p / wanted / "theme.yaml").is_file()), None)
        if folder is None:
            known = sorted({t.parent.name for p in places for t in p.glob("*/theme.yaml")})
            where = Place(f"themes/{wanted}")
            return None, [NO_THEME.at(where, name=wanted, known=", ".join(known))]
        path = f"themes/{wanted}/theme.yaml"
        if folder in chain:
            return None, [THEME_LOOP.at(Place(path), name=wanted)]
        read, problems = read_theme((folder / "theme.yaml").read_text("utf-8"), path)
        if read is None:
            return None, problems
        chain.append(folder)
        settings.append(read)
        wanted = read.extends
    assets = _theme_assets(chain)
    return Theme(
        name=name,
        folders=tuple(str(folder) for folder in chain),
        assets=tuple(asset for _, asset in sorted(assets.items())),
        asset_urls={plain: asset.inside for plain, asset in sorted(assets.items())},
        paper=settings[0].paper,
        paper_dark=settings[0].paper_dark,
        accent=settings[0].accent,
        accent_dark=settings[0].accent_dark,
    ), []


def _theme_assets(chain: list[Path]) -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    for folder in reversed(chain):
        assets = folder / "assets"
        for inside, ordinary in disk.walk(assets) if assets.is_dir() else ():
            if ordinary:
                data = disk.read(assets / inside)
                stem, dot, ending = inside.rpartition(".")
                hashed = f"aset/{stem}-{hashlib.sha256(data).hexdigest()[:8]}{dot}{ending}"
                found[inside] = Asset(f"themes/{folder.name}/assets/{inside}", NATION, hashed, data)
    return found

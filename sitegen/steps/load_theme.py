"""Step 1, for themes: find the folders of a theme and read what is in them.

A theme is what the walker finds and nothing else, so that no link leads out of it and every
file that a page can be made from counts as one of its inputs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.region import NATION
from sitegen.model.site import Setting
from sitegen.model.source import Asset
from sitegen.model.theme import TEXTS, Theme
from sitegen.plumbing import disk
from sitegen.plumbing.survey import LINK, survey
from sitegen.schema.theme import ThemeSettings, read_theme

THEMES, SETTINGS, FACE = "themes", "theme.yaml", "gaya.css"

NO_THEME = Kind("SG405", N_("there is no theme “{name}”"), N_("themes: {known}"))
NOT_UTF8 = Kind(
    "SG101",
    N_("this line is not UTF-8 text"),
    N_("save it again and choose the encoding UTF-8"),
)
BAD_NAME = Kind(
    "SG405",
    N_("“{name}” is not the name of a theme"),
    N_("write the name of a folder under themes/, for example dasar"),
)
NOT_OF_THE_FAMILY = Kind(
    "SG405",
    N_("theme “{name}” does not extend “{national}”, the theme of all sites"),
    N_("choose a theme that extends {national}"),
)
MORE_THAN_A_FACE = Kind(
    "SG405",
    N_("theme “{name}” has {path}; a region takes only colours and gaya.css from a theme"),
    N_("choose another theme, or set this one for all sites in content/situs.yaml"),
)
THEME_LOOP = Kind("SG405", N_("theme “{name}” extends itself"), N_("correct “extends”"))


ASSETS = "assets/"


_name = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def load_theme(name: str, project: Path, chosen: Place) -> tuple[Theme | None, list[Problem]]:
    """Read the theme `name` and those it extends.

    Args:
        name: the folder's name.
        project: folder that holds `themes/`, which is searched before the themes that ship.
        chosen: where the theme is chosen, for problems.

    Returns:
        The theme with its assets under hashed names, or None and what is wrong.
    """
    if (project / THEMES).is_symlink():
        return None, [LINK.at(Place(THEMES))]
    places = disk.theme_folders(project)
    chain: dict[Path, list[str]] = {}
    problems: list[Problem] = []
    settings: list[ThemeSettings] = []
    wanted: str | None = name
    while wanted is not None:
        if not _name.fullmatch(wanted):
            return None, [BAD_NAME.at(chosen, name=wanted)]
        path = f"themes/{wanted}/{SETTINGS}"
        folder = next((p / wanted for p in places if (p / wanted / SETTINGS).is_file()), None)
        if folder is None:
            known = sorted({t.parent.name for p in places for t in p.glob(f"*/{SETTINGS}")})
            return None, [NO_THEME.at(chosen, name=wanted, known=", ".join(known))]
        if folder in chain:
            return None, [THEME_LOOP.at(Place(path), name=wanted)]
        files, wrong = files_of(folder, project)
        problems += wrong
        if SETTINGS not in files:
            return None, problems
        try:
            text = disk.read(folder / SETTINGS).decode("utf-8")
        except UnicodeDecodeError as error:
            return None, [*problems, _not_text(path, error)]
        read, wrong = read_theme(text, path)
        if read is None:
            return None, [*problems, *wrong]
        chain[folder] = files
        settings.append(read)
        wanted, chosen = read.extends, Place(path)
    found: dict[str, Asset] = {}
    templates = _own_templates()
    for folder, files in reversed(chain.items()):
        problems += _read_files(folder, files, found, templates)
    if problems:
        return None, problems
    return Theme(
        name=name,
        folders=tuple(str(folder) for folder in (*chain, disk.package_folder("mirror").parent)),
        assets=tuple(asset for _, asset in sorted(found.items())),
        asset_urls={plain: asset.inside for plain, asset in sorted(found.items())},
        templates=dict(sorted(templates.items())),
        paper=settings[0].paper,
        paper_dark=settings[0].paper_dark,
        accent=settings[0].accent,
        accent_dark=settings[0].accent_dark,
        face=templates[FACE][0] if FACE in templates else "",
    ), []


def _own_templates() -> dict[str, tuple[str, str]]:
    """Return the partials for machines, which every theme has and may replace."""
    folder = disk.package_folder("mirror")
    return {
        f"mirror/{path.name}": (path.read_text("utf-8"), f"sitegen/data/mirror/{path.name}")
        for path in sorted(folder.iterdir())
    }


def load_faces(
    settings: Mapping[str, Mapping[str, Setting]], national: Theme, project: Path
) -> tuple[dict[str, Theme], list[Problem]]:
    """Read the themes that regions have chosen.

    Pages are rendered once for all mirrors, so a region takes from its theme what a style
    sheet can change, and nothing else.

    Returns:
        The themes by name, and what is wrong, where the regions chose them.
    """
    faces: dict[str, Theme] = {}
    problems: list[Problem] = []
    for layer, found in settings.items():
        chosen = found.get("tema")
        if layer == NATION or chosen is None or chosen.value == national.name:
            continue
        name = str(chosen.value)
        theme, wrong = load_theme(name, project, chosen.place)
        if theme is not None and national.folders[0] not in theme.folders:
            wrong.append(NOT_OF_THE_FAMILY.at(chosen.place, name=name, national=national.name))
        elif theme is not None:
            own = theme.folders[: theme.folders.index(national.folders[0])]
            files = sorted(f for folder in own for f in files_of(Path(folder), project)[0])
            more = [path for path in files if path not in (SETTINGS, FACE)]
            wrong += [MORE_THAN_A_FACE.at(chosen.place, name=name, path=p) for p in more[:1]]
            faces[name] = theme
        problems += wrong
    return faces, problems


def files_of(folder: Path, project: Path) -> tuple[list[str], list[Problem]]:
    """Find the files of one theme, and what must not lie in it."""
    ours = folder.is_relative_to(project)
    return survey(folder, f"{THEMES}/{folder.name}", ours=ours)


def _read_files(
    folder: Path,
    files: Iterable[str],
    assets: dict[str, Asset],
    templates: dict[str, tuple[str, str]],
) -> list[Problem]:
    """Read one folder of a theme over those that it extends, and return what is wrong."""
    problems = []
    for inside in files:
        path = f"{THEMES}/{folder.name}/{inside}"
        data = disk.read(folder / inside)
        plain = inside.removeprefix(ASSETS)
        if plain != inside:
            stem, dot, ending = plain.rpartition(".")
            hashed = f"aset/{stem}-{hashlib.sha256(data).hexdigest()[:8]}{dot}{ending}"
            assets[plain] = Asset(path, NATION, hashed, data)
        try:
            templates[inside] = data.decode("utf-8"), path
        except UnicodeDecodeError as error:
            templates.pop(inside, None)
            if plain == inside and inside.endswith(TEXTS):
                problems.append(_not_text(path, error))
    return problems


def _not_text(path: str, error: UnicodeDecodeError) -> Problem:
    return NOT_UTF8.at(Place(path, error.object.count(b"\n", 0, error.start) + 1))

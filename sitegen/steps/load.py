"""Step 1: read `content/` from disk. Nothing is understood yet."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sitegen.model.characters import INVISIBLE_CHARACTER, invisible
from sitegen.model.problem import N_, Kind, Place, Problem, SitegenError
from sitegen.model.region import NATION, Regions
from sitegen.model.source import Asset, Source, Tree
from sitegen.plumbing import disk
from sitegen.plumbing.file_names import allowed_name
from sitegen.plumbing.survey import OF_THE_SERVER, survey

NO_CONTENT = Kind(
    "SG500",
    N_("there is no folder content/ in {folder}"),
    N_("run the command in the project's folder, or name it with --project"),
)
LINKED_CONTENT = Kind(
    "SG307",
    N_("content/ in {folder} is a symbolic link, which may lead anywhere"),
    N_("put the folder itself there"),
)
NOT_UTF8 = Kind(
    "SG101",
    N_("this line is not UTF-8 text"),
    N_("save it again and choose the encoding UTF-8"),
)
TOO_LARGE = Kind(
    "SG105",
    N_("the file has {size} KB; at most {limit} KB are allowed"),
    N_("make the picture smaller, or divide the text"),
)
LONG_LINE = Kind(
    "SG105",
    N_("the line has {length} characters; at most {limit} are allowed"),
    N_("divide it into several lines"),
)
UNKNOWN_FOLDER = Kind(
    "SG120",
    N_("folder “{folder}” does not start with the code of a region"),
    N_("name it like {example}"),
)
WRONG_NAME = Kind(
    "SG120",
    N_("folder “{folder}”: code {code} is {region}"),
    N_("rename the folder to {example}, or correct the code"),
)
WRONG_CODE = Kind(
    "SG120",
    N_("folder “{folder}”: code {code} is {region}"),
    N_("rename the folder to {nearest} or to {example}"),
)
TWO_FOLDERS = Kind("SG120", N_("“{folder}” and “{other}” are the same region"), N_("keep one"))
UNKNOWN_FILE = Kind(
    "SG306",
    N_("this kind of file has no use here"),
    N_("pages end in .md; pictures stand in gambar/ and end in .png, .jpg or .webp"),
)
WRONG_FOLDER = Kind(
    "SG306",
    N_("this file stands outside the folders of the layers"),
    N_("move it, for example to content/nasional/{name}"),
)
NATIONAL_SETTINGS = Kind(
    "SG306",
    N_("the nation's settings stand in content/situs.yaml"),
    N_("move its lines there and delete this file"),
)
BAD_FILE_NAME = Kind(
    "SG303",
    N_("“{name}” is not a name for an address"),
    N_("rename it to {example}: lower-case letters, digits and “-”"),
)

OLD_ENCODING = Kind(
    "SG101",
    N_("“{letter}” is saved in an old encoding (Windows-1252), not in UTF-8"),
    N_("save it again and choose the encoding UTF-8"),
)
UTF_16 = Kind(
    "SG102",
    N_("the file is saved as UTF-16 (“Unicode”), not as UTF-8"),
    N_("save it again and choose the encoding UTF-8"),
)
CONFLICT = Kind(
    "SG106",
    N_("this line is left from two versions that git could not merge"),
    N_("keep the right text, and delete the lines that start with <<<<<<<, ======= and >>>>>>>"),
)

NOT_A_PDF = Kind(
    "SG232",
    N_("this file is no PDF, though its name ends in .pdf"),
    N_("open it in the program it was made with, and export it as PDF"),
)

MAX_TEXT = 512 * 1024
MAX_LINE = 20_000
MOST_INVISIBLE = 100
"""Lines of one file in which invisible characters are reported; nobody mends more at once."""
MAX_ASSET = 512 * 1024
PDF = b"%PDF-"
"""How such a file begins (ISO 32000-1, 7.5.2); pictures are opened in `prepare_pictures`."""
PICTURE_FOLDER = "gambar"
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".pdf"})
SETTINGS, FACTS, INSTITUTIONS = "situs.yaml", "fakta.yaml", "lembaga.yaml"
RESERVED_NAMES = frozenset(
    "_headers _redirects robots.txt sitemap.xml manifest.json security.txt web.config".split()
)
"""Names at the top of a mirror by which a file would steer the server or a search engine."""
SHARED = (SETTINGS, INSTITUTIONS)
"""Files that stand at the top of `content/`."""
GUIDES = ("README.md",)
"""Files there that are for people, not for the site."""
MAX_NAME = 80
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " "))
"""Special spaces, which come along from a word processor, become ordinary ones."""

_conflict = re.compile(r"^(?:<{7}|>{7}) \S", re.MULTILINE)
_slug = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_picture = re.compile(r"(?=.{1,121}\Z)(?:[a-z0-9][a-z0-9_-]*/)+[a-z0-9][a-z0-9_.-]*")
"""No folder has a full stop, so that none is called as a picture of another layer is."""
_folder = re.compile(r"(\d\d(?:\.\d\d)?)-(.+)")


def load(project: Path, regions: Regions) -> tuple[Tree, list[Problem]]:
    """Read every file of `content/`.

    Args:
        project: the folder that holds `content/`.
        regions: to tell whose folder is whose.

    Returns:
        The tree, without files that cannot be used, and the problems of those.

    Raises:
        SitegenError: when there is no `content/`, or only a link to one.
    """
    content = project / "content"
    if content.is_symlink():
        raise SitegenError(LINKED_CONTENT, 2, folder=project.name or "/")
    if not content.is_dir():
        raise SitegenError(NO_CONTENT, 2, folder=project.name or "/")
    files, problems = survey(content, "content")
    reader = _Reader(regions, problems)
    for inside in files:
        reader.take(content, inside)
    layers = tuple(sorted((code, folder) for folder, code in reader.folders.items() if code))
    refused = frozenset(reader.refused)
    tree = Tree(tuple(reader.sources), tuple(reader.assets), layers, refused)
    return tree, reader.problems


class _Reader:
    """Collects sources, assets and problems along the walk."""

    def __init__(self, regions: Regions, problems: list[Problem]) -> None:
        self.regions = regions
        self.sources: list[Source] = []
        self.assets: list[Asset] = []
        self.refused: list[tuple[str, str]] = []
        self.problems = problems
        self.folders: dict[str, str | None] = {}

    def take(self, content: Path, inside: str) -> None:
        place = Place(f"content/{inside}")
        folder, _, path = inside.partition("/")
        if not path:
            self.take_shared(content, inside, place)
            return
        if folder not in self.folders:
            self.folders[folder] = self.layer_of(folder)
        layer = self.folders[folder]
        if layer is None:
            return
        if layer == NATION and path == SETTINGS:
            self.problems.append(NATIONAL_SETTINGS.at(place))
        elif path.endswith(".md") or path in (SETTINGS, FACTS):
            if not self.take_text(content / inside, place, layer, path):
                self.refused.append((layer, path))
        elif path.startswith(PICTURE_FOLDER + "/") and Path(path).suffix in PICTURES:
            if not self.take_picture(content / inside, place, layer, path):
                self.refused.append((layer, path))
        elif path in RESERVED_NAMES:
            self.problems.append(OF_THE_SERVER.at(place, name=path))
        elif path.lower().endswith(".md"):
            self.note_name(place, layer, path)
        else:
            self.problems.append(UNKNOWN_FILE.at(place))

    def take_shared(self, content: Path, name: str, place: Place) -> None:
        if name in SHARED:
            self.take_text(content / name, place, NATION, name)
        elif name not in GUIDES:
            self.problems.append(WRONG_FOLDER.at(place, name=name))

    def layer_of(self, folder: str) -> str | None:
        """Return the code of the region whose folder this is, or note what is wrong."""
        if folder == NATION:
            return NATION
        place = Place(f"content/{folder}")
        match = _folder.fullmatch(folder)
        if match is None or match[1] not in self.regions:
            near = self.regions.nearest(re.sub(r"^[\d.]+-", "", folder))
            example = near.folder if near else "61.71-kota-pontianak"
            self.problems.append(UNKNOWN_FOLDER.at(place, folder=folder, example=example))
            return None
        region = self.regions[match[1]]
        if region not in self.regions.candidates(match[2]):
            meant = self.regions.nearest(match[2])
            values = {"code": region.code, "region": region.usual_name, "example": region.folder}
            if meant is None:
                problem = WRONG_NAME.at(place, folder=folder, **values)
            else:
                problem = WRONG_CODE.at(place, folder=folder, nearest=meant.folder, **values)
            self.problems.append(problem)
            return None
        for other, code in self.folders.items():
            if code == region.code:
                self.problems.append(TWO_FOLDERS.at(place, folder=folder, other=other))
                return None
        return region.code

    def take_text(self, file: Path, place: Place, layer: str, path: str) -> bool:
        stem = path.removesuffix(".md")
        names = stem.split("/")
        fits = all(_slug.fullmatch(name) and len(name) <= MAX_NAME for name in names)
        if path.endswith(".md") and not fits:
            self.note_name(place, layer, path)
            return False
        if self.is_too_large(file, place, MAX_TEXT):
            return False
        try:
            text = disk.read(file).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            text = text.translate(SPACES)
        except UnicodeDecodeError as error:
            self.problems.append(_not_text(place.path, error))
            return False
        if invisible(text):
            self.problems += islice(_invisible_in(place.path, text), MOST_INVISIBLE)
            return False
        if conflict := _conflict.search(text):
            line = text.count("\n", 0, conflict.start()) + 1
            self.problems.append(CONFLICT.at(Place(place.path, line)))
            return False
        lengths = enumerate(map(len, text.split("\n")), 1)
        long = [(line, length) for line, length in lengths if length > MAX_LINE]
        self.problems += [
            LONG_LINE.at(Place(place.path, line), length=length, limit=MAX_LINE)
            for line, length in long
        ]
        if not long:
            self.sources.append(Source(place.path, layer, path, text))
        return not long

    def note_name(self, place: Place, layer: str, path: str) -> None:
        """Refuse a name; links to what it should be are none of the writer's mistakes."""
        folder, slash, name = path.rpartition("/")
        example = allowed_name(name)
        self.problems.append(BAD_FILE_NAME.at(place, name=path, example=example))
        self.refused.append((layer, folder + slash + example))

    def take_picture(self, file: Path, place: Place, layer: str, path: str) -> bool:
        if not _picture.fullmatch(path):
            self.note_name(place, layer, path)
            return False
        if self.is_too_large(file, place, MAX_ASSET):
            return False
        data = disk.read(file)
        if path.endswith(".pdf") and not data.startswith(PDF):
            self.problems.append(NOT_A_PDF.at(place))
            return False
        self.assets.append(Asset(place.path, layer, path, data))
        return True

    def is_too_large(self, file: Path, place: Place, limit: int) -> bool:
        """Tell whether a file may not even be read, and note it."""
        size = disk.size(file)
        if size > limit:
            self.problems.append(TOO_LARGE.at(place, size=size // 1024, limit=limit // 1024))
        return size > limit


def _invisible_in(path: str, text: str) -> Iterator[Problem]:
    """Yield the first invisible character of each line: pasted text often has many."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := invisible(line):
            offset, character = found
            yield INVISIBLE_CHARACTER.at(Place(path, number, offset + 1), character=character)


def _not_text(path: str, error: UnicodeDecodeError) -> Problem:
    """Return what is wrong with bytes that are not UTF-8, and what they seem to be."""
    data, start = error.object, error.start
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return UTF_16.at(Place(path))
    before = data[data.rfind(b"\n", 0, start) + 1 : start].decode("utf-8-sig")
    place = Place(path, data.count(b"\n", 0, start) + 1, len(before) + 1)
    try:
        letter = data[start : start + 1].decode("cp1252")
    except UnicodeDecodeError:
        return NOT_UTF8.at(place)
    return OLD_ENCODING.at(place, letter=letter)

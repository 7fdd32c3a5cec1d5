"""Names that mean the same on every machine: what is wrong with those that do not."""

from __future__ import annotations

import re
import unicodedata

from sitegen.model.characters import LOOKALIKES, invisible
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.region import slugify
from sitegen.plumbing.excerpt import printable

NOT_UTF8 = Kind(
    "SG306",
    N_("the name “{name}” is not UTF-8"),
    N_("name it anew, for example {example}"),
)
UNSEEN = Kind(
    "SG306",
    N_("the name holds the invisible character {character}"),
    N_("name it anew, for example {example}"),
)
NOT_COMPOSED = Kind(
    "SG306",
    N_("“{letter}” in the name is put together from several characters"),
    N_("name it anew, for example {example}"),
)
NOT_ASCII = Kind(
    "SG306",
    N_("the name holds “{letter}” ({code}), which is not on every keyboard or looks like another"),
    N_("use the letters a to z, for example {example}"),
)
RESERVED_BY_WINDOWS = Kind(
    "SG304",
    N_("the name “{name}” belongs to Windows itself, so the file cannot be opened there"),
    N_("name it anew, for example {example}"),
)
ENDS_BADLY = Kind(
    "SG304",
    N_("the name ends in a full stop or a space, which Windows drops"),
    N_("name it anew, for example {example}"),
)
NOT_ON_WINDOWS = Kind(
    "SG304",
    N_("the name holds “{sign}”, which Windows does not allow in names"),
    N_("name it anew, for example {example}"),
)

_reserved = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.I)
"""Names of devices, with any ending: learn.microsoft.com, “Naming Files, Paths, and Namespaces”."""
_not_on_windows = re.compile(r'[<>:"|?*\\]')
_unusual = re.compile(r"[^A-Za-z0-9 ._\-]")
_control = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200c\u200d]")


def shown(name: str) -> str:
    """Return a name as it can be printed, other characters written out by their numbers."""
    return printable(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def folded(path: str) -> str:
    """Return what is equal for two paths that some machine takes for one."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def is_plain(name: str) -> bool:
    """Tell whether `fault_of` has nothing to say of a name."""
    return name.isascii() and not _suspect(name)


def fault_of(name: str, place: Place) -> Problem | None:
    """Return what is wrong with the name of a file or folder, or None.

    Args:
        name: one part of a path.
        place: the file or folder.
    """
    if is_plain(name):
        return None
    example = allowed_name(name)
    if any("\udc80" <= character <= "\udcff" for character in name):
        return NOT_UTF8.at(place, name=shown(name), example=example)
    if found := _control.search(name):
        return UNSEEN.at(place, character=f"U+{ord(found[0]):04X}", example=example)
    if unseen := invisible(name):
        return UNSEEN.at(place, character=unseen[1], example=example)
    if (letter := _not_composed(name)) is not None:
        return NOT_COMPOSED.at(place, letter=letter, example=example)
    if _reserved.fullmatch(name):
        return RESERVED_BY_WINDOWS.at(place, name=name, example=example)
    if sign := _not_on_windows.search(name):
        return NOT_ON_WINDOWS.at(place, sign=sign[0], example=example)
    if name.endswith((".", " ")):
        return ENDS_BADLY.at(place, example=example)
    for character in name:
        if not character.isascii():
            code = f"U+{ord(character):04X}"
            return NOT_ASCII.at(place, letter=shown(character), code=code, example=example)
    return None


def _suspect(name: str) -> bool:
    return bool(_unusual.search(name) or name.endswith((".", " ")) or _reserved.fullmatch(name))


def _not_composed(name: str) -> str | None:
    """Return the first character of a name that is not in Unicode's form NFC, with its marks."""
    if unicodedata.is_normalized("NFC", name):
        return None
    for found in re.finditer(r".[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]*", name):
        if not unicodedata.is_normalized("NFC", found[0]):
            return found[0]
    return name


def allowed_name(name: str) -> str:
    """Return a name like this one that is allowed."""
    latin = unicodedata.normalize("NFKD", name).lower().translate(LOOKALIKES)
    plain = latin.encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rstrip(". ").rpartition(".")
    if not (stem and dot and ending.isalnum()):
        stem, dot, ending = plain, "", ""
    slug = slugify(stem) or "nama-baru"
    return (f"{slug}-1" if _reserved.fullmatch(slug) else slug) + dot + ending.lower()

"""Links and pictures: source paths become addresses, and everything is noted or refused."""

from __future__ import annotations

import posixpath
import re
from xml.etree import ElementTree as ET

from markdown.treeprocessors import Treeprocessor

from sitegen.model.document import SUPPLEMENTS, Link, url_of
from sitegen.model.page import CLOSE, OPEN, root_of
from sitegen.model.problem import N_, Kind, Severity
from sitegen.plumbing.markdown.rules import Run
from sitegen.plumbing.markdown.terms import link_terms

BAD_SCHEME = Kind(
    "SG220", N_("the address “{target}” is not allowed"), N_("use https://, mailto: or tel:")
)
INSECURE = Kind(
    "SG226",
    N_("the address “{target}” is not secure"),
    N_("write https:// if the site offers it"),
    Severity.WARNING,
)
NOT_A_SOURCE_PATH = Kind(
    "SG225",
    N_("“{target}” is not a path to a page or picture"),
    N_("write the path of its file, for example ../panduan/cek-terdaftar.md"),
)
NOT_A_PICTURE = Kind(
    "SG231",
    N_("“{target}” is not a picture of this site"),
    N_("put it into gambar/ and write for example ../gambar/peta.png"),
)
HTML_PATH = Kind(
    "SG225", N_("“{target}” ends in .html"), N_("name the file instead: replace .html by .md")
)
NO_ALTERNATIVE = Kind(
    "SG230", N_("the picture has no description"), N_("write it between the brackets: ![…](…)")
)

_whole_address = re.compile(r"https?://[^/\s].*|mailto:[^@\s]+@\S+|tel:\+?[\d().-]+", re.IGNORECASE)
_undescribed = re.compile(r"!\[\s*\]")
PICTURES = (".png", ".jpg", ".jpeg", ".webp")
FILES = (*PICTURES, ".pdf")
"""What may be linked."""


class Links(Treeprocessor):
    """Checks and rewrites every link and picture; links the first use of each term."""

    def run(self, root: ET.Element) -> None:
        """Visit every link and picture of the page."""
        run: Run = self.md.run  # type: ignore[attr-defined]
        for element in root.iter():
            if element.tag == "a" and element.get("class") not in {
                "footnote-ref",
                "footnote-backref",
            }:
                element.set("href", self._address(run, element.get("href", "")))
            elif element.tag == "img":
                if not (element.get("alt") or "").strip():
                    run.note(NO_ALTERNATIVE, _undescribed)
                element.set("src", self._picture(run, element.get("src", "")))
            if element.tag in {"a", "sup"} and element.get("class"):
                del element.attrib["class"]
            if run.prefix:  # the footnotes of two texts on one page
                _prefix(element, run.prefix)
        if run.rules.terms:
            link_terms(root, run)

    def _address(self, run: Run, target: str) -> str:
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", target.lower())
        shown = target.strip(OPEN + CLOSE)[:80]
        if not target or target.startswith(("//", "/", "\\")) or "\\" in target:
            run.note(NOT_A_SOURCE_PATH, target, target=shown)
            return ""
        if scheme:
            if not _whole_address.fullmatch(target):
                run.note(BAD_SCHEME, target, target=shown)
                return ""
            if scheme[1] == "http":
                run.note(INSECURE, target, target=shown)
            return target
        return self._internal(run, target, shown)

    def _picture(self, run: Run, target: str) -> str:
        """Return the address of a picture, which must stand in the layer's own folder."""
        if re.match(r"[a-z][a-z0-9+.-]*:|[/\\]", target.lower()) or not target.endswith(PICTURES):
            run.note(NOT_A_PICTURE, target, target=target.strip(OPEN + CLOSE)[:80])
            return ""
        return self._internal(run, target, target[:80])

    def _internal(self, run: Run, target: str, shown: str) -> str:
        path, hash_sign, anchor = target.partition("#")
        if not path:
            run.links.append(Link(run.inside, anchor, run.url, run.places.of(f"({target}")))
            return target
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(run.inside), path))
        if path.endswith(".html"):
            run.note(HTML_PATH, target, target=shown)
            return ""
        inside = inside.removeprefix(SUPPLEMENTS + "/")  # shown in the page of that path
        if inside.startswith("..") or not path.endswith((".md", *FILES)):
            run.note(NOT_A_SOURCE_PATH, target, target=shown)
            return ""
        url = url_of(inside) if inside.endswith(".md") else inside
        run.links.append(Link(inside, anchor, url, run.places.of(target)))
        return root_of(run.url) + url + hash_sign + anchor


def _prefix(element: ET.Element, prefix: str) -> None:
    """Put `prefix` before a footnote's id and before the anchor that leads to one."""
    if element.get("id", "").startswith("fn"):
        element.set("id", prefix + element.get("id", ""))
    if element.get("href", "").startswith("#fn"):
        element.set("href", f"#{prefix}{element.get('href', '')[1:]}")

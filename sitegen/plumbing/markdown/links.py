"""Links and pictures: source paths become addresses, and everything is noted or refused."""

from __future__ import annotations

import posixpath
import re
from xml.etree import ElementTree as ET

from markdown.treeprocessors import Treeprocessor

from sitegen.model.document import SUPPLEMENTS, Link, url_of
from sitegen.model.page import CLOSE, OPEN, root_of
from sitegen.model.problem import N_, Kind
from sitegen.model.web_address import fault_in, leads_elsewhere, shown
from sitegen.plumbing.markdown.addresses import as_attribute, as_seen, as_typed
from sitegen.plumbing.markdown.rules import Run
from sitegen.plumbing.markdown.terms import link_terms

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
NO_SCHEME = Kind("SG222", N_("“{target}” is not a complete address"), N_("write https://{target}"))
HTML_PATH = Kind(
    "SG225", N_("“{target}” ends in .html"), N_("name the file instead: replace .html by .md")
)
NO_ALTERNATIVE = Kind(
    "SG230", N_("the picture has no description"), N_("write it between the brackets: ![…](…)")
)

_site_name = re.compile(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:id|com|org|net|co|tv)(?:/|$))")
"""What is meant as the name of another site, its https:// forgotten."""
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
                element.set("href", self._link(run, element))
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

    def _link(self, run: Run, element: ET.Element) -> str:
        """Return the address of a link, or nothing and a problem."""
        attribute = element.get("href", "")
        target, typed = as_seen(attribute), as_typed(attribute)
        if OPEN in target:  # a fact; the converter says that it cannot stand here
            return attribute
        if leads_elsewhere(target):
            if element.text == target.removeprefix("mailto:"):
                typed = element.text  # of <name@host>
            fault = fault_in(target)
            if fault is None or not fault.kind.blocks:
                outside = run.rules.hosts.fault_in(target)
                fault = outside or fault
            if fault is not None:
                run.note(fault.kind, typed, **fault.values)
                return as_attribute(target) if not fault.kind.blocks else ""
            return as_attribute(target)
        return as_attribute(self._internal(run, target, typed))

    def _picture(self, run: Run, attribute: str) -> str:
        """Return the address of a picture, which must stand in the layer's own folder."""
        target, typed = as_seen(attribute), as_typed(attribute)
        if leads_elsewhere(target) or target.startswith("/") or not target.endswith(PICTURES):
            run.note(NOT_A_PICTURE, typed, target=shown(target.strip(OPEN + CLOSE)))
            return ""
        return as_attribute(self._internal(run, target, typed))

    def _internal(self, run: Run, target: str, typed: str) -> str:
        if not target or target.startswith("/"):
            run.note(NOT_A_SOURCE_PATH, typed, target=shown(target))
            return ""
        path, hash_sign, anchor = target.partition("#")
        if not path:
            run.links.append(Link(run.inside, anchor, run.url, run.places.of(f"({typed}")))
            return target
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(run.inside), path))
        if path.endswith(".html"):
            run.note(HTML_PATH, typed, target=shown(target))
            return ""
        inside = inside.removeprefix(SUPPLEMENTS + "/")  # shown in the page of that path
        if inside.startswith("..") or not path.endswith((".md", *FILES)):
            meant = NO_SCHEME if _site_name.match(target) else NOT_A_SOURCE_PATH
            run.note(meant, typed, target=shown(target))
            return ""
        url = url_of(inside) if inside.endswith(".md") else inside
        run.links.append(Link(inside, anchor, url, run.places.of(typed)))
        return root_of(run.url) + url + hash_sign + anchor


def _prefix(element: ET.Element, prefix: str) -> None:
    """Put `prefix` before a footnote's id and before the anchor that leads to one."""
    if element.get("id", "").startswith("fn"):
        element.set("id", prefix + element.get("id", ""))
    if element.get("href", "").startswith("#fn"):
        element.set("href", f"#{prefix}{element.get('href', '')[1:]}")

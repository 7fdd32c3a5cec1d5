"""Tree processors without the work whose result nobody reads."""

from __future__ import annotations

import html
from typing import Any
from xml.etree import ElementTree as ET

from markdown.extensions.toc import (
    TocTreeprocessor,
    remove_fnrefs,
    render_inner_html,
    strip_tags,
    unique,
)
from markdown.treeprocessors import UnescapeTreeprocessor


class GuardedHeadings(TocTreeprocessor):
    """Gives headings their ids and lists them; makes no table of contents, which the theme does."""

    def run(self, doc: ET.Element) -> None:
        """Leave the headings in `toc_tokens`, one after the other."""
        md: Any = self.md
        taken = {element.attrib["id"] for element in doc.iter() if "id" in element.attrib}
        counters: dict[str, int] = {}
        md.toc_tokens = []
        for element in doc.iter():
            if self.header_rgx.match(element.tag):
                name = self._name(element)
                slug = self.slugify(html.unescape(name), self.sep)
                element.attrib["id"] = unique(slug, taken, counters)  # type: ignore[call-arg]
                level = int(element.tag[1])
                md.toc_tokens.append(
                    {"level": level, "id": element.attrib["id"], "name": name, "children": []}
                )

    def _name(self, element: ET.Element) -> str:
        text = element.text or ""
        if len(element) or not text.isprintable() or "&" in text or "<" in text or ">" in text:
            return str(strip_tags(render_inner_html(remove_fnrefs(element), self.md)))
        return " ".join(text.split())


class GuardedUnescape(UnescapeTreeprocessor):
    """Looks for escapes in texts that hold one."""

    def unescape(self, text: str) -> str:
        """Do what the method of the same name does."""
        return super().unescape(text) if "\x02" in text else text

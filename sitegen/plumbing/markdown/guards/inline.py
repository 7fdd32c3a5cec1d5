"""Python-Markdown's inline step without the attempts that cannot succeed.

Stock Python-Markdown tries every inline pattern on every run of text, about 700 attempts a
page. Each pattern needs a certain character to match; where the text lacks it, the attempt
is skipped, and a text without any of them is not touched. A pattern this file does not know
is always tried.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

from markdown.inlinepatterns import LinkInlineProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

NEEDS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "facts": ("{{",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("://",),
    "automail": ("@",),
    "linebreak": ("  \n",),
    "raw_html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""What must stand in a text for the pattern of that name to match; one of them is enough."""
REFERENCES = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
"""Patterns that can only match in a document that defines a reference."""


SPECIAL = re.compile(r"[`{\\\[!:@<&*_\x02]|  \n")
"""Matches every text that holds one of the needs above, or a placeholder."""


class GuardedInline(InlineProcessor):
    """The stock inline step, with a look before each attempt."""

    _guards: tuple[tuple[int, Any, str, str], ...] = ()
    _possible: tuple[tuple[int, Any, str, str], ...] = ()
    _all_known = False

    def run(self, tree: ET.Element, ancestors: list[str] | None = None) -> ET.Element:
        """Do what the method of the same name does, passing over texts without signs."""
        self._prepare()
        if not self._all_known:
            return super().run(tree, ancestors)
        handle: Any = self._InlineProcessor__handleInline
        split: Any = self._InlineProcessor__processPlaceholders  # type: ignore[attr-defined]
        special = SPECIAL.search
        self.stashed_nodes: dict[str, ET.Element | str] = {}
        pending = [(tree, [*(ancestors or ()), tree.tag.lower()])]
        for element, parents in pending:  # which grows meanwhile
            self.ancestors = parents
            if element is not tree:
                parents.append(element.tag.lower())
            found: list[tuple[ET.Element, list[tuple[ET.Element, list[str]]]]] = []
            for child in element:
                text, tail = child.text, child.tail
                if text and special(text) and not isinstance(text, AtomicString):
                    parents.append(child.tag.lower())
                    child.text = None
                    inside = split(handle(text), child)
                    pending += inside
                    found.append((child, inside))
                    parents.pop()
                if tail and special(tail):
                    holder = ET.Element("d")
                    child.tail = None
                    after = split(handle(tail), holder, False)
                    child.tail = holder.tail
                    position = list(element).index(child) + 1
                    for new, _ in reversed(after):
                        element.insert(position, new)
                if len(child):
                    pending.append((child, parents[:]))
            for child, inside in found:
                for position, (new, _) in enumerate(inside):
                    child.insert(position, new)
        return tree

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """Do what the method of the same mangled name does; it is called by name there."""
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, pattern, need, other in self._possible:
            start = 0
            while index >= patternIndex and (need in data or other in data):
                data, matched, start = apply(pattern, data, index, start)
                if not matched:
                    break
        return data

    def _prepare(self) -> None:
        """Choose the patterns that can match in this document."""
        if not self._guards:
            registry: Any = self.inlinePatterns
            patterns = list(registry)  # which puts them in the order of their priority
            names = [item.name for item in registry._priority]
            needs = [NEEDS.get(name, ("",)) for name in names]
            self._all_known = all(name in NEEDS for name in names)
            self._names = names
            self._guards = tuple(
                (index, pattern, need[0], need[-1])
                for index, (pattern, need) in enumerate(zip(patterns, needs, strict=True))
            )
        self._possible = self._guards
        if not self.md.references:
            self._possible = tuple(g for g in self._guards if self._names[g[0]] not in REFERENCES)


class GuardedLink(LinkInlineProcessor):
    """Takes a link without brackets, quotes and spaces in it as a whole."""

    _address = re.compile(r"\(([^\s()<'\"\x02]+)\)")

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        """Do what the method of the same name does."""
        end = data.find("]", index)
        if end < 0 or data.find("[", index, end) >= 0:
            return super().getText(data, index)
        return data[index:end], end + 1, True

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        """Do what the method of the same name does."""
        plain = self._address.match(data, index)
        return (plain[1], None, plain.end(), True) if plain else super().getLink(data, index)

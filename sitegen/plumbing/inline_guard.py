"""Python-Markdown's inline step without the attempts that cannot succeed.

Stock Python-Markdown tries every inline pattern on every run of text, about 700 attempts a
page. Each pattern needs a certain character to match; where the text lacks it, the attempt
is skipped. The result is the same (`tests/plumbing/test_inline_guard.py` holds the two
against each other), and a pattern this file does not know is always tried.
"""

from __future__ import annotations

import re
from typing import Any

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


SPECIAL = re.compile(r"[`{\\\[!:@<&*_]|  \n")
"""Matches every text that holds one of the needs above."""


class GuardedInline(InlineProcessor):
    """The stock inline step, with a look before each attempt."""

    _guards: tuple[tuple[Any, str, str], ...] = ()
    _all_known = False

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """Do what the method of the same mangled name does; it is called by name there."""
        if isinstance(data, AtomicString):
            return data
        if not self._guards:
            self._prepare()
        if self._all_known and not SPECIAL.search(data):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index in range(patternIndex, len(self._guards)):
            pattern, need, other = self._guards[index]
            start = 0
            while need in data or other in data:
                data, matched, start = apply(pattern, data, index, start)
                if not matched:
                    break
        return data

    def _prepare(self) -> None:
        registry: Any = self.inlinePatterns
        patterns = list(registry)  # which puts them in the order of their priority
        names = [item.name for item in registry._priority]
        needs = [NEEDS.get(name, ("",)) for name in names]
        self._all_known = all(name in NEEDS for name in names)
        self._guards = tuple(
            (pattern, need[0], need[-1]) for pattern, need in zip(patterns, needs, strict=True)
        )

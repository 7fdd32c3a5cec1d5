"""The block parser without the tests that cannot succeed.

Stock Python-Markdown asks all seventeen block processors, one after the other, whether a
block is theirs; most blocks are paragraphs, which come last. Each processor needs certain
signs in a block; where they are missing it is not asked. One this file does not know is
always asked.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from markdown.blockparser import BlockParser

from sitegen.plumbing.markdown.directives import BLOCK_CLOSE, BLOCK_OPEN

INDENTED = ("\n    ",)
NEEDS: dict[str, tuple[str, ...]] = {
    "directives": (BLOCK_OPEN, BLOCK_CLOSE),
    "empty": ("\n\n",),
    "indent": INDENTED,
    "defindent": INDENTED,
    "code": INDENTED,
    "table": ("|",),
    "hashheader": ("\n#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("\n-", "\n_", "\n*", "\n "),
    "olist": (". ",),
    "ulist": ("- ", "* ", "+ "),
    "quote": (">",),
    "deflist": (": ",),
    "footnote": ("]:",),
    "abbr": ("\n*[",),
    "reference": ("]:",),
}
"""What must stand in a block between two line breaks for the processor of that name to take
it; one of them is enough."""
ANYTHING = ("",)


class GuardedBlocks(BlockParser):
    """The stock block parser, with a look before each test."""

    _guards: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def parseBlocks(self, parent: ET.Element, blocks: list[str]) -> None:  # noqa: N802
        """Do what the method of the same name does."""
        if not self._guards:
            self._prepare()
        while blocks:
            text = f"\n{blocks[0]}\n"
            for processor, needs in self._guards:
                for need in needs:
                    if need in text:
                        break
                else:
                    continue
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    def _prepare(self) -> None:
        registry: Any = self.blockprocessors
        processors = list(registry)  # which puts them in the order of their priority
        names = [item.name for item in registry._priority]
        self._guards = tuple(
            (processor, NEEDS.get(name, ANYTHING))
            for processor, name in zip(processors, names, strict=True)
        )

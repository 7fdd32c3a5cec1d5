"""Python-Markdown without the work that cannot change its result.

`guard` puts subclasses in the place of stock parts. Each looks whether a text holds what the
part needs to have an effect, and leaves the work to the stock code when it does. The result
is the same: `tests/plumbing/test_markdown_guards.py` holds the two against each other, and
fails when a stock method that one of these stands for changes.
"""

from __future__ import annotations

from typing import Any

from sitegen.plumbing.markdown.guards.blocks import GuardedBlocks
from sitegen.plumbing.markdown.guards.inline import GuardedInline, GuardedLink
from sitegen.plumbing.markdown.guards.lines import GuardedFences, GuardedWhitespace
from sitegen.plumbing.markdown.guards.tree import GuardedHeadings, GuardedUnescape


def guard(md: Any) -> None:
    """Guard the parts of a converter that has all its extensions.

    The parts hold on to each other, so each stays the object it is and changes its class.
    """
    md.preprocessors["normalize_whitespace"].__class__ = GuardedWhitespace
    md.preprocessors["fenced_code_block"].__class__ = GuardedFences
    md.parser.__class__ = GuardedBlocks
    md.treeprocessors["inline"].__class__ = GuardedInline
    md.inlinePatterns["link"].__class__ = GuardedLink
    md.treeprocessors["toc"].__class__ = GuardedHeadings
    md.treeprocessors["unescape"].__class__ = GuardedUnescape
    md.is_block_level = frozenset(md.block_level_elements).__contains__

"""Ways to print text without escaping it, and to look at the mirror from a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from jinja2 import Environment, nodes

from sitegen.model.problem import Kind
from sitegen.plumbing.theme_lint import rules
from sitegen.plumbing.theme_lint.pieces import Piece, tokens

UNESCAPING = frozenset({"safe", "xmlattr", "urlize"})
"""Filters that make HTML of text; the environment does not have them."""
NAMES = frozenset({"Markup", "lipsum", "__html__"})


def unescaped(source: str, environment: Environment) -> Iterator[tuple[int, Kind, dict[str, str]]]:
    """Yield each word of a template that would print text as if it were HTML."""
    words = [t for t in tokens(source, environment) if t[1] != "whitespace"]
    for before, (offset, kind, text) in pairwise([(0, "", ""), *words]):
        filtered = kind == "name" and before[2] in ("|", "filter") and text in UNESCAPING
        named = kind == "string" and before[2] == "(" and text.strip("\"'") in UNESCAPING
        switched = text == "autoescape" and before[1] == "block_begin"
        if filtered or named or switched or (kind == "name" and text in NAMES):
            yield offset, rules.UNESCAPED, {"what": f"|{text}" if filtered else text}


def of_the_mirror(pieces: list[Piece]) -> Iterator[tuple[int, Kind, dict[str, str]]]:
    """Yield what a page template asks of the mirror; it may only call it."""
    for piece in (inner for outer in pieces for inner in outer.all()):
        if piece.tree is None:
            continue
        for node in [piece.tree, *piece.tree.find_all((nodes.Getattr, nodes.Getitem))]:
            if (
                isinstance(node, nodes.Getattr | nodes.Getitem)
                and isinstance(node.node, nodes.Name)
                and node.node.name == "mirror"
            ):
                yield piece.offset, rules.OF_THE_MIRROR, {"what": piece.shown}
                break

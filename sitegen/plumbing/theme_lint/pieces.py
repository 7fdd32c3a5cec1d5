"""A template cut into pieces, each with its place: text, what is printed, statements.

Jinja's own tree says in which line a thing stands, and nothing of where. So its lexer cuts the
source, and each expression is parsed for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.lexer import newline_re

ENDED = ("if", "for", "block", "macro", "call", "filter", "with", "autoescape")
"""Statements with an end; a `set` without `=` has one too."""


@dataclass(slots=True)
class Piece:
    """A piece of a template."""

    offset: int
    source: str
    """As it is written, marks included."""
    word: str = ""
    """`text`, `print`, or the name of a statement."""
    tree: nodes.Node | None = None
    """What is printed, or the statement without its body."""
    branches: list[list[Piece]] = field(default_factory=list)
    """What stands in a statement; an `else` begins another branch."""
    otherwise: bool = False
    """Whether there is an `else`."""

    @property
    def shown(self) -> str:
        """What stands there, short enough for a sentence."""
        text = " ".join(self.source.split())
        return text if len(text) <= 60 else text[:59] + "…"

    def all(self) -> Iterator[Piece]:
        """Yield the piece and those within it."""
        yield self
        for branch in self.branches:
            for piece in branch:
                yield from piece.all()


def normal(source: str) -> str:
    """Return `source` with the line ends that offsets count."""
    return "\n".join(newline_re.split(source)[::2])


def tokens(source: str, environment: Environment) -> Iterator[tuple[int, str, str]]:
    """Yield (offset, kind, text) of each token of a normal source; white space may be left out."""
    offset = 0
    for _, kind, text in environment.lexer.tokeniter(source, None):
        offset = source.index(text, offset)
        yield offset, kind, text
        offset += len(text)


def cut(source: str, environment: Environment) -> list[Piece]:
    """Return the pieces of a template whose syntax is right."""
    pieces: list[Piece] = []
    stack: list[tuple[Piece | None, list[Piece]]] = [(None, pieces)]
    begin = 0
    for offset, kind, text in tokens(source, environment):
        if kind == "data":
            stack[-1][1].append(Piece(offset, text, "text"))
        elif kind in ("variable_begin", "block_begin"):
            begin = offset
        elif kind == "variable_end":
            written = source[begin : offset + len(text)].rstrip()
            (printed,) = environment.parse(written).find_all(nodes.Output)
            stack[-1][1].append(Piece(begin, written, "print", printed.nodes[0]))
        elif kind == "block_end":
            _statement(
                Piece(begin, source[begin : offset + len(text)].rstrip()), stack, environment
            )
    return pieces


def _statement(
    piece: Piece, stack: list[tuple[Piece | None, list[Piece]]], environment: Environment
) -> None:
    piece.word = piece.source.removeprefix("{%").lstrip("-+ \t\n").split()[0].rstrip("-+%}")
    around, branch = stack[-1]
    if piece.word in ("elif", "else") and around is not None:
        around.otherwise = around.otherwise or piece.word == "else"
        stack[-1] = (around, [])
        around.branches.append(stack[-1][1])
    elif piece.word.startswith("end"):
        stack.pop()
    else:
        branch.append(piece)
        ended = piece.word in ENDED
        try:
            closed = piece.source + ("{% end" + piece.word + " %}" if ended else "")
            piece.tree = environment.parse(closed).body[0]
        except TemplateSyntaxError:  # a `set` that takes text up ends with another statement
            ended = True
        if ended:
            stack.append((piece, []))
            piece.branches.append(stack[-1][1])

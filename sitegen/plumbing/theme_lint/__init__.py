"""The lint of themes: no template can put a writer's text where a browser would run it.

Autoescape alone does not do it: an attribute without quotes, an address, a script and a style have
rules of their own. So the text of a template is followed as a browser reads it, and each thing that
is printed is judged by where it stands (OWASP, Cross Site Scripting Prevention, rules 1 to 5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from jinja2 import Environment, nodes

from sitegen.model.problem import Kind, Place, Problem
from sitegen.plumbing.theme_lint import rules
from sitegen.plumbing.theme_lint.contexts import Walk, is_plain
from sitegen.plumbing.theme_lint.escapes import UNESCAPING, of_the_mirror, unescaped
from sitegen.plumbing.theme_lint.expressions import Names, gives_json
from sitegen.plumbing.theme_lint.html_state import State
from sitegen.plumbing.theme_lint.pieces import Piece, cut, normal
from sitegen.plumbing.theme_lint.styles import elsewhere

__all__ = ["UNESCAPING", "ThemeLint"]
MARKUP = (".html", ".svg")
ASSETS, PARTIALS = "assets/", "mirror/"
COLOURS = frozenset({"aksen", "aksen_gelap"})
"""What a style sheet may print: both are checked when settings are read."""
Found = tuple[int, Kind, Mapping[str, str]]


class ThemeLint:
    """The templates of a theme, looked over once."""

    def __init__(
        self,
        sources: Mapping[str, str],
        templates: frozenset[str],
        environment: Environment,
        shown: Callable[[str], str],
    ) -> None:
        """Prepare.

        Args:
            sources: text of every file by its path in the theme.
            templates: those that are templates whose syntax is right.
            environment: of the templates.
            shown: gives the path to show for a path in the theme.
        """
        self._environment = environment
        self._shown = shown
        self._sources = {name: normal(text) for name, text in sources.items()}
        self._pieces = {name: cut(self._sources[name], environment) for name in sorted(templates)}
        macros = {
            name: frozenset(p.tree.name for p in pieces if isinstance(p.tree, nodes.Macro))
            for name, pieces in self._pieces.items()
        }
        self._names = {name: Names(pieces, macros) for name, pieces in self._pieces.items()}
        self._partials = {
            name: is_plain(pieces, self._names[name])
            for name, pieces in self._pieces.items()
            if name.startswith(PARTIALS)
        }
        self._places: dict[str, dict[str, State]] = {}
        self._found: dict[str, list[Found]] = {}

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong, template by template, in reading order."""
        for name in sorted(self._pieces):
            self._judge(name)
        for name, text in sorted(self._sources.items()):
            if name.endswith(".css"):
                self._found.setdefault(name, []).extend(elsewhere(text))
        for name, found in sorted(self._found.items()):
            text, said = self._sources[name], set[Problem]()
            for at, kind, values in sorted(found, key=lambda f: (f[0], f[1].message)):
                line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
                problem = kind.at(Place(self._shown(name), line, column), **values)
                if problem not in said:
                    yield problem
                said.add(problem)

    def _judge(self, name: str) -> dict[str, State]:
        """Judge a template, those it extends first, and return where its blocks stand."""
        if name in self._places or name not in self._pieces:
            return self._places.get(name, {})
        self._places[name] = {}  # in case it extends itself
        pieces = self._pieces[name]
        found = self._found.setdefault(name, [])
        found += unescaped(self._sources[name], self._environment)
        found += _handed_over(pieces, self._names[name])
        if not name.startswith(PARTIALS):
            found += of_the_mirror(pieces)
        if name.endswith(MARKUP):
            above = self._above(pieces, found)
            walk = Walk(
                pieces,
                self._names[name],
                self._partials,
                above,
                lambda at, kind, values: found.append((at, kind, values)),
            )
            walk.go()
            self._places[name] = walk.places
        else:
            found += _elsewhere_than_html(name, pieces)
        return self._places[name]

    def _above(self, pieces: list[Piece], found: list[Found]) -> dict[str, State]:
        for piece in pieces:
            if isinstance(piece.tree, nodes.Extends):
                named = piece.tree.template
                if isinstance(named, nodes.Const) and isinstance(named.value, str):
                    return self._judge(named.value)
                found.append((piece.offset, rules.COMPUTED, {"what": piece.shown}))
        return {}


def _handed_over(pieces: list[Piece], names: Names) -> Iterator[Found]:
    """Yield each piece that hands HTML to a macro, whose text is judged as if it got none."""
    for piece in (inner for outer in pieces for inner in outer.all()):
        for macro in names.handed_over(piece.tree) if piece.tree is not None else ():
            values = {"what": piece.shown, "where": f"{macro}(…)"}
            yield piece.offset, rules.HTML_IN_TEXT, values


def _elsewhere_than_html(name: str, pieces: list[Piece]) -> Iterator[Found]:
    """Yield what is wrong in a template for JSON or a style sheet."""
    for piece in (inner for outer in pieces for inner in outer.all()):
        tree = piece.tree
        if piece.word != "print" or tree is None:
            continue
        if name.endswith(".json") and not gives_json(tree):
            yield piece.offset, rules.NOT_JSON, {"what": piece.shown}
        colour = isinstance(tree, nodes.Name) and tree.name in COLOURS
        if name.endswith(".css") and not colour:
            yield piece.offset, rules.IN_A_STYLE, {"what": piece.shown}

"""The walk through one template: each thing that is printed is judged by where it stands."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from jinja2 import nodes

from sitegen.model.problem import Kind
from sitegen.plumbing.theme_lint import addresses, rules
from sitegen.plumbing.theme_lint.expressions import Names, gives_json, plain, slots
from sitegen.plumbing.theme_lint.html_state import GAP, Mode, State, advance, join
from sitegen.plumbing.theme_lint.pieces import Piece

Report = Callable[[int, Kind, Mapping[str, str]], None]
"""Takes an offset, what is wrong there, and the fields of its sentence."""
NO_ELEMENTS = frozenset(
    "iframe frame frameset object embed applet base plaintext xmp noembed noframes portal".split()
)
INLINE_ATTRIBUTES = frozenset({"style", "srcdoc"})
JSON_TYPES = frozenset({"application/json", "application/ld+json", "speculationrules"})
TEXT = State()


class Walk:
    """One template, followed from its beginning to its end through every branch."""

    def __init__(
        self,
        pieces: list[Piece],
        names: Names,
        partials: Mapping[str, bool],
        places: Mapping[str, State],
        report: Report,
    ) -> None:
        """Prepare a walk.

        Args:
            pieces: the template.
            names: what the names in it stand for.
            partials: for each partial whether it is text without tags.
            places: where the blocks of the templates above stand.
            report: is called for each thing that is wrong.
        """
        self._pieces = pieces
        self._partials = partials
        self._report = report
        self._names = names
        self._value_at = 0
        self._again = False
        self.places = dict(places)
        """Where each block stands, in the templates above and in this one."""

    def go(self) -> None:
        """Walk through the template."""
        if any(piece.word == "extends" for piece in self._pieces):
            for piece in self._pieces:  # text outside of blocks is not printed
                if piece.word not in ("text", "print"):
                    self._step(piece, TEXT)
            return
        end = self._through(self._pieces, TEXT)
        if end != TEXT:
            last = self._pieces[-1]
            self._say(last.offset + len(last.source) - 1, rules.UNFINISHED, where=_place(end))

    def _through(self, pieces: Iterable[Piece], state: State) -> State:
        for piece in pieces:
            state = self._step(piece, state)
        return state

    def _step(self, piece: Piece, state: State) -> State:
        if piece.word == "text":
            return advance(
                state, piece.source, lambda at, found: self._told(piece.offset + at, found)
            )
        if piece.word == "print" and piece.tree is not None:
            self._printed(piece, piece.tree, state)
            return replace(state, value=state.value + GAP) if state.mode is Mode.VALUE else state
        if piece.word == "include":
            self._html(piece, state)
        if not piece.branches:
            return state
        return self._branches(piece, state)

    def _branches(self, piece: Piece, state: State) -> State:
        if piece.word in ("macro", "set", "call"):
            if piece.word == "call":
                self._html(piece, state)
            self._end(piece, self._through(piece.branches[0], TEXT), TEXT)
            return state
        if piece.word == "block" and isinstance(piece.tree, nodes.Block):
            state = self.places.setdefault(piece.tree.name, state)
        before = state
        ends = [self._through(branch, before) for branch in piece.branches]
        again = join(before, ends[0]) if piece.word == "for" and not self._again else None
        if again is not None and again != before:  # the second turn begins elsewhere
            self._again = True
            ends[0] = self._through(piece.branches[0], again)
            self._again = False
        if piece.word in ("if", "for") and not piece.otherwise:
            ends.append(before)
        state = ends[0]
        for end in ends[1:]:
            both = join(state, end)
            if both is None:
                self._say(piece.offset, rules.UNEVEN, what=piece.shown)
                return before
            state = both
        if piece.word == "if":
            return state
        return self._end(piece, state, before)

    def _end(self, piece: Piece, end: State, begin: State) -> State:
        both = join(begin, end)
        if both is None:
            self._say(piece.offset, rules.UNEVEN, what=piece.shown)
            return begin
        return both

    def _told(self, at: int, state: State) -> None:
        """Judge what is written in the template itself."""
        name, tag = state.attribute, state.tag
        match state.mode:
            case Mode.TAG if tag in NO_ELEMENTS and not state.closing:
                self._say(at, rules.NO_ELEMENT, name=tag)
            case Mode.TAG if tag == "style" and not state.closing:
                self._say(at, rules.INLINE, what="<style>")
            case Mode.EDGE:
                self._say(at, rules.UNEVEN, what=f"<{tag}")
            case Mode.NAME if name in INLINE_ATTRIBUTES or name.startswith("on"):
                self._say(at, rules.INLINE, what=f"{name}=")
            case Mode.RAW if tag == "script" and state.type not in JSON_TYPES:
                self._say(at, rules.INLINE, what="<script>")
            case Mode.EQUALS:
                self._value_at = at
            case Mode.VALUE if name == "http-equiv" and _words(state) == "refresh":
                self._say(self._value_at, rules.NO_ELEMENT, name="meta http-equiv=refresh")
            case Mode.VALUE if name == "attributename" and _words(state).endswith("href"):
                self._say(self._value_at, rules.NO_ELEMENT, name=f"{tag} attributeName=href")
            case Mode.VALUE if name in addresses.ATTRIBUTES:
                what = state.value.replace(GAP, "…")
                if addresses.is_bad(state):
                    self._say(self._value_at, rules.BAD_ADDRESS, what=what)
                elif addresses.is_elsewhere(state):
                    self._say(self._value_at, rules.ELSEWHERE, what=what)

    def _printed(self, piece: Piece, tree: nodes.Node, state: State) -> None:
        """Judge what is printed."""
        for call in slots(tree):
            root = next((k.value for k in call.kwargs if k.key == "root"), None)
            if root is not None and not self._names.is_root(root):
                self._say(piece.offset, rules.NOT_A_ROOT, what=piece.shown)
        match state.mode:
            case Mode.TEXT:
                return
            case Mode.COMMENT | Mode.DECLARATION:
                self._say(piece.offset, rules.IN_A_COMMENT, what=piece.shown)
            case Mode.RAW if state.tag == "script":
                if state.type not in JSON_TYPES or not gives_json(tree):
                    self._say(piece.offset, rules.IN_A_SCRIPT, what=piece.shown)
            case Mode.RAW if state.tag == "style":
                self._say(piece.offset, rules.IN_A_STYLE, what=piece.shown)
            case Mode.RAW:
                self._html(piece, state)
            case Mode.EQUALS:
                self._unquoted(piece, state)
            case Mode.VALUE if not state.quote:
                self._unquoted(piece, state)
            case Mode.VALUE:
                self._in_a_value(piece, tree, state)
            case _:
                self._say(piece.offset, rules.AS_A_NAME, what=piece.shown)

    def _unquoted(self, piece: Piece, state: State) -> None:
        self._say(piece.offset, rules.NOT_QUOTED, attribute=state.attribute, what=piece.shown)

    def _in_a_value(self, piece: Piece, tree: nodes.Node, state: State) -> None:
        name = state.attribute
        if name == "http-equiv":
            self._say(piece.offset, rules.AS_A_NAME, what=piece.shown)
        elif name in addresses.ATTRIBUTES and addresses.is_open(state):
            if not self._names.is_address(tree):
                self._say(piece.offset, rules.NOT_AN_ADDRESS, what=piece.shown, attribute=name)
        else:
            self._html(piece, state)

    def _html(self, piece: Piece, state: State) -> None:
        """Refuse what may be HTML, but between tags."""
        text = piece.tree is not None and piece.word == "print"
        if state.mode is Mode.TEXT or (
            text and piece.tree is not None and plain(piece.tree, self._partials, self._names)
        ):
            return
        self._say(piece.offset, rules.HTML_IN_TEXT, what=piece.shown, where=_place(state))

    def _say(self, at: int, kind: Kind, **values: str) -> None:
        self._report(at, kind, values)


def _words(state: State) -> str:
    """Return the value of an attribute as a browser compares it."""
    return html.unescape(state.value).strip().lower()


def _place(state: State) -> str:
    """Name a place as it is written in HTML."""
    match state.mode:
        case Mode.COMMENT:
            return "<!-- … -->"
        case Mode.RAW:
            return f"<{state.tag}>"
        case Mode.VALUE | Mode.EQUALS:
            return f"{state.attribute}={state.quote}…{state.quote}"
    return f"<{state.tag}…>"


def is_plain(pieces: list[Piece], names: Names) -> bool:
    """Tell whether a partial is text: no tags of its own, and none in what it prints."""
    return all(
        "<" not in piece.source
        if piece.word == "text"
        else piece.word not in ("include", "import", "from", "extends", "call")
        and (piece.word != "print" or piece.tree is None or not names.gives_html(piece.tree))
        for outer in pieces
        for piece in outer.all()
    )

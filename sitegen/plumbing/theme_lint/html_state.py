"""Where in HTML a piece of a template stands: the tokeniser of the HTML standard, in short.

It walks through text that is interrupted by expressions and blocks, so a state is a value: it can
be kept, compared with that of another branch, and taken up again (WHATWG HTML, 13.2.5).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final


class Mode(Enum):
    """What the tokeniser reads."""

    TEXT = auto()
    OPEN = auto()
    """Just after `<`."""
    TAG = auto()
    """The name of a tag."""
    INSIDE = auto()
    """Inside a tag, where the name of an attribute may begin."""
    EDGE = auto()
    """Inside a tag, after branches of which not all wrote something."""
    NAME = auto()
    """The name of an attribute."""
    EQUALS = auto()
    """After `=`."""
    VALUE = auto()
    COMMENT = auto()
    DECLARATION = auto()
    RAW = auto()
    """The text of an element that holds no tags: script, style, title, textarea."""


GAP: Final = "\0"
"""Stands in `State.value` for something that was printed."""
RAW_ELEMENTS = frozenset({"script", "style", "title", "textarea"})
_WITHIN_A_TAG = frozenset({Mode.TAG, Mode.INSIDE, Mode.EDGE, Mode.NAME})


@dataclass(frozen=True, slots=True)
class State:
    """A place in HTML."""

    mode: Mode = Mode.TEXT
    tag: str = ""
    closing: bool = False
    attribute: str = ""
    quote: str = ""
    value: str = ""
    """What the attribute, or the text of the raw element, holds so far."""
    type: str = ""
    """Value of the tag's attribute `type`; `GAP` when it is empty or printed."""
    rel: str = ""
    """Value of the tag's attribute `rel`, likewise."""


Tell = Callable[[int, State], None]
"""Is called with an offset and the state there.

A tag or attribute has its name, a value begins (`EQUALS`) or ends (`VALUE`), a tag goes on after
branches (`EDGE`), the text of a raw element begins (`RAW`).
"""


def advance(state: State, text: str, tell: Tell) -> State:
    """Return the state after `text`, and tell what was found on the way."""
    position = 0
    while position < len(text):
        state, position = _STEPS[state.mode](state, text, position, tell)
    return state


def join(one: State, other: State) -> State | None:
    """Return the state after two branches, or None if they end at different places."""
    if one == other:
        return one
    if one.mode is Mode.COMMENT and other.mode is Mode.COMMENT:
        return replace(one, value="")
    if replace(one, value="") == replace(other, value=""):
        return one if GAP not in other.value or GAP in one.value else other
    if {one.mode, other.mode} <= _WITHIN_A_TAG and one.tag == other.tag:
        same = State(Mode.EDGE, one.tag, one.closing)
        return replace(
            same,
            type=one.type if one.type == other.type else GAP,
            rel=one.rel if one.rel == other.rel else GAP,
        )
    return None


def _text(state: State, text: str, at: int, _: Tell) -> tuple[State, int]:
    found = text.find("<", at)
    return (state, len(text)) if found < 0 else (State(Mode.OPEN), found + 1)


def _open(state: State, text: str, at: int, _: Tell) -> tuple[State, int]:
    if text.startswith("!--", at):
        return State(Mode.COMMENT, value="--"), at + 3  # `<!-->` is a whole comment
    if text[at] in "!?":
        return State(Mode.DECLARATION), at + 1
    if text[at] == "/" and not state.closing:
        return replace(state, closing=True), at + 1
    if re.match("[a-zA-Z]", text[at]):
        return replace(state, mode=Mode.TAG), at
    return (State(), at) if not state.closing else (State(Mode.DECLARATION), at)


def _tag(state: State, text: str, at: int, tell: Tell) -> tuple[State, int]:
    end = _end_of(r"[^\s/>]*", text, at)
    state = replace(state, tag=state.tag + text[at:end].lower())
    if end == len(text):
        return state, end
    tell(end - len(state.tag), state)
    return replace(state, mode=Mode.INSIDE), end


def _inside(state: State, text: str, at: int, tell: Tell) -> tuple[State, int]:
    at = _end_of(r"[\s/]*", text, at)
    if at == len(text):
        return state, at
    if text[at] == ">":
        tell(at, replace(state, mode=Mode.INSIDE, attribute=""))
        if state.tag in RAW_ELEMENTS and not state.closing:
            return State(Mode.RAW, state.tag, type=state.type), at + 1
        return State(), at + 1
    return replace(state, mode=Mode.NAME, attribute=""), at


def _edge(state: State, text: str, at: int, tell: Tell) -> tuple[State, int]:
    if text[at] not in " \t\n\f\r/>":
        tell(at, state)
    return _inside(replace(state, mode=Mode.INSIDE), text, at, tell)


def _name(state: State, text: str, at: int, tell: Tell) -> tuple[State, int]:
    if not state.attribute and text[at] == "=":  # a name may begin with it
        return replace(state, attribute="="), at + 1
    end = _end_of(r"[^\s/>=]*", text, at)
    state = replace(state, attribute=state.attribute + text[at:end].lower())
    after = _end_of(r"\s*", text, end)
    if after == len(text):
        return state, after
    tell(end - len(state.attribute), state)
    if text[after] == "=":
        return replace(state, mode=Mode.EQUALS), after + 1
    return replace(_noted(state), mode=Mode.INSIDE, attribute=""), after


def _equals(state: State, text: str, at: int, tell: Tell) -> tuple[State, int]:
    at = _end_of(r"\s*", text, at)
    if at == len(text):
        return state, at
    if text[at] == ">":
        return replace(state, mode=Mode.INSIDE, attribute=""), at
    quote = text[at] if text[at] in "\"'" else ""
    tell(at + len(quote), state)
    return replace(state, mode=Mode.VALUE, quote=quote), at + len(quote)


def _value(state: State, text: str, at: int, tell: Tell) -> tuple[State, int]:
    end = _end_of(f"[^{state.quote}]*" if state.quote else r"[^\s>]*", text, at)
    state = replace(state, value=state.value + text[at:end])
    if end == len(text):
        return state, end
    tell(end, state)
    return replace(_noted(state), mode=Mode.INSIDE, attribute="", quote="", value=""), end + len(
        state.quote
    )


def _noted(state: State) -> State:
    """Keep the values that decide what a tag is; of two browsers take the first."""
    value = html.unescape(state.value).lower().strip() or GAP
    match state.attribute:
        case "type" if not state.type:
            return replace(state, type=value)
        case "rel" if not state.rel:
            return replace(state, rel=value)
    return state


def _comment(state: State, text: str, at: int, _: Tell) -> tuple[State, int]:
    whole = state.value + text[at:]
    found = re.search("--!?>", whole)
    if not found:
        return replace(state, value=whole[-3:]), len(text)
    return State(), at + found.end() - len(state.value)


def _declaration(state: State, text: str, at: int, _: Tell) -> tuple[State, int]:
    found = text.find(">", at)
    return (state, len(text)) if found < 0 else (State(), found + 1)


def _raw(state: State, text: str, at: int, tell: Tell) -> tuple[State, int]:
    found = re.compile(rf"</{state.tag}(?=[\s/>])", re.IGNORECASE).search(text, at)
    end = found.start() if found else len(text)
    if not state.value and text[at:end].strip():
        at += len(text[at:end]) - len(text[at:end].lstrip())
        state = replace(state, value=text[at : at + 1])
        tell(at, state)
    return (State(Mode.OPEN), end + 1) if found else (state, end)


def _end_of(pattern: str, text: str, at: int) -> int:
    found = re.compile(pattern).match(text, at)
    return found.end() if found else at


_STEPS: dict[Mode, Callable[[State, str, int, Tell], tuple[State, int]]] = {
    Mode.TEXT: _text,
    Mode.OPEN: _open,
    Mode.TAG: _tag,
    Mode.INSIDE: _inside,
    Mode.EDGE: _edge,
    Mode.NAME: _name,
    Mode.EQUALS: _equals,
    Mode.VALUE: _value,
    Mode.COMMENT: _comment,
    Mode.DECLARATION: _declaration,
    Mode.RAW: _raw,
}

"""What templates can do at all: read what they are given, and not without end.

A theme is reviewed, and still a slip in it must end as a problem that names the line, not as a
machine without memory. Jinja's sandbox stops what reaches into Python or changes a value; what
costs time or memory is counted here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass
from typing import Any, NoReturn

from jinja2 import nodes, pass_eval_context
from jinja2.exceptions import TemplateError
from jinja2.filters import FILTERS
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from sitegen.plumbing.theme_lint import UNESCAPING

STEPS = 300_000
"""Turns of loops and calls in one rendering; the longest list of the fleet takes some thousand."""
LENGTH = 1_000_000
"""Characters or items that an expression may make."""
WIDTH = 10_000
"""Width to which a filter may fill a text up."""
ENDLESS = "the template repeats something without end"
TOO_LONG = "an expression makes more than a million signs"
NOT_A_WIDTH = "indent takes a number: text would be printed without escaping it"
COUNTED, SHORT = "sg_counted", "sg_short"
_NUMBERS_FROM = {
    "batch": 1, "center": 1, "round": 1, "slice": 1, "tojson": 2, "truncate": 2,
    "wordwrap": 2,
}  # fmt: skip
"""Filters that take a width or a count, and the first argument that may be one."""
_COSTLY = frozenset({"encode", "expandtabs", "to_bytes", "translate"})
"""Methods of texts and numbers that fill memory from few signs, or give what can."""
_wide = re.compile(r"\d{5,}|\*|\{[^{}]*\{")
_address = re.compile(
    r"(?:https?|webcal)://[^/\\@?#\s]+(?:[/?#][^\s]*)?"
    r"|(?:mailto|tel):[^\\\s]+"
    r"|(?:[^/\\:\s?#][^\\:\s?#]*)?(?:[?#][^\s]*)?",
    re.IGNORECASE,
)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without what reaches out, with a limit on what it costs."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, **options: Any) -> None:
        """Make an environment; takes what `jinja2.Environment` takes."""
        super().__init__(**options)
        self._left = STEPS
        self.filters = FILTERS | dict.fromkeys(UNESCAPING, _refuse)
        for name, first in _NUMBERS_FROM.items():
            self.filters[name] = _narrow(FILTERS[name], first)
        self.filters |= {
            "tautan": address, "format": _format, "indent": _indent, "join": _join,
            "replace": _replace, COUNTED: self._counted, SHORT: short,
        }  # fmt: skip
        del self.globals["lipsum"]
        del self.filters["random"]  # equal content gives equal bytes

    def begin(self) -> None:
        """Count from the beginning: another template is rendered."""
        self._left = STEPS

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a template reads; the sandbox looks closely at what could reach out."""
        if attribute[:1] != "_" and _is_plain(obj.__class__):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may read it; methods that fill memory it may not."""
        costly = attr in _COSTLY and isinstance(obj, str | int)
        return not costly and super().is_safe_attribute(obj, attr, value)

    def _step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise TemplateError(ENDLESS)

    def _counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._step()
            yield item

    def _generate(self, source: nodes.Template, *more: Any, **options: Any) -> str:
        return super()._generate(_Limits().visit(source), *more, **options)

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, unless it comes without end or would fill memory."""
        self._step()
        method = getattr(called, "__wrapped__", called)  # how the sandbox hands out str.format
        text = getattr(method, "__self__", None)
        if isinstance(text, str):
            _before(text, getattr(method, "__name__", ""), args)
        return short(super().call(context, called, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return what an operator gives, if that is short."""
        if operator == "%" and isinstance(left, str):
            _before(left, "format", ())
        elif operator == "*":
            for one, times in ((left, right), (right, left)):
                if isinstance(one, str | list | tuple) and isinstance(times, int):
                    _limit(len(one) * times)
        elif operator == "**" and isinstance(left, int) and isinstance(right, int):
            _limit(left.bit_length() * right)
        return short(super().call_binop(context, operator, left, right))


@functools.cache
def _is_plain(kind: type) -> bool:
    """Tell whether all that a value of this type has may be read: it is one of our own.

    Of others the sandbox asks for each attribute whether it leads into Python or changes them,
    which takes ten times as long as reading it.
    """
    return kind.__module__.startswith("sitegen.") and is_dataclass(kind)


class _Limits(NodeTransformer):
    """Puts the counters into loops and behind `~`."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja's convention
        self.generic_visit(node)
        node.iter = _filtered(node.iter, COUNTED)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, SHORT)


def _filtered(node: Any, name: str) -> nodes.Filter:
    made = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
    made.set_environment(node.environment)
    return made


def short(value: Any) -> Any:
    """Return a value that does not fill memory.

    Raises:
        TemplateError: when it has more than `LENGTH` characters, items or digits.
    """
    if isinstance(value, str | list | tuple | dict):
        _limit(len(value))
    elif isinstance(value, int):
        _limit(value.bit_length())
    return value


def address(value: object) -> str:
    """Return an address as it may stand in a link (`|tautan`): relative, or of a known scheme.

    Raises:
        TemplateError: for any other, such as `javascript:…`, `//host` or `https://x@host`.
    """
    text = str(value)
    if not _address.fullmatch(text) or not text.isprintable():
        raise TemplateError(f"“{text[:60]}” is not an address that a page may lead to")
    return text


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise TemplateError("text is always escaped")


def _limit(length: int) -> None:
    if length > LENGTH:
        raise TemplateError(TOO_LONG)


def _before(text: str, method: str, args: tuple[Any, ...]) -> None:
    """Refuse a method of a text that would make too much of it."""
    for value in args:
        if isinstance(value, int) and value > WIDTH:
            raise TemplateError(TOO_LONG)
    if method.startswith("format") and _wide.search(text):
        raise TemplateError(TOO_LONG)
    if method == "replace":
        _replaced(text, *args)
    if method == "join" and args:
        _joined(text, list(args[0]))


def _narrow(kept: Callable[..., Any], first: int) -> Callable[..., Any]:
    @functools.wraps(kept)
    def narrow(*args: Any, **kwargs: Any) -> Any:
        for value in (*args[first:], *kwargs.values()):
            if isinstance(value, int) and abs(value) > WIDTH:
                raise TemplateError(TOO_LONG)
        return kept(*args, **kwargs)

    return narrow


def _joined(between: str, items: list[Any]) -> None:
    _limit(len(between) * len(items) + sum(len(i) for i in items if isinstance(i, str)))


def _replaced(text: str, old: Any, new: Any, *_: Any) -> None:
    _limit(len(text) + str(text).count(str(old)) * len(str(new)))


@pass_eval_context
def _join(context: EvalContext, value: Any, d: Any = "", attribute: Any = None) -> Any:
    items = list(value)
    _joined(str(d), items)
    return FILTERS["join"](context, items, d, attribute)


@pass_eval_context
def _replace(context: EvalContext, s: Any, old: Any, new: Any, count: Any = None) -> Any:
    _replaced(s if isinstance(s, str) else str(s), old, new)
    return FILTERS["replace"](context, s, old, new, count)


def _indent(s: Any, width: Any = 4, first: Any = False, blank: Any = False) -> Any:
    """Indent by a number; Jinja takes a text too, and prints it as HTML before HTML."""
    if not isinstance(width, int):
        raise TemplateError(NOT_A_WIDTH)
    if width > WIDTH:
        raise TemplateError(TOO_LONG)
    return FILTERS["indent"](s, width, first, blank)


def _format(value: Any, *args: Any, **kwargs: Any) -> Any:
    _before(str(value), "format", ())
    return short(FILTERS["format"](value, *args, **kwargs))

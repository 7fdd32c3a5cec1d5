"""What a page template may not do, read from its syntax tree."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, nodes

LEAVES_SLOTS = frozenset({"mirror", "super"})
"""Calls whose text is not known yet."""
CAPTURES = {
    nodes.FilterBlock: "{% filter %}",
    nodes.AssignBlock: "{% set %}…{% endset %}",
    nodes.CallBlock: "{% call %}",
    nodes.ScopedEvalContextModifier: "{% autoescape %}",
}
"""Blocks that take printed text up again."""


def unsafe_for_slots(tree: nodes.Template, environment: Environment) -> Iterator[tuple[int, str]]:
    """Yield (line, what) for each thing that could act on a slot's mark.

    `mirror(…)` and `super()` may only be printed; blocks that capture text, `self.block()`,
    includes inside macros and filters on what a macro returns are refused.
    """
    for block, name in CAPTURES.items():
        yield from ((found.lineno, name) for found in tree.find_all(block))
    for macro in tree.find_all(nodes.Macro):
        for call in macro.find_all((nodes.Call, nodes.Include)):
            if isinstance(call, nodes.Include) or _name(call) in LEAVES_SLOTS:
                yield call.lineno, "{% macro %}"
    yield from ((n.lineno, "self") for n in tree.find_all(nodes.Name) if n.name == "self")
    printed = {id(call) for output in tree.find_all(nodes.Output) for call in _alone(output.nodes)}
    for call in tree.find_all(nodes.Call):
        if _name(call) in LEAVES_SLOTS and id(call) not in printed:
            yield call.lineno, f"{_name(call)}() inside an expression"
    for used in tree.find_all((nodes.Filter, nodes.Test)):
        inner = used.node
        if (
            isinstance(inner, nodes.Call)
            and _name(inner)
            and _name(inner) not in environment.globals
        ):
            yield used.lineno, f"|{used.name} on {_name(inner)}()"


def _name(node: nodes.Node) -> str:
    called = node.node if isinstance(node, nodes.Call) else None
    return called.name if isinstance(called, nodes.Name) else ""


def _alone(expressions: list[nodes.Expr]) -> Iterator[nodes.Expr]:
    """Yield what is printed as it is, also as either side of `x if y else z`."""
    for expression in expressions:
        if isinstance(expression, nodes.CondExpr):
            yield from _alone([e for e in (expression.expr1, expression.expr2) if e is not None])
        else:
            yield expression

"""What an expression of a template gives: text, HTML, JSON, an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import nodes

from sitegen.plumbing.theme_lint.pieces import Piece

GIVE_HTML = frozenset({"mirror", "super", "md", "qr", "caller"})
GIVE_JSON = frozenset({"tojson", "json_aman"})
GIVE_TEXT = frozenset({"striptags", "length", "count", "wordcount", "string"})
ROOTS = frozenset({("page", "root"), ("mirror", "base"), ("mirror", "address")})


class Names:
    """What the names in one template stand for, as far as its text tells."""

    def __init__(self, pieces: Iterable[Piece], macros_of: Mapping[str, frozenset[str]]) -> None:
        """Read what the template assigns, defines and imports.

        Args:
            pieces: the template.
            macros_of: names of the macros in each template.
        """
        self.macros: set[str] = set()
        self._macros_of = macros_of
        self._set: dict[str, list[nodes.Node | None]] = {}
        for piece in (inner for outer in pieces for inner in outer.all()):
            self._note(piece)

    def _note(self, piece: Piece) -> None:
        tree = piece.tree
        if isinstance(tree, nodes.Macro):
            self.macros.add(tree.name)
            roots = [argument.name for argument in tree.args if argument.name == "root"]
            self._set |= {name: [None] for name in roots}  # whoever calls it decides
        elif isinstance(tree, nodes.FromImport):
            known = macros_in(tree.template, self._macros_of)
            for name in tree.names:
                there, here = (name, name) if isinstance(name, str) else name
                if known is None or there in known:
                    self.macros.add(here)
        elif isinstance(tree, nodes.Import):
            self.macros.add(tree.target)
        elif isinstance(tree, nodes.Assign):
            self._assign(tree.target, tree.node)
        elif isinstance(tree, nodes.With):
            for target, value in zip(tree.targets, tree.values, strict=True):
                self._assign(target, value)
        elif isinstance(tree, nodes.For):
            if _is(tree.iter, "tambahan") and isinstance(tree.target, nodes.Tuple):
                *_, html = tree.target.find_all(nodes.Name)
                self._set.setdefault(html.name, []).append(None)
            else:
                self._assign(tree.target, tree.iter)
        elif piece.word == "set":  # of a text
            self._set.setdefault(piece.source.split()[1].rstrip("-+%}"), []).append(None)

    def _assign(self, target: nodes.Node, value: nodes.Node) -> None:
        for name in [target, *target.find_all((nodes.Name, nodes.NSRef))]:
            if isinstance(name, nodes.Name | nodes.NSRef):
                self._set.setdefault(name.name, []).append(value)

    def gives_html(self, expression: nodes.Node, seen: frozenset[str] = frozenset()) -> bool:
        """Tell whether HTML may come out that is printed as it is."""
        match expression:
            case nodes.Name(name=name):
                if name in ("isi", "tambahan") and name not in self._set:
                    return True
                values = self._set.get(name, []) if name not in seen else []
                seen = seen | {name}
                return name in self.macros or any(
                    v is None or self.gives_html(v, seen) for v in values
                )
            case nodes.Filter(name=name, node=inner):
                if name in GIVE_JSON:
                    return True
                return name not in GIVE_TEXT and inner is not None and self.gives_html(inner, seen)
            case nodes.Call(node=nodes.Name(name=name)) if name in GIVE_HTML:
                return True
            case nodes.Call(node=nodes.Getattr(node=nodes.Name(name="self"))):
                return True
            case nodes.CondExpr(expr1=one, expr2=other):
                return any(self.gives_html(e, seen) for e in (one, other) if e is not None)
            case nodes.Compare() | nodes.Test() | nodes.Not():
                return False
        return any(self.gives_html(inner, seen) for inner in expression.iter_child_nodes())

    def handed_over(self, tree: nodes.Node) -> Iterator[str]:
        """Yield the name of each macro that is given HTML, which it could print anywhere."""
        if isinstance(tree, nodes.Macro) and any(map(self.gives_html, tree.defaults)):
            yield tree.name
        for call in [tree, *tree.find_all(nodes.Call)]:
            if not isinstance(call, nodes.Call):
                continue
            called = call.node.node if isinstance(call.node, nodes.Getattr) else call.node
            given = [*call.args, *(keyword.value for keyword in call.kwargs)]
            macro = called.name if isinstance(called, nodes.Name) else ""
            if macro in self.macros and any(map(self.gives_html, given)):
                yield macro

    def is_root(self, expression: nodes.Node, seen: frozenset[str] = frozenset()) -> bool:
        """Tell whether it gives the way to the root of a mirror, or nothing."""
        match expression:
            case nodes.Const(value=None | ""):
                return True
            case nodes.Getattr(node=nodes.Name(name=name), attr=attribute):
                return (name, attribute) in ROOTS and name not in self._set
            case nodes.CondExpr(expr1=one, expr2=other):
                return self.is_root(one, seen) and other is not None and self.is_root(other, seen)
            case nodes.Name(name=name) if name not in seen:
                values = self._set.get(name, [None] if name != "root" else [])
                seen = seen | {name}
                return all(v is not None and self.is_root(v, seen) for v in values)
        return False

    def is_address(self, expression: nodes.Node) -> bool:
        """Tell whether it gives what may stand at the beginning of an address."""
        match expression:
            case nodes.Filter(name="tautan"):
                return True
            case nodes.Call(node=nodes.Name(name="asset")):
                return True
            case nodes.CondExpr(expr1=one, expr2=other):
                return self.is_address(one) and (other is None or self.is_address(other))
        return self.is_root(expression)


def macros_in(
    template: nodes.Expr, macros_of: Mapping[str, frozenset[str]]
) -> frozenset[str] | None:
    """Return the macros of the template that is named, or None if the name is computed."""
    return macros_of.get(template.value) if isinstance(template, nodes.Const) else None


def gives_json(expression: nodes.Node) -> bool:
    """Tell whether it gives JSON that may stand in a `<script>`."""
    match expression:
        case nodes.Filter(name=name):
            return name in GIVE_JSON
        case nodes.CondExpr(expr1=one, expr2=other):
            return gives_json(one) and (other is None or gives_json(other))
    return _is(expression, "data")


def slots(expression: nodes.Node) -> Iterator[nodes.Call]:
    """Yield the calls of `mirror(…)`."""
    for call in [expression, *expression.find_all(nodes.Call)]:
        if isinstance(call, nodes.Call) and _is(call.node, "mirror"):
            yield call


def partial_of(call: nodes.Call) -> str:
    """Return the template that `mirror(…)` names, or nothing if its name is computed."""
    named = call.args[0] if call.args else None
    if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
        return ""
    return f"mirror/{named.value}{'' if '.' in named.value else '.html'}"


def plain(expression: nodes.Node, partials: Mapping[str, bool], names: Names) -> bool:
    """Tell whether only text comes out, of a slot too if its partial is without tags."""
    match expression:
        case nodes.CondExpr(expr1=one, expr2=other):
            return plain(one, partials, names) and (other is None or plain(other, partials, names))
        case nodes.Call(node=nodes.Name(name="mirror")):
            return partials.get(partial_of(expression), False)
        case nodes.Call(node=nodes.Name(name="super")):
            return True  # a block was judged there already
    return not names.gives_html(expression)


def _is(expression: nodes.Node, name: str) -> bool:
    return isinstance(expression, nodes.Name) and expression.name == name

"""What the codes of problems mean: the sentences behind a code, what to do, and an example."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import groupby

from sitegen.catalogue import Entry, Example, entries
from sitegen.model.problem import N_, Severity
from sitegen.plumbing import locale
from sitegen.plumbing.excerpt import printable
from sitegen.plumbing.locale import gettext as _

EFFECTS = {
    Severity.ERROR: N_("holds back the mirrors that show the file"),
    Severity.WARNING: N_("is reported, and holds nothing back"),
    Severity.NOTE: N_("is told, and asks for nothing"),
}
NEAREST = 3
FENCE = "~~~~"

_code = re.compile(r"(?:SG)?\s*-?(\d{3})", re.IGNORECASE)
_special = re.compile(r"([\\`*_\[\]#|!])")


def code_of(text: str) -> str | None:
    """Return the code that `sg117`, `SG-117` or `117` stands for; None for other words."""
    found = _code.fullmatch(text.strip())
    return f"SG{found[1]}" if found else None


def by_code() -> dict[str, list[Entry]]:
    """Return the kinds of each code, those that say the same once."""
    found: dict[str, list[Entry]] = {}
    for code, group in groupby(entries(), lambda entry: entry.kind.code):
        found[code] = list({entry.kind: entry for entry in reversed(list(group))}.values())[::-1]
    return found


def nearest(text: str, known: Iterable[str]) -> list[str]:
    """Return the codes that somebody who typed `text` may have meant; none for other words."""
    wanted = code_of(text)
    if wanted is None:
        return []
    near = sorted(known, key=lambda code: (abs(int(code[2:]) - int(wanted[2:])), code))
    return sorted(near[:NEAREST])


def overview() -> Iterable[str]:
    """Yield one line for each code: its severity and its first sentence."""
    for code, kinds in by_code().items():
        first = kinds[0].kind
        more = f" (+{len(kinds) - 1})" if len(kinds) > 1 else ""
        severity = _(locale.SEVERITIES[first.severity])
        yield f"{code}  {severity:<12}{locale.unfilled(first.message)}{more}"


def explanation(code: str) -> Iterable[str]:
    """Yield what a code means, line by line."""
    kinds = by_code()[code]
    yield _heading(code, kinds)
    for entry in kinds:
        yield ""
        yield locale.unfilled(entry.kind.message)
        if hint := locale.called_hint(locale.unfilled(entry.kind.hint)):
            yield f"    {hint}"
        yield from (f"    {line}" for line in _example(entry.example))


def page() -> Iterable[str]:
    """Yield the lines of the page that lists every problem, as Markdown."""
    title = _("Problems and what to do")
    yield f"# {title}"
    yield ""
    yield _(
        "This page is made by `python3 dev.py messages`; `sitegen why SG117` prints a part of it."
    )
    for code, kinds in by_code().items():
        yield ""
        yield f"## {_heading(code, kinds)}"
        for entry in kinds:
            yield ""
            yield f"**{_escaped(locale.unfilled(entry.kind.message))}**"
            if entry.kind.hint:
                yield ""
                yield _escaped(locale.called_hint(locale.unfilled(entry.kind.hint)))
            if lines := list(_example(entry.example)):
                yield from ("", FENCE, *lines, FENCE)


def _heading(code: str, kinds: list[Entry]) -> str:
    severity = kinds[0].kind.severity
    return f"{code}: {_(locale.SEVERITIES[severity])}, {_(EFFECTS[severity])}"


def _example(example: Example | None) -> Iterable[str]:
    """Yield the place of an example, then what is wrong and what is right, marked as such."""
    if example is None:
        return
    same_place = example.right_path in ("", example.path)
    if example.path and same_place:
        yield _("example, in {path}:").format(path=example.path)
    wrong, right = _("wrong"), _("right")
    if example.encoding != "utf-8":
        wrong, right = f"{wrong} ({example.encoding})", f"{right} (utf-8)"
    paths = ("", "") if same_place else (example.path, example.right_path)
    yield from _marked(wrong, paths[0], example.wrong)
    yield from _marked(right, paths[1], example.right)


def _marked(word: str, path: str, text: str) -> Iterable[str]:
    lines = [*filter(None, [path]), *(text.strip("\n").split("\n") if text.strip() else [])]
    for number, line in enumerate(lines):
        yield f"{word if number == 0 else ' ' * len(word)} │ {printable(line)}".rstrip()


def _escaped(text: str) -> str:
    return _special.sub(r"\\\1", html.escape(text, quote=False))

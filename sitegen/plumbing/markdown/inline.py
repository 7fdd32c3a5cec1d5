"""`{{ fakta.name }}` in a sentence; and HTML, which is refused."""

from __future__ import annotations

import difflib
import re
from xml.etree import ElementTree as ET

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from sitegen.model.problem import N_, Kind
from sitegen.plumbing.markdown.rules import Run

UNKNOWN_FACT = Kind("SG136", N_("there is no fact “{name}”"), N_("known facts: {known}"))
UNKNOWN_FACT_NEAR = Kind("SG136", N_("there is no fact “{name}”"), N_("did you mean “{nearest}”?"))
UNKNOWN_FORM = Kind("SG136", N_("fact “{name}” has no form “{form}”"), N_("write one of: {known}"))
NOT_A_FACT = Kind(
    "SG136", N_("“{text}” is not the name of a fact"), N_("write {{{{ fakta.jam_tutup }}}}")
)
RAW_HTML = Kind(
    "SG201",
    N_("HTML such as “{tag}” is not allowed in a page"),
    N_("use Markdown; write < as &lt; when you mean the sign"),
)
RAW_BREAK = Kind(
    "SG201",
    N_("HTML such as “{tag}” is not allowed in a page"),
    N_("delete it; an empty line starts a new paragraph"),
)

MAIL = r"<([^<> !]+@[^@<> ]+)>"
FACT = r"\{\{\s*(.*?)\s*\}\}"
HTML = r"</?[a-zA-Z][^<>]*>|<!--|<[!?][^<>]*>"

_fact_name = re.compile(r"fakta\.([a-z_][a-z0-9_]*)(?:\.([a-z]+))?")


class Facts(InlineProcessor):
    """`{{ fakta.name }}` and `{{ fakta.name.form }}` become slot marks."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """Return the mark of the fact's slot, or nothing and a problem."""
        run: Run = self.md.run  # type: ignore[attr-defined]
        known = run.rules.facts
        name = _fact_name.fullmatch(m[1])
        if name is None:
            run.note(NOT_A_FACT, m[0], text=m[1])
        elif name[1] not in known:
            if near := difflib.get_close_matches(name[1], sorted(known), n=1, cutoff=0.75):
                run.note(UNKNOWN_FACT_NEAR, m[0], name=name[1], nearest=near[0])
            else:
                run.note(UNKNOWN_FACT, m[0], name=name[1], known=", ".join(sorted(known)))
        elif (name[2] or "") not in known[name[1]]:
            forms = ", ".join(f".{form}" for form in known[name[1]] if form) or "-"
            run.note(UNKNOWN_FORM, m[0], name=name[1], form=name[2], known=forms)
        else:
            mark = run.rules.fact_mark(name[1], name[2] or "")
            run.issued.add(mark)
            return mark, m.start(0), m.end(0)
        return "", m.start(0), m.end(0)


class RawHtml(InlineProcessor):
    """HTML in a text is a problem; what is shown is the text itself."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """Return the text as it stands, and a problem."""
        run: Run = self.md.run  # type: ignore[attr-defined]
        kind = RAW_BREAK if m[0].lower().startswith("<br") else RAW_HTML
        run.note(kind, m[0], tag=m[0][:40])
        return m[0], m.start(0), m.end(0)


class Mail(InlineProcessor):
    """`<nama@daerah.go.id>` becomes a link; stock Markdown hides it behind character codes."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """Return the link."""
        link = ET.Element("a", {"href": f"mailto:{m[1].removeprefix('mailto:')}"})
        link.text = AtomicString(m[1].removeprefix("mailto:"))
        return link, m.start(0), m.end(0)

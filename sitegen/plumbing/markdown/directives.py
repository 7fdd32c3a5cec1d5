"""`::: name key="value"` … `:::`: blocks that the theme's directives render."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor
from markupsafe import Markup

from sitegen.model.problem import N_, Kind, Place
from sitegen.plumbing.markdown.rules import Run

UNKNOWN_DIRECTIVE = Kind("SG240", N_("there is no block “{name}”"), N_("known blocks: {known}"))
UNKNOWN_ARGUMENT = Kind(
    "SG240", N_("block “{name}” has no argument “{argument}”"), N_("known: {known}")
)
BAD_DIRECTIVE = Kind(
    "SG240", N_("this line is not understood"), N_('write ::: name key="value", and ::: to close')
)
UNCLOSED_DIRECTIVE = Kind(
    "SG241", N_("block “{name}” is not closed"), N_("add a line ::: where it ends")
)
STRAY_CLOSE = Kind("SG241", N_("“:::” closes nothing"), N_("remove the line"))

BLOCK_OPEN, BLOCK_CLOSE = "\ufdd2", "\ufdd3"
"""Noncharacters that mark the two lines of a block while Markdown is converted."""

_fence = re.compile(r"^:::(?:[ \t]+(\S.*?))?[ \t]*$")
_opening = re.compile(r"([a-z][a-z0-9-]*)((?:\s+[a-z_]+=(?:\"[^\"]*\"|[^\s\"]+))*)\s*")
_argument = re.compile(r"([a-z_]+)=(?:\"([^\"]*)\"|([^\s\"]+))")
_almost = re.compile(r"^(?:\s+:::|::(?:\s|$)|::::|:::\S)")
"""Lines that are meant as a directive and are not one."""
_block = re.compile(r'<sg-block data-n="(\d+)">((?:(?!<sg-block).)*?)</sg-block>', re.DOTALL)


class DirectiveLines(Preprocessor):
    """Turns `::: name` and `:::` lines outside code into block marks, or problems."""

    def run(self, lines: list[str]) -> list[str]:
        """Return `lines` with each directive line as a block of its own."""
        run: Run = self.md.run  # type: ignore[attr-defined]
        out: list[str] = []
        opened: list[tuple[str, Place]] = []
        for line in lines:
            match = _fence.match(line)
            if match is None:
                if _almost.match(line):
                    run.problems.append(BAD_DIRECTIVE.at(run.places.of_line(line)))
                out.append(line)
                continue
            place = run.places.of_line(line)
            if match[1] is not None:
                name, arguments = _read_opening(match[1], place, run)
                opened.append((name, place))
                out += ["", f"{BLOCK_OPEN}{len(run.blocks)}", ""]
                run.blocks.append((name, arguments))
            elif opened:
                opened.pop()
                out += ["", BLOCK_CLOSE, ""]
            else:
                run.problems.append(STRAY_CLOSE.at(place))
        run.problems += [UNCLOSED_DIRECTIVE.at(place, name=name) for name, place in opened]
        return out


def _read_opening(text: str, place: Place, run: Run) -> tuple[str, dict[str, str]]:
    """Return name and arguments of an opening line; what is wrong with it is noted."""
    opening = _opening.fullmatch(text)
    if opening is None or "{{" in text:
        run.problems.append(BAD_DIRECTIVE.at(place))
        return text, {}
    name, known = opening[1], run.rules.directives
    arguments = {key: quoted or bare for key, quoted, bare in _argument.findall(opening[2])}
    if name not in known:
        run.problems.append(UNKNOWN_DIRECTIVE.at(place, name=name, known=", ".join(sorted(known))))
    else:
        names = ", ".join(sorted(known[name])) or "-"
        run.problems += [
            UNKNOWN_ARGUMENT.at(place, name=name, argument=key, known=names)
            for key in arguments
            if key not in known[name]
        ]
    return name, arguments


class DirectiveBlocks(BlockProcessor):
    """Wraps what stands between two block marks in `<sg-block>`."""

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002
        """Tell whether `block` is one of the two marks."""
        return block.lstrip("\n").startswith((BLOCK_OPEN, BLOCK_CLOSE))

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Take the blocks up to the closing mark and parse them inside an element."""
        opening = blocks.pop(0).strip()
        if opening.startswith(BLOCK_CLOSE):
            return
        inner: list[str] = []
        depth = 1
        while blocks:
            block = blocks.pop(0)
            mark = block.lstrip("\n")
            depth += mark.startswith(BLOCK_OPEN) - mark.startswith(BLOCK_CLOSE)
            if not depth:
                break
            inner.append(block)
        element = ET.SubElement(parent, "sg-block", {"data-n": opening[1:]})
        self.parser.parseBlocks(element, inner)


def fill(html: str, run: Run) -> str:
    """Render the directives in sanitized HTML, the innermost first."""

    def rendered(match: re.Match[str]) -> str:
        name, arguments = run.blocks[int(match[1])]
        return run.rules.fill_directive(name, arguments, Markup(match[2].strip()))

    while _block.search(html):
        html = _block.sub(rendered, html)
    return html

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
_code_fence = re.compile(r"^(`{3,}|~{3,})")
_block = re.compile(r'<sg-block data-n="(\d+)">((?:(?!<sg-block).)*?)</sg-block>', re.DOTALL)


class DirectiveLines(Preprocessor):
    """Turns `::: name` and `:::` lines outside code into block marks, or problems."""

    def run(self, lines: list[str]) -> list[str]:
        """Return `lines` with each directive line as a block of its own."""
        run: Run = self.md.run  # type: ignore[attr-defined]
        self._check(run)
        out: list[str] = []
        for line in lines:
            match = _fence.match(line)
            if match is None:
                out.append(line)
            elif match[1] is None:
                out += ["", BLOCK_CLOSE, ""]
            else:
                opening = _opening.fullmatch(match[1])
                arguments = {
                    name: quoted or bare
                    for name, quoted, bare in _argument.findall(opening[2] if opening else "")
                }
                out += ["", f"{BLOCK_OPEN}{len(run.blocks)}", ""]
                run.blocks.append((opening[1] if opening else "", arguments))
        return out

    def _check(self, run: Run) -> None:
        """Report every directive line that is wrong, by reading the source itself."""
        opened: list[tuple[str, Place]] = []
        code = ""
        for number, line in enumerate(run.lines):
            fence = _code_fence.match(line)
            if code or fence:
                if not code and fence:
                    code = fence[1]
                elif code and line.strip() == code:
                    code = ""
                continue
            place = Place(run.path, run.first_line + number)
            match = _fence.match(line)
            if match is None:
                if line.lstrip().startswith(":::"):
                    run.problems.append(BAD_DIRECTIVE.at(place))
            elif match[1] is not None:
                opened.append((self._check_opening(run, match[1], place), place))
            elif opened:
                opened.pop()
            else:
                run.problems.append(STRAY_CLOSE.at(place))
        run.problems += [UNCLOSED_DIRECTIVE.at(place, name=name) for name, place in opened]

    def _check_opening(self, run: Run, text: str, place: Place) -> str:
        known = run.rules.directives
        opening = _opening.fullmatch(text)
        if opening is None:
            run.problems.append(BAD_DIRECTIVE.at(place))
            return text
        name = opening[1]
        if name not in known:
            names = ", ".join(sorted(known))
            run.problems.append(UNKNOWN_DIRECTIVE.at(place, name=name, known=names))
            return name
        for argument, _, _ in _argument.findall(opening[2]):
            if argument not in known[name]:
                names = ", ".join(sorted(known[name])) or "-"
                run.problems.append(
                    UNKNOWN_ARGUMENT.at(place, name=name, argument=argument, known=names)
                )
        return name


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

"""What looks like Markdown to its writer, and is plain text to Markdown."""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

from sitegen.model.problem import N_, Kind
from sitegen.plumbing.markdown.inline import NOT_A_FACT
from sitegen.plumbing.markdown.rules import Run

NO_BLANK_LINE = Kind(
    "SG262",
    N_("a list or table starts right below a text line, and would be shown as text"),
    N_("leave an empty line above it"),
)
NOT_A_LIST_SIGN = Kind(
    "SG262",
    N_("“{sign}” does not start a list item"),
    N_("write “- ” or “1. ” with a space after it, in every item"),
)
SPACE_IN_LINK = Kind(
    "SG262", N_("a space stands between “]” and “(”"), N_("remove it: [text](address)")
)

_item = re.compile(r" {0,3}(?:[-*+]|\d+\.) +\S")
_row = re.compile(r" {0,3}\|")
_text = re.compile(r" {0,3}(?![-*+#>|:=]|\d+[.)] )\S")
_wrong_sign = re.compile(r" {0,3}(•|–|—|◦|▪|\d+\)|[-*](?=[^\W\d_]{3}[^*]*$))\s?\S")
_space_in_link = re.compile(r"\]\s+\((?:https?:|mailto:|\.{1,2}/|[\w/-]+\.md)")
_single_brace = re.compile(r"(?<!\{)\{\s*fakta\.[^{}]*\}(?!\})")


class Slips(Preprocessor):
    """Reports such lines; changes nothing."""

    def run(self, lines: list[str]) -> list[str]:
        """Return `lines` as they are."""
        run: Run = self.md.run  # type: ignore[attr-defined]
        above = ""
        signs = False
        in_list = False
        for line in lines:
            starts = _item.match(line) is not None
            in_list = bool(line.strip()) and (in_list or (starts and not _text.match(above)))
            if not in_list and _text.match(above) and (starts or _row.match(line)):
                run.problems.append(NO_BLANK_LINE.at(run.places.of_line(line)))
            sign = _wrong_sign.match(line)
            if sign and not signs:
                run.problems.append(NOT_A_LIST_SIGN.at(run.places.of_line(line), sign=sign[1]))
            if found := _space_in_link.search(line):
                run.note(SPACE_IN_LINK, found[0])
            if found := _single_brace.search(line):
                run.note(NOT_A_FACT, found[0], text=found[0])
            above, signs = line, sign is not None
        return lines

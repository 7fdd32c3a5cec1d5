"""A Markdown file cut into its front matter and its body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.source import Source
from sitegen.schema import yaml_events
from sitegen.schema.yaml_events import KEY, Marks

NO_FRONT_MATTER = Kind(
    "SG110",
    N_("the page does not start with its data between two “---” lines"),
    N_("start with: --- then judul: … and ringkasan: … then --- again"),
)
UNOPENED = Kind(
    "SG110",
    N_("the “---” line that starts the page's data is missing"),
    N_("write --- as the first line"),
)
UNCLOSED = Kind(
    "SG110", N_("the “---” line that ends the page's data is missing"), N_("add it before the text")
)

TOO_LARGE = Kind(
    "SG105",
    N_("the page's data have {size} KB; at most {limit} KB are allowed"),
    N_("move long texts below the second “---”"),
)

FENCE = "---"
_data = re.compile(r"[a-z_]+: ")
MAX_SIZE = 64 * 1024
"""Characters between the fences."""
ALIASES = {"title": "judul", "date": "tanggal", "draft": "draf", "tags": "tag"}
"""The English keys that are understood too, and the Indonesian ones they stand for."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the fences, as text, and the body below."""

    values: dict[str, Any]
    marks: Marks
    body: str
    body_line: int


def split(source: Source) -> tuple[FrontMatter | None, list[Problem]]:
    """Cut `source` in two and read the upper part; English keys become Indonesian."""
    lines = source.text.split("\n")
    if lines[0].rstrip() != FENCE:
        kind = UNOPENED if _data.match(lines[0]) else NO_FRONT_MATTER
        return None, [kind.at(Place(source.path))]
    ends = (i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE)
    end = next(ends, None)
    if end is None:
        return None, [UNCLOSED.at(Place(source.path, len(lines)))]
    text = "\n".join(lines[1:end]) + "\n"
    if len(text) > MAX_SIZE:
        size, limit = len(text) // 1024, MAX_SIZE // 1024
        return None, [TOO_LARGE.at(Place(source.path, 2), size=size, limit=limit)]
    read = yaml_events.read(text, source.path, 2, yaml_events.MAX_NODES)
    if read.problems:
        return None, read.problems
    values, marks, problems = _in_indonesian(read.value, read.marks, source.path)
    if problems:
        return None, problems
    return FrontMatter(values, marks, "\n".join(lines[end + 1 :]), end + 2), []


def _in_indonesian(
    values: dict[str, Any], marks: Marks, path: str
) -> tuple[dict[str, Any], Marks, list[Problem]]:
    english = [key for key in ALIASES if key in values]
    problems = [
        yaml_events.DUPLICATE_KEY.at(
            Place(path, *marks[key, KEY]),
            key=f"{ALIASES[key]} / {key}",
            first=marks[ALIASES[key],][0],
        )
        for key in english
        if ALIASES[key] in values
    ]
    renamed = {ALIASES.get(key, key): value for key, value in values.items()}
    moved = {
        (ALIASES.get(str(loc[0]), loc[0]), *loc[1:]) if loc else loc: place
        for loc, place in marks.items()
    }
    return renamed, moved, problems

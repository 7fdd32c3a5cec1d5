"""QR codes for paper (segno), drawn as one path of runs of dark squares."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

QUIET = 4
"""Empty squares around a code, without which scanners do not find it (ISO/IEC 18004)."""
MASK = 0
"""Readers undo any mask. Trying all eight for the fairest takes five times as long, and a
mirror has several codes."""

_dark = re.compile(b"\x01+")


def matrix(text: str) -> tuple[bytes, ...]:
    """Return the squares of the QR code of `text`, row by row, 1 for dark ones.

    A seventh of the code may be hidden or dirty (level M).
    """
    import segno

    code = segno.make_qr(text, error="m", boost_error=False, mask=MASK)
    return tuple(map(bytes, code.matrix))


def picture(text: str, label: str = "") -> Markup:
    """Return the QR code of `text` as an SVG element in the colour of the text around it.

    Args:
        text: what a reader's telephone opens.
        label: what the code is for, where it cannot be seen; without it the code is decoration.
    """
    rows = matrix(text)
    size = len(rows) + 2 * QUIET
    lines = []
    x, y = 0, -0.5
    for at, row in enumerate(rows, QUIET):
        for run in _dark.finditer(row):
            start, end = run.span()
            lines.append(f"m{start + QUIET - x} {at - y:g}h{end - start}")
            x, y = end + QUIET, at
    name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" {name}>'
        f'<path stroke="currentColor" shape-rendering="crispEdges" d="{"".join(lines)}"/></svg>'
    )

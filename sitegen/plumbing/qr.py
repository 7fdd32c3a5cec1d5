"""QR codes for paper (segno), drawn as one path of runs of dark squares."""

from __future__ import annotations

from markupsafe import Markup, escape

QUIET = 4
"""Empty squares around a code, without which scanners do not find it (ISO/IEC 18004)."""
MASK = 0
"""Readers undo any mask. Trying all eight for the fairest takes five times as long, and a
mirror has several codes."""


def matrix(text: str) -> list[list[bool]]:
    """Return the squares of the QR code of `text`, row by row, True for dark ones.

    A seventh of the code may be hidden or dirty (level M).
    """
    import segno

    code = segno.make_qr(text, error="m", boost_error=False, mask=MASK)
    return [[square == 1 for square in row] for row in code.matrix]


def picture(text: str, label: str = "") -> Markup:
    """Return the QR code of `text` as an SVG element in the colour of the text around it.

    Args:
        text: what a reader's telephone opens.
        label: what the code is for, where it cannot be seen; without it the code is decoration.
    """
    rows = matrix(text)
    size = len(rows) + 2 * QUIET
    lines = []
    at = (0.0, 0.0)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                move = (x + QUIET - at[0], y + QUIET + 0.5 - at[1])
                lines.append(f"m{move[0]:g} {move[1]:g}h{end - x}")
                at = (end + QUIET, y + QUIET + 0.5)
            x = end + 1
    name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" {name}>'
        f'<path stroke="currentColor" shape-rendering="crispEdges" d="{"".join(lines)}"/></svg>'
    )

"""QR codes are what segno makes of the same text, with their quiet zone, in little SVG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
import segno

from sitegen.plumbing import qr

HOME = "https://kota-pontianak.literasi-pemilu.example/"
ADDRESSES = (HOME, HOME + "panduan/apa-yang-dibawa.html", HOME + "a?b=<c>&d='e'", "é")


def drawn(svg: str) -> list[list[bool]]:
    """Return the squares that the path of a picture paints, the quiet zone included."""
    root = ElementTree.fromstring(svg)
    size = int(root.attrib["viewBox"].split()[-1])
    squares = [[False] * size for _ in range(size)]
    x = y = 0.0
    steps = re.findall(r"m(-?[\d.]+) (-?[\d.]+)h(\d+)", root[0].attrib["d"])
    for right, down, run in steps:
        x, y = x + float(right), y + float(down)
        for column in range(int(x), int(x) + int(run)):
            squares[int(y)][column] = True
        x += int(run)
    return squares


@pytest.mark.parametrize("text", ADDRESSES)
def test_the_path_paints_the_squares_of_segno_inside_a_quiet_zone(text: str) -> None:
    whole = segno.make_qr(text, error="m", boost_error=False, mask=qr.MASK)
    squares = [[bool(square) for square in row] for row in whole.matrix_iter(border=4)]
    assert drawn(qr.picture(text)) == squares


@pytest.mark.parametrize("text", ADDRESSES)
def test_any_mask_says_the_same(text: str) -> None:
    fair = segno.make_qr(text, error="m", boost_error=False)
    ours = segno.make_qr(text, error="m", boost_error=False, mask=qr.MASK)
    assert (fair.designator, fair.version) == (ours.designator, ours.version)
    assert read(qr.matrix(text)) == text


def test_a_picture_is_one_path_in_the_colour_of_the_text() -> None:
    root = ElementTree.fromstring(qr.picture(HOME))
    assert [part.tag.rpartition("}")[2] for part in root.iter()] == ["svg", "path"]
    assert root[0].attrib["stroke"] == "currentColor"
    assert len(qr.picture(HOME)) < 2200


def test_a_picture_has_a_name_or_is_decoration() -> None:
    assert 'aria-label="Ke &#34;sini&#34;"' in qr.picture("x", 'Ke "sini"')
    assert 'aria-hidden="true"' in qr.picture("x")


def read(rows: Sequence[Sequence[int]]) -> str:
    """Read a code of one block of bytes as a scanner does: unmask, walk the columns, decode.

    It knows codes without damage of versions 2 to 6, level M, up to four equal blocks.
    """
    size = len(rows)
    version = (size - 17) // 4
    blocks, data = {2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}.get(
        version, (1, 16)
    )
    mask = int("".join("01"[rows[8][x]] for x in (2, 3, 4)), 2) ^ 0b101
    assert mask == 0
    align = size - 7 if version > 1 else -99

    def is_data(x: int, y: int) -> bool:
        corner = (x < 9 and y < 9) or (x < 9 and y >= size - 8) or (x >= size - 8 and y < 9)
        return not (corner or 6 in (x, y) or (abs(x - align) < 3 and abs(y - align) < 3))

    bits = []
    up = True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        for y in range(size - 1, -1, -1) if up else range(size):
            bits += [
                bool(rows[y][x]) ^ ((x + y) % 2 == 0) for x in (right, right - 1) if is_data(x, y)
            ]
        up = not up
    words = [
        int("".join("01"[bit] for bit in bits[i : i + 8]), 2) for i in range(0, len(bits) - 7, 8)
    ]
    whole = [word for block in range(blocks) for word in words[block : blocks * data : blocks]]
    stream = "".join(f"{word:08b}" for word in whole)
    if stream.startswith("0111"):  # another alphabet than ISO 8859-1 is named first
        stream = stream[12:]
    assert stream[:4] == "0100"
    length = int(stream[4:12], 2)
    found = bytes(int(stream[12 + 8 * i : 20 + 8 * i], 2) for i in range(length))
    return found.decode("latin-1" if b"\xc3" not in found else "utf-8")

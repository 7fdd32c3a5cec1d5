"""Lettering and rules on a sheet of paper, with Pillow, loaded when it is asked."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageFont

BOLD, REGULAR = "Caladea-Bold.ttf", "Caladea-Regular.ttf"
FONTS = "data", "fonts"
LEVELS = 4
"""Shades between paper and ink, two bits a pixel: smooth enough, in half of the bytes of 16."""
NO_BREAK = "\u00a0"
"""A space at which no line breaks."""
MEASURED = 200
"""Size at which texts are measured."""
NO_GLYPH = "\uffff"
"""A noncharacter, which every font draws as a missing glyph."""

Colour = tuple[int, int, int]


@cache
def fonts_digest() -> str:
    """Return a digest of the fonts that canvases are lettered with."""
    found = hashlib.blake2b(digest_size=16)
    for name in (BOLD, REGULAR):
        found.update(_font_file(name))
    return found.hexdigest()


def _font_file(name: str) -> bytes:
    return resources.files("sitegen").joinpath(*FONTS, name).read_bytes()


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a font; laid out without libraqm, which not every Pillow has."""
    from PIL import ImageFont

    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(_font_file(name)), size, layout_engine=basic)


@cache
def _has_glyph(character: str, name: str) -> bool:
    if character == NO_BREAK:
        return True
    font = _font(name, 40)
    mask = font.getmask(character)
    return mask.getbbox() is not None and bytes(mask) != bytes(font.getmask(NO_GLYPH))


def width_of(text: str, size: int, font: str = BOLD) -> float:
    """Return how wide `text` is drawn; measured once for all sizes."""
    return _length(text, font) * size / MEASURED


@lru_cache(maxsize=4096)
def _length(text: str, font: str) -> float:
    return _font(font, MEASURED).getlength(text.replace(NO_BREAK, " "))


def drawable(text: str, font: str = BOLD) -> str:
    """Return `text` without what the font cannot draw, in words with single spaces.

    A letter that lacks loses its accents first; signs without a plain form, such as emoji,
    are left out rather than drawn as boxes.
    """
    kept = []
    for character in unicodedata.normalize("NFC", text):
        if _has_glyph(character, font):
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        else:
            plain = unicodedata.normalize("NFKD", character)[0]
            kept.append(plain if plain != character and _has_glyph(plain, font) else "")
    return " ".join(filter(None, "".join(kept).split(" ")))


class Canvas:
    """A drawing in shades of one ink on paper."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with an empty sheet."""
        from PIL import Image, ImageDraw

        self._image = Image.new("L", (width, height), 0)
        self._draw = ImageDraw.Draw(self._image)

    def bar(self, left: int, top: int, right: int, bottom: int, shade: float = 1) -> None:
        """Fill a rectangle, its right and bottom edges left out."""
        self._draw.rectangle((left, top, right - 1, bottom - 1), fill=_level(shade))

    def frame(
        self, left: int, top: int, right: int, bottom: int, *, line: int, radius: int = 0
    ) -> None:
        """Draw a rule around a rectangle, inside its edges."""
        box = (left, top, right - 1, bottom - 1)
        self._draw.rounded_rectangle(box, radius, outline=_level(1), width=line)

    def dashes(self, left: int, top: int, right: int, bottom: int, *, line: int) -> None:
        """Draw a broken rule around a rectangle, with a dash in every corner."""
        for start, end in _dashes(left, right, 4 * line):
            self.bar(start, top, end, top + line)
            self.bar(start, bottom - line, end, bottom)
        for start, end in _dashes(top, bottom, 4 * line):
            self.bar(left, start, left + line, end)
            self.bar(right - line, start, right, end)

    def text(
        self,
        left: float,
        baseline: float,
        text: str,
        size: int,
        *,
        font: str = BOLD,
        shade: float = 1,
        spacing: float = 0,
    ) -> float:
        """Draw one line of text and return where it ends.

        Args:
            left: where it begins.
            baseline: the line its letters stand on.
            text: what `drawable` has let pass.
            size: height of the type.
            font: `BOLD` or `REGULAR`.
            shade: 1 for ink, less for grey.
            spacing: put after every letter.
        """
        face = _font(font, size)
        text = text.replace(NO_BREAK, " ")
        for piece in text if spacing else [text]:
            self._draw.text((left, baseline), piece, fill=_level(shade), font=face, anchor="ls")
            left += width_of(piece, size, font) + spacing
        return left - spacing

    def png(self, paper: Colour, ink: Colour) -> bytes:
        """Return the drawing as a PNG whose palette leads from `paper` to `ink`."""
        step = 255 // (LEVELS - 1)
        shades = self._image.point([round(level / step) for level in range(256)])
        palette = [
            round(start + (end - start) * level / (LEVELS - 1))
            for level in range(LEVELS)
            for start, end in zip(paper, ink, strict=True)
        ]
        return _png(shades, palette)


def _dashes(start: int, end: int, length: int) -> list[tuple[int, int]]:
    """Divide a stretch into dashes and gaps of about `length`, and begin and end with a dash."""
    pieces = max(1, round((end - start) / length))
    pieces += 1 - pieces % 2
    edges = [start + round((end - start) * n / pieces) for n in range(pieces + 1)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _level(shade: float) -> int:
    return round(255 * shade)


def _png(shades: Image.Image, palette: list[int]) -> bytes:
    from PIL import Image

    indexed = Image.new("P", shades.size)
    indexed.putpalette(palette)
    indexed.paste(shades.copy(), (0, 0))
    out = io.BytesIO()
    indexed.save(out, "PNG", compress_level=6, bits=2)
    return out.getvalue()

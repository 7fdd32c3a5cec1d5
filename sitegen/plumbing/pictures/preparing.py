"""A writer's picture made fit for phones: measured, stripped, and smaller as WebP."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.plumbing.pictures.metadata import NotAPictureError, format_of, stripped

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 24_000_000
"""What a good camera takes; a file of some KB can claim thousands of times as many."""
WIDTHS = (640, 1280)
"""Of the smaller versions: a phone, and a wide screen or a fine one."""
QUALITY = 80
ORIENTATION = 0x0112
ORDINARY = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr"})
"""Ways to store colours that WebP can stand for."""


class TooManyPixelsError(ValueError):
    """The picture would take too much memory; its arguments are width and height."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture as it is published."""

    width: int
    """As shown: a photograph that is turned by its file counts as turned."""
    height: int
    data: bytes
    """The file without what is not picture."""
    smaller: tuple[tuple[int, bytes], ...] = ()
    """(width, WebP) of each version that is worth having, the narrowest first."""


def prepare(data: bytes) -> Prepared:
    """Prepare a picture for its readers.

    Raises:
        NotAPictureError: when it is not a whole PNG, JPEG or WebP.
        TooManyPixelsError: when it is too large to be opened.
    """
    clean = stripped(data)
    turn = _orientation(data)
    image = _opened(clean)
    moves = getattr(image, "is_animated", False)
    if turn != 1 and not moves:
        image = _turned(image, turn)
        clean = _saved(image, format_of(clean))
    if moves or image.width <= WIDTHS[0] or image.mode not in ORDINARY:
        return Prepared(image.width, image.height, clean)
    return Prepared(image.width, image.height, clean, _smaller(image, clean))


def _opened(data: bytes) -> Image.Image:
    """Open and decode a picture, but not one that is too large."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about sizes that are refused below
            image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"])
            if image.width * image.height > MAX_PIXELS:
                raise TooManyPixelsError(image.width, image.height)
            image.load()
    except TooManyPixelsError:
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixelsError(*_stated_size(data)) from error
    except Exception as error:  # whatever a damaged file does to a decoder
        raise NotAPictureError from error
    return image


def _stated_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a picture that Pillow will not open at all."""
    from PIL import Image

    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        return Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]).size
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _orientation(data: bytes) -> int:
    """Return how the picture is to be turned, as EXIF has it; 1 for not at all."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"])
            turn = image.getexif().get(ORIENTATION, 1)
    except Exception:  # it is found when the picture itself is opened
        return 1
    return turn if isinstance(turn, int) and 1 < turn <= 8 else 1


def _turned(image: Image.Image, turn: int) -> Image.Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[turn])


def _saved(image: Image.Image, form: str) -> bytes:
    """Return the file of a picture that was turned."""
    out = io.BytesIO()
    icc = image.info.get("icc_profile")
    if form == "PNG":
        image.save(out, "PNG", optimize=True, icc_profile=icc)
    else:
        image.save(out, form, quality=90, icc_profile=icc)
    return stripped(out.getvalue())


def _smaller(image: Image.Image, original: bytes) -> tuple[tuple[int, bytes], ...]:
    """Return the versions in WebP; none unless the widest of them saves bytes."""
    drawn = format_of(original) == "PNG"
    most = len(original)
    found: list[tuple[int, bytes]] = []
    for width in sorted({min(wide, image.width) for wide in WIDTHS}, reverse=True):
        data = _webp(image, width, drawn=drawn)
        if len(data) < most:
            found.append((width, data))
            most = len(data)
        elif not found:
            return ()
    return tuple(reversed(found))


def _webp(image: Image.Image, width: int, *, drawn: bool) -> bytes:
    """Return a version of this width; of a drawing the smaller of two ways to store it."""
    from PIL import Image

    alpha = "A" in image.getbands() or "transparency" in image.info
    whole = image.convert("RGBA" if alpha else "RGB")
    if width < image.width:
        height = max(1, round(image.height * width / image.width))
        whole = whole.resize((width, height), Image.Resampling.LANCZOS)
    icc = image.info.get("icc_profile")
    kept = {"icc_profile": icc} if icc and image.mode in ("RGB", "RGBA") else {}
    made = []
    for lossless in (False, True) if drawn else (False,):
        out = io.BytesIO()
        whole.save(
            out, "WEBP", quality=QUALITY, lossless=lossless, method=4, exif=b"", xmp=b"", **kept
        )
        made.append(out.getvalue())
    return min(made, key=len)

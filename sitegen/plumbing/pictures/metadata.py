"""Taking out of a picture's file what is not picture: where and by whom it was taken.

Phones write the place into every photograph. The picture itself is not touched: what is left
out are parts of the file (EXIF, XMP, IPTC, comments, previews), and whatever follows its end.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

PNG_SIGN, JPEG_SIGN = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD hIST pHYs acTL fcTL fdAT".split()
)
WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
WEBP_FLAGS = 0b0000_1100
"""Bits of the header that say that there is EXIF or XMP."""
APP0, APP2, APP14, APP15, COM, SOS, EOI = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE, 0xDA, 0xD9


class NotAPictureError(ValueError):
    """The file is not a whole PNG, JPEG or WebP."""


def format_of(data: bytes) -> str:
    """Return `PNG`, `JPEG` or `WEBP`, by the first bytes; `""` for anything else."""
    if data.startswith(PNG_SIGN):
        return "PNG"
    if data.startswith(JPEG_SIGN):
        return "JPEG"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def stripped(data: bytes) -> bytes:
    """Return the file with nothing but the picture.

    Raises:
        NotAPictureError: when its parts cannot be told apart.
    """
    parts = {"PNG": _png, "JPEG": _jpeg, "WEBP": _webp}.get(format_of(data))
    if parts is None:
        raise NotAPictureError
    try:
        return b"".join(parts(data))
    except (struct.error, IndexError) as error:
        raise NotAPictureError from error


def _png(data: bytes) -> Iterator[bytes]:
    yield PNG_SIGN
    at, name = len(PNG_SIGN), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise NotAPictureError
        if name in PNG_KEPT:
            yield data[at:end]
        at = end


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at = 2
    while True:
        if data[at] != 0xFF:
            raise NotAPictureError
        while data[at + 1] == 0xFF:  # filling
            at += 1
        marker = data[at + 1]
        if marker == EOI:
            yield b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise NotAPictureError
        if marker == SOS:
            end = _end_of_scan(data, end)
        if _is_picture(marker, data[at + 4 : end]):
            yield data[at:end]
        at = end


def _is_picture(marker: int, content: bytes) -> bool:
    if marker == APP0:
        return content.startswith(b"JFIF\0")
    if marker == APP2:
        return content.startswith(b"ICC_PROFILE\0")
    return marker == APP14 or not (APP0 <= marker <= APP15 or marker == COM)


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the next marker stands; within a scan, 0xFF is followed by 0 or a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise NotAPictureError
        follows = data[at + 1]
        if follows not in (0, 0xFF) and not 0xD0 <= follows <= 0xD7:
            return at
        at += 1 if follows == 0xFF else 2


def _webp(data: bytes) -> Iterator[bytes]:
    chunks = []
    at, whole = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    if whole > len(data):
        raise NotAPictureError
    while at < whole:
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length
        if end > whole:
            raise NotAPictureError
        content = data[at + 8 : end]
        if name == b"VP8X":
            content = bytes([content[0] & ~WEBP_FLAGS]) + content[1:]
        if name not in WEBP_DROPPED:
            chunks.append(struct.pack("<4sI", name, length) + content + b"\0" * (length % 2))
        at = end + length % 2
    body = b"WEBP" + b"".join(chunks)
    yield b"RIFF" + struct.pack("<I", len(body)) + body

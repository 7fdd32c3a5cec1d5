"""`kartu/…png`: what a chat shows beside a link, 1200×630 pixels.

A card is one file for all mirrors, so it says what is true on each of them: no name of a
region, no day, and no ballot band either, which has five colours and in DKI Jakarta four.
The double rule of the letterhead stands in its place. The headline of a clarification is the
fact; its verdict stands behind “Yang beredar:”, as on the page, so that it cannot be read as
a verdict on the headline. What no longer holds is not repeated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sitegen.model.document import Document
from sitegen.model.page import GENERAL_CARD
from sitegen.model.region import NATION
from sitegen.outputs.view import OutputView
from sitegen.plumbing import indonesian
from sitegen.plumbing.lettering import fit
from sitegen.plumbing.memo import digest
from sitegen.plumbing.pictures import drawing

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
PAPER, INK = (253, 252, 249), (28, 27, 24)
GREY = 0.72
"""How dark secondary text is: 5.9 to 1 on the paper."""
HEADLINE = range(132, 50, -4)
"""Sizes of the headline; the smallest can be read where the card is 300 pixels wide."""
LABEL, LEAD, STAMP = 46, 48, 58
DOUBLE, ROUND, DASHED = "double", "round", "dashed"
FRAMES = {"benar": ROUND, "sebagian benar": DASHED, "belum terbukti": DASHED, "satire": DASHED}


@dataclass(frozen=True, slots=True)
class Face:
    """What a card says."""

    label: str
    headline: str
    foot: str
    """Line below the headline; where a stamp follows, it says what is stamped."""
    stamp: str = ""
    frame: str = DOUBLE


GENERAL = Face(
    "Situs resmi", "Informasi Pemilu untuk pemilih", "Pahami · Memilih · Periksa · Laporkan"
)


def emit(view: OutputView) -> Iterable[tuple[str, bytes]]:
    """Yield the cards, where the mirror has an address: nothing else can refer to them."""
    if not view.has_address:
        return
    yield GENERAL_CARD, _card(view, GENERAL_CARD, NATION, GENERAL)
    for page in view.pages:
        document = page.view.document
        if document is not None and page.view.card != GENERAL_CARD:
            path = page.view.card
            yield path, _card(view, path, document.layer, face_of(document))


def face_of(document: Document) -> Face:
    """Return what the card of a clarification or stage says."""
    fields = document.fields
    return _clarification(fields) if document.type == "klarifikasi" else _stage(fields)


def _clarification(fields: Any) -> Face:
    label = f"Klarifikasi No. {fields.number}"
    if fields.status == "ditarik":
        return Face(label, "Klarifikasi ini ditarik", "Tidak berlaku lagi")
    if fields.status == "digantikan":
        return Face(label, "Klarifikasi ini sudah digantikan", "Baca klarifikasi penggantinya")
    frame = FRAMES.get(fields.verdict, DOUBLE)
    return Face(label, fields.title, "Yang beredar:", fields.verdict_word, frame)


def _stage(fields: Any) -> Face:
    if fields.status in ("ditunda", "dibatalkan"):
        return Face("Tahapan", fields.title, "Tahapan ini", fields.status, DASHED)
    label = "Tahapan, jadwal sementara" if fields.status == "sementara" else "Tahapan"
    if fields.start is None:
        return Face(label, fields.deadline, fields.title)
    days = indonesian.day_range(fields.start, fields.end).replace(" ", drawing.NO_BREAK)
    # Dates are not torn apart; where a second month follows, a line may end at the dash.
    first, dash, last = days.partition("–")
    breaks = " " if drawing.NO_BREAK in first else ""
    return Face(label, f"{first}{dash}{breaks}{last}", fields.title)


def _card(view: OutputView, path: str, layer: str, face: Face) -> bytes:
    name = path if layer == NATION else f"{path} {layer}"
    # The memo itself belongs to one version of the program and of Pillow.
    inputs = {"text": digest(face), "drawing": drawing.fonts_digest()}
    return view.kept(name, inputs, partial(draw, face))


def draw(face: Face) -> bytes:
    """Return the PNG of a card; the same bytes each time."""
    canvas = drawing.Canvas(WIDTH, HEIGHT)
    canvas.bar(0, 0, WIDTH, 18)
    canvas.bar(0, 26, WIDTH, 30)
    label = drawing.drawable(face.label, drawing.REGULAR)
    canvas.text(MARGIN, 104, label, LABEL, font=drawing.REGULAR, shade=GREY)
    _headline(canvas, drawing.drawable(face.headline))
    canvas.bar(MARGIN, 476, WIDTH - MARGIN, 479, 0.3)
    if face.stamp:
        lead = drawing.drawable(face.foot, drawing.REGULAR)
        end = canvas.text(MARGIN, 568, lead, LEAD, font=drawing.REGULAR)
        _stamp(canvas, end + 30, face)
    else:
        _foot(canvas, drawing.drawable(face.foot))
    return canvas.png(PAPER, INK)


def _headline(canvas: drawing.Canvas, text: str) -> None:
    """Set the headline as large as it can be, in the middle of its room."""
    top, bottom = 140, 458
    found = fit(
        text,
        drawing.width_of,
        width=WIDTH - 2 * MARGIN,
        height=bottom - top,
        sizes=HEADLINE,
    )
    step = found.size * 1.16
    y = (top + bottom - step * len(found.lines)) / 2 + found.size * 0.88
    for line in found.lines:
        canvas.text(MARGIN - 2, y, line.replace("– ", "–"), found.size)
        y += step


def _foot(canvas: drawing.Canvas, text: str) -> None:
    found = fit(
        text,
        drawing.width_of,
        width=WIDTH - 2 * MARGIN,
        height=118,
        sizes=range(62, 42, -2),
        leading=1.12,
    )
    step = found.size * 1.12
    y = 549 - step * len(found.lines) / 2 + found.size * 0.88
    for line in found.lines:
        canvas.text(MARGIN, y, line, found.size)
        y += step


def _stamp(canvas: drawing.Canvas, left: float, face: Face) -> None:
    """Draw the verdict as the page does: its frame says the same as its word."""
    word, size, spacing = drawing.drawable(face.stamp).upper(), STAMP, 7
    pad = 30
    x, top, bottom = round(left), 508, 594
    right = round(x + 2 * pad + sum(drawing.width_of(c, size) + spacing for c in word) - spacing)
    canvas.text(x + pad, 571, word, size, spacing=spacing)
    if face.frame == DOUBLE:
        canvas.frame(x, top, right, bottom, line=5)
        canvas.frame(x + 10, top + 10, right - 10, bottom - 10, line=3)
    elif face.frame == ROUND:
        canvas.frame(x, top, right, bottom, line=6, radius=(bottom - top) // 2)
    else:
        canvas.dashes(x, top, right, bottom, line=6)

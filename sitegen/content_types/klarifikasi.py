"""`klarifikasi`: an official answer to a hoax, the fact first.

Fields follow what Indonesian fact-checks have in common (claim, where it circulated,
verdict, kind, explanation, sources) and schema.org ClaimReview; the seven kinds are those
of First Draft as MAFINDO uses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from sitegen.content_types.content_type import CommonFields, ContentType, Known
from sitegen.model.document import Document
from sitegen.model.problem import N_, Kind, Problem
from sitegen.schema.typed import Fields, Mistake
from sitegen.schema.values import Day, Https, RoughDay, Text

REPEATS_CLAIM = Kind(
    "SG144",
    N_("the title repeats the hoax"),
    N_("write in the title what is true; the hoax stands under “klaim” only"),
)
NOT_A_NUMBER = Kind(
    "SG118",
    N_("“{value}” is not the number of a clarification"),
    N_('write it between quotes: "{example}"'),
)
NO_SUCCESSOR = Kind(
    "SG145",
    N_("the status is “digantikan”, but “digantikan_oleh” names no page"),
    N_("write the path, for example digantikan_oleh: klarifikasi/surat-pemberitahuan.md"),
)
NO_REASON = Kind(
    "SG145",
    N_("the status is “{status}”, but “riwayat” does not say what changed"),
    N_("write below “riwayat:” an item “- tanggal: …”, and “perubahan: …” below that"),
)

SAME_WORDS = 5
"""As many words in a row, taken over from the claim, make a title repeat it."""

VERDICT_WORDS = {
    "salah": "Salah",
    "menyesatkan": "Menyesatkan",
    "konteks salah": "Konteks salah",
    "penipuan": "Penipuan",
    "sebagian benar": "Sebagian benar",
    "benar": "Benar",
    "belum terbukti": "Belum terbukti",
    "satire": "Satire",
}

Verdict = Literal[
    "salah",
    "menyesatkan",
    "konteks salah",
    "penipuan",
    "sebagian benar",
    "benar",
    "belum terbukti",
    "satire",
]
HoaxKind = Literal[
    "satire",
    "konten menyesatkan",
    "konten tiruan",
    "konten palsu",
    "koneksi salah",
    "konteks salah",
    "konten manipulasi",
]


def _number(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{3,5}", value):
        example = value.zfill(3) if str(value).isdigit() and len(value) < 3 else "006"
        raise Mistake(NOT_A_NUMBER, value=value, example=example)
    return value


Claim = Annotated[Text, StringConstraints(max_length=140)]
Number = Annotated[str, BeforeValidator(_number)]


class Sighting(Fields):
    """Where the claim was seen."""

    where: Text = Field(alias="di", description="WhatsApp, TikTok, …")
    date: RoughDay | None = Field(None, alias="tanggal")
    archive: Https | None = Field(None, alias="arsip", description="salinan, bukan aslinya")


class Change(Fields):
    """An entry of the history."""

    date: Day = Field(alias="tanggal")
    change: Text = Field(alias="perubahan")


class ClarificationFields(CommonFields):
    """Front matter of `klarifikasi`; `judul` is the fact."""

    number: Number = Field(alias="nomor")
    claim: Claim = Field(alias="klaim")
    verdict: Verdict = Field(alias="putusan")
    kind: HoaxKind = Field(alias="jenis")
    sightings: tuple[Sighting, ...] = Field(alias="beredar", min_length=1)
    checked: RoughDay = Field(alias="diperiksa")
    status: Literal["berlaku", "diperbarui", "digantikan", "ditarik"] = Field(
        "berlaku", alias="status"
    )
    successor: Text | None = Field(None, alias="digantikan_oleh")
    history: tuple[Change, ...] = Field((), alias="riwayat")

    @property
    def modified(self) -> str:
        """The day the clarification last changed: at least the day it was checked."""
        days = (self.checked, self.updated, *(entry.date for entry in self.history))
        return max(str(day) for day in days if day is not None)

    @property
    def withdrawn(self) -> bool:
        """Whether it holds no more."""
        return self.status in {"ditarik", "digantikan"}

    def paths(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the page that takes the place of this one."""
        if self.successor:
            yield ("digantikan_oleh",), self.successor

    @property
    def verdict_word(self) -> str:
        """The verdict as readers see it."""
        return VERDICT_WORDS[self.verdict]


def claim_review(
    fields: ClarificationFields, url: str, publisher: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return a clarification as a schema.org ClaimReview; None when it holds no more.

    The verdict is given in its word alone: a number would need a published scale.
    https://schema.org/ClaimReview, and CorrectionComment for the history.

    Args:
        fields: its front matter.
        url: its original address.
        publisher: the organization that answers for it.
    """
    if fields.withdrawn:
        return None
    claim: dict[str, Any] = {"@type": "Claim", "text": fields.claim}
    copies = [seen.archive for seen in fields.sightings if seen.archive]
    if copies:
        claim["appearance"] = [{"@type": "CreativeWork", "url": copy} for copy in copies]
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "url": url,
        "headline": fields.title,
        "claimReviewed": fields.claim,
        "reviewRating": {"@type": "Rating", "alternateName": fields.verdict_word},
        "itemReviewed": claim,
        "author": dict(publisher),
        "datePublished": str(fields.checked),
        "dateModified": fields.modified,
        "inLanguage": "id",
        "citation": [source.url for source in fields.sources if source.url],
    }
    if fields.history:
        review["correction"] = [
            {"@type": "CorrectionComment", "text": entry.change, "datePublished": str(entry.date)}
            for entry in fields.history
        ]
    return review


def _check(document: Document, known: Known) -> Iterator[Problem]:
    fields: ClarificationFields = document.fields
    if _repeats(fields.title, fields.claim):
        yield REPEATS_CLAIM.at(document.place("judul"))
    if fields.status == "digantikan" and fields.successor not in known.paths - {document.inside}:
        yield NO_SUCCESSOR.at(document.place("digantikan_oleh"))
    if fields.status != "berlaku" and not fields.history:
        yield NO_REASON.at(document.place("status"), status=fields.status)


def _repeats(title: str, claim: str) -> bool:
    said, claimed = (re.findall(r"\w+", text.lower()) for text in (title, claim))
    length = min(SAME_WORDS, len(claimed)) or 1
    runs = {tuple(claimed[i : i + length]) for i in range(len(claimed) - length + 1)}
    in_title = (tuple(said[i : i + length]) for i in range(len(said) - length + 1))
    labelled = re.match(r"\s*\[?(hoaks|salah|disinformasi|misinformasi)\b", title.lower())
    return bool(labelled) or any(run in runs for run in in_title)


def by_number(document: Document) -> tuple[str, str]:
    """Sort by number."""
    return document.fields.number.zfill(5), document.inside


TYPE = ContentType(
    "klarifikasi",
    ClarificationFields,
    section="klarifikasi",
    review=claim_review,
    check=_check,
    sort_key=by_number,
    newest_first=True,
    page_size=20,
    must_be_official=True,
)
